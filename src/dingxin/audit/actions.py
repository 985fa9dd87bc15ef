"""Recording what happened, in the same transaction as the change itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from dingxin.audit.kinds import PAYLOADS, Kind
from dingxin.audit.models import Chain, Event
from dingxin.audit.reactions import enqueue_reactions

if TYPE_CHECKING:
    from django.db.models import Model

HOUSE = "house"


def record(kind: Kind, *, case: Model | None, actor: Model | None, at: datetime, **data: Any) -> Event:
    """Append one event to the chain of its case (or of the house) and queue the reactions to it.

    Call it as the last line of an action, inside its transaction. ``data`` must hold exactly what the kind's payload names.

    Raises:
        TypeError: the data are not those of the kind.

    """
    if set(data) != set(PAYLOADS[kind].__annotations__):
        msg = f"{kind} carries {sorted(PAYLOADS[kind].__annotations__)}, not {sorted(data)}"
        raise TypeError(msg)
    with transaction.atomic():
        chain, _ = Chain.objects.select_for_update().get_or_create(key=HOUSE if case is None else str(case.pk))
        event = Event(kind=kind, case_id=case.pk if case else None, actor_id=actor.pk if actor else None, at=at, data=data)
        event.seq, event.previous = chain.seq + 1, chain.head
        event.hash = digest(event)
        event.save(force_insert=True)
        chain.seq, chain.head = event.seq, event.hash
        chain.save(update_fields=["seq", "head"])
        enqueue_reactions(event)
    return event


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
    return hmac.new(settings.AUDIT_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()
