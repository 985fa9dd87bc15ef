"""Clocks, promises and policies over the API: the same rules as on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.clocks.actions import follow_case
from dingxin.clocks.models import Clock, Jurisdiction, Policy, Promise

pytestmark = pytest.mark.django_db

HERE = ("lin", "qiao", "chen", "gu")
LEADS = ("chen", "gu")
NOT_HERE = ("zhao", "he")
VERBS = {
    "start_clock": ("post", "/clocks", {"duty": "outside", "amount": 3, "unit": "day"}, HERE),
    "pause_clock": ("post", "/clocks/{clock}/pause", {"cause": "customer"}, HERE),
    "resume_clock": ("delete", "/clocks/{clock}/pause", {}, HERE),
    "stop_clock": ("post", "/clocks/{clock}/stop", {}, HERE),
    "rebase_clock": ("put", "/clocks/{clock}/due", {"due": "2099-01-01T12:00:00", "why": "agreed"}, LEADS),
    "withdraw_promise": ("post", "/promises/{promise}/withdrawal", {"consent": "不用了"}, HERE),
    "draft_promise_notice": ("get", "/promises/{promise}/notice", {}, HERE),
    "list_clocks": ("get", "/clocks", {}, (*HERE, "wu")),
}
HOUSE = {
    "list_policies": ("get", "/policies", {}),
    "create_policy": ("post", "/policies", {"name": "新", "terms": []}),
    "try_policy": ("post", "/policies/trial", {"name": "新", "terms": []}),
    "set_jurisdiction": ("put", "/policies/jurisdictions/A", {"code": "CN-41"}),
}


def with_clock(cast):
    now = timezone.now()
    case = make.case(cast.lin, at=now)
    make.reply(case, at=now)
    follow_case(case)
    return case, Clock.objects.get(case=case, duty="answer", basis="house"), Promise.objects.get(case=case)


@pytest.mark.parametrize("verb", VERBS)
def test_who_may(cast, api_of, verb):
    method, path, body, allowed = VERBS[verb]
    for user in cast.everybody():
        case, clock, promise = with_clock(cast)
        address = f"/cases/{case.number}{path}".format(clock=clock.pk, promise=promise.pk)
        status = getattr(api_of(user), method)(address, **body).status_code
        expected = {404} if user.username in NOT_HERE else {200, 201, 409} if user.username in allowed else {403}
        assert (user, status in expected) == (user, True)


@pytest.mark.parametrize("verb", HOUSE)
def test_policies_are_for_administrators(cast, api_of, verb):
    method, path, body = HOUSE[verb]
    for user in cast.everybody():
        status = getattr(api_of(user), method)(path, **body).status_code
        assert (user, status in {200, 201} if user == cast.gu else status == 403) == (user, True)


def test_a_clock_from_start_to_stop(cast, api_of):
    case, clock, _promise = with_clock(cast)
    api = api_of(cast.lin)
    started = api.post(f"/cases/{case.number}/clocks", duty="outside", limit="C-SAMR-01", note="工单 3312").json()
    assert (started["basis"], started["limit"], started["state"]) == ("hand", "C-SAMR-01", "running")
    assert api.post(f"/cases/{case.number}/clocks/{clock.pk}/pause", cause="customer").json()["state"] == "paused"
    assert api.delete(f"/cases/{case.number}/clocks/{clock.pk}/pause").json()["state"] == "running"
    assert api.post(f"/cases/{case.number}/clocks/{clock.pk}/stop", needless=False).json()["state"] == "met"
    again = api.post(f"/cases/{case.number}/clocks/{clock.pk}/stop")
    assert (again.status_code, again.headers["Content-Type"]) == (409, "application/problem+json")
    states = {row["id"]: row["state"] for row in api.get(f"/cases/{case.number}/clocks").json()["items"]}
    assert (states[started["id"]], states[clock.pk]) == ("running", "met")


def test_a_clock_of_another_case_is_not_there(cast, api_of):
    case, _clock, _promise = with_clock(cast)
    _other, clock, promise = with_clock(cast)
    api = api_of(cast.lin)
    assert api.post(f"/cases/{case.number}/clocks/{clock.pk}/stop").status_code == 404
    assert api.post(f"/cases/{case.number}/promises/{promise.pk}/withdrawal", consent="好").status_code == 404


def test_a_policy_is_tried_changed_and_moves_what_runs(cast, api_of):
    api = api_of(cast.gu)
    case, clock, _promise = with_clock(cast)
    policy = next(
        row for row in api.get("/policies").json()["items"] if any(term["id"] == clock.term_id for term in row["terms"])
    )
    terms = [{**term, "amount": 1 if term["id"] == clock.term_id else term["amount"]} for term in policy["terms"]]
    trial = api.post(f"/policies/{policy['id']}/trial", terms=terms).json()
    assert (trial["number"], trial["shown"][0]["clock"], trial["shown"][0]["case"]) == (1, clock.pk, case.number)
    assert Policy.objects.get(pk=policy["id"]).terms.get(pk=clock.term_id).amount == clock.amount
    changed = api.patch(f"/policies/{policy['id']}", terms=terms).json()
    assert next(term for term in changed["terms"] if term["id"] == clock.term_id)["amount"] == 1
    assert api.patch(f"/policies/{policy['id']}", terms=[{"duty": "answer", "amount": 0, "unit": "day"}]).status_code == 409
    assert api.patch(f"/policies/{policy['id']}", is_active=False).json()["terms"] == changed["terms"]


def test_limits_of_law_say_what_was_not_verified(cast, api_of):
    limits = {row["id"]: row for row in api_of(cast.lin).get("/policies/limits", limit=100).json()["items"]}
    assert limits["C-TEL-01"]["verified"]
    assert not limits["C-US-01"]["verified"]
    assert limits["C-TEL-01"]["article"]


def test_a_branch_stands_under_the_law_of_its_province(cast, api_of):
    assert api_of(cast.gu).put("/policies/jurisdictions/A", code="cn-41").status_code == 200
    assert Jurisdiction.objects.get().code == "CN-41"
    assert api_of(cast.gu).put("/policies/jurisdictions/Z", code="CN-41").status_code == 404


def test_a_promise_kept_by_a_reply(cast, api_of):
    case, _clock, promise = with_clock(cast)
    text = api_of(cast.lin).get(f"/cases/{case.number}/promises/{promise.pk}/notice").json()["text"]
    assert api_of(cast.lin).post(f"/cases/{case.number}/replies", text=text, keeps=promise.pk).status_code == 201
    promise.refresh_from_db()
    assert promise.state in {"kept", "kept_late"}


def test_owed_promises_and_rates(cast, api_of):
    case, _clock, promise = with_clock(cast)
    assert [row["case"] for row in api_of(cast.lin).get("/promises").json()["items"]] == [case.number]
    assert api_of(cast.qiao).get("/promises").json()["items"] == []
    assert len(api_of(cast.qiao).get("/promises", mine=False).json()["items"]) == 1
    assert api_of(cast.zhao).get("/promises", mine=False).json()["items"] == []  # another branch
    Promise.objects.filter(pk=promise.pk).update(due=timezone.now() - timedelta(days=1), state="broken")
    for by in ("person", "team", "branch"):
        rows = api_of(cast.zhao).get("/promises/rates", by=by).json()
        assert [(row["broken"], row["rate"]) for row in rows] == [(1, 0)]
    assert api_of(cast.lin).get("/promises/rates", by="zodiac").status_code == 409


@pytest.mark.parametrize("path", ["/cases/{number}/clocks", "/promises", "/policies"])
def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(cast, api_of, django_assert_num_queries, path):
    case, _clock, _promise = with_clock(cast)

    api = api_of(cast.gu)
    query = {"mine": False} if path == "/promises" else {}
    address = path.format(number=case.number)
    with CaptureQueriesContext(connection) as few:
        assert api.get(address, **query).json()["items"]
    asked = len(few)  # the next request empties the list
    for _ in range(4):
        with_clock(cast)
    for number in range(4):
        api.post(f"/cases/{case.number}/clocks", duty="outside", amount=number + 1, unit="day")
        api.post("/policies", name=f"策略{number}", terms=[{"duty": "answer", "amount": 2, "unit": "day"}])
    with django_assert_num_queries(asked):
        api.get(address, **query)
