"""Routing rules pick team and person for a new case (A4): tried first, with a reason, and a person can override."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make
from dingxin.accounts.actions import create_skill, record_absence, set_skills, the_house, update_skill, update_team
from dingxin.accounts.models import Level
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import LANGUAGES, Case, Condition, RoutingDecision, RoutingRule
from dingxin.cases.queries import past_openings
from together import at_once, whole

pytestmark = pytest.mark.django_db
FURIOUS = "你们这帮骗子！我要投诉到底，再不解决我就砸了你们的店！滚！"
CALM = "您好，我想查一下这个月的流量套餐。"
HOUR = timedelta(hours=1)


def rule(cast, at, *, on=True, **fields):
    serial = RoutingRule.objects.count() + 1
    fields = {"name": f"规则{serial}", "conditions": {}, "method": "round_robin", "team": cast.team_a, **fields}
    made = actions.create_rule(actor=cast.gu, at=at, **fields)
    if on:
        actions.try_rule(made, actor=cast.gu, at=at)
        made = actions.switch_on_rule(made, actor=cast.gu, at=at)
    return made


def opened(cast, at, *, by=None, text=CALM, **fields):
    return make.case(by or cast.chen, text=text, at=at, **fields)


def decision(case):
    return RoutingDecision.objects.get(case=case)


def test_without_rules_nothing_is_decided_and_it_costs_one_query(cast, at):
    case = opened(cast, at)
    with CaptureQueriesContext(connection) as seen:
        assert actions.route_case(case, message=case.messages.get(), actor=cast.lin, at=at) is None
    assert len([query for query in seen if "routingrule" in query["sql"]]) == 1
    assert case.handovers.count() == 0


def test_the_person_chosen_is_offered_the_case_and_the_one_asked_first_owns_it_until_then(cast, at):
    made = rule(cast, at, conditions={"channel": ["hall"]})
    case = opened(cast, at)
    assert (case.owner, case.handler, case.offered_to, case.team) == (cast.chen, cast.chen, cast.lin, cast.team_a)
    found = decision(case)
    assert (found.rule, found.rule_name, found.to, found.method) == (made, made.name, cast.lin, "round_robin")
    assert found.reason["matched"] == [["channel", "hall"]]
    assert [row["staff"] for row in found.reason["pool"]] == [cast.lin.pk, cast.qiao.pk]
    assert Event.objects.get(case=case, kind="case.routed").data == {
        "decision": found.pk, "rule": made.pk, "team": cast.team_a.pk, "to": cast.lin.pk, "why": "opened",
    }  # fmt: skip
    assert actions.accept_handover(case, actor=cast.lin, at=at).owner == cast.lin


def test_a_case_no_person_opened_goes_to_the_one_chosen_at_once(cast, at):
    rule(cast, at)
    house = the_house(at=at)
    case = opened(cast, at, by=house, branch=cast.branch_a)
    assert (case.owner, case.handler, case.offered_to) == (cast.lin, cast.lin, None)


def test_a_case_no_person_opened_goes_to_who_is_in_charge_where_nobody_is_there(cast, at):
    rule(cast, at)
    for person in (cast.lin, cast.qiao):
        record_absence(person, kind="sick", start=at, end=at + HOUR, actor=person, at=at)
    case = opened(cast, at, by=the_house(at=at), branch=cast.branch_a)
    assert (case.owner, case.handler) == (cast.chen, None)
    assert decision(case).reason["nobody"]
    mine = opened(cast, at)
    assert (mine.owner, mine.handler, mine.offered_to) == (cast.chen, cast.chen, None)


def test_a_rule_for_a_team_sets_the_team_alone(cast, at):
    rule(cast, at, method="team")
    case = opened(cast, at)
    assert (case.team, case.owner, case.offered_to) == (cast.team_a, cast.chen, None)
    assert decision(case).to is None


def conditions(cast):
    category = make.category(name="资费争议")
    fields = {
        "category": category,
        "product": "５Ｇ套餐",
        "channel": "hotline",
        "text": "我从早等到晚，ABC宽带还是不通，我要投诉！",
    }
    return fields, {
        "branch": [cast.branch_a.pk], "category": [category.pk], "product": ["5g"], "grade": ["complaint", "serious"],
        "channel": ["mail", "hotline"], "tier": ["new"], "language": ["zh"], "keyword": ["退款", "abc"],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["branch", "category", "product", "grade", "channel", "tier", "language", "keyword"])
def test_each_condition_holds_or_not(cast, at, name):
    fields, asked = conditions(cast)
    rule(cast, at, conditions={name: asked[name]})
    assert RoutingDecision.objects.filter(case=opened(cast, at, **fields)).exists()
    other = {
        "branch": {"branch": cast.branch_b}, "category": {"category": None}, "product": {"product": "光猫"},
        "grade": {"text": CALM}, "channel": {"channel": "web"}, "keyword": {"text": CALM},
    }.get(name)  # fmt: skip
    if other is not None:
        assert not RoutingDecision.objects.filter(case=opened(cast, at, **{**fields, **other})).exists()


def test_all_conditions_together_and_the_first_rule_in_order_decides(cast, at):
    fields, asked = conditions(cast)
    first, second = rule(cast, at, conditions=asked, method="team"), rule(cast, at)
    assert decision(opened(cast, at, **fields)).rule == first
    assert decision(opened(cast, at)).rule == second
    actions.move_rule(second, up=True, actor=cast.gu, at=at)
    assert decision(opened(cast, at, **fields)).rule == second
    with pytest.raises(Refused):
        actions.move_rule(second, up=True, actor=cast.gu, at=at)
    with pytest.raises(Refused):
        actions.move_rule(first, up=False, actor=cast.gu, at=at)


def test_a_special_kind_of_complainant_is_asked_of_the_first_words(cast, at):
    text = "按照消费者权益保护法第五十五条，你们必须三倍赔偿。我投诉过很多家，上次那家赔了两千，不赔我就去12315。"
    rule(cast, at, conditions={"kind": ["chameleon", "career_complainant"]})
    assert decision(opened(cast, at, text=text)).reason["matched"] == [["kind", "career_complainant"]]
    assert not RoutingDecision.objects.filter(case=opened(cast, at)).exists()


def test_round_robin_goes_round(cast, at):
    rule(cast, at)
    chosen = [decision(opened(cast, at)).to for _ in range(4)]
    assert chosen == [cast.lin, cast.qiao, cast.lin, cast.qiao]


def test_least_loaded_counts_cases_in_hand_and_offers(cast, at):
    make.closed_case(cast.lin, text=CALM)
    rule(cast, at, method="least_loaded")
    chosen = [decision(opened(cast, at)).to for _ in range(4)]
    assert chosen == [cast.lin, cast.qiao, cast.lin, cast.qiao]


def test_the_case_itself_does_not_count_against_who_opened_it(cast, at):
    rule(cast, at, method="least_loaded")
    case = opened(cast, at, by=cast.lin)
    assert decision(case).to == cast.lin
    assert (case.owner, case.offered_to) == (cast.lin, None)


def test_skill_chooses_who_can_do_it_best(cast, at):
    skill = create_skill(actor=cast.gu, at=at, name="英语")
    set_skills(cast.lin, levels={skill: Level.LEARNING}, actor=cast.gu, at=at)
    set_skills(cast.qiao, levels={skill: Level.MASTER}, actor=cast.gu, at=at)
    made = rule(cast, at, method="skill", skill=skill)
    case = opened(cast, at)
    assert decision(case).to == cast.qiao
    assert [row["level"] for row in decision(case).reason["pool"]] == [1, 3]
    set_skills(cast.qiao, levels={}, actor=cast.gu, at=at)
    assert decision(opened(cast, at)).to == cast.lin
    update_skill(skill, actor=cast.gu, at=at, is_active=False)
    assert not RoutingDecision.objects.filter(case=opened(cast, at)).exists()
    assert made.is_active


def test_a_rule_without_a_team_looks_among_the_agents_of_the_branch(cast, at):
    rule(cast, at, method="least_loaded", team=None)
    assert decision(opened(cast, at, branch=cast.branch_b)).to == cast.zhao


def test_who_just_came_out_of_a_hot_case_is_spared(cast, at):
    rule(cast, at)
    make.case(cast.lin, text=FURIOUS, branch=cast.branch_b, at=at)
    RoutingDecision.objects.all().delete()
    case = opened(cast, at)
    assert decision(case).to == cast.qiao
    assert {row["staff"]: row["spared"] for row in decision(case).reason["pool"]} == {cast.lin.pk: "rests", cast.qiao.pk: ""}
    assert decision(opened(cast, at + HOUR)).to == cast.lin


def test_who_bears_too_much_is_spared_and_where_everybody_does_somebody_has_to(cast, at):
    for person in (cast.lin, cast.qiao):
        for _ in range(6):
            make.case(person, text=FURIOUS, at=at)
    rule(cast, at)
    found = decision(opened(cast, at + 2 * HOUR))
    assert [row["spared"] for row in found.reason["pool"]] == ["weary", "weary"]
    assert found.to == cast.lin


def test_who_is_away_is_not_chosen(cast, at):
    rule(cast, at)
    actions.take_breather(cast.lin, colleague=cast.qiao, minutes=30, at=at)
    assert [decision(opened(cast, at)).to for _ in range(2)] == [cast.qiao, cast.qiao]


def test_a_team_out_of_use_gets_nothing(cast, at):
    rule(cast, at)
    update_team(cast.team_a, actor=cast.gu, at=at, is_active=False)
    assert not RoutingDecision.objects.filter(case=opened(cast, at)).exists()


def test_a_rule_is_tried_before_it_is_switched_on_and_again_after_a_change(cast, at):
    made = rule(cast, at, on=False)
    with pytest.raises(Refused):
        actions.switch_on_rule(made, actor=cast.gu, at=at)
    actions.try_rule(made, actor=cast.gu, at=at)
    actions.update_rule(made, actor=cast.gu, at=at, conditions={"channel": ["web"]})
    with pytest.raises(Refused):
        actions.switch_on_rule(made, actor=cast.gu, at=at)
    actions.try_rule(made, actor=cast.gu, at=at)
    actions.update_rule(made, actor=cast.gu, at=at, name="另一个名字")  # decides nothing
    on = actions.switch_on_rule(made, actor=cast.gu, at=at)
    for refused in (
        lambda: actions.switch_on_rule(on, actor=cast.gu, at=at),
        lambda: actions.update_rule(on, actor=cast.gu, at=at, method="team"),
        lambda: actions.remove_rule(on, actor=cast.gu, at=at),
    ):
        with pytest.raises(Refused):
            refused()
    off = actions.switch_off_rule(on, actor=cast.gu, at=at)
    with pytest.raises(Refused):
        actions.switch_off_rule(off, actor=cast.gu, at=at)
    assert list(Event.objects.filter(kind__startswith="rule.").order_by("pk").values_list("kind", flat=True)) == [
        "rule.created", "rule.tried", "rule.updated", "rule.tried", "rule.updated", "rule.switched_on", "rule.switched_off",
    ]  # fmt: skip


def test_a_removed_rule_leaves_its_decisions_with_its_name(cast, at):
    made = rule(cast, at, name="前台轮流")
    case = opened(cast, at)
    actions.remove_rule(actions.switch_off_rule(made, actor=cast.gu, at=at), actor=cast.gu, at=at)
    assert (decision(case).rule, decision(case).rule_name, decision(case).to) == (None, "前台轮流", cast.lin)


def test_a_trial_touches_no_case_and_says_who_would_have_got_them(cast, at):
    for _ in range(3):
        opened(cast, at)
    opened(cast, at, channel="web")
    earlier = rule(cast, at, conditions={"channel": ["web"]})
    made = rule(cast, at, on=False)
    before = list(Case.objects.values_list("pk", "owner", "offered_to", "team", "updated_at"))
    trial = actions.try_rule(made, actor=cast.gu, at=at)
    assert (trial.looked, len(trial.hits), trial.own) == (4, 4, 3)
    assert [hit.before for hit in trial.hits] == [earlier, None, None, None]  # newest first
    assert trial.shares == {cast.lin.pk: 2, cast.qiao.pk: 1}
    assert list(Case.objects.values_list("pk", "owner", "offered_to", "team", "updated_at")) == before
    assert Event.objects.filter(kind="rule.tried").latest("pk").data == {"id": made.pk, "matched": 3, "cases": 4}


def test_a_trial_of_a_rule_that_changes_meanwhile_does_not_count(cast, at, monkeypatch):
    made = rule(cast, at, on=False)
    opened(cast, at)
    read = past_openings(10)

    def changed_meanwhile(_most):
        actions.update_rule(made, actor=cast.gu, at=at, conditions={"channel": ["web"]})
        return read

    monkeypatch.setattr("dingxin.cases.actions.rules.past_openings", changed_meanwhile)
    with pytest.raises(Refused):
        actions.try_rule(made, actor=cast.gu, at=at)
    made.refresh_from_db()
    assert made.tried_at is None


def test_a_trial_costs_the_same_however_many_cases(cast, at, django_assert_num_queries):
    made = rule(cast, at, on=False, method="least_loaded", team=None)
    opened(cast, at)
    with CaptureQueriesContext(connection) as seen:
        actions.try_rule(made, actor=cast.gu, at=at)
    for branch in (cast.branch_a, cast.branch_b) * 3:
        opened(cast, at, branch=branch)
    with django_assert_num_queries(len(seen)):
        actions.try_rule(made, actor=cast.gu, at=at)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "长" * 81}, {"name": "规则1"}, {"method": "dice"}, {"method": "team", "team": None},
        {"method": "skill"},
        {"conditions": []}, {"conditions": {"moon": ["full"]}}, {"conditions": {"grade": "serious"}},
        {"conditions": {"grade": ["x"]}},
        {"conditions": {"branch": [999_999]}}, {"conditions": {"branch": ["1"]}}, {"conditions": {"category": [True]}},
        {"conditions": {"channel": [["hall"]]}}, {"conditions": {"keyword": ["词"] * 51}}, {"conditions": {"kind": ["hero"]}},
        {"conditions": {"branch": [10**30]}},
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit_is_refused(cast, at, wrong):
    first = rule(cast, at, on=False)
    with pytest.raises(Refused):
        rule(cast, at, on=False, **wrong)
    with pytest.raises(Refused):
        actions.update_rule(rule(cast, at, on=False), actor=cast.gu, at=at, **wrong)
    first.refresh_from_db()
    assert first.conditions == {}


def test_words_are_kept_clean_and_once(cast, at):
    made = rule(cast, at, on=False, conditions={"keyword": [" 退款 ", "退款", "", "\x00"], "product": [""], "tier": []})
    assert made.conditions == {"keyword": ["退款"]}
    assert set(LANGUAGES) >= {"zh", "en"}
    assert len(Condition) == 9


def test_a_person_overrides_the_rules(cast, at):
    rule(cast, at)
    case = opened(cast, at)
    found = actions.override_routing(case, to=cast.qiao, actor=cast.chen, at=at)
    case.refresh_from_db()
    assert (case.owner, case.offered_to) == (cast.chen, cast.qiao)
    assert (found.to, found.overridden_to, found.overridden_by) == (cast.lin, cast.qiao, cast.chen)
    assert Event.objects.get(case=case, kind="routing.overridden").data == {"decision": found.pk, "to": cast.qiao.pk}
    with pytest.raises(Refused):
        actions.override_routing(case, to=cast.qiao, actor=cast.chen, at=at)
    actions.override_routing(case, to=cast.chen, actor=cast.chen, at=at)  # keeps it
    case.refresh_from_db()
    assert (case.owner, case.handler, case.offered_to) == (cast.chen, cast.chen, None)


def test_there_is_nothing_to_override_where_no_rule_decided(cast, at):
    case = opened(cast, at)
    with pytest.raises(Refused):
        actions.override_routing(case, to=cast.qiao, actor=cast.chen, at=at)
    rule(cast, at)
    done = opened(cast, at)
    Case.objects.filter(pk=done.pk).update(state="closed", close_reason="content")
    with pytest.raises(Refused):
        actions.override_routing(done, to=cast.qiao, actor=cast.chen, at=at)


def test_who_may_override(cast, at):
    rule(cast, at)
    case = opened(cast, at)
    for user, may in ((cast.chen, True), (cast.gu, True), (cast.lin, False), (cast.qiao, False), (cast.wu, False)):
        assert (user, user.has_perm("cases.override_routing", case)) == (user, may)
    assert cast.gu.has_perm("cases.manage_rules")
    assert not cast.chen.has_perm("cases.manage_rules")


def test_the_same_form_sent_twice_is_routed_once(cast, at):
    rule(cast, at)
    customer = make.customer(cast.chen)
    first, again = (opened(cast, at, of=customer, token="t") for _ in range(2))
    assert first == again
    assert RoutingDecision.objects.count() == 1


def test_two_openings_at_once_choose_two_people(committed_db, cast, at):
    rule(cast, at)
    cases = at_once(*(lambda user=user: opened(cast, at, by=user, branch=cast.branch_a) for user in (cast.chen, cast.gu)))
    assert {decision(case).to for case in cases} == {cast.lin, cast.qiao}
    assert whole()


def test_eight_openings_at_once_are_dealt_evenly(committed_db, cast, at):
    rule(cast, at)
    cases = at_once(*(lambda: opened(cast, at, branch=cast.branch_a) for _ in range(8)))
    people = [decision(case).to for case in cases]
    assert (people.count(cast.lin), people.count(cast.qiao)) == (4, 4)
    assert whole()


def test_openings_while_a_rule_is_changed_wait_for_nobody_for_ever(committed_db, cast, at):
    made = rule(cast, at)
    at_once(
        *(lambda: opened(cast, at) for _ in range(3)),
        lambda: [actions.update_rule(made, actor=cast.gu, at=at, name=f"新{n}") for n in range(4)],
    )
    assert RoutingDecision.objects.count() == 3
    assert whole()
