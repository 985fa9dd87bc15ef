"""The calendars of the settings: a year at a glance, single days, whole lists, and which branch works by which."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make
from dingxin.clocks import actions
from dingxin.clocks.models import Calendar, CalendarDay
from dingxin.clocks.queries import calendar_of
from dingxin.desk.templatetags.calendars import week_lines

pytestmark = pytest.mark.django_db
LIST = "/settings/calendars/"
WEEK = {f"day_{number}": hours for number, hours in enumerate(["9:00-12:00 13:30-17:30"] * 5 + ["", ""])}
NEW = {"name": "营业厅", "zone": "Asia/Shanghai", "follows_house": "on", **WEEK}
TABLE = "日期,类型,名称\n2027-01-01,放假,元旦\n2027-01-02,放假,元旦\n昨天,放假,\n2027-01-09,上班,元旦\n"


@pytest.fixture
def house(db) -> Calendar:
    return Calendar.objects.get(is_house=True)


@pytest.fixture
def page(house) -> str:
    return f"{LIST}{house.pk}/"


def cost(client, path) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_calendars_are_for_administrators_alone(cast, client_of, page):
    gets = [LIST, f"{LIST}new/", page, f"{page}hours/", f"{page}list/"]
    posts = [
        f"{LIST}new/",
        f"{page}hours/",
        f"{page}days/",
        f"{page}days/2026-02-17/removal/",
        f"{page}list/",
        f"{page}branches/",
    ]
    for user in (cast.lin, cast.chen, cast.wu, cast.he):
        assert {client_of(user).get(path).status_code for path in gets} == {403}
        assert {client_of(user).post(path, {}).status_code for path in posts} == {403}
    assert {client_of(cast.gu).get(path).status_code for path in gets} == {200}
    assert CalendarDay.objects.filter(day="2026-02-17").exists()


@pytest.mark.parametrize("path", ["99/", "99/hours/", "99/list/", "1/days/2026-02-31/removal/", "1/days/x/removal/", "0/"])
def test_what_is_not_there_is_not_found(cast, client_of, path):
    client = client_of(cast.gu)
    assert (client.post if "removal" in path else client.get)(LIST + path).status_code == 404


def test_a_year_is_shown_with_its_holidays_makeup_days_and_source(cast, client_of, page):
    response = client_of(cast.gu).get(page, {"year": 2026})
    text = response.content.decode()
    assert text.count('class="day-holiday"') == 33 + 1  # one in the legend
    assert text.count('class="day-makeup"') == 6 + 1
    assert "国办发明电〔2025〕7号" in text
    assert "248" in text
    assert [(run.first.day, len(run.rows)) for run in response.context["year"].runs][3] == (date(2026, 2, 15), 9)


@pytest.mark.parametrize(("year", "said"), [(2026, False), (2027, True), (2031, True)])
def test_a_year_without_data_is_told_to_be_ordinary_weeks(cast, client_of, page, year, said):
    text = client_of(cast.gu).get(page, {"year": year}).content.decode()
    assert (f"{year} 年的法定节假日尚未录入" in text) is said


@pytest.mark.parametrize("typed", ["", "x", "1999", "99999", "２０２６", "-1"])
def test_a_year_that_is_none_is_this_one(cast, client_of, page, typed):
    assert client_of(cast.gu).get(page, {"year": typed}).status_code == 200


def test_the_list_warns_when_the_holidays_run_out(cast, client_of):
    client = client_of(cast.gu)
    CalendarDay.objects.all().delete()
    assert "standing-warn" in client.get(LIST).content.decode()


def test_create_and_update_calendar(cast, client_of):
    client = client_of(cast.gu)
    assert client.post(f"{LIST}new/", NEW).status_code == 302
    calendar = Calendar.objects.get(name="营业厅")
    assert (calendar.week[0], calendar.week[6], calendar.follows_house) == ("09:00-12:00 13:30-17:30", "", True)
    changed = {**NEW, "day_5": "10:00-16:00"}
    del changed["follows_house"]
    assert client.post(f"{LIST}{calendar.pk}/hours/", changed).status_code == 302
    calendar.refresh_from_db()
    assert (calendar.week[5], calendar.follows_house) == ("10:00-16:00", False)


def test_the_house_keeps_its_own_holidays(cast, client_of, house, page):
    form = client_of(cast.gu).get(f"{page}hours/").context["form"]
    assert "follows_house" not in form.fields
    assert client_of(cast.gu).post(f"{page}hours/", {"name": "公司日历", "zone": "Asia/Shanghai", **WEEK}).status_code == 302
    house.refresh_from_db()
    assert house.follows_house


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({f"day_{number}": "" for number in range(7)}, None), ({"day_2": "18-9"}, "day_2"), ({"day_4": "18:00-09:00"}, "day_4"),
        ({"zone": "Mars/Base"}, "zone"), ({"name": ""}, "name"), ({"name": "公司日历"}, "name"), ({"day_0": "1" * 121}, "day_0"),
    ],
)  # fmt: skip
def test_hours_that_do_not_fit_are_refused_at_their_field_and_kept(cast, client_of, wrong, field):
    response = client_of(cast.gu).post(f"{LIST}new/", {**NEW, **wrong})
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == [field or "__all__"]
    assert Calendar.objects.count() == 1


def test_a_day_is_entered_and_removed_in_its_year(cast, client_of, house, page):
    client = client_of(cast.gu)
    day = {"day": "2027-03-06", "kind": "special", "hours": "10:00-16:00", "name": "店庆"}
    response = client.post(f"{page}days/", day)
    assert (response.status_code, response["Location"]) == (302, f"{page}?year=2027")
    assert calendar_of(None).hours_of(date(2027, 3, 6)) == ((600, 960),)
    response = client.post(f"{page}days/2027-03-06/removal/")
    assert (response.status_code, response["Location"]) == (302, f"{page}?year=2027")
    assert not calendar_of(None).is_working_day(date(2027, 3, 6))
    assert client.post(f"{page}days/2027-03-06/removal/").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"day": ""}, {"day": "2027-02-30"}, {"day": "1900-01-01"}, {"kind": "party"}, {"kind": "special", "hours": ""}]
)
def test_a_day_that_does_not_fit_is_refused(cast, client_of, page, wrong):
    before = CalendarDay.objects.count()
    response = client_of(cast.gu).post(f"{page}days/", {"day": "2027-03-06", "kind": "holiday", **wrong})
    assert response.status_code == 422
    assert response.context["day_form"].errors
    assert CalendarDay.objects.count() == before


def test_a_public_holiday_is_removed_in_the_calendar_of_the_house_only(cast, client_of):
    calendar = actions.create_calendar(name="营业厅", actor=cast.gu, at=make.AT)
    response = client_of(cast.gu).get(f"{LIST}{calendar.pk}/", {"year": 2026})
    assert all(run.shared for run in response.context["year"].runs)
    assert "removal" not in response.content.decode()
    assert client_of(cast.gu).post(f"{LIST}{calendar.pk}/days/2026-02-17/removal/").status_code == 404


def test_a_list_is_looked_at_before_it_is_entered(cast, client_of, page):
    client = client_of(cast.gu)
    response = client.post(f"{page}list/", {"text": TABLE, "source": "通知"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "2027-01-09" in text
    assert "昨天" in text
    assert not CalendarDay.objects.filter(day__year=2027).exists()
    kept = response.context["form"]
    response = client.post(f"{page}list/", {"text": kept["text"].value(), "source": kept["source"].value(), "enter": "1"})
    assert response.status_code == 302
    rows = CalendarDay.objects.filter(day__year=2027)
    assert [(row.day.day, row.kind, row.source) for row in rows] == [
        (1, "holiday", "通知"),
        (2, "holiday", "通知"),
        (9, "makeup", "通知"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_a_file_is_read_in_its_encoding(cast, client_of, page, encoding):
    file = SimpleUploadedFile("days.csv", TABLE.encode(encoding))
    response = client_of(cast.gu).post(f"{page}list/", {"file": file})
    assert [given.name for given, _label in response.context["days"]] == ["元旦"] * 3


def test_a_calendar_file_is_read(cast, client_of, page):
    event = ["BEGIN:VEVENT", "DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270104", "SUMMARY:元旦 休", "END:VEVENT"]
    file = SimpleUploadedFile("days.ics", "\r\n".join(["BEGIN:VCALENDAR", *event, "END:VCALENDAR", ""]).encode())
    response = client_of(cast.gu).post(f"{page}list/", {"file": file, "enter": "1"})
    assert response.status_code == 302
    assert CalendarDay.objects.filter(day__year=2027, kind="holiday", name="元旦").count() == 3


@pytest.mark.parametrize(
    "form",
    [
        {}, {"text": "   "}, {"text": "BEGIN:VCALENDAR\nx"}, {"file": SimpleUploadedFile("x.csv", b"\xff\xff\xff\xff\xff")},
        {"file": SimpleUploadedFile("x.csv", b"x" * 2_000_001)}, {"text": "1950-01-01,休", "enter": "1"},
    ],
)  # fmt: skip
def test_a_list_of_no_use_is_refused_and_kept(cast, client_of, page, form):
    before = CalendarDay.objects.count()
    response = client_of(cast.gu).post(f"{page}list/", form)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert CalendarDay.objects.count() == before


def test_a_list_without_a_day_can_be_mended(cast, client_of, page):
    response = client_of(cast.gu).post(f"{page}list/", {"text": "昨天,休", "enter": "1"})
    assert response.status_code == 200
    assert response.context["form"]["text"].value() == "昨天,休"


def test_a_branch_is_given_a_calendar_and_taken_back(cast, client_of, page):
    calendar = actions.create_calendar(name="营业厅", week=list(WEEK.values()), actor=cast.gu, at=make.AT)
    client = client_of(cast.gu)
    assert client.post(f"{LIST}{calendar.pk}/branches/", {"branch": cast.branch_a.pk}).status_code == 302
    assert cast.branch_a.name in client.get(f"{LIST}{calendar.pk}/").content.decode()
    assert calendar_of(cast.branch_a).closes.hour == 17
    client.post(f"{page}branches/", {"branch": cast.branch_a.pk})
    assert calendar_of(cast.branch_a).closes.hour == 18
    assert client.post(f"{page}branches/", {"branch": ""}).status_code == 422


def test_a_page_costs_the_same_for_many_days_branches_and_calendars(cast, client_of, page):
    client = client_of(cast.gu)
    calendar = actions.create_calendar(name="一厅", actor=cast.gu, at=make.AT)
    actions.assign_calendar(calendar, branch=cast.branch_a, actor=cast.gu, at=make.AT)
    paths = [LIST, page, f"{LIST}{calendar.pk}/"]
    for path in paths:
        cost(client, path)
    before = [cost(client, path) for path in paths]
    for number in range(3):
        other = actions.create_calendar(name=f"{number} 号厅", actor=cast.gu, at=make.AT)
        actions.assign_calendar(other, branch=make.branch(), actor=cast.gu, at=make.AT)
        actions.assign_calendar(calendar, branch=make.branch(), actor=cast.gu, at=make.AT)
        actions.set_day(calendar, day=date(2026, 3, 1 + number), kind="makeup", actor=cast.gu, at=make.AT)
    client.get(page)
    client.get(f"{LIST}{calendar.pk}/")
    assert [cost(client, path) for path in paths] == before


def test_days_with_the_same_hours_are_told_together():
    week = ["09:00-18:00"] * 5 + ["09:00-12:00", ""]
    assert week_lines(week) == [("周一至周五", "09:00-18:00"), ("周六", "09:00-12:00"), ("周日", "休息")]
