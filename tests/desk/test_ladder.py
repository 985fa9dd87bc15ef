"""The ladder on its pages: where the case stands, what goes along, who may bring somebody in, and the editor of the ladder."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import make
from dingxin.cases import actions as cases
from dingxin.cases.models import Case, Sign
from dingxin.clocks.actions import break_overdue
from dingxin.escalation import actions
from dingxin.escalation.models import Escalation, Rung, Trigger
from dingxin.escalation.queries import would_climb

pytestmark = pytest.mark.django_db
TOLD = "已征得客户同意，请陈经理过来当面处理信息费。"
EDITOR = "/settings/ladder/"


def page(client, case):
    response = client.get(reverse("ladder", args=[case.number]))
    assert response.status_code == 200
    return response


def bring_in(client, case, to="duty_manager", **fields):
    fields = {"introduction": TOLD, **fields}
    return client.post(reverse("escalate_case", args=[case.number]), {"rung": Rung.objects.get(code=to).pk, **fields})


def test_the_ladder_shows_rungs_risk_proof_and_the_statute(cast, client_of):
    html = page(client_of(cast.lin), make.case(cast.lin)).content.decode()
    for words in (
        "值班经理",
        "12315 市场监管投诉",
        "电信用户申诉处理办法",
        "第十条",
        "2016-07-30",
        "15 日内答复过客户",
        "未核实",
        "已读原文",
    ):
        assert words in html
    assert "邮政业用户申诉" not in html


def test_it_speaks_english_too(cast, client_of):
    client = client_of(cast.lin)
    client.cookies["django_language"] = "en"
    html = page(client, make.case(cast.lin)).content.decode()
    for words in (
        "Manager on duty",
        "12315 market regulation",
        "not verified",
        "Claims lapse",
    ):
        assert words in html


def test_somebody_is_brought_in_and_the_case_page_says_so(cast, client_of):
    case = make.case(cast.lin)
    client = client_of(cast.lin)
    assert bring_in(client, case).status_code == 302
    html = client.get(reverse("case", args=[case.number])).content.decode()
    assert "值班经理" in html
    assert TOLD in html
    assert "升级到“值班经理”" in html
    manager = client_of(cast.chen).get(reverse("case", args=[case.number])).content.decode()
    assert TOLD in manager
    assert TOLD in page(client_of(cast.chen), case).content.decode()


def test_without_a_word_to_the_customer_the_form_comes_back_open(cast, client_of):
    case = make.case(cast.lin)
    response = bring_in(client_of(cast.lin), case, introduction="", crux="写了很久的关键")
    assert response.status_code == 422
    html = response.content.decode()
    assert "写了很久的关键" in html
    assert 'id="move-escalate_case" data-keep name="move" open' in html


def test_a_rung_that_is_none_is_refused(cast, client_of):
    case = make.case(cast.lin)
    assert bring_in(client_of(cast.lin), case, to="postal_appeal").status_code == 422
    assert not case.escalations.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("lin", 302), ("qiao", 302), ("chen", 302), ("gu", 302), ("wu", 403), ("zhao", 404), ("he", 404)]
)
def test_who_may_bring_somebody_in(cast, client_of, who, status):
    assert bring_in(client_of(getattr(cast, who)), make.case(cast.lin), "complaint_centre").status_code == status


def test_who_may_look_at_the_ladder(cast, client_of):
    case = make.case(cast.lin)
    for who, status in {"lin": 200, "wu": 200, "zhao": 404}.items():
        assert client_of(getattr(cast, who)).get(reverse("ladder", args=[case.number])).status_code == status
    assert page(client_of(cast.wu), case).context["form"] is None


def test_a_brief_of_everything_is_shown(cast, client_of, at):
    case = make.case(cast.lin, text="上个月15号你们多扣了我35元，气死我了，请退给我！")
    cases.observe_customer(case, signs=["flushed"], actor=cast.lin, at=at)
    cases.confirm_facts(case, actor=cast.lin, at=at)
    make.reply(case)
    bring_in(client_of(cast.lin), case)
    html = page(client_of(cast.chen), case).content.decode()
    for words in (
        "35元",
        "退款",
        str(Sign.FLUSHED.label),
        "今天下午五点前",
    ):
        assert words in html


def test_the_page_of_a_case_with_ten_climbs_costs_as_much_as_with_one(cast, client_of, django_assert_num_queries, at):
    case, client = make.case(cast.lin), client_of(cast.lin)
    court = Rung.objects.get(code="court")
    actions.escalate_case(case, rung=court, introduction="收到传票。", actor=cast.lin, at=at)
    page(client, case)
    with CaptureQueriesContext(connection) as one:
        page(client, case)
    for _ in range(9):
        actions.escalate_case(case, rung=court, introduction="收到传票。", actor=cast.lin, at=at)
    with django_assert_num_queries(len(one)):
        page(client, case)


def test_only_an_administrator_edits_the_ladder(cast, client_of):
    rung = Rung.objects.get(code="duty_manager")
    for path in ("", "new/", f"{rung.pk}/"):
        assert client_of(cast.gu).get(f"{EDITOR}{path}").status_code == 200
        assert client_of(cast.chen).get(f"{EDITOR}{path}").status_code == 403
    assert client_of(cast.chen).post(f"{EDITOR}triggers/breach/", {"breach-times": 5}).status_code == 403


def form_of(client, rung):
    return {
        name: value
        for name, value in client.get(f"{EDITOR}{rung.pk}/").context["form"].initial.items()
        if value not in (None, False)
    }


def test_a_rung_is_edited_and_what_stays_keeps_its_rules(cast, client_of):
    client, rung = client_of(cast.gu), Rung.objects.get(code="telecom_appeal")
    before = rung.proof
    fields = form_of(client, rung)
    fields["proof"] += "\n门店监控还在"
    assert client.post(f"{EDITOR}{rung.pk}/", fields).status_code == 302
    rung.refresh_from_db()
    assert rung.proof[:-1] == before
    assert rung.proof[-1]["zh"] == "门店监控还在"


def test_a_rung_with_a_taken_place_comes_back_with_what_was_typed(cast, client_of):
    fields = {"code": "region", "position": 20, "name": "区域经理", "post": "team"}
    response = client_of(cast.gu).post(f"{EDITOR}new/", fields)
    assert response.status_code == 422
    assert "区域经理" in response.content.decode()
    assert client_of(cast.gu).post(f"{EDITOR}new/", {**fields, "position": 25, "is_active": "on"}).status_code == 302


def test_a_trigger_is_tried_before_it_is_kept(cast, client_of, at):
    rung, client = Rung.objects.get(code="complaint_centre"), client_of(cast.gu)
    cases.correct_grade(make.case(cast.lin), grade="serious", actor=cast.lin, at=at)
    climbed = make.case(cast.lin)
    cases.correct_grade(climbed, grade="serious", actor=cast.lin, at=at)
    actions.escalate_case(climbed, rung=rung, introduction=TOLD, actor=cast.lin, at=at)
    response = client.post(f"{EDITOR}triggers/serious/", {"serious-times": 1, "serious-rung": rung.pk, "try": "1"})
    assert (response.status_code, response.context["would"]) == (200, 1)
    assert Trigger.objects.get(cause="serious").rung.code == "duty_manager"
    for cause in ("breach", "broken", "risk", "asked"):
        answer = client.post(f"{EDITOR}triggers/{cause}/", {f"{cause}-times": 1, f"{cause}-rung": rung.pk, "try": "1"})
        assert answer.context["would"] == 0


def test_a_trial_counts_broken_promises_and_named_risks(cast, at):
    late, angry = make.case(cast.lin), make.case(cast.lin)
    for hour in (12, 13):
        make.reply(late, text=f"非常抱歉让您等着，我今天{hour}点前给您打电话说明结果。", at=at)
    break_overdue(at=at.replace(hour=14))
    make.message(angry, text="再不退我就去12315投诉你们！")
    duty = Rung.objects.get(code="duty_manager")
    assert would_climb("broken", times=2, rung=duty) == 1
    assert would_climb("broken", times=3, rung=duty) == 0
    assert would_climb("risk", times=1, rung=duty, signals=["regulator"]) == 1
    assert would_climb("risk", times=1, rung=duty, signals=["media"]) == 0
    assert would_climb("risk", times=1, rung=duty) == 0


def test_a_trial_counts_what_passed_since_the_case_last_climbed(cast, at):
    late, centre = make.case(cast.lin), Rung.objects.get(code="complaint_centre")
    for hour in (12, 13):
        make.reply(late, text=f"非常抱歉让您等着，我今天{hour}点前给您打电话说明结果。", at=at)
    break_overdue(at=at.replace(hour=14))
    assert would_climb("broken", times=2, rung=centre) == 1
    actions.escalate_case(late, rung=Rung.objects.get(code="duty_manager"), introduction=TOLD, actor=cast.lin, at=at)
    assert would_climb("broken", times=1, rung=centre) == 0
    make.reply(late, text="非常抱歉让您等着，我今天16点前给您打电话说明结果。", at=at.replace(hour=15))
    break_overdue(at=at.replace(hour=17))
    assert (would_climb("broken", times=1, rung=centre), would_climb("broken", times=2, rung=centre)) == (1, 0)


def test_a_trial_counts_who_asked_for_the_manager(cast, client_of):
    duty = Rung.objects.get(code="duty_manager")
    asks, twice, closed, calm = (make.case(cast.lin) for _ in range(4))
    make.message(asks, text="我不想跟你讲了，叫你们经理来。")
    for _ in range(2):
        make.message(twice, text="I want to speak to your MANAGER.")
    make.message(calm, text="客户经理让我来的，昨天找过你们领导。")
    make.reply(calm, text="我去请我们经理来，您看可以吗？")
    make.message(closed, text="让负责人回电话")
    Case.objects.filter(pk=closed.pk).update(state="merged", merged_into=calm)
    assert would_climb("asked", times=1, rung=duty) == 2
    page = client_of(cast.gu).post(f"{EDITOR}triggers/asked/", {"asked-times": 1, "asked-rung": duty.pk, "try": "1"})
    assert page.context["would"] == 2
    assert page.content.decode().count('name="try"') == Trigger.objects.count()
    actions.escalate_case(asks, rung=duty, introduction=TOLD, actor=cast.lin, at=make.AT)
    assert would_climb("asked", times=1, rung=duty) == 1
    assert not Escalation.objects.filter(cause="asked").exists()


def test_a_trigger_is_switched_off_and_its_times_are_set(cast, client_of):
    rung = Rung.objects.get(code="complaint_centre")
    client_of(cast.gu).post(f"{EDITOR}triggers/breach/", {"breach-times": 3, "breach-rung": rung.pk})
    trigger = Trigger.objects.get(cause="breach")
    assert (trigger.times, trigger.rung, trigger.is_active) == (3, rung, False)
    assert client_of(cast.gu).post(f"{EDITOR}triggers/breach/", {"breach-times": 0, "breach-rung": rung.pk}).status_code == 422
    assert client_of(cast.gu).post(f"{EDITOR}triggers/hand/", {}).status_code == 404
