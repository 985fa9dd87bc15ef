"""The hall on its pages: the list, the pad, the steps, and the quiet room."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import make
from dingxin.hall.models import CoolingStep, RoomRequest

pytestmark = pytest.mark.django_db
LIST = "/hall/"


@pytest.fixture
def case(cast):
    return make.case(cast.lin, of=make.customer(cast.lin, name="周岚"), at=timezone.now())


def go(client, verb, case, *ids, **data):
    return client.post(reverse(verb, args=[case.number, *ids]), data)


def page(client, case):
    return client.get(reverse("hall", args=[case.number])).content.decode()


def test_a_customer_is_calmed_step_by_step(cast, client_of, case):
    client = client_of(cast.lin)
    assert "begin_cooling" not in page(client, case)
    go(client, "begin_cooling", case)
    html = page(client, case)
    for step in CoolingStep:
        assert str(step.label) in html
    go(client, "tick_step", case, step="seat")
    assert case.coolings.get().steps.keys() == {"seat"}
    go(client, "end_cooling", case)
    assert case.coolings.get().ended_at


def test_a_tap_adds_a_sign_and_another_takes_it_back(cast, client_of, case):
    client = client_of(cast.lin)
    for sign, seen in (("loud", ["loud"]), ("flushed", ["flushed", "loud"]), ("loud", ["flushed"])):
        go(client, "observe_in_hall", case, sign=sign)
        assert case.observations.first().signs == seen
    html = page(client, case)
    assert html.count('aria-pressed="true"') == 1
    count = case.observations.count()
    go(client, "observe_in_hall", case, sign="flushed")
    assert case.observations.count() == count
    assert go(client, "observe_in_hall", case, sign="smiling").status_code == 422


def test_what_is_seen_shows_as_emotion(cast, client_of, case):
    client = client_of(cast.lin)
    go(client, "observe_in_hall", case, sign="loud")
    case.refresh_from_db()
    assert case.emotion_now >= 2


def test_a_quiet_room_is_asked_for_and_answered_by_the_manager(cast, client_of, case):
    lin, chen = client_of(cast.lin), client_of(cast.chen)
    go(lin, "begin_cooling", case)
    go(lin, "ask_quiet_room", case)
    assert "已请陈立安排安静的房间" in page(lin, case)
    assert "请求安静的房间" in chen.get(LIST).content.decode()
    asked = RoomRequest.objects.get()
    response = go(chen, "answer_quiet_room", case, asked.pk, granted="yes", room="")
    assert response.status_code == 422
    assert "哪一间" in response.content.decode()
    go(chen, "answer_quiet_room", case, asked.pk, granted="yes", room="二楼接待室")
    assert "二楼接待室" in page(lin, case)
    assert go(chen, "answer_quiet_room", case, asked.pk, granted="no").status_code == 404


def test_only_who_leads_answers(cast, client_of, case):
    go(client_of(cast.lin), "begin_cooling", case)
    go(client_of(cast.lin), "ask_quiet_room", case)
    asked = RoomRequest.objects.get()
    for who, status in (("lin", 403), ("wu", 403), ("zhao", 404)):
        assert go(client_of(getattr(cast, who)), "answer_quiet_room", case, asked.pk, granted="no").status_code == status


@pytest.mark.parametrize("verb", ["begin_cooling", "tick_step", "ask_quiet_room", "end_cooling", "observe_in_hall"])
def test_who_may(cast, client_of, case, verb):
    go(client_of(cast.gu), "begin_cooling", case)
    data = {"step": "seat", "sign": "loud"}
    for who, status in (("lin", 302), ("wu", 403), ("zhao", 404)):
        assert go(client_of(getattr(cast, who)), verb, case, **data).status_code == status


def test_an_inspector_looks_and_touches_nothing(cast, client_of, case):
    html = page(client_of(cast.wu), case)
    assert "disabled" in html
    assert client_of(cast.zhao).get(reverse("hall", args=[case.number])).status_code == 404


def test_what_is_refused_says_why(cast, client_of, case):
    assert go(client_of(cast.lin), "end_cooling", case).status_code == 422


def test_the_hall_costs_the_same_with_one_customer_and_with_ten(cast, client_of, case, django_assert_num_queries):
    client = client_of(cast.chen)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        assert "周岚" in client.get(LIST).content.decode()
    for _ in range(9):
        make.case(cast.lin, at=timezone.now())
    with django_assert_num_queries(len(one)):
        client.get(LIST)


def test_the_case_page_of_the_hall_leads_there(cast, client_of, case):
    client = client_of(cast.lin)
    path = reverse("hall", args=[case.number])
    assert path in client.get(reverse("case", args=[case.number])).content.decode()
    phone = make.case(cast.lin, channel="hotline")
    assert reverse("hall", args=[phone.number]) not in client.get(reverse("case", args=[phone.number])).content.decode()


def test_the_api_speaks_the_same_verbs(cast, api_of, case):
    api, boss = api_of(cast.lin), api_of(cast.chen)
    assert api.post(f"/cases/{case.number}/cooling/steps", step="seat").status_code == 409
    assert api.post(f"/cases/{case.number}/cooling").status_code == 201
    assert set(api.post(f"/cases/{case.number}/cooling/steps", step="seat").json()["steps"]) == {"seat"}
    assert api.post(f"/cases/{case.number}/cooling/room").json()["asked_of"] == "chen"
    assert [row["case"] for row in boss.get("/hall/rooms").json()] == [case.number]
    assert api.put(f"/cases/{case.number}/cooling/room", granted=True, room="二楼").status_code == 403
    assert boss.put(f"/cases/{case.number}/cooling/room", granted=True).json()["field"] == "room"
    assert boss.put(f"/cases/{case.number}/cooling/room", granted=True, room="二楼").json()["state"] == "granted"
    assert api.delete(f"/cases/{case.number}/cooling").json()["ended_at"]
    assert api_of(cast.zhao).post(f"/cases/{case.number}/cooling").status_code == 404
