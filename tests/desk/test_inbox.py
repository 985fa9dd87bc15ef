"""The inbox: what it lists, for whom, in which order, and at what cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.cases.models import Case
from dingxin.cases.queries import Box
from dingxin.desk.templatetags.desk import due_pill, heat_bars, masked_phone


def rows(response):
    return [row.case.number for row in response.context["rows"]]


def test_the_inbox_asks_strangers_to_sign_in(client, db):
    response = client.get("/?box=all")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/%3Fbox%3Dall"


def test_a_part_of_the_page_sends_the_whole_page_to_sign_in(client, db):
    response = client.get("/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/?box=team"})
    assert response["HX-Redirect"] == "/accounts/login/?next=/%3Fbox%3Dteam"


def test_the_inbox_lists_what_is_due_then_what_is_hot(cast, client_of):
    calm, hot, due = (make.case(cast.lin) for _ in range(3))
    Case.objects.filter(pk=hot.pk).update(heat=11)
    Case.objects.filter(pk=due.pk).update(next_due=timezone.now() + timedelta(hours=1))
    assert rows(client_of(cast.lin).get("/")) == [due.number, hot.number, calm.number]


def test_each_view_of_the_inbox_answers_and_an_unknown_one_is_mine(cast, client_of):
    client = client_of(cast.lin)
    case = make.case(cast.lin)
    for box in Box:
        assert client.get("/", {"box": box}).status_code == 200
    assert rows(client.get("/", {"box": "nonsense\x00"})) == [case.number]


def test_each_empty_view_says_what_would_fill_it(cast, client_of):
    for box in Box:
        response = client_of(cast.lin).get("/", {"box": box})
        assert str(response.context["filled_by"]) in response.content.decode()


def test_cases_of_another_branch_are_not_listed(cast, client_of):
    make.case(cast.zhao)
    assert rows(client_of(cast.lin).get("/", {"box": "all"})) == []
    assert len(rows(client_of(cast.wu).get("/", {"box": "all"}))) == 1


def test_unowned_cases_can_be_taken_by_those_who_handle_and_not_by_an_inspector(cast, client_of):
    case = make.case(cast.lin)
    Case.objects.filter(pk=case.pk).update(handler=None)
    assert [row.may_take for row in client_of(cast.qiao).get("/?box=unowned").context["rows"]] == [True]
    assert [row.may_take for row in client_of(cast.wu).get("/?box=unowned").context["rows"]] == [False]
    client_of(cast.qiao).post(f"/cases/{case.number}/taking/")
    case.refresh_from_db()
    assert case.handler == cast.qiao


def test_a_case_offered_to_me_says_so(cast, client_of):
    case = make.case(cast.lin)
    make.cases.hand_over(case, to=cast.qiao, brief="", actor=cast.lin, at=make.AT)
    response = client_of(cast.qiao).get("/")
    assert [row.asked for row in response.context["rows"]] == [True]


def test_the_phone_number_of_an_unnamed_customer_is_masked(cast, client_of):
    make.case(cast.lin, of=make.customer(cast.lin, phone="19900004321"))
    page = client_of(cast.lin).get("/").content.decode()
    assert "199****4321" in page
    assert "19900004321" not in page


def test_a_live_update_gets_the_list_alone(cast, client_of):
    case = make.case(cast.lin)
    response = client_of(cast.lin).get("/", headers={"HX-Request": "true"})
    page = response.content.decode()
    assert case.number in page
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "99999999999999999999", "3.5", "\x00", ""])
def test_nonsense_for_a_page_number_shows_a_page(cast, client_of, page):
    make.case(cast.lin)
    assert client_of(cast.lin).get("/", {"page": page, "box": "all"}).status_code == 200


def test_the_inbox_goes_page_by_page(cast, client_of, monkeypatch):
    monkeypatch.setattr("dingxin.desk.views.doors.paged.__kwdefaults__", {"size": 2})
    numbers = [make.case(cast.lin).number for _ in range(3)]
    client = client_of(cast.lin)
    first, second = client.get("/"), client.get("/?page=2")
    assert sorted(rows(first) + rows(second)) == sorted(numbers)
    assert 'rel="next"' in first.content.decode()
    assert 'rel="prev"' in second.content.decode()


def test_the_inbox_costs_as_many_queries_for_three_cases_as_for_one(cast, client_of):
    client = client_of(cast.gu)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get("/?box=all")
        return len(seen)

    make.case(cast.lin)
    client.get("/?box=all")
    one = cost()
    make.case(cast.zhao)
    make.case(cast.qiao)
    assert cost() == one


@pytest.mark.parametrize(
    ("hours", "mood", "words"),
    [
        (-3, "late", "超时 3 小时"),
        (0, "late", "超时 0 分钟"),
        (2, "soon", "还剩 2 小时"),
        (30, "later", "还剩 30 小时"),
        (100, "later", "还剩 4 天"),
    ],
)
def test_a_clock_says_how_long_there_is_and_is_red_only_when_breached(at, hours, mood, words):
    pill = due_pill(at + timedelta(hours=hours), at)
    assert f"due-{mood}" in pill
    assert words in pill


def test_a_case_without_a_promise_has_no_clock():
    assert due_pill(None) == ""


@pytest.mark.parametrize(("level", "filled"), [(0, 0), (1, 1), (2, 2), (3, 3), (9, 3), (-1, 0)])
def test_heat_is_shown_by_filled_bars_too(level, filled):
    assert heat_bars(level).count('class="on"') == filled


@pytest.mark.parametrize(("phone", "shown"), [("19900004321", "199****4321"), ("10086", "10086"), ("", "")])
def test_a_short_number_is_nobodys_and_stands_as_it_is(phone, shown):
    assert masked_phone(phone) == shown
