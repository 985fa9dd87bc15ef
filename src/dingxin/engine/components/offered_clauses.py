"""The clauses of a draft, each with its place: what is offered in one of them is looked at by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dingxin.engine.components.amounts_bare import Amount

LONGEST = 400
"""Longest stretch, in characters, that is looked at as one clause."""

AROUND = 60
"""How far beyond such a stretch, in characters, its words are read."""

_CUT = re.compile(
    r"[，,。！？!?；;：:\n（）()]+|\.(?!\d)|(?=但(?!凡)|不过|然而|而是|只好|直接(?:给|帮|为|退|赔|补|送|免|减|转|打))|"
    r"(?=\b(?:but|and|so|yet) (?:I|we|I'll|we'll|will|can|let)\b)"
)
_STOP = re.compile(r"[。！？!?；;\n.]")


class Clause(NamedTuple):
    """A clause with its place; ``sentence`` counts the sentences. Sums between ``first`` and ``last`` are its own."""

    text: str
    start: int
    end: int
    sentence: int
    first: int
    last: int


def clauses_of(text: str, sums: Sequence[Amount]) -> Iterator[Clause]:
    """Cut a text into clauses; a comma within 1,200 yuan cuts nothing."""
    start = sentence = 0
    inside = iter(sums)
    amount = next(inside, None)
    for cut in [*_CUT.finditer(text), None]:
        stop = cut.start() if cut else len(text)
        while amount and amount.end <= stop:
            amount = next(inside, None)
        if cut and amount and amount.start < stop:
            continue
        for piece in range(start, stop, LONGEST):
            end = min(piece + LONGEST, stop)
            wide = max(start, piece - AROUND), min(end + AROUND, stop)
            yield Clause(text[slice(*wide)], *wide, sentence, piece, end)
        if cut:
            start = cut.end()
            sentence += bool(_STOP.search(cut[0]))
