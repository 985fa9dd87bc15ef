"""Emotion (B1, B2) and grade (A1) of a customer's turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.components.evidence import testify
from dingxin.engine.doc import component
from dingxin.engine.model import GRADES

if TYPE_CHECKING:
    from dingxin.engine.doc import Doc, Utterance

GROUPS = {
    1: ("emotion:mild", "emotion:irony"),
    2: ("emotion:strong", "risk:abuse", "emotion:irony"),
    3: ("emotion:extreme", "risk:abuse"),
}
"""Phrases that witness each level of emotion, the most telling first."""

LEVELS = (1, 2, 3)


@component("customer", assigns=("emotion",))
def emotion(doc: Doc, here: Utterance) -> None:
    """Read the emotion shown in this turn: the level expected over all levels, cut where cross-validation says."""
    expected = sum(here.chance[f"emotion:{level}"] for level in LEVELS)
    level = sum(expected >= cut for cut in doc.book.cuts("emotion"))
    here.found["emotion"] = doc.memory["latest"] = level
    doc.memory["unanswered"] = max(level, doc.memory.get("unanswered", 0))
    if level:
        testify(doc, here, "emotion", f"emotion:{level}", GROUPS[level])


@component("customer", requires=("emotion", "risks"), assigns=("grade",))
def grade(doc: Doc, here: Utterance) -> None:
    """Read the grade that stands after this turn; it stands until the customer says that it is solved."""
    chance = [here.chance[f"grade:{name}"] for name in GRADES[1:]]
    cuts = doc.book.cuts("grade")
    level = max((index + 1 for index, (value, cut) in enumerate(zip(chance, cuts, strict=False)) if value >= cut), default=0)
    standing = doc.memory.get("grade", 0)
    if level < standing and not _content(here, chance[0], cuts):
        level = standing
    doc.memory["grade"] = level
    here.found["grade"] = GRADES[level]
    if level > standing:
        testify(
            doc,
            here,
            "grade",
            f"grade:{GRADES[level]}",
            ("risk:regulator", "risk:legal", "risk:media") if level == len(GRADES) - 1 else (),
        )


def _content(here: Utterance, dissatisfied: float, cuts: tuple[float, ...]) -> bool:
    """Tell whether the customer is content now: pleased words, and little that speaks of dissatisfaction."""
    return bool(here.hits.get("emotion:pleased")) and dissatisfied < cuts[-1]
