"""The words that carried a finding: the playbook's phrases, else the stretch that weighed most in the learned model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dingxin.engine.doc import Doc, Utterance

MOST = 2
"""Stretches named for one finding."""


def testify(doc: Doc, here: Utterance, finding: str, label: str, groups: Sequence[str]) -> None:
    """Record the evidence for a finding: phrases of the groups in their order, else what the model weighed for the label."""
    spans: list[tuple[int, int]] = []
    for group in groups:
        spans += [(hit.start, hit.end) for hit in here.hits.get(group, ()) if hit.sure]
        if spans:
            break
    for start, end in _longest(spans)[:MOST] or here.heaviest(label):
        record(doc, here, finding, label, start, end)


def record(doc: Doc, here: Utterance, finding: str, label: str, start: int, end: int) -> None:
    """Record a stretch of the normal text as evidence."""
    first, last = here.normal.span(start, end)
    if first < last:
        here.evidence.append(Evidence(finding, first, last, doc.book.why(label, here.normal.raw[first:last])))


def _longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give spans without those that touch a longer one, in the order of their places."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= left or start >= right for left, right in kept[: 4 * MOST]):
            kept.append((start, end))
    return sorted(kept[:MOST])
