"""The words that carried a finding: the playbook's phrases, else the stretch that weighed most in the learned model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from dingxin.engine.components.normalise import punctuated
from dingxin.engine.features import HIDDEN
from dingxin.engine.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dingxin.engine.doc import Doc, Utterance

MOST = 2
"""Stretches named for one finding."""

LONG = 24
"""Characters up to which a clause is shown whole."""

BRIEF = 3
"""Characters a clause must have to be named before others: a mere yes is no reason."""

_PIECE = re.compile(r"[^\s，,。！!？?；;：:~…](?:[^\t\n，,。！!？?；;：:~…]*[^\s，,。！!？?；;：:~…])?")
_CLAUSE = re.compile(r"[^\s，,。！？!?；;\n][^，,。！？!?；;\n]{0,29}")


def witness(doc: Doc, here: Utterance, finding: str, groups: Sequence[str], *, why: str = "", weighed: str = "") -> None:
    """Record the evidence for a finding: phrases of the groups in their order, else what the model weighed most.

    ``why`` names the reason and ``weighed`` the label of the model where they are not the finding's own name.
    """
    spans: list[tuple[int, int]] = []
    for group in groups:
        spans += [_clause(here.text, hit.start, hit.end) for hit in here.hits.get(group, ()) if hit.sure]
        if spans:
            break
    weighty = [] if spans else heaviest(here, weighed or finding)
    for start, end in _longest(spans) or weighty or _first_clause(here.text):
        first, last = here.normal.span(start, end)
        here.evidence.append(Evidence(finding, first, last, doc.book.why(why or finding, here.normal.raw[first:last])))


def heaviest(here: Utterance, label: str, most: int = 1) -> list[tuple[int, int]]:
    """Give the clauses that weighed most for a label, the weightiest first: a reason must read as words.

    Of a clause longer than ``LONG`` the stretch of that length counts that weighed most. Handles and links say nothing.
    """
    weight = here.weigh(label)
    if weight is None:
        return []
    upto = np.concatenate(([0.0], np.cumsum(weight)))
    pieces = [hit.span() for hit in _PIECE.finditer(_bare(punctuated(here.text)))]
    ends = [*[start for start, _ in pieces], len(weight)][1:]  # the stops behind a clause speak for it
    sums = [float(upto[end] - upto[start]) for (start, _), end in zip(pieces, ends, strict=True)]
    told = [place for place, (start, end) in enumerate(pieces) if sums[place] > 0 and end - start >= BRIEF] or range(len(pieces))
    share, clauses = here.by_clause(label, [start for start, _ in pieces])
    rank = share * np.array(sums) + clauses
    chosen = sorted(told, key=lambda place: (-rank[place], place))[:most]
    return [_heart(upto, *pieces[place]) for place in chosen if sums[place] > 0]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the clauses a phrase stands in where they are not long, else the phrase: half a word is no reason."""
    shift = max(start - LONG, 0)
    around = _bare(punctuated(text[shift : end + LONG]))
    its = [hit.span() for hit in _PIECE.finditer(around) if hit.end() + shift > start and hit.start() + shift < end]
    left, right = (its[0][0] + shift, its[-1][1] + shift) if its else (start, end)
    return (left, right) if right - left <= LONG else (start, end)


def _heart(upto: NDArray[np.float64], start: int, end: int) -> tuple[int, int]:
    """Give a clause, or the stretch of a long one that weighs most; ``upto`` are the weights summed up to each character."""
    if end - start <= LONG:
        return start, end
    first = start + int((upto[start + LONG : end + 1] - upto[start : end + 1 - LONG]).argmax())
    return first, first + LONG


def _bare(text: str) -> str:
    """Give a text with stops in the place of its handles and links."""
    return HIDDEN.sub(lambda hit: "，" * len(hit[0]), text) if "@" in text or "http" in text else text


def _longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest spans that do not touch each other, in the order of their places."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0]))[: 4 * MOST]:
        if all(end <= left or start >= right for left, right in kept):
            kept.append((start, end))
    return sorted(kept[:MOST])


def _first_clause(text: str) -> list[tuple[int, int]]:
    """Give the first clause: what is left to point at when a finding rests on what stood before."""
    found = _CLAUSE.search(text)
    return [found.span()] if found else []
