"""Emotion (B1, B2) and grade (A1) of a customer's turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.evidence import witness
from dingxin.engine.doc import component
from dingxin.engine.model import GRADES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dingxin.engine.book import Book
    from dingxin.engine.doc import Doc, Utterance

EMOTION, GRADE = slice(0, 3), slice(3, 6)
"""Where the chances of at least each level of emotion and each grade stand in the row of a turn."""

SIGNS = {
    1: ("emotion:mild", "emotion:irony"),
    2: ("emotion:strong", "risk:abuse", "emotion:irony"),
    3: ("emotion:extreme", "risk:abuse"),
}
"""Phrases that witness each level of emotion, the most telling first."""

WITNESSES = {
    1: ("grade:voiced",),
    2: ("grade:sought",),
    3: ("risk:regulator", "risk:legal", "risk:media", "grade:serious"),
}
"""Phrases that witness each grade, the most telling first."""


@component("customer", assigns=("emotion",))
def emotion(doc: Doc, here: Utterance) -> None:
    """Read the emotion shown in this turn: the level expected over all levels, cut where cross-validation says."""
    expected = sum(here.row[EMOTION].tolist())
    level = max(sum(expected >= cut for cut in doc.book.cuts("emotion")), outcry(doc.book, here.text))
    here.found["emotion"] = doc.memory["latest"] = level
    doc.memory["unanswered"] = max(level, doc.memory.get("unanswered", 0))
    if level:
        witness(doc, here, "emotion", SIGNS[level], why=f"emotion:{level}", weighed=f"emotion:{level}")


def outcry(book: Book, text: str) -> int:
    """Give the level of emotion below which no turn is that holds words nobody says calmly."""
    table = book.tables.get("emotion", {}).get("outcry", {})
    cue = book.once("outcry", lambda: re.compile(table.get("cue", "$^")))
    return int(table["level"]) if table and cue.search(text) else 0


@component("customer", assigns=("grade",))
def grade(doc: Doc, here: Utterance) -> None:
    """Read the grade that stands after this turn; it stands until the customer is content."""
    standing = doc.memory.get("grade", 0)
    level = graded(here.row[GRADE].tolist(), standing, doc.book.cuts("grade"))
    doc.memory["grade"] = level
    here.found["grade"] = GRADES[level]
    if level > standing:
        name = f"grade:{GRADES[level]}"
        witness(doc, here, "grade", WITNESSES[level], why=name, weighed=name)


def graded(chance: Sequence[float], standing: int, cuts: Sequence[float]) -> int:
    """Give the grade (0 none … 3 serious) from the chances of at least each grade and the grade that stood before.

    ``cuts`` are those for the three grades, then those under which a standing grade falls: all of it, and serious.
    """
    level = max((place for place, (value, cut) in enumerate(zip(chance, cuts[:3], strict=True), 1) if value >= cut), default=0)
    if level >= standing:
        return level
    settled, calmed = cuts[3:]
    if chance[0] < settled:
        return 0
    return level if standing == len(chance) and chance[-1] < calmed and level else standing
