"""People and routing over the API: the same verbs, doors and refusals as on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

import make
from dingxin.accounts.models import Absence, DutyShift, StaffSkill
from dingxin.cases.models import RoutingRule

pytestmark = pytest.mark.django_db
FURIOUS = "你们这帮骗子！我要投诉到底，再不解决我就砸了你们的店！滚！"
HOUR = timedelta(hours=1)


def times():
    now = timezone.now()
    return {"start": (now - HOUR).isoformat(), "end": (now + HOUR).isoformat()}


def test_load_mine_and_the_teams(cast, api_of):
    make.case(cast.lin, text=FURIOUS, at=timezone.now())
    mine = api_of(cast.lin).get("/people/load").json()
    assert (mine["staff"], mine["cases"], mine["load"], mine["rests"]) == ("lin", 1, 6, True)
    assert [row["staff"] for row in api_of(cast.chen).get("/people/team-load").json()] == ["lin", "chen", "qiao"]
    for user, status in ((cast.lin, 403), (cast.he, 404), (cast.wu, 403), (cast.gu, 200)):
        assert (user, api_of(user).get("/people/team-load", branch="A").status_code) == (user, status)
    assert api_of(cast.chen).get("/people/team-load", branch="B").status_code == 404


def test_breather_and_back(cast, api_of):
    case = make.case(cast.lin, at=timezone.now())
    api = api_of(cast.lin)
    taken = api.post("/people/breather", colleague="qiao", minutes=15)
    assert taken.status_code == 201
    assert (taken.json()["kind"], taken.json()["stand_in"]) == ("breather", "qiao")
    for body in ({"colleague": "qiao"}, {"colleague": "nobody"}):
        assert api.post("/people/breather", **body).status_code == 409
    assert api.post("/people/breather", colleague="qiao", minutes=0).status_code == 422
    assert api.get(f"/cases/{case.number}").json()["handler"] == "qiao"
    path = f"/people/absences/{taken.json()['id']}"
    assert api_of(cast.qiao).delete(path).status_code == 403
    assert api.delete(path).json()["ended_at"]
    assert api.delete(path).status_code == 409
    assert api.get(f"/cases/{case.number}").json()["handler"] == "lin"


def test_absences(cast, api_of):
    assert api_of(cast.lin).post("/people/absences", kind="leave", stand_in="qiao", **times()).status_code == 201
    assert api_of(cast.lin).post("/people/absences", kind="leave", staff="qiao", **times()).status_code == 403
    assert api_of(cast.chen).post("/people/absences", kind="moon", staff="qiao", **times()).status_code == 409
    assert api_of(cast.chen).post("/people/absences", kind="sick", staff="chen", **times()).status_code == 201
    assert [row["staff"] for row in api_of(cast.qiao).get("/people/absences").json()] == ["lin", "chen"]
    assert api_of(cast.he).get("/people/absences").status_code == 404
    assert Absence.objects.count() == 2
    naive = {"start": "2099-01-01T09:00:00", "end": "2099-01-01T18:00:00"}
    assert api_of(cast.lin).post("/people/absences", kind="leave", **naive).json()["start"] == "2099-01-01T09:00:00+08:00"


def test_duty(cast, api_of):
    api = api_of(cast.chen)
    assert api.get("/people/duty").json() == {"in_charge": "chen", "why": "manager", "shifts": []}
    planned = api.post("/people/duty", staff="chen", weeks=2, **times())
    assert planned.status_code == 201
    assert (api.get("/people/duty").json()["why"], len(api.get("/people/duty").json()["shifts"])) == ("on_duty", 2)
    for body, status in (
        ({"staff": "lin"}, 409),
        ({"staff": "x"}, 409),
        ({"staff": "chen", "weeks": 0}, 409),
        ({"staff": "chen"}, 409),
    ):
        assert api.post("/people/duty", **body, **times()).status_code == status
    assert api_of(cast.lin).post("/people/duty", staff="chen", **times()).status_code == 403
    shift = planned.json()[1]["id"]
    assert api_of(cast.lin).delete(f"/people/duty/{shift}").status_code == 403
    assert api.delete(f"/people/duty/{shift}").status_code == 204
    assert api.delete(f"/people/duty/{shift}").status_code == 404
    assert DutyShift.objects.count() == 1


def test_skills(cast, api_of):
    admin = api_of(cast.gu)
    made = admin.post("/people/skills", name="英语")
    assert made.status_code == 201
    assert admin.patch(f"/people/skills/{made.json()['id']}", name="英语口语").json()["name"] == "英语口语"
    assert admin.post("/people/skills").status_code == 409
    assert api_of(cast.chen).post("/people/skills", name="法语").status_code == 403
    assert api_of(cast.chen).put("/people/staff/lin/skills", levels={"英语口语": 3}).status_code == 200
    assert api_of(cast.chen).put("/people/staff/lin/skills", levels={"英语口语": 4}).status_code == 409
    assert api_of(cast.chen).put("/people/staff/lin/skills", levels={"法语": 1}).status_code == 409
    assert api_of(cast.chen).put("/people/staff/zhao/skills", levels={"英语口语": 3}).status_code == 403
    assert api_of(cast.lin).get("/people/skills").json()[0]["name"] == "英语口语"
    assert StaffSkill.objects.get().level == 3


def test_rules_are_made_tried_switched_on_and_overridden(cast, api_of):
    admin = api_of(cast.gu)
    made = admin.post("/routing-rules", name="轮流", method="round_robin", team=cast.team_a.pk, conditions={"channel": ["hall"]})
    assert made.status_code == 201
    path = f"/routing-rules/{made.json()['id']}"
    old = make.case(cast.chen, at=timezone.now())
    assert admin.post(f"{path}/on").status_code == 409
    trial = admin.post(f"{path}/trial").json()
    assert (trial["looked"], trial["matched"], trial["shares"], trial["cases"][0]["number"]) == (1, 1, {"lin": 1}, old.number)
    assert admin.post(f"{path}/on").json()["is_active"]
    number = api_of(cast.chen).post("/cases", text=make.GRUMBLE, channel="hall", phone="19900001234").json()["number"]
    decided = api_of(cast.qiao).get(f"/cases/{number}/routing").json()
    assert (decided["rule"], decided["to"], decided["reason"]["matched"]) == ("轮流", "lin", [["channel", "hall"]])
    assert api_of(cast.chen).get(f"/cases/{old.number}/routing").status_code == 404
    assert api_of(cast.zhao).get(f"/cases/{number}/routing").status_code == 404
    override = f"/cases/{number}/routing/override"
    assert api_of(cast.qiao).post(override, to="qiao").status_code == 403
    assert api_of(cast.chen).post(override, to="x").status_code == 409
    assert api_of(cast.chen).post(override, to="qiao").json()["overridden_to"] == "qiao"
    assert admin.patch(path, method="team").status_code == 409
    assert admin.delete(path).status_code == 409
    assert admin.post(f"{path}/off").status_code == 200
    assert admin.patch(path, method="team").json()["tried_at"] is None
    assert admin.post(f"{path}/place", up=True).status_code == 409
    assert admin.delete(path).status_code == 204
    assert not RoutingRule.objects.exists()


@pytest.mark.parametrize(
    "body",
    [{"conditions": {"moon": ["x"]}}, {"conditions": {"branch": [10**18]}}, {"method": "dice"}, {"name": "x" * 81}, {"team": 0}],
)
def test_a_rule_that_does_not_fit_is_refused(cast, api_of, body):
    fields = {"name": "轮流", "method": "team", "team": cast.team_a.pk, **body}
    assert api_of(cast.gu).post("/routing-rules", **fields).status_code == 409
    assert api_of(cast.gu).post("/routing-rules", **{**fields, "team": 999_999}).status_code == 404
    for user in (cast.lin, cast.chen, cast.wu, cast.he):
        assert api_of(user).post("/routing-rules", **fields).status_code == 403
        assert api_of(user).get("/routing-rules").status_code == 403
