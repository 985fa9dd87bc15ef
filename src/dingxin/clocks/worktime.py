"""Working time: counted, added and taken away over the hours a branch works. Pure: no database, no clock of its own.

A moment is worked when the wall clock of the calendar's zone stands within the hours of its day. All else follows from this:
where clocks are put forward the hour left out is no work, where they are put back it counts twice. Sums are exact to the
microsecond, and ten years cost hardly more than an hour.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import isleap
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from dingxin.clocks.eras import MICROSECOND, MINUTE, changed_days, day_at, eras, instant, midnight, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import tzinfo

Hours = tuple[tuple[int, int], ...]
"""What is worked on one day: (from, to) in minutes after midnight, in order, apart from each other; nothing is a day off."""

CHINA = ZoneInfo("Asia/Shanghai")
DAY_MINUTES = 24 * 60
WEEKDAYS, WEEKS = 7, 53
FIRST, LAST = date.min.toordinal(), date.max.toordinal()
LAST_MINUTE = time(23, 59)
KEPT = 64
"""Years whose sums a calendar keeps: a deadline in another millennium must not fill the memory on its way."""

NINE_TO_SIX: Hours = ((9 * 60, 18 * 60),)
ORDINARY_WEEK: tuple[Hours, ...] = (*[NINE_TO_SIX] * 5, (), ())


class NoWorkError(ValueError):
    """Raised for a week without any working time: nothing would ever be due."""


class _Year(NamedTuple):
    """``worked[n]`` microseconds and ``days[n]`` working days lie before the n-th day of a year; ``first`` is its day 0."""

    first: int
    worked: list[int]
    days: list[int]


@dataclass(frozen=True)
class WorkCalendar:
    """The hours of a week (Monday first), the days that are not as their weekday, and whose wall clock counts.

    Raises:
        NoWorkError: nobody works in the whole week.
        ValueError: the hours are not seven days of spans in order within a day.

    """

    week: tuple[Hours, ...] = ORDINARY_WEEK
    days: Mapping[date, Hours] = field(default_factory=dict, hash=False)
    zone: tzinfo = CHINA

    def __post_init__(self) -> None:
        if len(self.week) != WEEKDAYS or not all(map(are_hours, chain(self.week, self.days.values()))):
            msg = "hours are spans of minutes in order within a day, one tuple of them for each of seven days"
            raise ValueError(msg)
        if not any(self.week):
            msg = "nobody works in this week"
            raise NoWorkError(msg)

    def with_holidays(self, days: Iterable[date]) -> WorkCalendar:
        """Give this calendar with these days off."""
        return replace(self, days={**self.days, **dict.fromkeys(days, ())})

    def with_makeup_days(self, days: Iterable[date]) -> WorkCalendar:
        """Give this calendar with these days worked like a usual day (调休补班); one that is worked anyway keeps its hours."""
        return replace(self, days={**self.days, **{day: self.usual for day in days if not self.hours_of(day)}})

    @cached_property
    def usual(self) -> Hours:
        """The hours most days of the week have; of several, those that come first in the week."""
        return Counter(hours for hours in self.week if hours).most_common(1)[0][0]

    @cached_property
    def opens(self) -> time:
        """When a usual day begins."""
        return _clock(self.usual[0][0])

    @cached_property
    def closes(self) -> time:
        """When a usual day ends."""
        return _clock(self.usual[-1][1])

    def hours_of(self, day: date) -> Hours:
        """Give the hours of a day."""
        found = self.days.get(day)
        return self.week[day.weekday()] if found is None else found

    def is_working_day(self, day: date) -> bool:
        """Tell whether anybody works on a day."""
        return bool(self.hours_of(day))

    def is_working(self, moment: datetime) -> bool:
        """Tell whether a moment is worked; that in which a span ends is not."""
        local = moment.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self.hours_of(local.date()))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Give the working time from one moment to another, negative where the second is the earlier."""
        first, before = self._place(instant(start))
        last, after = self._place(instant(end))
        return (self._worked(first, last) + after - before) * MICROSECOND

    def add(self, start: datetime, work: timedelta) -> datetime:
        """Give the first moment, not before ``start``, by which so much was worked since; in the zone of ``start``.

        Raises:
            OverflowError: that lies beyond the years there are.

        """
        if work <= timedelta(0):
            return self.subtract(start, -work) if work else start
        day, before = self._place(instant(start))
        return moment_of(self._reached(day, before + work // MICROSECOND), start.tzinfo)

    def subtract(self, end: datetime, work: timedelta) -> datetime:
        """Give the last moment, not after ``end``, since which so much is worked; in the zone of ``end``.

        Raises:
            OverflowError: that lies before the years there are.

        """
        if work <= timedelta(0):
            return self.add(end, -work) if work else end
        day, before = self._place(instant(end))
        return moment_of(self._reached(day, before - work // MICROSECOND + 1) - 1, end.tzinfo)

    def add_days(self, start: datetime, days: int) -> datetime:
        """Give the end of the n-th working day after the day of ``start``; 0 is the first working day from that day on.

        The day on which a period begins does not count (Civil Code art. 201). In the zone of ``start``.

        Raises:
            ValueError: the number of days is negative.
            OverflowError: that lies beyond the years there are.

        """
        if days < 0:
            msg = "a period runs forward: the number of days is negative"
            raise ValueError(msg)
        today = start.astimezone(self.zone).date()
        year = self._year(today.year)
        place = today.toordinal() - year.first
        wanted = days + year.days[place + 1] if days else 1 + year.days[place]
        return moment_of(max(end for _, end in self._spans([self._nth_day(today.year, wanted)])), start.tzinfo)

    def _place(self, at: int) -> tuple[int, int]:
        """Give a day a little before a moment, and the work between its beginning and the moment.

        Where the clocks are put back over midnight, parts of two days lie in turns: the days around are looked at as well.
        """
        day = min(max(day_at(at) - 2, FIRST), LAST - 4)
        return day, sum(min(end, at) - start for start, end in self._spans(range(day, day + 5)) if start < at)

    def _reached(self, day: int, work: int) -> int:
        """Give the first moment by which so much is worked since the beginning of a day."""
        number = date.fromordinal(day).year
        work += self._since_new_year(day)
        while work > (year := self._year(number)).worked[-1]:
            work -= year.worked[-1]
            number += 1
        while work <= 0:
            number -= 1
            year = self._year(number)
            work += year.worked[-1]
        place = bisect_left(year.worked, work) - 1
        found = year.first + place
        work -= year.worked[place] - sum(end - start for start, end in self._spans([found - 1]))
        for start, end in sorted(self._spans([found - 1, found, found + 1])):
            if work <= end - start:
                break
            work -= end - start
        return start + work

    def _nth_day(self, number: int, wanted: int) -> int:
        """Give the ``wanted``-th working day, counted from the beginning of a year."""
        while wanted > (year := self._year(number)).days[-1]:
            wanted -= year.days[-1]
            number += 1
        return year.first + bisect_left(year.days, wanted) - 1

    def _worked(self, first: int, last: int) -> int:
        """Give the work of the days from one to before another."""
        if last < first:
            return -self._worked(last, first)
        years = range(date.fromordinal(first).year, date.fromordinal(last).year)
        whole = sum(self._year(number).worked[-1] for number in years)
        return whole + self._since_new_year(last) - self._since_new_year(first)

    def _since_new_year(self, day: int) -> int:
        year = self._year(date.fromordinal(day).year)
        return year.worked[day - year.first]

    def _spans(self, days: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Give the spans worked on some days, (from, until) as moments."""
        for day in days:
            if not FIRST <= day <= LAST:
                continue
            there = date.fromordinal(day)
            for opens, closes in self.hours_of(there):
                for since, until, offset in eras(self.zone, there.year):
                    start = max(since, midnight(day) + opens * MINUTE - offset)
                    end = min(until, midnight(day) + closes * MINUTE - offset)
                    if start < end:
                        yield start, end

    @cached_property
    def _years(self) -> dict[int, _Year]:
        return {}

    def _year(self, number: int) -> _Year:
        """Give a year's sums, made when they are first asked for."""
        if (known := self._years.get(number)) is None:
            if len(self._years) >= KEPT:
                self._years.clear()
            known = self._years[number] = self._summed(number)
        return known

    def _summed(self, number: int) -> _Year:
        if not MINYEAR <= number <= MAXYEAR:
            msg = f"there is no year {number}"
            raise OverflowError(msg)
        first = date(number, 1, 1).toordinal()
        week = [_length(hours) for hours in self.week]
        weekday = (first - 1) % WEEKDAYS
        worked = ((week[weekday:] + week[:weekday]) * WEEKS)[: 365 + isleap(number)]
        for day in self._odd_days.get(number, ()):
            worked[day.toordinal() - first] = _length(self.days[day])
        for changed in changed_days(self.zone, number):
            worked[changed - first] = sum(end - start for start, end in self._spans([changed]))
        return _Year(first, [*accumulate(worked, initial=0)], [*accumulate(map(bool, worked), initial=0)])

    @cached_property
    def _odd_days(self) -> dict[int, list[date]]:
        """The days that are not as their weekday, by year."""
        found: dict[int, list[date]] = {}
        for day in self.days:
            found.setdefault(day.year, []).append(day)
        return found


def are_hours(hours: Hours) -> bool:
    """Tell whether these are spans of time within a day, in order, apart from each other."""
    edges = list(chain.from_iterable(hours))
    return all(0 <= early < late <= DAY_MINUTES for early, late in pairwise(edges)) or not edges


def _length(hours: Hours) -> int:
    """Give the microseconds of a day without a change of the clocks."""
    return sum(end - start for start, end in hours) * MINUTE


def _clock(minute: int) -> time:
    return LAST_MINUTE if minute == DAY_MINUTES else time(minute // 60, minute % 60)
