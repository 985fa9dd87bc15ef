"""The two judgements of A8 with their grounds, the early notice (E17), the aim (E10) and shelved points (E5)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

import make
from dingxin.accounts.actions import update_staff
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.reactions import react
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.models import FactState
from dingxin.clocks.models import Duty
from dingxin.insights.day import Part, my_day
from dingxin.resolution import actions, queries
from dingxin.resolution.actions import Judgement
from dingxin.resolution.grounds import told
from dingxin.resolution.models import ShelvedPoint, Stand

pytestmark = pytest.mark.django_db
POLICY = {"ground": "policy", "words": "资费争议三十元以内先退后查"}
DAY = timedelta(days=1)


def because(*sides, **ground):
    return [{"of": side, **(ground or POLICY)} for side in sides]


BOTH = because("complaint", "demand")


def judge(case, complaint="yes", demand="yes", by=None, at=make.AT, **more):
    judgement = Judgement(complaint, demand, **{"grounds": BOTH, **more})
    return actions.judge_case(case, judgement=judgement, actor=by or case.owner, at=at)


@pytest.fixture
def case(cast):
    return make.case(cast.lin, text="六月一号你们扣了我三十五块信息费，请退给我。")


def test_a_judgement_opens_its_way(cast, case):
    stand = judge(case, fault="ours")
    assert (stand.way, stand.judged_by) == ("meet", cast.lin)
    assert judge(case, beyond_us=True).way == "ladder"
    assert judge(case, demand="no").way == "other_needs"
    event = Event.objects.filter(case=case, kind=Kind.CASE_JUDGED).first()
    assert event.data == {"complaint": "yes", "demand": "yes", "fault": "ours", "way": "meet"}


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("complaint", {"grounds": []}),
        ("complaint", {"grounds": because("demand")}),
        ("demand", {"grounds": because("complaint")}),
        ("complaint", {"complaint": "open", "demand": "open"}),
        ("complaint", {"complaint": "no", "fault": "ours"}),
        ("complaint", {"complaint": "perhaps"}),
        ("fault", {"fault": "god"}),
        ("demand", {"grounds": [*BOTH, {"of": "demand", "ground": "law", "ref": "L99-99"}]}),
        ("demand", {"grounds": [*BOTH, {"of": "demand", "ground": "facts", "ref": "7x"}]}),
        ("demand", {"grounds": [*BOTH, {"of": "demand", "ground": "facts", "ref": "9" * 40}]}),
        ("demand", {"grounds": [*BOTH, {"of": "demand", "ground": "precedent", "words": " "}]}),
        ("", {"grounds": [*BOTH, {"of": "weather", "ground": "law"}]}),
        ("", {"grounds": BOTH * 20}),
    ],
)
def test_without_grounds_that_hold_there_is_no_judgement(case, field, fields):
    with pytest.raises(Refused) as refused:
        judge(case, **fields)
    assert (refused.value.field or "") == field
    assert not Stand.objects.filter(case=case).exclude(complaint="open").exists()


def test_one_side_may_wait(case):
    stand = judge(case, demand="open", grounds=because("complaint"))
    assert (stand.complaint, stand.way) == ("yes", "open")


def test_a_fact_is_a_ground_once_the_customer_confirmed_it(cast, case, at):
    fact = case.facts.first()
    grounds = [*BOTH, {"of": "complaint", "ground": "facts", "ref": fact.pk}]
    with pytest.raises(Refused):
        judge(case, grounds=grounds)
    cases.confirm_facts(case, actor=cast.lin, at=at)
    assert fact.pk in {row.pk for row in queries.stand.facts_for_grounds(case)}
    kept = judge(case, grounds=grounds).grounds[-1]
    assert (kept["ref"], kept["words"], kept["message"]) == (fact.pk, fact.text, fact.message_id)
    elsewhere = make.case(cast.lin)
    elsewhere.facts.update(state=FactState.CONFIRMED)
    foreign = elsewhere.facts.first()
    with pytest.raises(Refused):
        judge(case, grounds=[*BOTH, {"of": "complaint", "ground": "facts", "ref": foreign.pk}])


def test_a_rule_of_law_is_told_with_where_it_stands_and_whether_it_was_read(case):
    refs = [{"of": "demand", "ground": "law", "ref": ref} for ref in ("L01-01", "L10-04")]
    lines = told(judge(case, grounds=[*BOTH, *refs]).grounds)
    assert [(line.rule.article, line.rule.verified) for line in lines if line.rule] == [
        ("第五十五条第一款", True), ("二手称第12、27条等", False),
    ]  # fmt: skip
    gone = told([{"of": "demand", "ground": "law", "ref": "L00-00", "words": ""}])
    assert gone[0].words == "L00-00"


def test_a_closed_case_is_not_judged(cast):
    with pytest.raises(Refused):
        judge(make.closed_case(cast.lin))


def notice_clock(case):
    return case.clocks.filter(duty=Duty.NOTICE).latest("pk")


def test_what_cannot_be_solved_has_to_be_said_within_a_working_day(cast, case, at):
    stand = judge(case, unsolvable=True)
    assert (stand.way, stand.beyond_us) == ("unresolvable", True)
    clock = notice_clock(case)
    assert clock.is_ongoing
    assert clock.due - at < 2 * DAY
    judge(case, unsolvable=True, fault="nobody")
    assert case.clocks.filter(duty=Duty.NOTICE).count() == 1
    said = make.reply(case, at=at + timedelta(hours=2))
    stand = actions.record_notice(case, message=said, actor=cast.lin, at=at + timedelta(hours=3))
    clock.refresh_from_db()
    assert (stand.notice, clock.state, clock.stopped_at) == (said, "met", said.at)
    with pytest.raises(Refused):
        actions.record_notice(case, message=said, actor=cast.lin, at=at)


def test_only_a_reply_since_the_judgement_tells_it(cast, case, at):
    early, words = make.reply(case), case.messages.first()
    with pytest.raises(Refused):
        actions.record_notice(case, message=early, actor=cast.lin, at=at)
    judge(case, unsolvable=True, at=at + timedelta(minutes=5))
    for message in (early, words):
        with pytest.raises(Refused):
            actions.record_notice(case, message=message, actor=cast.lin, at=at + timedelta(minutes=6))


def test_another_way_needs_no_notice_any_more_and_a_new_one_is_told_anew(cast, case, at):
    judge(case, unsolvable=True)
    judge(case)
    assert notice_clock(case).state == "dropped"
    judge(case, unsolvable=True)
    assert notice_clock(case).is_ongoing
    cases.mark_resolved(make.reply(case).case, actor=cast.lin, at=at)
    run_reactions(case)
    assert not notice_clock(case).is_ongoing


def run_reactions(case):
    for event in Event.objects.filter(case=case).order_by("seq"):
        react.func("dingxin.clocks.tasks.follow", event.pk)


def test_the_aim_is_kept_apart_and_its_event_says_nothing_of_it(cast, case, at):
    assert queries.aim_of(case) is None
    for fields in ({"goal": " ", "bottom_line": ""}, {"goal": "g", "bottom_line": "", "bottom_amount": Decimal(-5)}):
        with pytest.raises(Refused):
            actions.set_aim(case, **fields, actor=cast.lin, at=at)
    actions.set_aim(case, goal="保住客户", bottom_line="最多退两个月", bottom_amount=Decimal(70), actor=cast.lin, at=at)
    aim = actions.set_aim(case, goal="保住客户", bottom_line="最多退三个月", bottom_amount=None, actor=cast.chen, at=at)
    assert (queries.aim_of(case).bottom_line, aim.bottom_amount, aim.set_by) == ("最多退三个月", None, cast.chen)
    assert {tuple(event.data) for event in Event.objects.filter(case=case, kind=Kind.AIM_SET)} == {("id",)}


def shelve(case, owner, *, back=DAY, at=make.AT, **fields):
    fields = {"point": "误工费怎么算", "reason": "等客户的证明", "back_at": at + back, **fields}
    return actions.shelve_point(case, owner=owner, actor=case.owner, at=at, **fields)


def test_a_shelved_point_comes_back_on_its_day_once_and_stands_in_its_owners_day(cast, case, at):
    point = shelve(case, cast.qiao)
    assert actions.raise_points(at=at + DAY / 2) == 0
    assert not any(my_day(cast.qiao, at=at - DAY).parts.values())
    assert [line.first.kind for line in my_day(cast.qiao, at=at).parts[Part.TOMORROW]] == ["point"]
    later = at + DAY + timedelta(minutes=1)
    assert [actions.raise_points(at=later) for _ in range(2)] == [1, 0]
    event = Event.objects.get(case=case, kind=Kind.POINT_DUE)
    assert (event.data, event.at, event.actor) == ({"id": point.pk}, point.back_at, None)
    now = my_day(cast.qiao, at=later).parts[Part.NOW]
    assert (now[0].case, now[0].first.words) == (case, "误工费怎么算")
    assert not [item for part in my_day(cast.chen, at=later).parts.values() for line in part for item in line.items
                if item.kind == "point"]  # fmt: skip
    actions.take_up_point(point, actor=cast.qiao, at=later)
    assert not any(my_day(cast.qiao, at=later).parts.values())
    actions.settle_point(point, actor=cast.qiao, at=later)
    assert [row.state for row in queries.shelved_points(case)] == ["settled"]


def test_many_points_are_raised_in_their_order(cast, case, at):
    for hours in (3, 1, 2):
        shelve(case, cast.lin, back=timedelta(hours=hours))
    assert actions.raise_points(at=at + timedelta(hours=2)) == 2
    raised = Event.objects.filter(kind=Kind.POINT_DUE).order_by("seq").values_list("at", flat=True)
    assert list(raised) == [at + timedelta(hours=1), at + timedelta(hours=2)]


@pytest.mark.parametrize(
    ("field", "fields"),
    [("point", {"point": " "}), ("reason", {"reason": ""}), ("back_at", {"back": -DAY}), ("back_at", {"back": 400 * DAY})],
)
def test_a_point_needs_its_words_its_reason_and_a_day_ahead(cast, case, field, fields):
    with pytest.raises(Refused) as refused:
        shelve(case, cast.lin, **fields)
    assert refused.value.field == field


def test_the_owner_of_a_point_can_see_the_case(cast, case, at):
    update_staff(cast.qiao, actor=cast.gu, at=at, is_active=False)
    cast.qiao.refresh_from_db()
    for owner in (cast.zhao, cast.qiao):
        with pytest.raises(Refused) as refused:
            shelve(case, owner)
        assert refused.value.field == "owner"


def test_what_is_done_is_not_done_again(cast, case, at):
    point = shelve(case, cast.lin)
    actions.settle_point(point, actor=cast.lin, at=at)
    for act in (actions.take_up_point, actions.settle_point):
        with pytest.raises(Refused):
            act(point, actor=cast.lin, at=at)


def test_a_point_of_a_closed_case_waits_until_the_case_is_back(cast, at):
    done = make.content_case(cast.lin)
    shelve(done, cast.lin)
    cases.close_case(done, actor=cast.lin, at=at)
    assert actions.raise_points(at=at + 2 * DAY) == 0
    make.message(done, text="还是没有解决。", at=at + 2 * DAY)
    assert actions.raise_points(at=at + 2 * DAY) == 1
    assert ShelvedPoint.objects.get().raised_at == at + 2 * DAY
