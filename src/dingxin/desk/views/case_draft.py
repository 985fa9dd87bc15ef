"""The review of a draft, shaped for the composer, and what the send button says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.desk.labels import ACTS, PRINCIPLES, label
from dingxin.desk.marks import visible
from dingxin.desk.times import due_words
from dingxin.desk.views.case_conversation import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from dingxin.engine.model import Fault, Review
    from dingxin.engine.model import Promise as SaidPromise

QUOTE_CHARS = 40
BEGINNING = {"greet", "empathy", "apology", "restate"}
KEYS = 9  # Alt+1 … Alt+9


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in a draft. ``key`` is the digit that takes its rewrite, where it has one; a ``wide`` one concerns the whole."""

    start: int
    end: int
    weight: str
    rule: str
    words: str
    why: str
    principle: str
    rewrite: str | None
    key: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """An act this step still owes, words that would say it, and whether they belong at the start or the end of a reply."""

    label: str
    why: str
    suggestion: str
    at: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A reviewed draft."""

    verdict: str
    findings: list[Finding]
    lacks: list[Lack]
    promises: list[str]
    suggested: str
    button: str
    summary: str


def draft_of(text: str, review: Review, at: datetime, new: Iterable[SaidPromise]) -> Draft:
    """Shape a review; ``text`` is the draft that was reviewed, ``new`` are the times it would promise anew."""
    dues = sorted(promise.due for promise in new if promise.due)
    faults = sorted(review.faults, key=lambda fault: (fault.weight != "stop", fault.start, fault.end))
    keys = iter(range(1, KEYS + 1))
    return Draft(
        verdict=review.verdict,
        findings=[_finding(text, fault, keys) for fault in faults],
        lacks=[
            Lack(label(ACTS, item.act), item.why, item.suggestion, "start" if item.act in BEGINNING else "end")
            for item in review.missing
        ],
        promises=[due_words(due, at) for due in dues],
        suggested=review.suggested if review.suggested.strip() != text.strip() else "",
        button=button_words(review, dues, at),
        summary=_summary(review),
    )


def _summary(review: Review) -> str:
    """Say for those who listen how much stands against a draft."""
    found, lacking = len(review.faults), len(review.missing)
    return ", ".join(
        [
            ngettext("%(n)d finding", "%(n)d findings", found) % {"n": found},
            ngettext("%(n)d thing missing", "%(n)d things missing", lacking) % {"n": lacking},
        ]
    )


def _finding(text: str, fault: Fault, keys: Iterator[int]) -> Finding:
    words = " ".join(text[fault.start : fault.end].split())
    return Finding(
        start=fault.start,
        end=fault.end,
        weight=fault.weight,
        rule=fault.rule,
        words=visible(words if len(words) <= QUOTE_CHARS else f"{words[:QUOTE_CHARS]}…"),
        why=fault.why,
        principle=label(PRINCIPLES, fault.principle),
        rewrite=fault.rewrite,
        key=str(next(keys, "")) if fault.rewrite is not None else "",
        wide=is_wide(fault.start, fault.end, len(text)),
    )


def button_words(review: Review | None, dues: list[datetime], at: datetime) -> str:
    """Say what sending would do; ``dues`` are the times that would be promised anew, the first first."""
    if review is None:
        return _("Send")
    if review.verdict == "stop":
        reason = next((fault.why for fault in review.faults if fault.weight == "stop"), "")
        return _("Cannot be sent: %(reason)s") % {"reason": reason}
    return _promising(dues, at) if dues else _("Send")


def _promising(dues: list[datetime], at: datetime) -> str:
    words = _("Send and promise %(due)s") % {"due": due_words(dues[0], at)}
    more = len(dues) - 1
    return words + (ngettext(" and %(n)d more", " and %(n)d more", more) % {"n": more} if more else "")
