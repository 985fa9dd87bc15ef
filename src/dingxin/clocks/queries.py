"""Reading calendars: by which one a branch works, and how far the public holidays are known."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone

from dingxin.clocks.hours import parse_hours
from dingxin.clocks.models import Calendar, CalendarDay, DayKind
from dingxin.clocks.worktime import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from dingxin.accounts.models import Branch

WARN_BEFORE = timedelta(days=60)
FEWEST_DAYS_OFF = 10  # a year has 13 public holidays (11 until 2024): a list with fewer days off is not the whole notice


class Standing(NamedTuple):
    """How far the public holidays are known: through ``until`` (None: not even now), and whether it is time to enter more."""

    until: date | None
    runs_out: bool

    @property
    def missing(self) -> int | None:
        """The first year without its public holidays, where that is told."""
        return self.until.year + 1 if self.until else None


def calendar_of(branch: Branch | None) -> WorkCalendar:
    """Give the calendar a branch works by: its own, or that of the house. One query, two more after a change."""
    chosen = Q(is_house=True)
    if branch is not None:
        chosen |= Q(choices__branch=branch.pk)
    found = Calendar.objects.filter(chosen).order_by("is_house").values_list("pk", "revision").first()
    return _built(*found) if found else WorkCalendar()


def calendars_of(branches: Iterable[int]) -> dict[int, WorkCalendar]:
    """Give the calendar each of these branches (by id) works by. One query, two more for each calendar after a change."""
    wanted = list(branches)
    rows = Calendar.objects.filter(Q(is_house=True) | Q(choices__branch__in=wanted))
    house, chosen = WorkCalendar(), {}
    for pk, revision, is_house, branch in rows.values_list("pk", "revision", "is_house", "choices__branch"):
        if is_house:
            house = _built(pk, revision)
        if branch is not None:
            chosen[branch] = _built(pk, revision)
    return {branch: chosen.get(branch, house) for branch in wanted}


def work_calendar(calendar: Calendar) -> WorkCalendar:
    """Give a calendar for counting, as it stands in the database."""
    return _built(calendar.pk, calendar.revision)


@lru_cache(maxsize=256)
def _built(pk: int, _revision: UUID) -> WorkCalendar:
    """Build a calendar; what is kept is found again as long as its revision stands."""
    calendar = Calendar.objects.get(pk=pk)
    shared = Q(calendar__is_house=True) if calendar.follows_house else Q(pk=None)
    rows = CalendarDay.objects.filter(Q(calendar=pk) | shared).order_by("-calendar__is_house", "day")
    return assembled(calendar.week, calendar.zone, rows)


def assembled(week: Iterable[str], zone: str, rows: Iterable[CalendarDay]) -> WorkCalendar:
    """Make a calendar of the hours of a week and the days that differ; of two rows for one day the later stands."""
    days = {row.day: row for row in rows}
    special = {day: parse_hours(row.hours) for day, row in days.items() if row.kind == DayKind.SPECIAL}
    base = WorkCalendar(tuple(parse_hours(hours) for hours in week), special, ZoneInfo(zone))
    off = (day for day, row in days.items() if row.kind == DayKind.HOLIDAY)
    return base.with_holidays(off).with_makeup_days(day for day, row in days.items() if row.kind == DayKind.MAKEUP)


def calendar_list() -> QuerySet[Calendar]:
    """Give every calendar, that of the house first, with the branches that chose it."""
    return Calendar.objects.prefetch_related("choices__branch")


def days_of(calendar: Calendar, year: int) -> list[CalendarDay]:
    """Give the days of a year on which a calendar differs from its week: its own, and the public holidays it keeps."""
    rows = CalendarDay.objects.filter(day__year=year).select_related("calendar").order_by("-calendar__is_house", "day")
    shared = Q(calendar__is_house=True) if calendar.follows_house else Q(pk=None)
    found = {row.day: row for row in rows.filter(Q(calendar=calendar) | shared)}
    return sorted(found.values(), key=lambda row: row.day)


def known_years() -> set[int]:
    """Give the years whose public holidays are entered in the calendar of the house."""
    off = CalendarDay.objects.filter(calendar__is_house=True, kind=DayKind.HOLIDAY)
    counted = off.annotate(year=ExtractYear("day")).order_by("year").values_list("year").annotate(number=Count("pk"))
    return {year for year, number in counted if number >= FEWEST_DAYS_OFF}


def standing(*, at: datetime, known: set[int] | None = None) -> Standing:
    """Tell through which day the public holidays are known, and whether they run out within 60 days."""
    known = known_years() if known is None else known
    today = timezone.localtime(at).date()
    year = today.year if today.year in known else None
    while year is not None and year + 1 in known:
        year += 1
    until = date(year, 12, 31) if year else None
    return Standing(until, runs_out=until is None or until - today <= WARN_BEFORE)


def years_shown(*, at: datetime, known: set[int]) -> list[int]:
    """Give the years to look at: those known, this one and the next, in order."""
    return sorted(set(chain(known, (at.year, at.year + 1))))
