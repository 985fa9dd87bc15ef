"""The ladder: by hand with a brief, by itself after what happened, and what has to be proven on each rung (F8, F9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make
from dingxin.accounts.actions import plan_duty
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.reactions import react
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.readings import last_messages
from dingxin.clocks.actions import break_overdue
from dingxin.clocks.law import limits
from dingxin.escalation import actions
from dingxin.escalation.asking import asked_for_manager, words_of_asking
from dingxin.escalation.brief import brief_of, in_words
from dingxin.escalation.data import ladder
from dingxin.escalation.models import Cause, Escalation, Rung, Trigger
from dingxin.escalation.queries import climbs, rungs_for, who_stands_on
from dingxin.escalation.standing import Check, standing_of
from dingxin.knowledge.law import rules

pytestmark = pytest.mark.django_db
TOLD = "我已跟客户说明，请值班经理陈立过来，专门处理信息费的事，客户同意。"
ANGRY = "我再说一遍，把多扣的三十五块退给我！再不退我就去12315投诉你们！"


def rung(code="duty_manager"):
    return Rung.objects.get(code=code)


def climb(case, to="duty_manager", by=None, **fields):
    fields = {"introduction": TOLD, "at": make.AT, **fields}
    return actions.escalate_case(case, rung=rung(to), actor=by or case.owner, **fields)


def told(event):
    """Run the reactions of this app to an event, twice: nothing may happen the second time."""
    names = ["climb_when_serious", "climb_when_late", "climb_when_asked"]
    wanted = {"grade": names[0], "clock": names[1], "promise": names[1], "message": names[2]}
    for _ in range(2):
        react.func(f"dingxin.escalation.tasks.{wanted[event.kind.partition('.')[0]]}", event.pk)


def event(case, kind):
    return Event.objects.filter(case=case, kind=kind).order_by("seq").last()


def test_the_ladder_begins_as_its_file_says():
    given = ladder()
    assert [row["code"] for row in given["rung"]] == list(Rung.objects.values_list("code", flat=True))
    assert {row["cause"] for row in given["trigger"]} == set(Trigger.objects.values_list("cause", flat=True))


def test_what_the_ladder_cites_is_there():
    for row in Rung.objects.all():
        assert set(row.limits) | ({row.reach} if row.reach else set()) <= set(limits())
        assert {rule for line in row.proof for rule in line["rules"]} <= set(rules())
        for line in [*row.bring, *row.proof]:
            assert line["zh"]
            assert line["en"]


def test_a_rung_of_another_industry_is_not_climbed(cast):
    case = make.case(cast.lin)
    assert "telecom_appeal" in {row.code for row in rungs_for(case)}
    assert "postal_appeal" not in {row.code for row in rungs_for(case)}
    with pytest.raises(Refused):
        climb(case, "postal_appeal")


def test_the_manager_on_duty_is_offered_the_case_with_a_brief(cast, at):
    case = make.case(cast.lin)
    made = climb(case)
    case.refresh_from_db()
    assert (made.to, case.offered_to, case.owner) == (cast.chen, cast.chen, cast.lin)
    assert made.cause == Cause.HAND
    brief = case.handovers.get().brief
    assert TOLD in brief
    assert "三十五" in brief
    assert event(case, Kind.CASE_ESCALATED).data == {
        "escalation": made.pk, "rung": made.rung_id, "cause": "hand", "to": cast.chen.pk,
    }  # fmt: skip


def test_who_is_on_duty_comes_before_the_branch_manager(cast, at):
    plan_duty(cast.branch_a, staff=cast.gu, start=at, end=at + timedelta(hours=8), actor=cast.gu, at=at)
    assert who_stands_on(rung(), make.case(cast.lin), at=at) == cast.gu


def test_nobody_is_brought_in_without_the_customers_leave(cast):
    case = make.case(cast.lin)
    with pytest.raises(Refused) as refused:
        climb(case, introduction="  ")
    assert refused.value.field == "introduction"
    assert not climbs(case).exists()


def test_a_case_climbs_upwards_only(cast):
    case = make.case(cast.lin)
    climb(case, "complaint_centre")
    for lower in ("desk", "duty_manager", "complaint_centre"):
        with pytest.raises(Refused):
            climb(case, lower)


def test_a_closed_case_does_not_climb(cast):
    with pytest.raises(Refused):
        climb(make.closed_case(cast.lin))


def test_what_went_outside_keeps_its_number_and_its_owner(cast):
    case = make.case(cast.lin)
    made = climb(case, "market_12315", reference="TS2025061100017", introduction="12315 的转办单今天收到。")
    case.refresh_from_db()
    assert (made.reference, made.cause, made.to) == ("TS2025061100017", Cause.OUTSIDE, None)
    assert (case.owner, case.offered_to) == (cast.lin, None)


def test_a_team_gives_who_is_there_and_has_least(cast, at):
    centre = rung("complaint_centre")
    actions.update_rung(centre, actor=cast.gu, at=at, team=cast.team_a)
    case = make.case(cast.lin)
    assert who_stands_on(rung("complaint_centre"), case, at=at) == cast.qiao
    for _ in range(2):
        make.case(cast.qiao)
    assert who_stands_on(rung("complaint_centre"), case, at=at) == cast.lin


def test_without_anybody_of_the_team_whoever_is_in_charge_stands_there(cast, at):
    case = make.case(cast.lin)
    assert who_stands_on(rung("complaint_centre"), case, at=at) == cast.chen
    assert who_stands_on(rung("court"), case, at=at) is None


def test_the_brief_holds_what_the_case_holds_and_nothing_else(cast, at):
    case = make.case(cast.lin, text="上个月15号你们多扣了我35元，我很生气，请退给我。")
    cases.confirm_facts(case, actor=cast.lin, at=at)
    make.reply(case, text="给您添麻烦了，真抱歉。我把多扣的35元退回您的话费账户。明天下午三点前打电话告诉您结果。")
    make.message(case, text="不行，我要现金。")
    case.refresh_from_db()
    brief = brief_of(case, introduction=TOLD)
    assert "35元" in brief.confirmed
    assert "refund" in brief.demands
    assert brief.offers[-1].answer == "不行，我要现金。"
    assert [said.state for said in brief.promises] == ["open"]
    assert "不行，我要现金。" in brief.crux
    said = {text for message in case.messages.all() for text in [message.text]}
    assert all(any(words.rstrip("…") in text for text in said) for words in brief.feeling + brief.confirmed)
    assert brief_of(case, crux="客户只要现金").crux == "客户只要现金"


def test_the_brief_of_a_silent_case_says_what_to_ask(cast):
    brief = brief_of(make.case(cast.lin, text="嗯。"))
    assert brief.crux
    assert "先" in in_words(brief)


def test_a_serious_complaint_climbs_by_itself_once(cast):
    case = make.case(cast.lin)
    cases.correct_grade(case, grade="serious", actor=cast.lin, at=make.AT)
    told(event(case, Kind.GRADE_CORRECTED))
    made = climbs(case).get()
    assert (made.cause, made.rung.code, made.to, made.by) == ("serious", "duty_manager", cast.chen, None)
    assert Event.objects.filter(case=case, kind=Kind.CASE_ESCALATED).count() == 1
    assert "介绍" in case.handovers.get().brief


def test_a_grade_that_is_not_serious_lets_nothing_climb(cast):
    case = make.case(cast.lin)
    cases.correct_grade(case, grade="complaint", actor=cast.lin, at=make.AT)
    told(event(case, Kind.GRADE_CORRECTED))
    assert not climbs(case).exists()


def test_words_of_risk_let_a_case_climb(cast):
    case = make.case(cast.lin)
    make.message(case, text=ANGRY)
    told(event(case, Kind.MESSAGE_RECEIVED))
    assert climbs(case).get().cause == Cause.RISK


def test_who_asks_for_the_manager_gets_the_manager(cast):
    case = make.case(cast.lin)
    make.message(case, text="我不想跟你讲了，叫你们经理来。")
    told(event(case, Kind.MESSAGE_RECEIVED))
    assert climbs(case).get().cause == Cause.ASKED


@pytest.mark.parametrize(
    "text",
    [
        "我要见你们领导",
        "让客服负责人回电话",
        "换个能做主的来",
        "你们经理呢？",
        "I want to speak to your manager.",
        "Get me someone in charge",
    ],
)
def test_asking_for_the_manager_is_heard(text):
    found = asked_for_manager(text)
    assert found
    assert any(word in text.casefold() for word in words_of_asking())
    assert text[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "不用找你们经理，你给我退了就行",
        "昨天找过你们领导",
        "客户经理让我来的",
        "我就想退三十五块钱",
        "I already spoke to your manager yesterday",
    ],
)
def test_what_only_sounds_like_it_is_not(text):
    assert asked_for_manager(text) is None


@pytest.mark.parametrize("text", ["找" * 1_000_000, "不跟你" * 300_000, "已经叫你们经理" * 150_000])
def test_no_text_is_too_much(text):
    assert asked_for_manager(text) is None


def test_the_second_broken_promise_lets_a_case_climb_and_the_next_two_once_more(cast, at):
    case = make.case(cast.lin)
    codes = []
    for hour in range(5):
        make.reply(case, text=f"非常抱歉让您等着，我今天{12 + hour}点前给您打电话说明结果。", at=at + timedelta(minutes=hour))
        break_overdue(at=at.replace(hour=12 + hour, minute=1))
        told(event(case, Kind.PROMISE_BROKEN))
        codes.append([row.rung.code for row in climbs(case)])
    assert codes[0] == []
    assert codes[1] == codes[2] == ["duty_manager"]
    assert codes[3] == codes[4] == ["complaint_centre", "duty_manager"]


def test_a_trigger_that_is_switched_off_does_nothing(cast, at):
    actions.update_trigger(Trigger.objects.get(cause="serious"), actor=cast.gu, at=at, is_active=False)
    case = make.case(cast.lin)
    cases.correct_grade(case, grade="serious", actor=cast.lin, at=at)
    told(event(case, Kind.GRADE_CORRECTED))
    assert not climbs(case).exists()


@pytest.mark.parametrize(("fields", "where"), [({"rung": "court"}, "rung"), ({"rung": "desk"}, "rung"), ({"times": 0}, "times")])
def test_a_trigger_leads_to_somebody_of_the_house_after_at_least_once(cast, at, fields, where):
    fields = {**fields, **({"rung": rung(fields["rung"])} if "rung" in fields else {})}
    with pytest.raises(Refused) as refused:
        actions.update_trigger(Trigger.objects.get(cause="breach"), actor=cast.gu, at=at, **fields)
    assert refused.value.field == where


def test_a_line_that_stays_keeps_its_english_and_its_rules(cast, at):
    before = rung("telecom_appeal").proof
    row = actions.update_rung(
        rung("telecom_appeal"), actor=cast.gu, at=at, proof=[before[0]["zh"], "  ", "门店监控还在"], number="12300 或本省电话"
    )
    assert row.proof == [before[0], {"zh": "门店监控还在", "en": "", "check": "", "rules": []}]
    assert not row.verified
    assert set(event_fields(Kind.RUNG_UPDATED)) == {"proof", "number"}


def event_fields(kind):
    return Event.objects.filter(kind=kind).last().data["fields"]


def test_a_number_that_was_changed_is_not_verified_any_more(cast, at):
    row = actions.update_rung(rung("market_12315"), actor=cast.gu, at=at, number="12315（本地分机）")
    assert not row.verified


def test_the_ladder_keeps_its_foot(cast, at):
    with pytest.raises(Refused):
        actions.update_rung(rung("desk"), actor=cast.gu, at=at, is_active=False)
    assert rung("desk").is_active


def test_two_rungs_do_not_share_a_place(cast, at):
    with pytest.raises(Refused) as refused:
        actions.create_rung(actor=cast.gu, at=at, code="region", position=20, name="区域经理", post="team")
    assert refused.value.field == "position"
    made = actions.create_rung(actor=cast.gu, at=at, code="region", position=25, name="区域经理", post="team", bring=["简报"])
    assert made.bring == [{"zh": "简报", "en": "", "check": "", "rules": []}]


def shaped(case, at):
    return standing_of(case, last_messages(case), at=at)


def test_a_case_shows_its_rung_and_the_next(cast, at):
    case = make.case(cast.lin)
    seen = shaped(case, at)
    assert (seen.here.rung.code, seen.next.rung.code, seen.next.nearness) == ("desk", "duty_manager", 0)
    climb(case)
    seen = shaped(case, at)
    assert (seen.here.rung.code, seen.next.rung.code) == ("duty_manager", "complaint_centre")
    assert seen.climbs[0].introduction == TOLD


def test_a_threat_brings_the_outside_rung_nearer(cast, at):
    calm, hot = make.case(cast.lin), make.case(cast.lin)
    make.message(hot, text=ANGRY)
    hot.refresh_from_db()
    assert shaped(calm, at).threat.nearness == 0
    threat = shaped(hot, at).threat
    assert threat.nearness >= 2
    assert threat.reasons


def test_an_appeal_opens_after_fifteen_calendar_days_without_answer(cast, at):
    case = make.case(cast.lin)
    day = next(step for step in shaped(case, at).steps if step.rung.code == "telecom_appeal").open_from
    assert (day.year, day.month, day.day) == (2025, 6, 26)
    near = [shaped(case, when).threat for when in (day - timedelta(hours=1), day + timedelta(hours=1))]
    assert near[0].nearness == 0
    assert (near[1].rung.code, near[1].nearness) == ("telecom_appeal", 2)


def test_a_province_that_allows_less_time_counts_for_what_we_must_prove(cast, at):
    from dingxin.clocks.models import Jurisdiction  # noqa: PLC0415  read here only

    Jurisdiction.objects.create(branch=cast.branch_a, code="CN-41")
    step = next(step for step in shaped(make.case(cast.lin), at).steps if step.rung.code == "telecom_appeal")
    by = step.proofs[0].by
    assert (by.month, by.day) == (6, 18)  # the fifth working day after Wednesday the 11th
    assert (step.open_from.month, step.open_from.day) == (6, 26)


def test_what_can_be_proven_is_seen(cast, at):
    case = make.case(cast.lin)

    def proofs(code):
        step = next(step for step in shaped(case, at).steps if step.rung.code == code)
        return {proof.words: proof.check for proof in step.proofs}

    assert proofs("telecom_appeal")["15 日内答复过客户"] is Check.LACKING
    assert proofs("market_12315")["客户不满意时告知过其他途径"] is Check.LACKING
    make.reply(
        case, text="让您久等了。查清楚了：是我们重复收了月租，三十五元已经退回您的话费账户。您若不满意，也可以向12315投诉。"
    )
    case.refresh_from_db()
    assert proofs("telecom_appeal")["15 日内答复过客户"] is Check.THERE
    assert proofs("telecom_appeal")["录音和记录完整、可以核验"] is Check.LOOK
    assert proofs("market_12315")["客户不满意时告知过其他途径"] is Check.THERE


def test_the_ladder_costs_as_many_queries_with_ten_climbs_as_with_one(cast, at, django_assert_num_queries):
    case = make.case(cast.lin)
    climb(case)
    shaped(case, at)
    with CaptureQueriesContext(connection) as one:
        shaped(case, at)
    for number in range(9):
        climb(case, "court", reference=str(number), introduction="收到传票。")
    with django_assert_num_queries(len(one)):
        shaped(case, at)


def test_a_climb_that_fails_half_way_leaves_nothing(cast, monkeypatch):
    case = make.case(cast.lin)

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("dingxin.escalation.actions.climbing.record", broken)
    with pytest.raises(RuntimeError):
        climb(case)
    case.refresh_from_db()
    assert case.offered_to is None
    assert not Escalation.objects.exists()
