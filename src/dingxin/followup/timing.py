"""When a customer is called: on the day the plan says, within the hours they prefer and while the branch works. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dingxin.clocks.terms import due_after

if TYPE_CHECKING:
    from dingxin.clocks.worktime import WorkCalendar

EARLIEST, LATEST = time(9, 30), time(19, 30)  # nobody is called at breakfast or at night
STEP = timedelta(minutes=15)
DAYS_AHEAD = 60


class Window(NamedTuple):
    """From when to when a call is due."""

    start: datetime
    end: datetime


def window_after(
    moment: datetime, amount: int, unit: str, calendar: WorkCalendar, *, earliest: time | None = None, latest: time | None = None
) -> Window:
    """Give the first time to call, so long after a moment: within the customer's hours and the branch's working time.

    Where the two never meet within 60 days the customer's hours win: the branch finds somebody.
    """
    wanted = due_after(moment, amount, unit, calendar).astimezone(calendar.zone)
    whole_days = unit != "work_hour"
    first, last = earliest or EARLIEST, latest or LATEST
    for number in range(DAYS_AHEAD):
        day = wanted.date() + timedelta(days=number)
        after = wanted if number == 0 and not whole_days else datetime.combine(day, time.min, calendar.zone)
        if found := _on(day, after, first, last, calendar):
            return found
    day = wanted.date() + timedelta(days=0 if whole_days else 1)
    return Window(datetime.combine(day, first, calendar.zone), datetime.combine(day, last, calendar.zone))


def _on(day: date, after: datetime, first: time, last: time, calendar: WorkCalendar) -> Window | None:
    """Give the part of a day's window that the branch works in, from its first such moment on."""
    start, end = datetime.combine(day, first, calendar.zone), datetime.combine(day, last, calendar.zone)
    moment = max(start, after)
    while moment < end:
        if calendar.is_working(moment):
            return Window(moment, end)
        moment += STEP
    return None
