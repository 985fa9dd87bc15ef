"""The API walks a case from its first words to its close, refuses what the rules refuse, and repeats nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.audit.models import Event
from dingxin.cases.models import Case, Customer, Message
from dingxin.clocks.models import Promise

pytestmark = pytest.mark.django_db

OPENING = {"text": make.GRUMBLE, "channel": "hotline", "phone": "199 0000 1234", "name": "周慧兰"}


def test_from_grumble_to_satisfied_close(cast, api_of):
    api = api_of(cast.lin)
    case = api.post("/cases", **OPENING).json()
    path = f"/cases/{case['number']}"
    assert (case["owner"], case["handler"], case["state"], case["branch"]) == ("lin", "lin", "open", "A")
    review = api.post(f"{path}/review", text=make.ANSWER).json()
    assert review["verdict"] != "stop"
    reply = api.post(f"{path}/replies", text=make.ANSWER, revision=case["revision"], token="r1")
    assert reply.status_code == 201
    assert reply.json()["author"] == "lin"
    for promise in api.get(f"{path}/promises").json():
        assert api.post(f"{path}/promises/{promise['id']}/keeping").json()["state"] == "kept"
    assert api.post(f"{path}/resolution").json()["state"] == "resolved"
    assert api.post(f"{path}/verdict", content=True, words="查清楚就好。").json()["content"] is True
    closed = api.post(f"{path}/closure").json()
    assert (closed["state"], closed["close_reason"]) == ("closed", "content")
    kinds = [event["kind"] for event in api.get("/events", case=case["number"]).json()]
    assert (kinds[0], kinds[-1]) == ("case.opened", "case.closed")
    assert api.delete(f"{path}/closure").json()["state"] == "open"


def test_a_manager_closes_with_a_final_answer(cast, api_of):
    case = make.case(cast.lin)
    manager = api_of(cast.chen)
    refused = manager.post(f"/cases/{case.number}/closure", final_answer=True)
    assert refused.status_code == 409
    assert manager.post(f"/cases/{case.number}/replies", text=make.ANSWER).status_code == 201
    assert manager.post(f"/cases/{case.number}/closure", final_answer=True).json()["close_reason"] == "final_answer"


def test_a_refusal_says_why_and_where(cast, api_of):
    case = make.case(cast.lin)
    answer = api_of(cast.lin).post(f"/cases/{case.number}/closure")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 409
    assert answer.json()["detail"]
    assert api_of(cast.lin).post(f"/cases/{case.number}/handover", to="nobody").json()["field"] == "to"


def test_a_stopped_reply_comes_with_its_review(cast, api_of):
    case = make.case(cast.lin)
    answer = api_of(cast.lin).post(f"/cases/{case.number}/replies", text="您放心，我赔您五千块。")
    assert answer.status_code == 409
    assert answer.json()["review"]["verdict"] == "stop"
    assert case.messages.count() == 1


def test_the_second_tab_does_not_answer_what_it_has_not_read(cast, api_of):
    case = make.case(cast.lin)
    make.message(case, text="还有上个月的也多扣了。")
    assert api_of(cast.lin).post(f"/cases/{case.number}/replies", text=make.ANSWER, revision=1).status_code == 409
    assert case.messages.filter(kind="agent").count() == 0


def test_the_same_call_twice_does_it_once(cast, api_of):
    api = api_of(cast.lin)
    numbers = {api.post("/cases", token="t1", **OPENING).json()["number"] for _ in range(2)}
    assert len(numbers) == 1
    number = numbers.pop()
    for path, body in (
        ("/messages", {"text": "还没好。"}),
        ("/notes", {"text": "记一笔。"}),
        ("/replies", {"text": make.ANSWER}),
    ):
        assert len({api.post(f"/cases/{number}{path}", token=path, **body).json()["id"] for _ in range(2)}) == 1
    assert (Case.objects.count(), Customer.objects.count(), Message.objects.count()) == (1, 1, 4)


def test_what_is_refused_leaves_nothing(cast, api_of):
    before = Event.objects.count()
    api = api_of(cast.lin)
    tokens = 1  # making one is an event
    for wrong in ({"channel": "pigeon"}, {"category": "没有"}, {"branch": "Z"}, {"phone": "x"}, {"text": ""}, {"email": "no"}):
        answer = api.post("/cases", **{**OPENING, **wrong})
        assert answer.status_code == 409
        assert answer.json()["field"] in {*wrong, ""}
    assert (Case.objects.count(), Customer.objects.count()) == (0, 0)
    assert Event.objects.count() == before + tokens


def test_offer_and_acceptance(cast, api_of):
    case = make.case(cast.lin)
    offer = api_of(cast.lin).post(f"/cases/{case.number}/handover", to="zhao", brief="客户在河西。")
    assert (offer.status_code, offer.json()["state"]) == (201, "offered")
    assert api_of(cast.qiao).post(f"/cases/{case.number}/handover/acceptance").status_code == 403
    accepted = api_of(cast.zhao).post(f"/cases/{case.number}/handover/acceptance").json()
    assert (accepted["owner"], accepted["handler"], accepted["offered_to"]) == ("zhao", "zhao", None)


def test_merging_and_linking(cast, api_of):
    api = api_of(cast.lin)
    customer = make.customer(cast.lin)
    one, other, third = (make.case(cast.lin, of=customer) for _ in range(3))
    assert api.post(f"/cases/{one.number}/links", number=third.number).json() == {"number": third.number}
    assert api.post(f"/cases/{one.number}/merging", number=other.number).json()["number"] == other.number
    assert api.get(f"/cases/{one.number}").json()["merged_into"] == other.number
    api.post(f"/cases/{one.number}/messages", text="后来的话。")
    assert api.get(f"/cases/{other.number}/messages").json()["items"][-1]["text"] == "后来的话。"


def test_facts_are_listed_confirmed_and_struck(cast, api_of):
    api = api_of(cast.lin)
    case = make.case(cast.lin, text="上个月15号你们多扣了我35元，请退给我。")
    facts = api.get(f"/cases/{case.number}/facts").json()
    assert any(fact["amount"] == "35.00" for fact in facts)
    struck = api.post(f"/cases/{case.number}/facts/{facts[0]['id']}/rejection").json()
    assert struck["state"] == "rejected"
    confirmed = api.post(f"/cases/{case.number}/facts/confirmation").json()
    assert {fact["state"] for fact in confirmed} <= {"confirmed"}
    other = make.case(cast.lin, text="上个月15号你们多扣了我35元，请退给我。")
    elsewhere = other.facts.first().pk
    assert api.post(f"/cases/{case.number}/facts/{elsewhere}/rejection").status_code == 404


def test_a_promise_of_another_case_is_not_there(cast, api_of):
    case, other = make.case(cast.lin), make.case(cast.lin)
    promise = Promise.objects.create(
        case=other, message=other.messages.get(), made_by=cast.lin, text="一小时内", due=timezone.now() + timedelta(hours=1)
    )
    assert api_of(cast.lin).post(f"/cases/{case.number}/promises/{promise.pk}/keeping").status_code == 404


@pytest.mark.parametrize(
    "path", ["/cases", "/cases?q=信息费", "/cases?box=mine", "/events", "/customers?phone=1990", "/cases/{}/messages"]
)
def test_a_list_of_thirty_costs_as_many_queries_as_a_list_of_one(cast, api_of, django_assert_num_queries, path):
    api = api_of(cast.lin)
    first = make.case(cast.lin)
    path = path.format(first.number)
    api.get(path)
    with CaptureQueriesContext(connection) as one:
        assert api.get(path).status_code == 200
    for _ in range(29):
        make.case(cast.lin)
        make.note(first)
    with django_assert_num_queries(len(one)):
        assert api.get(path).status_code == 200


def test_lists_come_in_pages(cast, api_of):
    for _ in range(3):
        make.case(cast.lin)
    page = api_of(cast.lin).get("/cases", limit=2, offset=2).json()
    assert (page["count"], len(page["items"])) == (3, 1)
    events = api_of(cast.gu).get("/events", limit=2).json()
    following = api_of(cast.gu).get("/events", limit=2, after=events[-1]["id"]).json()
    assert following[0]["id"] > events[-1]["id"]
