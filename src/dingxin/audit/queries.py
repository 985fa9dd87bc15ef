"""Reading the event log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dingxin.audit.actions import HOUSE, digest
from dingxin.audit.models import Chain, Event

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Breach:
    """A place where the log is not what was written: which chain, which event of it, and what is wrong."""

    chain: str
    seq: int
    reason: str


def broken_places() -> Iterator[Breach]:
    """Walk every chain and give each place where an event was changed, removed, added or moved."""
    walked: set[str] = set()
    key, seq, head = "", 0, ""
    for event in Event.objects.order_by("case_id", "seq", "pk").iterator(chunk_size=2000):
        if (chain := _key(event)) != key:
            if key:
                yield from _check_head(key, seq, head)
            key, seq, head = chain, 0, ""
            walked.add(chain)
        yield from _check_link(event, chain, seq, head)
        seq, head = event.seq, event.hash
    if key:
        yield from _check_head(key, seq, head)
    for chain in Chain.objects.values_list("pk", flat=True).iterator(chunk_size=2000):
        if chain not in walked:
            yield Breach(chain, 0, "all events of the chain are missing")


def _key(event: Event) -> str:
    return HOUSE if event.case_id is None else str(event.case_id)


def _check_link(event: Event, chain: str, seq: int, head: str) -> Iterator[Breach]:
    if event.seq != seq + 1:
        yield Breach(chain, event.seq, "an event before this one is missing")
    elif event.previous != head:
        yield Breach(chain, event.seq, "does not carry the hash of the event before it")
    if digest(event) != event.hash:
        yield Breach(chain, event.seq, "was changed after it was written")


def _check_head(key: str, seq: int, head: str) -> Iterator[Breach]:
    chain = Chain.objects.filter(pk=key).first()
    if chain is None or (chain.seq, chain.head) != (seq, head):
        yield Breach(key, seq, "the last events of the chain are missing or were added by hand")
