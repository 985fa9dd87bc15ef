"""Service recovery over the API: the same verbs, through the same doors."""

from __future__ import annotations

import pytest

import make
from dingxin.cases.models import Message
from dingxin.clocks.models import Promise
from dingxin.recovery import actions
from dingxin.recovery.models import Batch, Commitment, RecoveryPlan

pytestmark = pytest.mark.django_db
WORDS = "昨晚的断网耽误了您的事，我们非常抱歉，换作是我也会着急。"


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def test_a_plan_runs_in_a_case(cast, api_of, case):
    api, at = api_of(cast.lin), f"/cases/{case.number}/recoveries"
    made = api.post(at, plan="network-outage")
    assert made.status_code == 201
    steps = {step["part"]: step for step in made.json()["steps"]}
    assert list(steps) == ["apology", "reinstatement", "empathy", "atonement", "follow_up"]
    assert api.post(at, plan="rude-staff").status_code == 409
    assert api.post(at, plan="none").status_code == 404
    settled = api.post(f"{at}/steps/{steps['empathy']['id']}", note="电话里说过")
    assert (settled.status_code, settled.json()["state"]) == (200, "done")
    assert api.post(f"{at}/steps/{steps['apology']['id']}", note=" ").status_code == 409
    make.reply(case)
    promise = Promise.objects.get(case=case)
    tied = api.put(f"{at}/steps/{steps['reinstatement']['id']}/promise", promise=promise.pk)
    assert (tied.status_code, tied.json()["promise"]) == (200, promise.pk)
    run = made.json()["id"]
    assert api.delete(f"{at}/{run}?why=x").status_code == 403
    assert api_of(cast.chen).delete(f"{at}/{run}?why=撤回").json()["state"] == "ended"
    assert [row["why"] for row in api.get(at).json()] == ["撤回"]


def test_who_may_not_sees_or_does_nothing(cast, api_of, case):
    at = f"/cases/{case.number}/recoveries"
    assert api_of(cast.zhao).post(at, plan="network-outage").status_code == 404
    assert api_of(cast.wu).post(at, plan="network-outage").status_code == 403
    lin = api_of(cast.lin)
    assert [lin.get(f"/recovery/{name}").status_code for name in ("batches", "evaluation", "plans")] == [403, 403, 200]
    for path in ("plans", "commitments"):
        assert api_of(cast.chen).post(f"/recovery/{path}", code="x", words="x", name="x").status_code == 403
    assert lin.post("/recovery/batches", plan="network-outage", incident="x").status_code == 403


def test_many_are_told_once(cast, api_of, case):
    api = api_of(cast.chen)
    body = {"incident": "断网", "plan": "network-outage", "branch": "A", "words": WORDS}
    shown = api.post("/recovery/batches/preview", **body).json()
    assert (shown["cases"], shown["second"]) == ([case.number], "")
    assert shown["words"]["zh"].startswith("网络断了")
    made = api.post("/recovery/batches", **body)
    assert (made.status_code, made.json()["progress"]["waiting"]) == (201, 1)
    assert api.post("/recovery/batches", **body).status_code == 409
    actions.work_batches(at=make.AT)
    one = api.get(f"/recovery/batches/{made.json()['id']}").json()
    assert (one["state"], one["progress"]["done"], one["could_not"]) == ("done", 1, [])
    assert Message.objects.filter(case=case, kind="agent", text=WORDS).count() == 1
    assert [row["id"] for row in api.get("/recovery/batches").json()] == [one["id"]]
    assert api.delete(f"/recovery/batches/{one['id']}?why=停").status_code == 409
    assert api.get("/recovery/evaluation", since="2025-01-01T00:00:00Z").json()[0]["runs"] == 1


def test_a_second_person_is_asked_for_the_sum(cast, api_of):
    for _ in range(6):
        make.case(cast.lin)
    chen, gu = api_of(cast.chen), api_of(cast.gu)
    body = {
        "incident": "断网",
        "plan": "network-outage",
        "branch": "A",
        "words": WORDS,
        "remedy": "account-credit",
        "amount": "200",
    }
    assert "1200" in chen.post("/recovery/batches/preview", **body).json()["second"]
    made = chen.post("/recovery/batches", **body).json()
    at = f"/recovery/batches/{made['id']}"
    assert made["state"] == "asked"
    assert chen.post(f"{at}/approval").status_code == 403
    assert gu.post(f"{at}/approval").json()["state"] == "running"
    assert gu.post(f"{at}/refusal", why="x").status_code == 409
    assert chen.delete(f"{at}?why=停").json()["progress"]["left"] == 6
    assert Batch.objects.get().approved_by == cast.gu


def test_plans_are_kept(cast, api_of):
    api = api_of(cast.gu)
    assert len(api.get("/recovery/plans").json()) == 15
    parts = {name: {"words": "很抱歉。"} for name in ("apology", "reinstatement", "empathy")}
    made = api.post("/recovery/plans", code="power-cut", name="停电", parts=parts)
    assert (made.status_code, len(made.json()["parts"])) == (201, 5)
    assert api.post("/recovery/plans", code="power-cut", name="停电", parts=parts).status_code == 409
    changed = api.patch("/recovery/plans/power-cut", signs=["停电"], parts={"apology": {"after": 3}})
    assert changed.json()["signs"] == ["停电"]
    assert changed.json()["parts"][0]["after"] == 3
    assert RecoveryPlan.objects.get(code="power-cut").name == "停电"


def test_commitments_are_judged_kept_and_called_in(cast, api_of, case):
    api, lin = api_of(cast.gu), api_of(cast.lin)
    judged = api.post("/recovery/commitments/check", words="原则上尽快处理", backed=False).json()
    assert {row["quality"] for row in judged if not row["ok"]} == {"unconditional", "meaningful"}
    made = api.post(
        "/recovery/commitments", code="call-back", words="两小时内给您回电话。", duty="answer", after=2, unit="work_hour"
    )
    assert (made.status_code, all(row["ok"] for row in made.json()["qualities"])) == (201, True)
    assert api.post("/recovery/commitments", code="empty").status_code == 409
    assert api.patch("/recovery/commitments/call-back", is_public=False).json()["words"] == "两小时内给您回电话。"
    assert api.patch("/recovery/commitments/call-back", unit="").status_code == 409
    at = f"/cases/{case.number}/commitments"
    called = lin.post(at, commitment="call-back")
    assert (called.status_code, called.json()["option"]) == (201, None)
    assert lin.post(at, commitment="call-back").status_code == 409
    assert [row["code"] for row in lin.get(at).json() if row["called_at"]] == ["call-back"]
    assert Commitment.objects.get(code="call-back").is_public is False
    assert len(lin.get("/recovery/commitments").json()) == 13
