"""Every verb of the API, as each role: who may do it, who may not, and for whom the case is not there at all."""

from __future__ import annotations

import pytest

import make
from dingxin.api.main import api

pytestmark = pytest.mark.django_db

HERE = ("lin", "qiao", "chen", "gu")  # branch A's people and the administrator
NOT_HERE = ("zhao", "he")  # another branch, and a trainer, who sees closed cases only

#  verb: (method, path under the case, body, those whom a rule lets through)
VERBS = {
    "add_customer_message": ("post", "/messages", {"text": "还有一件事。"}, HERE),
    "write_note": ("post", "/notes", {"text": "已核对。"}, (*HERE, "wu")),
    "review_draft": ("post", "/review", {"text": make.ANSWER}, HERE),
    "send_reply": ("post", "/replies", {"text": make.ANSWER}, HERE),
    "take_case": ("post", "/taking", {}, HERE),
    "hand_over": ("post", "/handover", {"to": "zhao"}, ("lin", "chen", "gu")),
    "accept_handover": ("post", "/handover/acceptance", {}, ()),
    "refuse_handover": ("post", "/handover/refusal", {}, ()),
    "correct_grade": ("put", "/grade", {"grade": "serious"}, (*HERE, "wu")),
    "categorise_case": ("put", "/category", {"product": "彩铃"}, HERE),
    "observe_customer": ("post", "/observations", {"signs": ["loud"]}, HERE),
    "confirm_facts": ("post", "/facts/confirmation", {}, HERE),
    "mark_resolved": ("post", "/resolution", {}, HERE),
    "record_verdict": ("post", "/verdict", {"content": True}, HERE),
    "close_case": ("post", "/closure", {}, HERE),
    "give_final_answer": ("post", "/closure", {"final_answer": True}, ("chen", "gu")),
    "reopen_case": ("delete", "/closure", {}, HERE),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may(cast, api_of, verb):
    method, path, body, allowed = VERBS[verb]
    for user in cast.everybody():
        case = make.case(cast.lin)
        status = getattr(api_of(user), method)(f"/cases/{case.number}{path}", **body).status_code
        if user.username in NOT_HERE:
            assert (user, status) == (user, 404)
        elif user.username in allowed:
            assert (user, status in {200, 201, 409}) == (user, True)  # 409: the role may, the state of the case does not allow it
        else:
            assert (user, status) == (user, 403)


@pytest.mark.parametrize("user", ["lin", "chen", "zhao", "wu", "he", "gu"])
def test_everybody_opens_a_case(cast, api_of, user):
    answer = api_of(getattr(cast, user)).post("/cases", text=make.GRUMBLE, channel="hotline", branch="B", phone="199 0000 1234")
    assert answer.status_code == 201
    assert answer.json()["owner"] == user


@pytest.mark.parametrize("path", ["", "/messages", "/facts", "/promises"])
def test_what_may_not_be_seen_is_not_there(cast, api_of, path):
    case = make.case(cast.lin)
    for user, status in ((cast.lin, 200), (cast.chen, 200), (cast.wu, 200), (cast.gu, 200), (cast.zhao, 404), (cast.he, 404)):
        assert api_of(user).get(f"/cases/{case.number}{path}").status_code == status


def test_lists_events_and_customers_keep_to_the_branch(cast, api_of):
    here, there = make.case(cast.lin, text="宽带断了。"), make.case(cast.zhao, text="宽带断了。")
    api = api_of(cast.zhao)
    for query in ({}, {"q": "宽带"}, {"box": "mine"}):
        assert [case["number"] for case in api.get("/cases", **query).json()["items"]] == [there.number]
    assert {event["case"] for event in api.get("/events").json()} == {there.number}
    assert api.get("/events", case=here.number).status_code == 404
    assert [customer["id"] for customer in api.get("/customers", phone="1990000").json()] == [there.customer_id]
    assert api.patch(f"/customers/{here.customer_id}", name="别人").status_code == 404
    assert api.patch(f"/customers/{there.customer_id}", name="周慧兰").json()["name"] == "周慧兰"


def test_cases_of_another_branch_are_neither_merged_nor_linked(cast, api_of):
    here, there = make.case(cast.lin), make.case(cast.zhao)
    for path in ("/merging", "/links"):
        assert api_of(cast.lin).post(f"/cases/{here.number}{path}", number=there.number).status_code == 404


def test_strangers_and_wrong_tokens_are_not_let_in(cast, client):
    case = make.case(cast.lin)
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}, {"Authorization": "Basic bGluOng="}):
        for path in ("/api/cases", f"/api/cases/{case.number}", "/api/events", "/api/customers?phone=1990"):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 401
            assert answer["Content-Type"] == "application/problem+json"


def test_a_browser_needs_its_csrf_token(cast, client_of):
    client = client_of(cast.lin)
    client.handler.enforce_csrf_checks = True
    assert client.post("/api/cases", {"text": "x", "channel": "hall"}, content_type="application/json").status_code == 403
    assert client.get("/api/cases").status_code == 200


def test_every_operation_is_named_like_its_verb():
    named = {operation["operationId"].removeprefix("dingxin_api_").split("_", 1)[1] for operation in operations()}
    assert set(VERBS) - {"give_final_answer"} <= named
    assert {"open_case", "merge_case", "link_case", "reject_fact", "keep_promise", "update_customer", "read_events"} <= named


def operations():
    return [operation for path in api.get_openapi_schema()["paths"].values() for operation in path.values()]
