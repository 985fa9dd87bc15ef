"""A case whose grade rises is looked at again by the routing rules, and nobody loses it by that."""

from __future__ import annotations

from datetime import timedelta

import pytest

import make
from dingxin.accounts.actions import record_absence, the_house
from dingxin.audit.models import Event
from dingxin.cases import actions
from dingxin.cases.models import RoutingDecision
from dingxin.cases.tasks import look_again_who_it_belongs_to
from dingxin.desk.views.case_history import lines_of
from dingxin.desk.views.rule_words import routing_of

pytestmark = pytest.mark.django_db
CALM = "您好，我想查一下这个月的流量套餐。"
THREAT = "你们再不处理，我明天就去12315投诉，还要找记者曝光！"
SERIOUS = {"grade": ["serious"]}


def rule(cast, at, **fields):
    fields = {"name": "严重投诉", "conditions": SERIOUS, "method": "round_robin", "team": None, **fields}
    made = actions.create_rule(actor=cast.gu, at=at, **fields)
    actions.try_rule(made, actor=cast.gu, at=at)
    return actions.switch_on_rule(made, actor=cast.gu, at=at)


@pytest.fixture
def special(cast, at):
    """A team for serious complaints, with Zhou in it, and the rule that sends them there."""
    team = make.team(cast.branch_a, name="专席组")
    zhou = make.staff("zhou", where=cast.branch_a, team=team)
    return rule(cast, at, team=team), team, zhou


def graver(case, to="serious", *, by, at):
    actions.correct_grade(case, grade=to, actor=by, at=at)
    return settle(case)


def settle(case):
    for event in Event.objects.filter(case=case, kind__in=["grade.changed", "grade.corrected"]).order_by("seq"):
        look_again_who_it_belongs_to(event)
    case.refresh_from_db()
    return case


def decision(case):
    return RoutingDecision.objects.get(case=case)


def routed(case):
    return list(Event.objects.filter(case=case, kind="case.routed").order_by("seq"))


def test_a_case_that_became_serious_is_offered_to_who_the_rule_chooses_and_stays_with_its_owner(cast, at, special):
    made, team, zhou = special
    case = graver(make.case(cast.lin, text=CALM), by=cast.lin, at=at)
    assert (case.owner, case.handler, case.offered_to, case.team) == (cast.lin, cast.lin, zhou, team)
    assert decision(case).to == zhou
    assert case.handovers.get().brief == "定级升为“严重投诉”，按分派规则“严重投诉”转来。"
    (event,) = routed(case)
    assert event.data == {"decision": decision(case).pk, "rule": made.pk, "team": team.pk, "to": zhou.pk, "why": "grade"}


def test_the_words_of_the_customer_raise_it_as_well_and_once(cast, at, special):
    case = make.case(cast.lin, text=CALM)
    make.message(case, text=THREAT)
    case = settle(settle(case))
    assert case.grade == "serious"
    assert (case.owner, case.offered_to) == (cast.lin, special[2])
    assert (case.handovers.count(), len(routed(case))) == (1, 1)


def test_the_grade_of_the_first_words_is_routed_once(cast, at, special):
    case = settle(make.case(cast.lin, text=THREAT))
    assert case.grade == "serious"
    assert [event.data["why"] for event in routed(case)] == ["opened"]


def test_the_decision_keeps_what_was_decided_before_and_the_page_tells_why(cast, at):
    first = rule(cast, at, name="全部", conditions={"channel": ["hall"]}, team=cast.team_a)
    made = make.team(cast.branch_a, name="专席组")
    zhou = make.staff("zhou", where=cast.branch_a, team=made)
    graver_rule = rule(cast, at, team=made)
    actions.move_rule(graver_rule, up=True, actor=cast.gu, at=at)
    case = make.case(cast.lin, text=CALM, channel="hall")
    chosen = decision(case).to_id
    case = actions.accept_handover(case, actor=case.offered_to, at=at) if case.offered_to else case
    case = graver(case, by=cast.lin, at=at)
    reason = decision(case).reason
    assert decision(case).to == zhou
    assert (reason["grades"], reason["former"]["rule"], reason["former"]["to"]) == (["none", "serious"], first.name, chosen)
    shown = routing_of(case)
    assert (shown.grades, shown.former) == (["无不满", "严重投诉"], "全部")


def test_whoever_has_it_keeps_it_where_the_rule_may_choose_them(cast, at):
    rule(cast, at, team=cast.team_a)
    case = graver(make.case(cast.qiao, text=CALM), by=cast.qiao, at=at)
    assert (case.handler, case.offered_to, decision(case).to) == (cast.qiao, None, cast.qiao)
    assert decision(case).reason["stays"]


def test_an_offer_that_is_open_stands(cast, at, special):
    case = make.case(cast.lin, text=CALM)
    actions.hand_over(case, to=cast.qiao, brief="", actor=cast.lin, at=at)
    case = graver(case, by=cast.lin, at=at)
    assert (case.offered_to, case.team) == (cast.qiao, special[1])
    assert decision(case).reason["waits"]


def test_a_case_no_person_owns_goes_to_the_one_chosen(cast, at, special):
    case = make.case(the_house(at=at), text=CALM, branch=cast.branch_a)
    case = graver(case, by=cast.chen, at=at)
    assert (case.owner, case.handler, case.offered_to) == (special[2], special[2], None)


def test_where_nobody_of_the_team_is_there_it_says_so(cast, at, special):
    zhou = special[2]
    record_absence(zhou, kind="sick", start=at, end=at + timedelta(days=1), actor=zhou, at=at)
    case = graver(make.case(cast.lin, text=CALM), by=cast.lin, at=at)
    assert (case.owner, case.offered_to, case.team) == (cast.lin, None, special[1])
    assert decision(case).reason["nobody"]


@pytest.mark.parametrize("to", ["grumble", "complaint"])
def test_a_grade_the_rules_do_not_ask_for_changes_nothing(cast, at, special, to):
    case = graver(make.case(cast.lin, text=CALM), to, by=cast.lin, at=at)
    assert (case.offered_to, case.team, routed(case)) == (None, None, [])


def test_a_lower_grade_changes_nothing(cast, at):
    rule(cast, at, name="抱怨", conditions={"grade": ["grumble"]}, team=cast.team_a)
    case = graver(make.case(cast.chen, text=THREAT), "grumble", by=cast.chen, at=at)
    assert (case.grade, case.offered_to, routed(case)) == ("grumble", None, [])


def test_a_rule_that_does_not_ask_for_the_grade_is_not_asked_again(cast, at):
    case = make.case(cast.chen, text=CALM)
    rule(cast, at, name="全部", conditions={}, team=cast.team_a)
    assert routed(graver(case, by=cast.chen, at=at)) == []


def test_a_closed_case_is_left_alone(cast, at, special):
    case = make.case(cast.lin, text=CALM)
    actions.correct_grade(case, grade="serious", actor=cast.lin, at=at)
    other = make.case(cast.lin, of=case.customer)
    actions.merge_case(case, into=other, actor=cast.lin, at=at)
    assert routed(settle(case)) == []


def test_the_history_says_why_and_events_recorded_before_it_was_kept_were_of_new_cases(cast, at, special):
    case = graver(make.case(cast.lin, text=CALM), by=cast.lin, at=at)
    (event,) = routed(case)
    assert lines_of([event])[0].sentence == "按分派规则转派了案件：定级升高"
    del event.data["why"]
    assert lines_of([event])[0].sentence == "按分派规则转派了案件：新案件"


def test_the_page_tells_that_the_rules_looked_again(cast, at, special, client_of):
    case = graver(make.case(cast.lin, text=CALM), by=cast.lin, at=at)
    page = client_of(cast.lin).get(f"/cases/{case.number}/").content.decode()
    assert "定级由“无不满”升为“严重投诉”，分派规则重新看了一遍。" in page
