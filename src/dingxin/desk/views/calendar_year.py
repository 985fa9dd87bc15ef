"""A year at a glance: which days are worked, and why the others are not."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.dates import MONTHS

from dingxin.clocks.hours import hours_words
from dingxin.clocks.queries import days_of, work_calendar

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrPromise

    from dingxin.clocks.models import Calendar, CalendarDay

WEEKEND, USUAL = "free", "worked"


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month; ``kind`` is its look: free, worked, holiday, makeup or special."""

    number: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its weeks; a place before its first or behind its last day is None."""

    name: str | StrPromise
    weeks: list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that differ alike. ``shared`` are public holidays that another calendar holds."""

    rows: list[CalendarDay]
    shared: bool

    @property
    def first(self) -> CalendarDay:
        """The first of them."""
        return self.rows[0]

    @property
    def last(self) -> CalendarDay:
        """The last of them."""
        return self.rows[-1]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a calendar: its months, the days that differ, who says so, and how many days are worked."""

    number: int
    months: list[Month]
    runs: list[Run]
    sources: list[str]
    worked: int


def year_of(calendar: Calendar, number: int) -> Year:
    """Give a year of a calendar for looking at."""
    rows = days_of(calendar, number)
    cells = _cells(calendar, {row.day: row for row in rows}, number)
    months = [
        Month(MONTHS[month], [[cells.get(day) if day.month == month else None for day in week] for week in _weeks(number, month)])
        for month in range(1, 13)
    ]
    counted = work_calendar(calendar)
    sources = sorted({row.source for row in rows if row.source})
    return Year(number, months, _runs(calendar, rows), sources, sum(counted.is_working_day(day) for day in cells))


def _runs(calendar: Calendar, rows: list[CalendarDay]) -> list[Run]:
    def alike(place: int) -> tuple[object, ...]:
        row = rows[place]
        return (row.day.toordinal() - place, row.kind, row.name, row.hours, row.calendar_id)

    grouped = ([rows[place] for place in places] for _key, places in groupby(range(len(rows)), alike))
    return [Run(run, shared=run[0].calendar_id != calendar.pk) for run in grouped]


def _weeks(year: int, month: int) -> list[list[date]]:
    return Weeks().monthdatescalendar(year, month)


def _cells(calendar: Calendar, rows: dict[date, CalendarDay], number: int) -> dict[date, Cell]:
    counted = work_calendar(calendar)
    days = {day for month in range(1, 13) for week in _weeks(number, month) for day in week if day.year == number}
    return {day: _cell(day, rows.get(day), hours_words(counted.hours_of(day))) for day in days}


def _cell(day: date, row: CalendarDay | None, hours: str) -> Cell:
    if row is None:
        return Cell(day.day, USUAL if hours else WEEKEND, hours)
    return Cell(day.day, row.kind, " · ".join(part for part in (str(row.get_kind_display()), row.name, hours) if part))
