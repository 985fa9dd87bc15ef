"""The words that carried a finding: the playbook's phrases, else the stretch that weighed most in the learned model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.normalise import punctuated
from dingxin.engine.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dingxin.engine.doc import Doc, Utterance

MOST = 2
"""Stretches named for one finding."""

LONG = 24
"""Characters up to which a clause is shown whole."""

MARGIN = 6

_STOPS = frozenset("\t\n，,。！!？?；;：:~…")
_PIECE = re.compile("[^\t\n，,。！!？?；;：:~…]+")
_CLAUSE = re.compile(r"[^\s，,。！？!?；;\n][^，,。！？!?；;\n]{0,29}")


def witness(doc: Doc, here: Utterance, finding: str, groups: Sequence[str], *, why: str = "", weighed: str = "") -> None:
    """Record the evidence for a finding: phrases of the groups in their order, else what the model weighed most.

    ``why`` names the reason and ``weighed`` the label of the model where they are not the finding's own name.
    """
    spans: list[tuple[int, int]] = []
    for group in groups:
        spans += [(hit.start, hit.end) for hit in here.hits.get(group, ()) if hit.sure]
        if spans:
            break
    weighty = [] if spans else [clause_around(here.text, *span) for span in here.heaviest(weighed or finding)]
    for start, end in _longest(spans) or weighty or _first_clause(here.text):
        first, last = here.normal.span(start, end)
        here.evidence.append(Evidence(finding, first, last, doc.book.why(why or finding, here.normal.raw[first:last])))


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to the clause that holds most of it, whole where that is brief: a reason must read as words."""
    text = punctuated(text[: end + LONG])
    start, end = max(
        (hit.span() for hit in _PIECE.finditer(text, start, end)), key=lambda span: span[1] - span[0], default=(start, end)
    )
    left = next((at for at in range(start, max(start - LONG, 0), -1) if text[at - 1] in _STOPS), max(start - LONG, 0))
    right = next((at for at in range(end, min(end + LONG, len(text))) if text[at] in _STOPS), min(end + LONG, len(text)))
    if right - left <= LONG:
        return left, right
    return max(left, start - MARGIN), min(right, end + MARGIN)


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
