"""The board of those who lead: heat, what passes soon, who bears how much, which cases are stuck, how promises are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Count, DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncHour
from django.utils import timezone

from dingxin.cases.load import team_load
from dingxin.cases.models import Case, Grade, Message, MessageKind
from dingxin.cases.states import State
from dingxin.clocks.duties import kept_rates
from dingxin.clocks.models import Clock, ClockState, Duty, Promise, PromiseState
from dingxin.clocks.queries import calendars_of
from dingxin.evidence.queries import spared
from dingxin.insights.due import clocks_due, lines_of, promises_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.accounts.models import Branch, Staff
    from dingxin.cases.load import PersonLoad
    from dingxin.cases.models.case import CaseQuerySet
    from dingxin.clocks.duties import Kept
    from dingxin.insights.due import Line

PERMISSION = "insights.view_board"
SOON, LATER = timedelta(hours=4), timedelta(hours=24)
HOUR = timedelta(hours=1)
EMOTIONS = 4
MOST_LINES, MOST_PEOPLE = 20, 40
LOOKED_AT = 2_000  # of the silent cases the longest; by calendars of their own some of them may still have time


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the board is asked for: silence from so many working hours on, promises of so many days, by whom."""

    hours: int = 4
    days: int = 30
    by: str = "person"


class HeatRow(NamedTuple):
    """The live cases of one grade: how many with each emotion now, 0 to 3."""

    grade: Grade
    emotions: list[int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.emotions)


class HourRow(NamedTuple):
    """How many clocks and promises fall due in one hour."""

    start: datetime
    clocks: int
    promises: int


@dataclass(frozen=True, slots=True)
class Coming:
    """What passes unless something is done: in how many places within 4 and 24 hours, hour by hour, and the first cases."""

    soon: int
    later: int
    hours: list[HourRow]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A case without a word from us since ``silent_since``; ``waits`` says that the customer's clock of silence has passed."""

    case: Case
    silent_since: datetime
    waits: bool


@dataclass(frozen=True, slots=True)
class Board:
    """How a branch, or the whole house, stands. ``loads`` is None for whom the load of others is no concern."""

    live: int
    late: int
    heat: list[HeatRow]
    coming: Coming
    loads: list[PersonLoad] | None
    stuck: list[Stuck]
    kept: list[Kept]


def board(user: Staff, branch: Branch | None, asked: Asked, *, at: datetime) -> Board:
    """Give the board of a branch, or of all branches for None; the same queries however much there is.

    Raises:
        PermissionDenied: this person may not see it.

    """
    if not user.has_perm(PERMISSION, branch):
        raise PermissionDenied(PERMISSION)
    cases = Case.objects.visible_to(user).live().order_by()
    cases = cases.filter(branch=branch) if branch else cases
    heat = heat_now(cases)
    return Board(
        live=sum(row.total for row in heat),
        late=cases.filter(next_due__lte=at).count(),
        heat=heat,
        coming=coming(cases, at=at),
        loads=team_load(branch, at=at, spare=spared)[:MOST_PEOPLE] if user.has_perm("accounts.view_load", branch) else None,
        stuck=stuck(cases, hours=asked.hours, at=at),
        kept=kept_rates(asked.by, since=at - timedelta(days=asked.days), until=at, branch=branch, spare=spared),
    )


def heat_now(cases: CaseQuerySet) -> list[HeatRow]:
    """Count live cases by grade, the gravest first, and emotion now. One query."""
    counted = {(grade, emotion): number for grade, emotion, number in _pairs(cases)}
    return [HeatRow(grade, [counted.get((grade, level), 0) for level in range(EMOTIONS)]) for grade in reversed(Grade)]


def _pairs(cases: CaseQuerySet) -> Iterable[tuple[str, int, int]]:
    return cases.values_list("grade", "emotion_now").annotate(number=Count("pk"))


def coming(cases: CaseQuerySet, *, at: datetime) -> Coming:
    """Give what falls due in the next 24 hours in these cases. Five queries."""
    clocks, promises = _unbroken(cases, at=at)
    per_hour = [_by_hour(clocks), _by_hour(promises)]
    first = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    starts = [first + number * HOUR for number in range(int(LATER / HOUR) + 1)]
    hours = [HourRow(start, *(found.get(start, 0) for found in per_hour)) for start in starts]
    soon = [rows.filter(due__lte=at + SOON).count() for rows in (clocks, promises)]
    later = sum(sum(found.values()) for found in per_hour)
    lines = lines_of(clocks_due(clocks) + promises_due(promises), most=MOST_LINES)
    return Coming(sum(soon), later, hours, lines)


def _unbroken(cases: CaseQuerySet, *, at: datetime) -> tuple[QuerySet[Clock], QuerySet[Promise]]:
    """Give the clocks and promises due in the next 24 hours. What is not breached yet has its alarm before: an index finds it."""
    there, until = cases.holding(), at + LATER
    clocks = Clock.objects.filter(there, alarm_at__lte=until, state=ClockState.RUNNING, due__gt=at, due__lte=until)
    return clocks, Promise.objects.filter(there, state=PromiseState.OPEN, due__gt=at, due__lte=until)


def _by_hour(rows: QuerySet[Clock] | QuerySet[Promise]) -> dict[datetime, int]:
    counted = rows.order_by().annotate(hour=TruncHour("due")).values_list("hour").annotate(number=Count("pk"))
    return dict(counted)


def stuck(cases: CaseQuerySet, *, hours: int, at: datetime) -> list[Stuck]:
    """Give the open cases without a word from us for so many working hours of their branch (F10), the longest silent first."""
    places = list(cases.values_list("branch", flat=True).distinct())
    limits: dict[datetime, list[int]] = {}
    for branch, calendar in calendars_of(places).items():
        limits.setdefault(calendar.subtract(at, hours * HOUR), []).append(branch)
    if not limits:
        return []
    since = {branch: limit for limit, branches in limits.items() for branch in branches}
    found = dict(islice(_silent(cases, since, until=max(limits)), MOST_LINES))
    waits = Clock.objects.filter(case__in=found, duty=Duty.SILENCE, state=ClockState.RUNNING, due__lte=at)
    late = set(waits.values_list("case", flat=True))
    shown = Case.objects.for_list().in_bulk(found)
    return [Stuck(shown[pk], told, pk in late) for pk, told in found.items() if pk in shown]


def _silent(cases: CaseQuerySet, since: dict[int, datetime], *, until: datetime) -> Iterator[tuple[int, datetime]]:
    """Give the open cases, by id, with our last word, those that are silent longest first, as far as they are too long silent."""
    answers = Message.objects.filter(case=OuterRef("pk"), kind=MessageKind.AGENT).order_by("-pk").values("at")[:1]
    told = Coalesce(Subquery(answers), F("opened_at"), output_field=DateTimeField())
    rows = cases.filter(state=State.OPEN).annotate(told=told).order_by("told", "pk")
    for pk, branch, last in rows.values_list("pk", "branch", "told")[:LOOKED_AT].iterator(chunk_size=MOST_LINES):
        if last > until:
            return
        if last <= since[branch]:
            yield pk, last
