"""What one message of a customer demands and needs, taken from its reading with the words it came from. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from dingxin.engine.model import HOPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Reading = Mapping[str, Any]

MONEY = ("refund", "compensate")
"""Demands that are for a sum."""

GIVES: Mapping[str, frozenset[str]] = {
    "refund": frozenset({"refund"}), "part_refund": frozenset({"refund"}), "waiver": frozenset({"refund"}),
    "repair": frozenset({"repair"}), "redo": frozenset({"repair"}), "replacement": frozenset({"replace"}),
    "apology": frozenset({"apologise"}), "letter": frozenset({"apologise"}), "explanation": frozenset({"explain", "info"}),
    "proof": frozenset({"explain", "investigate", "info"}), "priority": frozenset({"hurry"}), "staff": frozenset({"discipline"}),
    "process": frozenset({"improve"}),
}  # fmt: skip
"""Which demand a kind of remedy gives as it was put; who takes such an offer says so in the words of the demand."""

BESIDE = 12
"""So many characters may stand between a demand's words and its sum, in the same sentence."""

MOST = Decimal(10) ** 10
WORDS = 500
LOOKED_AT = 200  # so many sums and spans of a message, so that a very long one costs no more
_STOP = re.compile("[。！？!?\\n]|\\.(?!\\d)")


class Heard(NamedTuple):
    """A demand or need in a message: its kind, the span of its words (code points), and the sum asked for where one is named."""

    kind: str
    start: int
    end: int
    amount: Decimal | None = None


def demands_in(text: str, reading: Reading) -> list[Heard]:
    """Give each demand read in a message once, with its sum: that in or beside its words; a lone sum goes with a refund."""
    spans = _spans(reading, "demand")
    facts = [fact for fact in reading.get("facts", ()) if 0 < fact.get("amount", 0) < MOST][:LOOKED_AT]
    taken = _beside(text, {kind: spans.get(kind, ()) for kind in MONEY}, facts) if facts else {}
    if len(facts) == 1 and "refund" in spans and not taken:
        taken["refund"] = spans["refund"][0], facts[0]
    return [_heard(kind, spans.get(kind, ()), taken.get(kind)) for kind in reading.get("demands", ())]


def needs_in(reading: Reading) -> list[Heard]:
    """Give each need read in a message once."""
    spans = _spans(reading, "need")
    return [_heard(kind, spans.get(kind, ()), None) for kind in reading.get("needs", ())]


def says_back(heard: Heard, kind: str, amount: Decimal) -> bool:
    """Tell whether a demand only says back what is on offer: the sum that is offered, or the very thing, without another sum."""
    if heard.kind in MONEY and heard.amount is not None:
        return heard.amount == amount
    return heard.kind in GIVES.get(kind, ())


def hopes_in(readings: Iterable[Reading], before: Iterable[str] = ()) -> list[str]:
    """Give the hopes read so far, in the order of the vocabulary."""
    found = {hope for reading in readings for hope in reading.get("hopes", ())} | set(before)
    return [hope for hope in HOPES if hope in found]


def _spans(reading: Reading, group: str) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for item in reading.get("evidence", ())[:LOOKED_AT]:
        of, _colon, kind = item["of"].partition(":")
        if of == group:
            found.setdefault(kind, []).append((item["start"], item["end"]))
    return found


def _heard(kind: str, spans: Iterable[tuple[int, int]], taken: tuple[tuple[int, int], Mapping[str, Any]] | None) -> Heard:
    if taken is None:
        start, end = next(iter(spans), (0, 0))
        return Heard(kind, start, end)
    (start, end), fact = taken
    if _gap((start, end), fact) <= BESIDE:
        start, end = min(start, fact["start"]), max(end, fact["end"])
    return Heard(kind, start, end, Decimal(str(round(fact["amount"], 2))))


def _beside(
    text: str, wanted: Mapping[str, Iterable[tuple[int, int]]], facts: list[Mapping[str, Any]]
) -> dict[str, tuple[tuple[int, int], Mapping[str, Any]]]:
    """Give each demand the sum nearest to its words, each sum to one demand only; of two as near the later one."""
    pairs = [
        (gap, -fact["start"], kind, span, fact)
        for kind, spans in wanted.items()
        for span in spans
        for fact in facts
        if (gap := _gap(span, fact)) <= BESIDE and not _STOP.search(text, *_between(span, fact))
    ]
    found: dict[str, tuple[tuple[int, int], Mapping[str, Any]]] = {}
    used: set[int] = set()
    for _gap_size, place, kind, span, fact in sorted(pairs, key=lambda pair: pair[:3]):
        if kind not in found and place not in used:
            found[kind] = span, fact
            used.add(place)
    return found


def _gap(span: tuple[int, int], fact: Mapping[str, Any]) -> int:
    """Give how many characters stand between; negative by how much the two overlap."""
    return int(max(span[0], fact["start"]) - min(span[1], fact["end"]))


def _between(span: tuple[int, int], fact: Mapping[str, Any]) -> tuple[int, int]:
    first, last = min(span[1], fact["end"]), max(span[0], fact["start"])
    return (first, last) if first < last else (0, 0)
