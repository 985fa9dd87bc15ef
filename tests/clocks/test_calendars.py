"""Calendars of the house and its branches: who works when, what is known of the years, and every change with its event."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.clocks import actions
from dingxin.clocks.dayfiles import GivenDay
from dingxin.clocks.hours import hours_words, parse_hours
from dingxin.clocks.models import Calendar, CalendarDay
from dingxin.clocks.queries import calendar_of, days_of, known_years, standing, work_calendar
from dingxin.clocks.seeds import known_days
from dingxin.clocks.worktime import CHINA, NINE_TO_SIX, WorkCalendar

pytestmark = pytest.mark.django_db
HALL = ["09:00-12:00 13:30-18:00"] * 5 + ["09:00-12:00", ""]
NEW_YEAR_2027 = date(2027, 1, 1)
SATURDAY = date(2026, 3, 7)


def house() -> Calendar:
    return Calendar.objects.get(is_house=True)


def hall(cast, **fields) -> Calendar:
    return actions.create_calendar(actor=cast.gu, at=make.AT, **{"name": "营业厅", "week": HALL, **fields})


def cost(act) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def last_event():
    event = Event.objects.filter(case=None).latest("seq")
    return event.kind, event.data


# What is known


def test_the_years_of_the_notices_are_there():
    assert known_years() == {2024, 2025, 2026}
    calendar = calendar_of(None)
    assert [calendar.is_working_day(date(2026, 2, day)) for day in (14, 15, 16, 23, 24, 28)] == [
        True, False, False, False, True, True,
    ]  # fmt: skip
    assert calendar.is_working_day(date(2025, 1, 26))
    assert not calendar.is_working_day(date(2024, 10, 7))
    assert all(row.source for row in house().days.all())


def test_make_up_days_are_at_weekends_and_the_days_of_each_year_are_those_of_its_notice():
    counted = {}
    for day, kind, _name, source in known_days():
        assert kind == "holiday" or day.weekday() >= 5
        assert f"{day.year}年" in source
        counted[day.year, kind] = counted.get((day.year, kind), 0) + 1
    assert counted == {
        (2024, "holiday"): 28, (2024, "makeup"): 8,
        (2025, "holiday"): 28, (2025, "makeup"): 5,
        (2026, "holiday"): 33, (2026, "makeup"): 6,
    }  # fmt: skip


def test_working_days_of_a_year_are_as_many_as_days_less_weekends_holidays_and_made_up():
    calendar = calendar_of(None)
    for year, expected in ((2024, 251), (2025, 248), (2026, 248)):
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
        assert (year, sum(calendar.is_working_day(day) for day in days if day.year == year)) == (year, expected)


def test_a_year_without_data_is_ordinary_weeks():
    calendar = calendar_of(None)
    assert calendar.is_working_day(NEW_YEAR_2027)
    assert calendar.add_days(datetime(2026, 12, 31, 10, tzinfo=CHINA), 1) == datetime(2027, 1, 1, 18, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("today", "until", "runs_out"),
    [
        ("2026-10-31", date(2026, 12, 31), False),
        ("2026-11-01", date(2026, 12, 31), True),
        ("2024-01-01", date(2026, 12, 31), False),
        ("2027-01-01", None, True),
        ("2023-12-31", None, True),
    ],
)
def test_it_is_said_60_days_before_that_the_holidays_run_out(today, until, runs_out):
    at = datetime.fromisoformat(today).replace(hour=9, tzinfo=CHINA)
    assert standing(at=at) == (until, runs_out)


def test_a_few_days_do_not_make_a_year_known(cast, at):
    for day in range(1, 10):
        actions.set_day(house(), day=date(2027, 1, day), kind="holiday", actor=cast.gu, at=at)
    assert 2027 not in known_years()
    actions.set_day(house(), day=date(2027, 1, 10), kind="holiday", actor=cast.gu, at=at)
    assert standing(at=datetime(2026, 12, 1, 9, tzinfo=CHINA)) == (date(2027, 12, 31), False)


# Which calendar


def test_a_branch_works_by_its_own_calendar_or_that_of_the_house(cast, at):
    calendar = hall(cast)
    actions.assign_calendar(calendar, branch=cast.branch_a, actor=cast.gu, at=at)
    assert last_event() == ("calendar.assigned", {"id": calendar.pk, "branch": cast.branch_a.pk})
    assert hours_words(calendar_of(cast.branch_a).hours_of(date(2026, 3, 2))) == HALL[0]
    assert calendar_of(cast.branch_b).hours_of(date(2026, 3, 2)) == NINE_TO_SIX
    actions.assign_calendar(house(), branch=cast.branch_a, actor=cast.gu, at=at)
    assert calendar_of(cast.branch_a).hours_of(date(2026, 3, 2)) == NINE_TO_SIX
    assert not cast.branch_a.__class__.objects.get(pk=cast.branch_a.pk).__dict__.get("calendar_choice")


def test_assigning_what_is_assigned_says_nothing_new(cast, at):
    calendar = hall(cast)
    for _ in range(2):
        actions.assign_calendar(calendar, branch=cast.branch_a, actor=cast.gu, at=at)
    actions.assign_calendar(house(), branch=cast.branch_b, actor=cast.gu, at=at)
    assert Event.objects.filter(kind="calendar.assigned").count() == 1


def test_a_calendar_keeps_the_public_holidays_or_not(cast):
    festival, makeup = date(2026, 2, 17), date(2026, 2, 14)
    keeps, works_through = hall(cast), hall(cast, name="酒店前台", follows_house=False)
    assert [work_calendar(keeps).is_working_day(day) for day in (festival, makeup)] == [False, True]
    assert hours_words(work_calendar(keeps).hours_of(makeup)) == "09:00-12:00"  # a Saturday that is worked anyway
    assert [work_calendar(works_through).is_working_day(day) for day in (festival, makeup)] == [True, True]


def test_a_day_of_a_branch_stands_before_the_public_holiday(cast, at):
    calendar = hall(cast)
    actions.set_day(calendar, day=date(2026, 2, 23), kind="special", hours="10:00-16:00", name="初七营业", actor=cast.gu, at=at)
    counted = work_calendar(Calendar.objects.get(pk=calendar.pk))
    assert counted.hours_of(date(2026, 2, 23)) == ((600, 960),)
    assert not counted.is_working_day(date(2026, 2, 22))
    assert not calendar_of(None).is_working_day(date(2026, 2, 23))
    assert [row.name for row in days_of(calendar, 2026) if row.day == date(2026, 2, 23)] == ["初七营业"]


def test_without_any_calendar_weeks_are_ordinary():
    Calendar.objects.all().delete()
    assert calendar_of(None) == WorkCalendar()


def test_a_calendar_costs_one_query_and_none_of_its_days_again(cast, at):
    calendar = hall(cast)
    actions.assign_calendar(calendar, branch=cast.branch_a, actor=cast.gu, at=at)
    calendar_of(cast.branch_a)
    assert cost(lambda: calendar_of(cast.branch_a)) == 1
    actions.set_day(calendar, day=SATURDAY, kind="makeup", actor=cast.gu, at=at)
    assert cost(lambda: calendar_of(cast.branch_a)) == 3
    actions.import_days(
        calendar, days=[GivenDay(SATURDAY + timedelta(weeks=n), "holiday") for n in range(30)], source="", actor=cast.gu, at=at
    )
    assert cost(lambda: calendar_of(cast.branch_a)) == 3
    assert cost(lambda: calendar_of(cast.branch_a)) == 1


def test_every_change_is_seen_at_once_also_in_the_calendars_that_follow(cast, at):
    calendar = hall(cast)
    actions.assign_calendar(calendar, branch=cast.branch_a, actor=cast.gu, at=at)
    assert calendar_of(cast.branch_a).is_working_day(NEW_YEAR_2027)
    actions.set_day(house(), day=NEW_YEAR_2027, kind="holiday", actor=cast.gu, at=at)
    assert not calendar_of(cast.branch_a).is_working_day(NEW_YEAR_2027)
    actions.remove_day(house(), day=NEW_YEAR_2027, actor=cast.gu, at=at)
    assert calendar_of(cast.branch_a).is_working_day(NEW_YEAR_2027)
    actions.update_calendar(calendar, week=[*HALL[:4], "", "", ""], actor=cast.gu, at=at)
    assert not calendar_of(cast.branch_a).is_working_day(NEW_YEAR_2027)


def test_a_change_that_is_undone_leaves_nothing_behind(cast, at):
    before = calendar_of(None)
    with transaction.atomic():
        actions.set_day(house(), day=NEW_YEAR_2027, kind="holiday", actor=cast.gu, at=at)
        assert not calendar_of(None).is_working_day(NEW_YEAR_2027)
        transaction.set_rollback(True)
    assert calendar_of(None) == before
    actions.set_day(house(), day=date(2027, 1, 4), kind="holiday", actor=cast.gu, at=at)
    assert calendar_of(None).is_working_day(NEW_YEAR_2027)


# Changes


def test_create_calendar_writes_hours_one_way(cast):
    calendar = hall(cast, week=["9:00～12:00，13:30至18:00", "09:00-12:00;12:00-18:00", *["休"] * 5])
    assert calendar.week == ["09:00-12:00 13:30-18:00", "09:00-18:00", "", "", "", "", ""]
    assert last_event() == ("calendar.created", {"id": calendar.pk})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"week": [""] * 7}, "没有人上班"),
        ({"week": ["09:00-18:00"] * 6}, "七天"),
        ({"week": ["18:00-09:00", *[""] * 6]}, "早于"),
        ({"week": ["09:00-12:00 11:00-13:00", *[""] * 6]}, "重叠"),
        ({"week": ["9-18", *[""] * 6]}, "9-18"),
        ({"week": ["09:00-24:01", *[""] * 6]}, "24:01"),
        ({"week": ["09:60-10:00", *[""] * 6]}, "09:60"),
        ({"week": ["1" * 500, *[""] * 6]}, "写不下"),
        ({"zone": "Asia/Nowhere"}, "Asia/Nowhere"),
        ({"zone": "../../etc/passwd"}, "passwd"),
        ({"name": ""}, "."),
        ({"name": "公司日历"}, "."),
        ({"name": "长" * 81}, "."),
    ],
)
def test_a_calendar_that_does_not_fit_is_refused(cast, fields, words):
    with pytest.raises(Refused, match=words):
        hall(cast, **fields)
    assert Calendar.objects.count() == 1


def test_update_calendar_names_what_changed(cast, at):
    calendar = hall(cast)
    actions.update_calendar(calendar, name="城东营业厅", week=HALL, zone="Asia/Urumqi", actor=cast.gu, at=at)
    assert last_event() == ("calendar.updated", {"id": calendar.pk, "fields": ["name", "zone"]})
    count = Event.objects.count()
    actions.update_calendar(calendar, name="城东营业厅", actor=cast.gu, at=at)
    assert Event.objects.count() == count


def test_set_day_and_remove_day(cast, at):
    row = actions.set_day(house(), day=SATURDAY, kind="special", hours="9:00-12:00", name="店庆", actor=cast.gu, at=at)
    assert (row.hours, last_event()) == ("09:00-12:00", ("calendar.day_set", {"id": house().pk, "day": "2026-03-07"}))
    assert calendar_of(None).hours_of(SATURDAY) == ((540, 720),)
    row = actions.set_day(house(), day=SATURDAY, kind="holiday", hours="9:00-12:00", actor=cast.gu, at=at)
    assert row.hours == ""
    actions.remove_day(house(), day=SATURDAY, actor=cast.gu, at=at)
    assert last_event() == ("calendar.day_removed", {"id": house().pk, "day": "2026-03-07"})
    with pytest.raises(Refused):
        actions.remove_day(house(), day=SATURDAY, actor=cast.gu, at=at)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "party"}, {"kind": "special"}, {"kind": "special", "hours": "休"}, {"kind": "special", "hours": "9"},
        {"day": date(1999, 12, 31)}, {"day": date(2100, 1, 1)},
    ],
)  # fmt: skip
def test_a_day_that_does_not_fit_is_refused(cast, at, wrong):
    before = CalendarDay.objects.count()
    with pytest.raises(Refused):
        actions.set_day(house(), **{"day": SATURDAY, "kind": "holiday", **wrong}, actor=cast.gu, at=at)
    assert CalendarDay.objects.count() == before


def test_import_days_enters_what_is_new_and_leaves_what_is_the_same(cast, at):
    days = [
        GivenDay(date(2026, 2, 17), "holiday", name="春节"),
        GivenDay(date(2026, 2, 18), "holiday", name="Spring Festival"),
        GivenDay(NEW_YEAR_2027, "holiday", name="元旦"),
        GivenDay(date(2027, 1, 2), "special", "9:00-12:00", "值班"),
    ]
    assert actions.import_days(house(), days=days, source="通知", actor=cast.gu, at=at) == (2, 1, 1)
    assert last_event() == ("calendar.days_imported", {"id": house().pk, "number": 3})
    count = Event.objects.count()
    assert actions.import_days(house(), days=days, source="通知", actor=cast.gu, at=at) == (0, 0, 4)
    assert Event.objects.count() == count
    assert CalendarDay.objects.get(day=NEW_YEAR_2027).source == "通知"


def test_of_a_day_given_twice_the_last_stands(cast, at):
    days = [GivenDay(SATURDAY, "holiday"), GivenDay(SATURDAY, "makeup")]
    assert actions.import_days(house(), days=days, source="", actor=cast.gu, at=at) == (1, 0, 0)
    assert calendar_of(None).is_working_day(SATURDAY)


def test_a_list_of_nothing_or_of_too_much_is_refused_whole(cast, at):
    before = CalendarDay.objects.count()
    far = [GivenDay(date(2000, 1, 1) + timedelta(days=n), "holiday") for n in range(5001)]
    for days in ([], far, [GivenDay(SATURDAY, "holiday"), GivenDay(date(1980, 1, 1), "holiday")]):
        with pytest.raises(Refused):
            actions.import_days(house(), days=days, source="", actor=cast.gu, at=at)
    assert CalendarDay.objects.count() == before


def test_hours_are_read_as_people_write_them():
    for text in (
        "9:00-12:00 13:30-18:00",
        "09：00－12：00、13：30～18：00",
        "9:00 至 12:00; 13:30 – 18:00",
        "13:30-18:00,9:00到12:00",
    ):
        assert hours_words(parse_hours(text)) == "09:00-12:00 13:30-18:00"
    assert parse_hours("00:00-24:00") == ((0, 1440),)
    for text in ("", " ", "-", "休", "休息", "OFF"):
        assert parse_hours(text) == ()
