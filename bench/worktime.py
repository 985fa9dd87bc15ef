"""Ten years of working time, beside what the same sum costs elsewhere."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from bench.figures import say, spread, timed
from dingxin.clocks.eras import changed_days, eras
from dingxin.clocks.worktime import CHINA, WorkCalendar

if TYPE_CHECKING:
    from dingxin.clocks.worktime import Hours

GOAL_MS = 1.0
YEARS = 10
DAY = timedelta(days=1)
START = datetime(2024, 1, 2, 10, 20, tzinfo=CHINA)
END = datetime(2034, 1, 2, 10, 20, tzinfo=CHINA)
HALL: Hours = ((9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60))
OFF = [date(2024, 1, 1) + timedelta(days=13 * number) for number in range(28 * YEARS)]
WORKED = [date(2024, 1, 6) + timedelta(weeks=8 * number) for number in range(6 * YEARS)]


def run(*, quick: bool) -> None:
    """Time sums over ten years with 28 holidays and 6 make-up days each, and print ratios to references."""
    rounds = 200 if quick else 5000
    calendar = _calendar()
    work = calendar.between(START, END)
    adding = [timed(lambda: calendar.add(START, work)) for _ in range(rounds)]
    counting = [timed(lambda: calendar.between(START, END)) for _ in range(rounds)]
    days = [timed(lambda: calendar.add_days(START, 2500)) for _ in range(rounds)]
    say(f"{YEARS} years, {work / timedelta(hours=1):,.1f} hours of work, {len(OFF)} holidays, {len(WORKED)} make-up days")
    for name, seconds in (("add", adding), ("between", counting), ("add_days", days)):
        say(f"{name:34}{spread(seconds)}   (goal p99 {GOAL_MS:g} ms)")
    changed = [timed(lambda: _calendar().add(START, work)) for _ in range(rounds // 20)]
    first = [_first(work) for _ in range(rounds // 20)]
    say(f"{'add in a calendar just changed':34}{spread(changed)}")
    say(f"{'add, the first of the process':34}{spread(first)}")
    best = min(adding)
    for name, seconds in (("walking day by day", _walking()), ("numpy.busday_offset, days only", _numpy())):
        say(f"{name:34}{seconds * 1000:12.3f} ms   {seconds / best:8.1f} times as long as add")


def _calendar() -> WorkCalendar:
    return WorkCalendar((*[HALL] * 5, (), ())).with_holidays(OFF).with_makeup_days(WORKED)


def _first(work: timedelta) -> float:
    eras.cache_clear()
    changed_days.cache_clear()
    return timed(lambda: _calendar().add(START, work))


def _walking() -> float:
    """Time the plain way: every day from the first to the last."""
    calendar = _calendar()

    def walk() -> timedelta:
        total, day = timedelta(0), START.date()
        while day <= END.date():
            for opens, closes in calendar.hours_of(day):
                midnight = datetime.combine(day, time(), CHINA)
                start = max(START, midnight + timedelta(minutes=opens))
                end = min(END, midnight + timedelta(minutes=closes))
                total += max(end - start, timedelta(0))
            day += DAY
        return total

    if walk() != calendar.between(START, END):
        message = "the two ways give different sums"
        raise AssertionError(message)
    return min(timed(walk) for _ in range(5))


def _numpy() -> float:
    """Time NumPy's count of working days, which knows neither hours nor make-up days."""
    holidays = np.array(OFF, dtype="datetime64[D]")
    return min(timed(lambda: np.busday_offset(np.datetime64(START.date()), 2500, holidays=holidays)) for _ in range(200))
