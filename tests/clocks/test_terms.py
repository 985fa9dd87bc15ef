"""When a length of time ends: calendar days and working days, leap days, changes of the clocks, and pauses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.clocks.terms import Unit, due_after, length_between, moved_on, warn_time
from dingxin.clocks.worktime import WorkCalendar

CHINA, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
PLAIN = WorkCalendar()
SPRING_FESTIVAL = PLAIN.with_holidays(date(2026, 2, 15) + timedelta(days=n) for n in range(9)).with_makeup_days(
    [date(2026, 2, 14), date(2026, 2, 28)]
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.sampled_from([CHINA, BERLIN]))  # noqa: DTZ001  the zone comes from timezones
units = st.sampled_from(list(Unit))


def at(*parts: int, zone: ZoneInfo = CHINA) -> datetime:
    return datetime(*parts, tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        (at(2026, 2, 13, 17), 30, "minute", at(2026, 2, 13, 17, 30)),
        (at(2026, 2, 13, 17), 48, "hour", at(2026, 2, 15, 17)),  # hours by law run through holidays
        (at(2026, 2, 13, 17), 2, "work_hour", at(2026, 2, 14, 10)),  # the 14th is a make-up Saturday
        (at(2026, 2, 13, 17), 1, "workday", at(2026, 2, 14, 18)),
        (at(2026, 2, 13, 17), 7, "workday", at(2026, 3, 2, 18)),  # over the festival, with the 28th worked
        (at(2026, 2, 13, 17), 7, "day", at(2026, 2, 20, 23, 59, 59)),  # a calendar day does not wait for the festival
        (at(2026, 2, 13, 0, 0, 1), 15, "day", at(2026, 2, 28, 23, 59, 59)),  # the day it begins on does not count
        (at(2026, 2, 13, 17), 8, "week", at(2026, 4, 10, 23, 59, 59)),
        (at(2024, 1, 31, 9), 1, "month", at(2024, 2, 29, 23, 59, 59)),  # no 31st: the last day
        (at(2025, 1, 31, 9), 1, "month", at(2025, 2, 28, 23, 59, 59)),
        (at(2024, 2, 29, 9), 1, "year", at(2025, 2, 28, 23, 59, 59)),
        (at(2024, 2, 29, 9), 4, "year", at(2028, 2, 29, 23, 59, 59)),
        (at(2024, 2, 28, 9), 1, "day", at(2024, 2, 29, 23, 59, 59)),
        (at(2025, 12, 31, 23, 59), 1, "day", at(2026, 1, 1, 23, 59, 59)),
        (at(2025, 11, 30, 9), 15, "month", at(2027, 2, 28, 23, 59, 59)),
    ],
)
def test_due(start, amount, unit, due):
    assert due_after(start, amount, unit, SPRING_FESTIVAL) == due


def test_where_clocks_are_changed_hours_are_hours_and_days_are_days():
    calendar = WorkCalendar(zone=BERLIN)
    before = at(2026, 3, 28, 12, zone=BERLIN)  # the night of 29 March has no 02:00
    for start in (before, before.astimezone(ZoneInfo("UTC"))):
        assert due_after(start, 24, "hour", calendar).astimezone(BERLIN) == at(2026, 3, 29, 13, zone=BERLIN)
        assert length_between(start, at(2026, 3, 29, 13, zone=BERLIN), "hour", calendar) == timedelta(hours=24)
        assert moved_on(start, timedelta(hours=24), "hour", calendar) == at(2026, 3, 29, 13, zone=BERLIN)
    assert due_after(before, 1, "day", calendar).astimezone(BERLIN) == at(2026, 3, 29, 23, 59, 59, zone=BERLIN)


def test_the_day_is_that_of_the_branch_not_of_the_server():
    late = at(2026, 3, 2, 23, 30).astimezone(ZoneInfo("UTC"))  # still the 2nd in China, 15:30 in UTC
    early = at(2026, 3, 3, 0, 30).astimezone(ZoneInfo("UTC"))
    assert due_after(late, 1, "day", PLAIN) == at(2026, 3, 3, 23, 59, 59)
    assert due_after(early, 1, "day", PLAIN) == at(2026, 3, 4, 23, 59, 59)


@pytest.mark.parametrize("unit", ["day", "week", "month", "year", "work_hour", "workday"])
def test_a_time_beyond_all_years_is_an_overflow_and_nothing_else(unit):
    with pytest.raises(OverflowError):
        due_after(at(9998, 12, 1), 9999, unit, PLAIN)


def instant(start: datetime, amount: int, unit: str, calendar: WorkCalendar) -> datetime:
    """Give when a term ends in UTC: readings of one clock cannot be compared across the hour that comes twice."""
    return due_after(start, amount, unit, calendar).astimezone(UTC)


@given(start=moments, amount=st.integers(1, 200), unit=units)
def test_a_term_ends_after_it_begins_and_a_longer_one_never_earlier(start, amount, unit):
    due = instant(start, amount, unit, SPRING_FESTIVAL)
    assert due > start
    assert instant(start, amount + 1, unit, SPRING_FESTIVAL) > due


@given(start=moments, amount=st.integers(1, 60), unit=units, day=st.dates(date(2024, 1, 1), date(2031, 12, 31)))
def test_a_day_off_never_brings_a_due_time_nearer(start, amount, unit, day):
    more = SPRING_FESTIVAL.with_holidays([day])
    assert instant(start, amount, unit, more) >= instant(start, amount, unit, SPRING_FESTIVAL)


@given(start=moments, amount=st.integers(1, 60), unit=units, day=st.dates(date(2024, 1, 1), date(2031, 12, 31)))
def test_a_make_up_day_never_moves_a_due_time_later(start, amount, unit, day):
    more = SPRING_FESTIVAL.with_makeup_days([day])
    assert instant(start, amount, unit, more) <= instant(start, amount, unit, SPRING_FESTIVAL)


@given(start=moments, amount=st.integers(1, 60), unit=units, percent=st.integers(1, 99))
def test_a_warning_comes_between_beginning_and_end(start, amount, unit, percent):
    due = instant(start, amount, unit, PLAIN)
    warn = warn_time(start, due, percent, unit, PLAIN)
    assert warn is None or start <= warn.astimezone(UTC) < due


def test_no_warning_where_none_is_wanted():
    assert warn_time(at(2026, 3, 2, 9), at(2026, 3, 3, 9), 0, "hour", PLAIN) is None
    assert warn_time(at(2026, 3, 2, 9), at(2026, 3, 2, 9), 50, "hour", PLAIN) is None
    assert warn_time(at(2026, 3, 2, 9), at(2026, 3, 2, 17), 25, "work_hour", PLAIN) == at(2026, 3, 2, 15)


@given(start=moments, amount=st.integers(1, 40), unit=units, wait=st.integers(0, 20_000), stood=st.integers(0, 20_000))
def test_a_pause_never_takes_time_away(start, amount, unit, wait, stood):
    due = instant(start, amount, unit, SPRING_FESTIVAL)
    paused = start.astimezone(UTC) + timedelta(minutes=wait)
    again = paused + timedelta(minutes=stood)
    moved = moved_on(due, length_between(paused, again, unit, SPRING_FESTIVAL), unit, SPRING_FESTIVAL)
    assert moved >= due
    if paused < due:  # what was left before is left after
        left = length_between(paused, due, unit, SPRING_FESTIVAL)
        assert length_between(again, moved, unit, SPRING_FESTIVAL) == left
