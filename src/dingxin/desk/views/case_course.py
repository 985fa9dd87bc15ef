"""The course of the conversation on the panel “Reading”: what calmed, what inflamed, how the demand changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dingxin.desk import labels
from dingxin.desk.labels import label
from dingxin.desk.templatetags.desk import heat_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dingxin.cases.models import Message
    from dingxin.desk.labels import Labels
    from dingxin.engine.course import Course, DemandChange, TurningPoint

CAUSES: Labels = {
    "egged_on": pgettext_lazy("cause", "somebody else is quoted"),
    "loss": pgettext_lazy("cause", "a new loss is named"),
    "misunderstood": pgettext_lazy("cause", "the answer before missed the point"),
    "more": pgettext_lazy("cause", "more is asked for"),
}

FAULTS: Labels = {
    "vague_time": pgettext_lazy("fault", "no time named"),
    "bare_no": pgettext_lazy("fault", "a bare no"),
    "pass_buck": pgettext_lazy("fault", "passed on to others"),
    "blame": pgettext_lazy("fault", "argued or blamed"),
    "must": pgettext_lazy("fault", "gave an order"),
    "perfunctory": pgettext_lazy("fault", "stock phrase"),
    "cold_solution": pgettext_lazy("fault", "the matter before the feeling"),
    "no_next": pgettext_lazy("fault", "no next step"),
    "ignore": pgettext_lazy("fault", "question not answered"),
    "provocative": pgettext_lazy("fault", "provocative words"),
    "taboo": pgettext_lazy("fault", "words that are taboo"),
}


@dataclass(frozen=True, slots=True)
class Turned:
    """One line: the message at which something turned, what became of what, and what was said or missing before it."""

    message: int
    calmed: bool
    change: str
    signs: str


def turned(said: Sequence[Message], course: Course) -> list[Turned]:
    """Give the turning points of the emotion, the newest first."""
    return [_turned(said, point) for point in reversed(course.turning_points)]


def _turned(said: Sequence[Message], point: TurningPoint) -> Turned:
    calmed = point.after < point.before
    names = [label(labels.ACTS if calmed else FAULTS, sign) for sign in point.signs if calmed or sign in FAULTS]
    words = {"before": heat_words(point.before), "after": heat_words(point.after)}
    unanswered = not calmed and point.answer is None
    return Turned(
        said[point.turn].pk,
        calmed,
        _("%(before)s → %(after)s") % words,
        _("nobody had answered") if unanswered else " · ".join(map(str, names)),
    )


def changed(said: Sequence[Message], course: Course) -> list[Turned]:
    """Give the changes of the outcome asked for (A9), the newest first."""
    return [_changed(said, change) for change in reversed(course.demand_changes)]


def _changed(said: Sequence[Message], change: DemandChange) -> Turned:
    before, after = (" · ".join(str(label(labels.DEMANDS, name)) for name in names) for names in (change.before, change.after))
    return Turned(
        said[change.turn].pk,
        calmed=False,
        change=_("%(before)s → %(after)s") % {"before": before, "after": after},
        signs=str(CAUSES.get(change.cause, "")),
    )
