"""Working time: every rule is proven on calendars, zones and moments nobody chose."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.clocks.worktime import CHINA, DAY_MINUTES, ORDINARY_WEEK, NoWorkError, WorkCalendar

LUNCH = ((9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60))
HALL = WorkCalendar((*[LUNCH] * 5, ((9 * 60, 12 * 60),), ()))
ROUND_THE_CLOCK = (((0, DAY_MINUTES),),) * 7
BERLIN, NEW_YORK, APIA, LORD_HOWE = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"))
ST_JOHNS = ZoneInfo("America/St_Johns")  # put its clocks back at one minute past midnight, into the day before
ZONES = (CHINA, UTC, BERLIN, NEW_YORK, APIA, LORD_HOWE, ST_JOHNS, timezone(timedelta(hours=5, minutes=45)))
FIRST, LAST = date(2009, 12, 20), date(2013, 1, 10)
NOTHING = timedelta(0)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@st.composite
def hours(draw, *, least=0):
    edges = sorted(draw(st.sets(st.integers(0, DAY_MINUTES), min_size=2 * least, max_size=6)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


def worth_waiting_for(week) -> bool:
    """At least an hour a week: by less a year of work ends in years that there are none of."""
    return sum(until - since for day in week for since, until in day) >= 60


days = st.dates(FIRST, LAST)
weeks = (
    st.tuples(*[hours()] * 7).filter(worth_waiting_for) | st.just(ORDINARY_WEEK) | st.just(HALL.week) | st.just(ROUND_THE_CLOCK)
)
calendars = st.builds(WorkCalendar, weeks, st.dictionaries(days, hours(), max_size=12), st.sampled_from(ZONES))
moments = st.datetimes(datetime(2010, 1, 1), datetime(2012, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  the zone follows
works = st.timedeltas(NOTHING, timedelta(days=400))


def at(text: str, zone=CHINA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def minutes_worked(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    """Count by looking at every minute."""
    there, last = start.astimezone(UTC), end.astimezone(UTC)
    count = 0
    while there < last:
        count += calendar.is_working(there)
        there += MINUTE
    return count


@given(calendars, moments, st.integers(0, 3000))
def test_between_is_what_counting_every_minute_gives(calendar, start, length):
    start = start.replace(second=0, microsecond=0)
    end = start + length * MINUTE
    assert calendar.between(start, end) == minutes_worked(calendar, start, end) * MINUTE


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (BERLIN, "2025-03-30"), (BERLIN, "2025-10-26"), (NEW_YORK, "2025-03-09"), (NEW_YORK, "2025-11-02"),
        (LORD_HOWE, "2025-04-06"), (LORD_HOWE, "2025-10-05"), (APIA, "2011-12-30"), (ST_JOHNS, "2010-11-07"),
        (ST_JOHNS, "2010-03-14"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("week", [ROUND_THE_CLOCK, (((30, 150), (170, 1440)),) * 7])
def test_a_change_of_the_clocks_is_counted_minute_by_minute(zone, day, week):
    calendar = WorkCalendar(week, zone=zone)
    start = at(day, UTC) - 30 * HOUR
    for step in range(0, 72 * 60, 47):
        end = start + step * MINUTE
        worked = calendar.between(start, end)
        assert worked == minutes_worked(calendar, start, end) * MINUTE
        assert not worked or calendar.between(start, calendar.add(start, worked)) == worked


@given(calendars, moments, works, st.sampled_from(ZONES))
def test_the_zone_in_which_a_moment_is_told_changes_only_the_telling(calendar, start, work, zone):
    told = calendar.add(start.astimezone(zone), work)
    assert (told.astimezone(UTC), told.tzinfo) == (calendar.add(start, work), zone)


@given(calendars, moments, works)
def test_between_is_the_inverse_of_add_and_subtract(calendar, start, work):
    assert calendar.between(start, calendar.add(start, work)) == work
    assert calendar.between(calendar.subtract(start, work), start) == work


@given(calendars, moments, works)
def test_subtract_undoes_add_and_add_undoes_subtract(calendar, moment, work):
    if calendar.is_working(moment):
        assert calendar.subtract(calendar.add(moment, work), work) == moment
    earlier = calendar.subtract(moment, work)
    assert calendar.between(calendar.add(earlier, work), moment) == NOTHING
    assert calendar.add(earlier, work) <= moment


@given(calendars, moments, works, works)
def test_work_is_added_in_one_piece_or_two(calendar, start, first, second):
    assert calendar.add(calendar.add(start, first), second) == calendar.add(start, first + second)


@given(calendars, moments, moments, works, works)
def test_order_is_kept(calendar, one, other, work, more):
    early, late = sorted([one, other])
    assert calendar.add(early, work) <= calendar.add(late, work)
    assert calendar.subtract(early, work) <= calendar.subtract(late, work)
    assert calendar.add(one, min(work, more)) <= calendar.add(one, max(work, more))
    assert calendar.add_days(early, 3) <= calendar.add_days(late, 3)


@given(calendars, moments, moments, moments)
def test_working_time_adds_up_and_turns_round(calendar, one, two, three):
    assert calendar.between(one, two) + calendar.between(two, three) == calendar.between(one, three)
    assert calendar.between(two, one) == -calendar.between(one, two)
    assert NOTHING <= calendar.between(*sorted([one, two])) <= abs(two - one)


@given(calendars, moments, works, st.sets(days, max_size=8), st.integers(0, 30))
def test_a_holiday_never_brings_a_deadline_nearer(calendar, start, work, off, count):
    rested = calendar.with_holidays(off)
    assert rested.add(start, work) >= calendar.add(start, work)
    assert rested.subtract(start, work) <= calendar.subtract(start, work)
    assert rested.add_days(start, count) >= calendar.add_days(start, count)


def test_a_deadline_in_another_millennium_is_refused_or_found_and_leaves_little_behind():
    one_minute_a_week = WorkCalendar((((600, 601),), *[()] * 6))
    assert one_minute_a_week.add(at("2026-11-22"), timedelta(minutes=104_400)).year > 4000
    with pytest.raises(OverflowError, match="there is no year"):
        one_minute_a_week.add(at("2026-11-22"), timedelta(days=400))
    assert len(vars(one_minute_a_week)["_years"]) <= 64


@given(calendars, moments, works, st.sets(days, max_size=8), st.integers(0, 30))
def test_a_makeup_day_never_moves_a_deadline_later(calendar, start, work, worked, count):
    busier = calendar.with_makeup_days(worked)
    assert busier.add(start, work) <= calendar.add(start, work)
    assert busier.subtract(start, work) >= calendar.subtract(start, work)
    assert busier.add_days(start, count) <= calendar.add_days(start, count)


@given(calendars, moments, st.integers(1, 40))
def test_add_days_ends_with_the_last_minute_of_a_working_day(calendar, start, count):
    end = calendar.add_days(start, count)
    last = (end - timedelta(microseconds=1)).astimezone(calendar.zone)
    assert calendar.is_working(last)
    assert last.date() > start.astimezone(calendar.zone).date()
    assert end.tzinfo == start.tzinfo


@given(moments, st.integers(1, 12))
def test_add_days_counts_working_days_after_the_day_of_the_start(start, count):
    day = start.astimezone(CHINA).date()
    left = count
    while left:
        day += timedelta(days=1)
        left -= HALL.is_working_day(day)
    assert HALL.add_days(start, count) == datetime.combine(day, time(12) if day.weekday() == 5 else time(18), CHINA)


def test_lunch_is_no_work():
    assert HALL.add(at("2026-11-20T11:30"), HOUR) == at("2026-11-20T14:00")
    assert HALL.subtract(at("2026-11-20T14:00"), HOUR) == at("2026-11-20T11:30")
    assert HALL.between(at("2026-11-20T09:00"), at("2026-11-20T18:00")) == timedelta(hours=7, minutes=30)
    assert [HALL.is_working(at(f"2026-11-20T{hour}")) for hour in ("08:59", "09:00", "12:00", "13:30", "17:59", "18:00")] == [
        False, True, False, True, True, False,
    ]  # fmt: skip


def test_spring_festival_and_its_makeup_days():
    festival = [date(2026, 2, day) for day in range(15, 24)]
    calendar = WorkCalendar().with_holidays(festival).with_makeup_days([date(2026, 2, 14), date(2026, 2, 28)])
    friday = at("2026-02-13T17:00")
    assert calendar.add(friday, 2 * HOUR) == at("2026-02-14T10:00")  # a Saturday that is worked
    assert calendar.add(friday, 11 * HOUR) == at("2026-02-24T10:00")
    assert calendar.add_days(friday, 7) == at("2026-03-02T18:00")  # 14, 24-27, 28 and Monday
    assert WorkCalendar().add_days(friday, 7) == at("2026-02-24T18:00")


def test_a_leap_day_is_a_day():
    assert WorkCalendar().add_days(at("2024-02-28T10:00"), 1) == at("2024-02-29T18:00")
    assert WorkCalendar(ROUND_THE_CLOCK).between(at("2024-02-28T00:00"), at("2024-03-01T00:00")) == timedelta(days=2)
    assert WorkCalendar(ROUND_THE_CLOCK).between(at("2100-02-28T00:00"), at("2100-03-01T00:00")) == timedelta(days=1)


def test_the_hour_that_is_left_out_is_no_work_and_the_one_that_comes_twice_counts_twice():
    calendar = WorkCalendar(ROUND_THE_CLOCK, zone=BERLIN)
    assert calendar.between(at("2025-03-30T00:00", BERLIN), at("2025-03-31T00:00", BERLIN)) == 23 * HOUR
    assert calendar.between(at("2025-10-26T00:00", BERLIN), at("2025-10-27T00:00", BERLIN)) == 25 * HOUR
    assert calendar.add(at("2025-03-30T01:30", BERLIN), HOUR) == at("2025-03-30T03:30", BERLIN)


def test_a_day_that_a_zone_left_out_is_not_worked():
    calendar = WorkCalendar(zone=APIA)  # had no 30 December 2011, a Friday
    assert calendar.between(at("2011-12-29T18:00", APIA), at("2011-12-31T09:00", APIA)) == NOTHING
    assert calendar.add_days(at("2011-12-29T10:00", APIA), 1) == at("2012-01-02T18:00", APIA)


def test_a_moment_keeps_its_zone():
    due = WorkCalendar().add(at("2026-11-20T01:00", UTC), HOUR)
    assert (due, due.tzinfo) == (at("2026-11-20T10:00"), UTC)


def test_nothing_added_moves_nothing():
    sunday = at("2026-11-22T03:00")
    assert WorkCalendar().add(sunday, NOTHING) == WorkCalendar().subtract(sunday, NOTHING) == sunday


def test_negative_work_goes_the_other_way():
    calendar, start = WorkCalendar(), at("2026-11-23T10:00")
    assert calendar.add(start, -2 * HOUR) == calendar.subtract(start, 2 * HOUR) == at("2026-11-20T17:00")
    assert calendar.subtract(start, -2 * HOUR) == calendar.add(start, 2 * HOUR)
    with pytest.raises(ValueError, match="negative"):
        calendar.add_days(start, -1)


def test_no_working_day_from_now_is_the_end_of_this_one():
    assert WorkCalendar().add_days(at("2026-11-20T20:00"), 0) == at("2026-11-20T18:00")
    assert WorkCalendar().add_days(at("2026-11-21T20:00"), 0) == at("2026-11-23T18:00")


@pytest.mark.parametrize("week", [((),) * 7, ORDINARY_WEEK[:6], (((9, 9),), *ORDINARY_WEEK[1:]), (((9, 5),), *[()] * 6)])
def test_a_calendar_without_work_or_sense_is_refused(week):
    with pytest.raises(ValueError, match=r"hours are|nobody works"):
        WorkCalendar(week)


def test_working_time_only_on_single_days_is_no_week():
    with pytest.raises(NoWorkError):
        WorkCalendar(((),) * 7, {date(2026, 1, 1): ((0, 60),)})


@pytest.mark.parametrize("edges", [(0, 1441), (-1, 5)])
def test_hours_lie_within_the_day(edges):
    with pytest.raises(ValueError, match="within a day"):
        WorkCalendar(ORDINARY_WEEK, {date(2026, 1, 1): (edges,)})


def test_years_of_holidays_end_where_the_years_do():
    off = WorkCalendar((((0, 1),), *[()] * 6)).with_holidays([date(2026, 1, 5) + timedelta(weeks=n) for n in range(520)])
    assert off.add(at("2026-01-01T00:00"), MINUTE) == at("2035-12-24T00:01")
    for far in (timedelta.max, timedelta(days=9_000_000)):
        with pytest.raises(OverflowError):
            off.add(at("2026-01-01T00:00"), far)
        with pytest.raises(OverflowError):
            off.subtract(at("2026-01-01T00:00"), far)
    with pytest.raises(OverflowError):
        off.add_days(at("2026-01-01T00:00"), 10**9)


@pytest.mark.parametrize("zone", [CHINA, NEW_YORK])
def test_the_ends_of_time_are_no_trap(zone):
    calendar = WorkCalendar(ROUND_THE_CLOCK, zone=zone)
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert calendar.between(first, last) > timedelta(days=3_652_000)
    middle = [first + timedelta(days=n) for n in (3, 4)]
    assert calendar.between(*middle) == timedelta(days=1)


def test_a_moment_without_a_zone_is_an_error_not_a_guess():
    with pytest.raises(TypeError):
        WorkCalendar().add(datetime(2026, 11, 20, 9), HOUR)  # noqa: DTZ001  that is what is asked


def test_what_a_usual_day_is():
    assert (HALL.usual, HALL.opens, HALL.closes) == (LUNCH, time(9), time(18))
    assert WorkCalendar(ROUND_THE_CLOCK).closes == time(23, 59)


def test_a_makeup_day_leaves_a_half_day_as_it_is():
    saturday, sunday = date(2026, 11, 21), date(2026, 11, 22)
    busier = HALL.with_makeup_days([saturday, sunday])
    assert busier.hours_of(saturday) == ((9 * 60, 12 * 60),)
    assert busier.hours_of(sunday) == LUNCH


def test_a_thousand_moments_over_ten_years_are_in_order():
    dues = [HALL.add(at("2020-01-01T09:00"), n * 17 * HOUR) for n in range(1000)]
    assert all(early < late for early, late in pairwise(dues))
