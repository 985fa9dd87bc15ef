"""Calendars over the API: the same verbs as the pages, for administrators."""

from __future__ import annotations

import pytest

from dingxin.clocks.models import Calendar, CalendarDay

pytestmark = pytest.mark.django_db
WEEK = ["09:00-12:00 13:30-17:30"] * 5 + ["", ""]


@pytest.fixture
def house() -> int:
    return Calendar.objects.get(is_house=True).pk


def test_calendars_are_for_administrators_alone(cast, api_of, house):
    for user in (cast.lin, cast.chen, cast.wu, cast.he):
        api = api_of(user)
        answers = [
            api.get("/calendars"), api.post("/calendars", name="x"), api.get("/calendars/standing"),
            api.patch(f"/calendars/{house}", name="x"), api.get(f"/calendars/{house}/days", year=2026),
            api.put(f"/calendars/{house}/days/2026-03-06", kind="holiday"), api.delete(f"/calendars/{house}/days/2026-02-17"),
            api.post(f"/calendars/{house}/days", text="2027-01-01,休"), api.post(f"/calendars/{house}/branches", branch="A"),
            api.get(f"/calendars/{house}/due", start="2026-02-13T17:00:00+08:00", days=7),
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} == {403}


def test_a_calendar_is_created_changed_and_given_to_a_branch(cast, api_of):
    api = api_of(cast.gu)
    answer = api.post("/calendars", name="营业厅", week=WEEK)
    made = answer.json()
    assert (answer.status_code, made["week"], made["follows_house"], made["branches"]) == (201, WEEK, True, [])
    changed = api.patch(f"/calendars/{made['id']}", zone="Asia/Urumqi", follows_house=False).json()
    assert (changed["name"], changed["zone"], changed["follows_house"]) == ("营业厅", "Asia/Urumqi", False)
    assert api.post(f"/calendars/{made['id']}/branches", branch="A").json()["branches"] == ["A"]
    assert [row["name"] for row in api.get("/calendars").json()] == ["公司日历", "营业厅"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "x", "week": [""] * 7}, "week"),
        ({"name": "x", "week": ["?"] * 7}, "day_0"),
        ({"name": "x", "zone": "y"}, "zone"),
    ],
)
def test_a_calendar_that_does_not_fit_is_refused(cast, api_of, body, field):
    answer = api_of(cast.gu).post("/calendars", **body)
    assert (answer.status_code, answer.json()["field"]) == (409, field)


def test_a_day_is_set_and_removed(cast, api_of, house):
    api = api_of(cast.gu)
    put = api.put(f"/calendars/{house}/days/2027-03-06", kind="special", hours="10:00-16:00", name="店庆")
    assert put.json() == {
        "day": "2027-03-06", "kind": "special", "hours": "10:00-16:00", "name": "店庆", "source": "", "shared": False,
    }  # fmt: skip
    assert [row["day"] for row in api.get(f"/calendars/{house}/days", year=2027).json()] == ["2027-03-06"]
    assert api.delete(f"/calendars/{house}/days/2027-03-06").status_code == 204
    assert api.delete(f"/calendars/{house}/days/2027-03-06").status_code == 409
    assert api.put(f"/calendars/{house}/days/2027-02-30", kind="holiday").status_code == 422
    assert api.put(f"/calendars/{house}/days/2027-03-06", kind="party").status_code == 409
    assert api.get(f"/calendars/{house}/days", year=1).status_code == 422


def test_the_holidays_of_the_house_are_shared(cast, api_of):
    api = api_of(cast.gu)
    made = api.post("/calendars", name="营业厅").json()["id"]
    days = api.get(f"/calendars/{made}/days", year=2026).json()
    assert len(days) == 39
    assert all(day["shared"] and day["source"] for day in days)


def test_a_list_is_entered(cast, api_of, house):
    text = "2027-01-01,休,元旦\n昨天,休,\n2027-01-09,班,元旦"
    answer = api_of(cast.gu).post(f"/calendars/{house}/days", text=text, source="通知").json()
    assert (answer["added"], answer["changed"], answer["same"], len(answer["skipped"])) == (2, 0, 0, 1)
    assert CalendarDay.objects.get(day="2027-01-09").kind == "makeup"
    assert api_of(cast.gu).post(f"/calendars/{house}/days", text="").status_code == 409


def test_working_time_is_counted(cast, api_of, house):
    api = api_of(cast.gu)
    asked = {"start": "2026-02-13T17:00:00+08:00"}
    assert api.get(f"/calendars/{house}/due", **asked, hours=2).json() == {"due": "2026-02-14T10:00:00+08:00"}
    assert api.get(f"/calendars/{house}/due", **asked, days=7).json() == {"due": "2026-03-02T18:00:00+08:00"}
    assert api.get(f"/calendars/{house}/due", start="2026-02-13T17:00:00", hours=1).json()["due"].startswith("2026-02-13T18:00")
    for wrong in ({"hours": -1}, {"hours": 1e9}, {"hours": "nan"}, {"days": 10**9}, {"start": "gestern"}):
        assert api.get(f"/calendars/{house}/due", **{**asked, **wrong}).status_code == 422
    assert api.get(f"/calendars/{house}/due", start="9999-12-31T12:00:00+08:00", days=9).status_code == 409


def test_what_is_not_there_is_not_found(cast, api_of, house):
    api = api_of(cast.gu)
    assert api.patch("/calendars/99999999999999999999", name="x").status_code == 404
    assert api.post(f"/calendars/{house}/branches", branch="Z").status_code == 404


def test_how_far_the_holidays_are_known(cast, api_of):
    CalendarDay.objects.all().delete()
    assert api_of(cast.gu).get("/calendars/standing").json() == {"until": None, "runs_out": True}


def test_a_list_costs_the_same_for_many_as_for_one(cast, api_of, django_assert_max_num_queries):
    api = api_of(cast.gu)
    for number in range(4):
        api.post("/calendars", name=f"{number} 号厅")
    with django_assert_max_num_queries(4):
        assert len(api.get("/calendars").json()) == 5
