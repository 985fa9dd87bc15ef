"""The follow-up through the API: the same verbs, the same refusals."""

from __future__ import annotations

import pytest

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.followup import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    made = make.resolved_case(cast.lin)
    actions.plan_callbacks(Event.objects.get(case=made, kind=Kind.CASE_RESOLVED))
    return made


def test_calls_back_are_listed_and_recorded(cast, api_of, case):
    api = api_of(cast.lin)
    (row, *_rest) = api.get("/callbacks").json()["items"]
    assert (row["case"], row["state"], row["round"]) == (case.number, "planned", 1)
    path = f"/callbacks/{row['id']}/outcome"
    assert api.post(path, outcome="not_content", words="没到").json()["field"] == "cause"
    assert api.post(path, outcome="not_content", cause="not_done", words="没到").json()["outcome"] == "not_content"
    assert api.post(path, outcome="content").status_code == 409
    assert api.get(f"/cases/{case.number}").json()["state"] == "open"
    assert api.get(f"/cases/{case.number}/callbacks").json()[-1]["outcome"] == "not_content"
    assert api.get("/callbacks", heap="moon").status_code == 409


@pytest.mark.parametrize(("who", "status"), [("lin", 200), ("chen", 200), ("gu", 200), ("wu", 403), ("zhao", 404)])
def test_who_may(cast, api_of, case, who, status):
    row = case.callbacks.first()
    assert api_of(getattr(cast, who)).post(f"/callbacks/{row.pk}/outcome", outcome="content").status_code == status


def test_the_link_is_given(cast, api_of, case):
    made = api_of(cast.lin).post(f"/cases/{case.number}/survey")
    assert made.status_code == 201
    assert made.json()["link"] == f"http://testserver/s/{case.surveys.get().token}/"
    assert api_of(cast.wu).post(f"/cases/{case.number}/survey").status_code == 403
    assert api_of(cast.lin).post(f"/cases/{make.case(cast.lin).number}/survey").status_code == 409


def test_preferences_plans_and_programmes(cast, api_of, case):
    api = api_of(cast.lin)
    path = f"/customers/{case.customer_id}/preference"
    assert api.put(path, way="sms", earliest="14:00", latest="16:00").json()["way"] == "sms"
    assert api.put(path, earliest="16:00", latest="14:00").status_code == 409
    assert api_of(cast.zhao).put(path, way="sms").status_code == 404
    assert api.get("/callbacks/plans").status_code == 403
    boss = api_of(cast.gu)
    plan = boss.post("/callbacks/plans", name="新计划", second_after=5).json()
    assert boss.patch(f"/callbacks/plans/{plan['id']}", second_after=None).json()["second_after"] is None
    assert boss.post("/callbacks/plans", name="新计划").status_code == 409
    assert boss.post("/callbacks/plans").status_code == 409
    assert len(boss.get("/callbacks/plans").json()) >= 5
    made = api_of(cast.chen).post("/callbacks/programmes", name="静默", list="19900007777,钱若,到期\n打不通\n")
    assert (made.status_code, made.json()["calls"], len(made.json()["left"])) == (201, 1, 1)
    assert api.post("/callbacks/programmes", name="静默二", list="19900007777").status_code == 403
    assert api_of(cast.chen).post("/callbacks/programmes", name="静默二", branch="B", list="19900007777").status_code == 409
