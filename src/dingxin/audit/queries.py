"""Reading the event log."""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import digest, seal
from dingxin.audit.models import HOUSE, Chain, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dingxin.audit.models import EventQuerySet

CHAINS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Breach:
    """A place where the log is not what was written: which chain, which event of it, and what is wrong."""

    chain: str
    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class _End:
    """The last event of a chain as it was walked."""

    chain: str
    seq: int
    head: str


def logged_events() -> Iterator[Event]:
    """Give every event, chain by chain in order; memory does not grow with their number."""
    return Event.objects.order_by("case_id", "seq", "pk").iterator(chunk_size=2000)


def broken_places(events: Iterable[Event]) -> Iterator[Breach]:
    """Walk every chain and give each place where an event was changed, removed, added or moved."""
    walked: set[str] = set()
    ends: list[_End] = []
    end = _End("", 0, "")
    for event in events:
        if event.chain != end.chain:
            ends.append(end)
            walked.add(event.chain)
            end = _End(event.chain, 0, "")
            if len(ends) > CHAINS_AT_ONCE:
                yield from _unsettled(ends)
                ends = []
        yield from _check_link(event, end)
        end = _End(event.chain, event.seq, event.hash)
    yield from _unsettled([*ends, end])
    if walked and HOUSE not in walked:  # a case has a branch, and its making is an event of the house
        yield Breach(HOUSE, 0, _("all events of the chain are missing"))
    for key in Chain.objects.values_list("pk", flat=True).iterator(chunk_size=2000):
        if key not in walked and not _chain_events(key).exists():
            yield Breach(key, 0, _("all events of the chain are missing"))


def _check_link(event: Event, end: _End) -> Iterator[Breach]:
    if event.seq != end.seq + 1:
        yield Breach(end.chain, event.seq, _("an event before this one is missing"))
    elif event.previous != end.head:
        yield Breach(end.chain, event.seq, _("does not carry the hash of the event before it"))
    if not compare_digest(digest(event), event.hash):
        yield Breach(end.chain, event.seq, _("was changed after it was written"))


def _unsettled(ends: Iterable[_End]) -> Iterator[Breach]:
    """Give the ends of chains that are not as sealed; one that went on while it was walked is looked at again."""
    wanted = {end.chain: end for end in ends if end.chain}
    chains = Chain.objects.in_bulk(wanted)
    for key, end in wanted.items():
        if not _is_sealed(chains.get(key), end) and (broken := _broken_end(key)):
            yield broken


@transaction.atomic
def _broken_end(key: str) -> Breach | None:
    """Look at the end of one chain while nothing can be added to it."""
    chain = Chain.objects.select_for_update().filter(pk=key).first()
    last = _chain_events(key).order_by("seq").last()
    end = _End(key, last.seq, last.hash) if last else _End(key, 0, "")
    return (
        None
        if _is_sealed(chain, end)
        else Breach(key, end.seq, _("the last events of the chain are missing or were added by hand"))
    )


def _is_sealed(chain: Chain | None, end: _End) -> bool:
    return chain is not None and (chain.seq, chain.head) == (end.seq, end.head) and compare_digest(seal(chain), chain.seal)


def _chain_events(key: str) -> EventQuerySet:
    if key == HOUSE:
        return Event.objects.filter(case=None)
    return Event.objects.filter(case_id=int(key)) if key.isdecimal() else Event.objects.none()
