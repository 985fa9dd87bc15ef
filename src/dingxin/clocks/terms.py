"""From a length of time to the moment it ends. Pure: the calendar and all moments come in as arguments.

A period of days, weeks, months or years begins the day after and ends with its last day (Civil Code art. 200-203); calendar days
and working days never stand for each other. A last day that is a day off is not moved on: our own clocks rather run out early.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dingxin.clocks.worktime import WorkCalendar

LAST_SECOND = time(23, 59, 59)
YEAR_MONTHS = 12
MOST = 9999
WHOLE = 100


class Unit(StrEnum):
    """How a length of time is counted."""

    MINUTE = "minute"
    HOUR = "hour"
    WORK_HOUR = "work_hour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


WORKED = {Unit.WORK_HOUR, Unit.WORKDAY}


def due_after(start: datetime, amount: int, unit: str, calendar: WorkCalendar) -> datetime:
    """Give the end of a period that begins at ``start``, in the zone of ``start``.

    Raises:
        OverflowError: it ends beyond the years there are.

    """
    unit = Unit(unit)
    if unit in {Unit.MINUTE, Unit.HOUR}:
        return _later(start, timedelta(minutes=amount * (60 if unit is Unit.HOUR else 1)))
    if unit is Unit.WORK_HOUR:
        return calendar.add(start, timedelta(hours=amount))
    if unit is Unit.WORKDAY:
        return calendar.add_days(start, amount)
    last = _last_day(start.astimezone(calendar.zone).date(), amount, unit)
    return datetime.combine(last, LAST_SECOND, calendar.zone).astimezone(start.tzinfo)


def _last_day(first: date, amount: int, unit: Unit) -> date:
    """Give the last day of a period: of months and years the day of the same number, or the last of the month (art. 202)."""
    if unit in {Unit.DAY, Unit.WEEK}:
        return first + timedelta(days=amount * (7 if unit is Unit.WEEK else 1))
    months = first.month - 1 + amount * (YEAR_MONTHS if unit is Unit.YEAR else 1)
    year, month = first.year + months // YEAR_MONTHS, months % YEAR_MONTHS + 1
    if year > MAXYEAR:
        raise OverflowError
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def length_between(start: datetime, end: datetime, unit: str, calendar: WorkCalendar) -> timedelta:
    """Give the time from one moment to another as the unit counts it: working time, or all time."""
    return calendar.between(start, end) if unit in WORKED else end.astimezone(UTC) - start.astimezone(UTC)


def moved_on(due: datetime, by: timedelta, unit: str, calendar: WorkCalendar) -> datetime:
    """Give a due time moved on by a length of time as the unit counts it."""
    return calendar.add(due, by) if unit in WORKED else _later(due, by)


def _later(moment: datetime, by: timedelta) -> datetime:
    """Give a moment so much later by the clock of the world: a wall clock may be put forward or back meanwhile."""
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)


def warn_time(start: datetime, due: datetime, percent: int, unit: str, calendar: WorkCalendar) -> datetime | None:
    """Give the moment from which ``percent`` of the time is left; None for 0, and where it is no earlier than the due."""
    if not percent or due <= start:
        return None
    gone = length_between(start, due, unit, calendar) * (WHOLE - percent) / WHOLE
    warn = moved_on(start, gone, unit, calendar)
    return warn if warn < due else None
