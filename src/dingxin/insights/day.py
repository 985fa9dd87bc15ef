"""The day of a member of staff: what is due now, today and tomorrow, who asks them to take over, and what they bear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dingxin.cases.load import person_load
from dingxin.cases.models import Case, Handover, HandoverState
from dingxin.clocks.models import Promise
from dingxin.evidence.queries import reviews_waiting
from dingxin.followup.queries import Heap, callbacks
from dingxin.hall.queries import rooms_to_answer
from dingxin.insights.due import clocks_due, in_hands, lines_of, points_due, promises_due, running_clocks
from dingxin.resolution.queries.stand import points_of

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff
    from dingxin.cases.load import PersonLoad
    from dingxin.evidence.models import MaliceReview
    from dingxin.followup.models import Callback
    from dingxin.hall.models import RoomRequest
    from dingxin.insights.due import Due, Line

NOW = timedelta(minutes=30)
MOST_ROWS = 50


class Part(models.TextChoices):
    """The parts of a day."""

    NOW = "now", _("Now")
    TODAY = "today", _("Later today")
    TOMORROW = "tomorrow", _("Tomorrow")


@dataclass(frozen=True, slots=True)
class Day:
    """What is due in each part of the day, and what one bears.

    Beside it: quiet rooms that are asked for, whom to call back, hand-overs to answer, and reviews to decide.
    """

    parts: dict[Part, list[Line]]
    callbacks: list[Callback]
    handovers: list[Handover]
    reviews: list[MaliceReview]
    rooms: list[RoomRequest]
    load: PersonLoad

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits."""
        return not (self.rooms or self.handovers or self.callbacks or self.reviews) and not any(self.parts.values())


def my_day(user: Staff, *, at: datetime) -> Day:
    """Give the day of a member of staff; the same queries however much is due."""
    tonight = _next_midnight(at)
    items = _due(user, until=_next_midnight(tonight))
    ends = {Part.NOW: at + NOW, Part.TODAY: tonight, Part.TOMORROW: None}
    parts: dict[Part, list[Due]] = {part: [] for part in Part}
    for item in items:
        parts[next(part for part, end in ends.items() if end is None or item.due < end)].append(item)
    lines = {line.case.pk: line for line in lines_of(items)}
    shown = {part: _lines(found, lines) for part, found in parts.items()}
    calls = list(callbacks(user, Heap.MINE, at=at)[:MOST_ROWS])
    offers, reviews = list(offers_to(user)[:MOST_ROWS]), list(reviews_waiting(user)[:MOST_ROWS])
    rooms = list(rooms_to_answer(user, at=at)[:MOST_ROWS])
    return Day(shown, calls, offers, reviews, rooms, person_load(user, at=at))


def _next_midnight(at: datetime) -> datetime:
    """Give the coming midnight by the clock of the house, also on the day it is changed."""
    day = timezone.localtime(at).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time()))


def _due(user: Staff, *, until: datetime) -> list[Due]:
    """Give what is due by a time in the cases in this person's hands, and what they promised or shelved in others."""
    live = Case.objects.visible_to(user).live()
    mine = live.filter(in_hands(user.pk))
    owed = Promise.objects.owed().filter(due__lt=until)
    promised = promises_due(owed.filter(case__in=mine.order_by().values("pk")))
    elsewhere = promises_due(owed.filter(live.exclude(in_hands(user.pk)).holding(), made_by=user))
    shelved = points_due(points_of(user, until=until))
    return clocks_due(running_clocks(mine, until=until)) + promised + elsewhere + shelved


def _lines(items: list[Due], lines: dict[int, Line]) -> list[Line]:
    """Give the lines of one part: each case once, with what is due in it then."""
    found: dict[int, list[Due]] = {}
    for item in sorted(items, key=lambda item: (item.due, item.pk)):
        found.setdefault(item.case, []).append(item)
    return [lines[case]._replace(items=here) for case, here in found.items() if case in lines]


def offers_to(user: Staff) -> models.QuerySet[Handover]:
    """Give the hand-overs this person has yet to answer, those that time out first first."""
    offered = Handover.objects.filter(state=HandoverState.OFFERED, offered_to=user, case__offered_to=user)
    chosen = offered.select_related("case__customer", "case__branch", "offered_by")
    return chosen.order_by(models.F("due").asc(nulls_last=True), "pk")
