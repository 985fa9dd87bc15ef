"""Recording what happened, in the same transaction as the change itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from dingxin.audit.carried import PAYLOADS
from dingxin.audit.models import Chain, Event
from dingxin.audit.reactions import enqueue_reactions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from dingxin.audit.kinds import Kind


def record(kind: Kind, *, case: Model | None, actor: Model | None, at: datetime, **data: Any) -> Event:
    """Append one event to the chain of its case (or of the house) and queue the reactions to it.

    Call it as the last line of an action, inside its transaction. ``data`` must hold exactly what the kind's payload names.

    Raises:
        TypeError: the data are not those of the kind.

    """
    return record_many([draft(kind, case=case, actor=actor, at=at, **data)])[0]


def draft(kind: Kind, *, case: Model | None, actor: Model | None, at: datetime, **data: Any) -> Event:
    """Give an event that is not yet in any chain, for ``record_many``.

    Raises:
        TypeError: the data are not those of the kind.

    """
    if set(data) != set(PAYLOADS[kind].__annotations__):
        msg = f"{kind} carries {sorted(PAYLOADS[kind].__annotations__)}, not {sorted(data)}"
        raise TypeError(msg)
    return Event(kind=kind, case_id=case.pk if case else None, actor_id=actor.pk if actor else None, at=at, data=data)


@transaction.atomic
def record_many(drafts: Sequence[Event]) -> list[Event]:
    """Append drafts, in order, each to the chain of its case, and queue the reactions to them."""
    chains = _held({event.chain for event in drafts})
    for event in drafts:
        chain = chains[event.chain]
        event.seq, event.previous = chain.seq + 1, chain.head
        event.hash = digest(event)
        chain.seq, chain.head = event.seq, event.hash
        chain.seal = seal(chain)
    events = Event.objects.bulk_create(drafts)
    Chain.objects.bulk_create(  # an upsert of rows that are all there: far quicker than bulk_update
        chains.values(), update_conflicts=True, unique_fields=["key"], update_fields=["seq", "head", "seal"]
    )
    enqueue_reactions(events)
    return events


def _held(keys: set[str]) -> dict[str, Chain]:
    """Give the chains, held until the transaction ends, always in the same order; new ones are begun."""
    held = Chain.objects.select_for_update().order_by("pk").in_bulk(keys)
    if missing := keys - held.keys():
        Chain.objects.bulk_create([Chain(key=key) for key in sorted(missing)], ignore_conflicts=True)
        held |= Chain.objects.select_for_update().order_by("pk").in_bulk(missing)
    return held


def digest(event: Event) -> str:
    """Give the keyed hash (HMAC-SHA-256, hexadecimal) of an event and the hash before it."""
    words = json.dumps(
        [
            event.kind,
            event.case_id,
            event.actor_id,
            event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            event.data,
            event.seq,
            event.previous,
        ],
        sort_keys=True,
        ensure_ascii=True,
        separators=(",", ":"),
    )
    return _keyed(words)


def seal(chain: Chain) -> str:
    """Give the keyed hash of a chain's end: without the key nobody can cut events off and name an earlier one the last."""
    return _keyed(f"{chain.key} {chain.seq} {chain.head}")


def _keyed(words: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()
