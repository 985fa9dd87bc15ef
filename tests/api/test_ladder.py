"""The ladder through the API: the same verbs, the same refusals."""

from __future__ import annotations

import pytest

import make
from dingxin.escalation.models import Rung

pytestmark = pytest.mark.django_db
BODY = {"rung": "duty_manager", "introduction": "已请陈经理过来，客户同意。"}


def test_somebody_is_brought_in_with_a_brief(cast, api_of):
    case, api = make.case(cast.lin), api_of(cast.lin)
    made = api.post(f"/cases/{case.number}/escalations", **BODY)
    assert made.status_code == 201
    assert (made.json()["to"], made.json()["cause"]) == ("chen", "hand")
    assert made.json()["brief"]["introduction"] == BODY["introduction"]
    assert [row["rung"] for row in api.get(f"/cases/{case.number}/escalations").json()] == ["duty_manager"]
    assert api.get(f"/cases/{case.number}").json()["offered_to"] == "chen"
    again = api.post(f"/cases/{case.number}/escalations", **BODY)
    assert (again.status_code, again.json()["field"]) == (409, "rung")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"rung": "moon"}, "rung"), ({"introduction": " "}, "introduction"), ({"rung": "postal_appeal"}, "rung")],
)
def test_what_is_refused_says_where(cast, api_of, change, field):
    case = make.case(cast.lin)
    answer = api_of(cast.lin).post(f"/cases/{case.number}/escalations", **{**BODY, **change})
    assert (answer.status_code, answer.json()["field"]) == (409, field)


@pytest.mark.parametrize(("who", "status"), [("lin", 201), ("chen", 201), ("gu", 201), ("wu", 403), ("zhao", 404), ("he", 404)])
def test_who_may(cast, api_of, who, status):
    case = make.case(cast.lin)
    assert api_of(getattr(cast, who)).post(f"/cases/{case.number}/escalations", **BODY).status_code == status


def test_brief_and_ladder_are_read(cast, api_of):
    case, api = make.case(cast.lin), api_of(cast.lin)
    assert api.get(f"/cases/{case.number}/brief").json()["crux"]
    steps = {step["rung"]: step for step in api.get(f"/cases/{case.number}/ladder").json()}
    assert steps["desk"]["here"]
    proof = steps["telecom_appeal"]["proof"][0]
    assert (proof["check"], proof["rules"][0]["id"], proof["rules"][0]["verified"]) == ("lacking", "L17-01", True)
    for path in ("brief", "ladder", "escalations"):
        assert api_of(cast.zhao).get(f"/cases/{case.number}/{path}").status_code == 404


def test_the_ladder_is_read_by_all_and_changed_by_the_administrator(cast, api_of):
    assert api_of(cast.lin).get("/ladder").json()[0]["code"] == "desk"
    assert {row["cause"] for row in api_of(cast.lin).get("/ladder/triggers").json()} >= {"breach", "asked"}
    assert api_of(cast.chen).patch("/ladder/desk", name="前台").status_code == 403
    assert api_of(cast.chen).post("/ladder", code="x", position=7).status_code == 403
    assert api_of(cast.chen).patch("/ladder/triggers/breach", times=3).status_code == 403
    api = api_of(cast.gu)
    assert api.patch("/ladder/complaint_centre", team=cast.team_a.pk, bring=["简报"]).json()["team"] == cast.team_a.pk
    assert Rung.objects.get(code="complaint_centre").bring[0]["zh"] == "简报"
    assert api.patch("/ladder/complaint_centre", team=999_999).status_code == 409
    assert api.post("/ladder", code="region", position=25, name="区域经理").status_code == 201
    assert api.post("/ladder", code="region2", position=25, name="区域经理").status_code == 409
    assert api.post("/ladder", code="region3", position=26).status_code == 409
    assert api.patch("/ladder/triggers/breach", times=3, is_active=False).json()["times"] == 3
    assert api.patch("/ladder/triggers/breach", rung="court").status_code == 409
    assert api.patch("/ladder/nowhere", name="x").status_code == 404
