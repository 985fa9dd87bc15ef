"""The pages of people: my load and a breather, the roster, the team's load, skills."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.accounts.actions import create_skill, plan_duty, record_absence
from dingxin.accounts.models import Absence, DutyShift, Skill, StaffSkill
from dingxin.cases.models import Case

HOUR = timedelta(hours=1)
FURIOUS = "你们这帮骗子！我要投诉到底，再不解决我就砸了你们的店！滚！"


def typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def duty(cast, person=None, *, start=-HOUR, end=HOUR, **more):
    now = timezone.now()
    form = {"staff": (person or cast.chen).pk, "start": typed(now + start), "end": typed(now + end), "weeks": 1}
    return {**form, **more}


def away(cast, person, **more):
    now = timezone.now()
    form = {"staff": person.pk, "kind": "leave", "start": typed(now - HOUR), "end": typed(now + HOUR), "stand_in": ""}
    return {**form, **more}


def test_my_load_shows_what_i_bear_and_where_it_comes_from(cast, client_of):
    case = make.case(cast.lin, text=FURIOUS, at=timezone.now())
    page = client_of(cast.lin).get("/people/").content.decode()
    assert case.number in page
    assert "近来有些负担" in page
    assert case.number not in client_of(cast.qiao).get("/people/").content.decode()


@pytest.mark.parametrize("user", ["lin", "chen", "wu", "he", "gu"])
def test_everybody_has_a_page_of_their_own(cast, client_of, user):
    assert client_of(getattr(cast, user)).get("/people/").status_code == 200


def test_a_breather_and_back(cast, client_of):
    case = make.case(cast.lin, at=timezone.now())
    client = client_of(cast.lin)
    assert client.post("/people/breather/", {"colleague": cast.qiao.pk, "minutes": "30"}).status_code == 302
    case.refresh_from_db()
    assert case.handler == cast.qiao
    page = client.get("/people/").content.decode()
    absence = Absence.objects.get()
    assert f"/people/absences/{absence.pk}/end/" in page
    assert client_of(cast.qiao).post(f"/people/absences/{absence.pk}/end/").status_code == 403
    assert client.post(f"/people/absences/{absence.pk}/end/").status_code == 302
    case.refresh_from_db()
    assert case.handler == cast.lin
    assert client.post(f"/people/absences/{absence.pk}/end/").status_code == 422
    assert client.post("/people/absences/999999/end/").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"colleague": ""}, {"minutes": "7"}, {"minutes": ""}, {"colleague": "lin"}, {"colleague": "zhao"}]
)
def test_a_breather_that_does_not_fit_is_refused_on_the_page(cast, client_of, wrong):
    form = {"colleague": cast.qiao.pk, "minutes": "30", **wrong}
    if form["colleague"] in {"lin", "zhao"}:
        form["colleague"] = getattr(cast, form["colleague"]).pk
    assert client_of(cast.lin).post("/people/breather/", form).status_code == 422
    assert not Absence.objects.exists()


def test_the_roster_says_who_answers_now(cast, client_of):
    client = client_of(cast.chen)
    assert "陈立" in client.get("/people/roster/").content.decode()
    assert client.post("/people/roster/duty/", duty(cast, weeks=2)).status_code == 302
    assert DutyShift.objects.count() == 2
    first = DutyShift.objects.order_by("start")[0]
    assert client.post(f"/people/roster/duty/{first.pk}/removal/").status_code == 302
    assert client.post(f"/people/roster/duty/{first.pk}/removal/").status_code == 422
    assert client.post("/people/roster/duty/999999/removal/").status_code == 404


def test_duty_that_does_not_fit_is_refused_and_kept(cast, client_of):
    client = client_of(cast.chen)
    for wrong in ({"end": ""}, {"staff": cast.lin.pk}, {"weeks": "0"}, {"weeks": "54"}, {"start": "gestern"}):
        response = client.post("/people/roster/duty/", {**duty(cast), **wrong})
        assert response.status_code == 422
        assert response.context["duty_form"].errors
    assert client.post("/people/roster/duty/", duty(cast, start=HOUR, end=-HOUR)).status_code == 422
    assert not DutyShift.objects.exists()


def test_who_may_plan_and_see_the_roster(cast, client_of):
    plan = duty(cast)
    for user, seen, planned in (
        (cast.lin, 200, 403), (cast.wu, 200, 403), (cast.he, 403, 403), (cast.zhao, 200, 403), (cast.gu, 200, 302),
    ):  # fmt: skip
        client = client_of(user)
        assert (user, client.get("/people/roster/").status_code) == (user, seen)
        assert (user, client.post("/people/roster/duty/", plan).status_code) == (user, planned)
    for user in (cast.chen, cast.lin):
        assert client_of(user).get(f"/people/roster/?branch={cast.branch_b.pk}").status_code == 404
    for nonsense in ("x", "9" * 40, "-1", "0"):
        assert client_of(cast.gu).get(f"/people/roster/?branch={nonsense}").status_code == 404
    assert client_of(cast.gu).get(f"/people/roster/?branch={cast.branch_b.pk}").status_code == 200
    shift = DutyShift.objects.get()
    assert client_of(cast.lin).post(f"/people/roster/duty/{shift.pk}/removal/").status_code == 403


def test_an_agent_enters_their_own_absence_a_manager_anybodys(cast, client_of):
    assert client_of(cast.lin).post("/people/absences/", away(cast, cast.qiao)).status_code == 422
    assert client_of(cast.lin).post("/people/absences/", away(cast, cast.lin, stand_in=cast.qiao.pk)).status_code == 302
    assert client_of(cast.chen).post("/people/absences/", away(cast, cast.qiao)).status_code == 302
    assert client_of(cast.chen).post("/people/absences/", away(cast, cast.zhao)).status_code == 422
    assert sorted(Absence.objects.values_list("staff__username", flat=True)) == ["lin", "qiao"]
    refused = client_of(cast.chen).post("/people/absences/", away(cast, cast.qiao))
    assert refused.status_code == 422
    assert "乔安" in str(refused.context["absence_form"].errors)


def test_team_load_is_for_those_who_lead(cast, client_of):
    make.case(cast.lin, text=FURIOUS, at=timezone.now())
    for user, status in ((cast.lin, 403), (cast.he, 403), (cast.chen, 200), (cast.wu, 403), (cast.gu, 200)):
        assert (user, client_of(user).get("/people/load/").status_code) == (user, status)
    rows = client_of(cast.chen).get("/people/load/").context["rows"]
    assert (rows[0].staff.username, rows[0].in_hand.cases, rows[0].rests) == ("lin", 1, True)
    assert client_of(cast.chen).get(f"/people/load/?branch={cast.branch_b.pk}").status_code == 404


@pytest.mark.parametrize("path", ["/people/load/", "/people/roster/", "/people/", "/settings/skills/"])
def test_pages_cost_the_same_for_three_as_for_one(cast, client_of, path):
    client, now = client_of(cast.gu), timezone.now()

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    def one_more(person):
        make.case(person, text=FURIOUS, at=now)
        make.case(cast.gu, text=FURIOUS, at=now, branch=cast.branch_a)
        record_absence(person, kind="leave", start=now, end=now + HOUR, actor=person, at=now)
        skill = create_skill(actor=cast.gu, at=now, name=person.name)
        StaffSkill.objects.create(staff=person, skill=skill)

    plan_duty(cast.branch_a, staff=cast.chen, start=now, end=now + HOUR, actor=cast.gu, at=now)
    one_more(cast.lin)
    cost()
    one = cost()
    for person in (cast.qiao, make.staff("sun", where=cast.branch_a)):
        one_more(person)
    plan_duty(cast.branch_a, staff=cast.chen, start=now + HOUR, end=now + 2 * HOUR, weeks=2, actor=cast.gu, at=now)
    assert cost() == one


def test_skills_are_made_by_administrators_and_set_by_who_leads(cast, client_of):
    admin = client_of(cast.gu)
    assert admin.post("/settings/skills/new/", {"name": "英语", "is_active": "on"}).status_code == 302
    skill = Skill.objects.get()
    assert admin.post(f"/settings/skills/{skill.pk}/", {"name": "英语口语", "is_active": "on"}).status_code == 302
    assert admin.post("/settings/skills/new/", {"name": "英语口语"}).status_code == 422
    assert client_of(cast.chen).get("/settings/skills/").status_code == 403
    path = f"/people/{cast.lin.pk}/skills/"
    manager = client_of(cast.chen)
    assert manager.get(path).status_code == 200
    assert manager.post(path, {f"skill_{skill.pk}": "3"}).status_code == 302
    assert StaffSkill.objects.get().level == 3
    assert manager.post(path, {f"skill_{skill.pk}": "9"}).status_code == 422
    assert manager.post(path, {f"skill_{skill.pk}": "0"}).status_code == 302
    assert not StaffSkill.objects.exists()
    for user, who, status in ((cast.lin, cast.lin, 403), (cast.chen, cast.zhao, 403), (cast.gu, cast.zhao, 200)):
        assert client_of(user).get(f"/people/{who.pk}/skills/").status_code == status


def test_a_branch_gets_its_manager_in_the_settings(cast, client_of):
    fields = {"code": "A", "name": "城东营业厅", "industry": "telecom", "is_active": "on", "manager": cast.chen.pk}
    assert client_of(cast.gu).post(f"/settings/branches/{cast.branch_a.pk}/", fields).status_code == 302
    cast.branch_a.refresh_from_db()
    assert cast.branch_a.manager == cast.chen
    other = {**fields, "code": "B", "name": "河西服务中心"}
    assert client_of(cast.gu).post(f"/settings/branches/{cast.branch_b.pk}/", other).status_code == 422
    assert Case.objects.count() == 0


@pytest.mark.parametrize("path", ["/people/", "/people/roster/", "/people/load/", "/settings/rules/", "/settings/skills/"])
def test_strangers_sign_in_first_and_pages_speak_english_too(cast, client, client_of, path):
    assert client.get(path).status_code == 302
    page = client_of(cast.gu).get(path, headers={"Accept-Language": "en"})
    assert page.status_code == 200
