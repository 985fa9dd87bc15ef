"""How plans did (E14): counted over what is known, with its number."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

import make
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.recovery import actions
from dingxin.recovery.models import RecoveryPlan
from dingxin.recovery.queries import RECURS_WITHIN, evaluate
from dingxin.resolution.actions.ledger import reserve
from dingxin.resolution.models import Option, Remedy

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def plan(db):
    return RecoveryPlan.objects.get(code="network-outage")


def run_in(case, plan, by, at=make.AT):
    return actions.start_run(plan, case, actor=by, at=at)


def only(user, at, since=make.AT - DAY):
    (row,) = evaluate(user, since=since, at=at)
    return row


def test_satisfaction_is_the_last_verdict_after_the_plan_began(cast, plan, at):
    good, bad, silent = (make.case(cast.lin) for _ in range(3))
    for case in (good, bad, silent):
        run_in(case, plan, cast.lin)
        make.reply(case)
        cases.mark_resolved(case, actor=cast.lin, at=at)
    cases.record_verdict(good, content=True, words="好了。", actor=cast.lin, at=at + DAY)
    cases.record_verdict(bad, content=False, words="没好。", actor=cast.lin, at=at + DAY)
    row = only(cast.chen, at + 2 * DAY)
    assert (row.runs, row.asked, row.content, row.content_percent) == (3, 2, 1, 50)


def test_an_earlier_verdict_does_not_count(cast, plan, at):
    case = make.content_case(cast.lin)
    run_in(case, plan, cast.lin, at=at + DAY)
    assert only(cast.chen, at + 2 * DAY).asked == 0
    assert only(cast.chen, at + 2 * DAY).content_percent is None


def test_it_came_back_when_the_same_customer_has_the_same_trouble_in_time(cast, plan, at):
    net, bill = make.category(name="网络"), make.category(name="账单")
    first, second, third = (make.case(cast.lin) for _ in range(3))
    Case.objects.update(category=net)
    for case in (first, second, third):
        run_in(case, plan, cast.lin)
    again = make.case(cast.lin, of=first.customer, at=at + 10 * DAY)
    Case.objects.filter(pk=again.pk).update(category=net)
    other = make.case(cast.lin, of=second.customer, at=at + 10 * DAY)
    Case.objects.filter(pk=other.pk).update(category=bill)
    late = make.case(cast.lin, of=third.customer, at=at + RECURS_WITHIN + DAY)
    Case.objects.filter(pk=late.pk).update(category=net)
    assert only(cast.chen, at + 5 * DAY).ripe == 0
    row = only(cast.chen, at + 60 * DAY)
    assert (row.ripe, row.came_back, row.back_percent) == (3, 1, 33)


def test_the_hours_are_the_middle_of_those_reinstated(cast, plan, at):
    for hours in (1, 3, 50):
        run = run_in(make.case(cast.lin), plan, cast.lin)
        step = run.steps.get(part="reinstatement")
        actions.settle_step(step, note="恢复了", actor=cast.lin, at=at + timedelta(hours=hours))
    skipped = run_in(make.case(cast.lin), plan, cast.lin).steps.get(part="reinstatement")
    actions.settle_step(skipped, note="不用", skipped=True, actor=cast.lin, at=at)
    row = only(cast.chen, at + 3 * DAY)
    assert (row.hours, row.reinstated, row.runs) == (3, 3, 4)


def test_the_cost_stands_in_the_ledger(cast, plan, at):
    case = make.case(cast.lin)
    run_in(case, plan, cast.lin)
    reserve(Option.objects.get(case=case), actor=cast.chen, at=at)
    row = only(cast.chen, at + DAY)
    assert (row.given, row.promised) == (Decimal(0), Decimal(20))


def test_only_what_one_may_see_and_in_its_time(cast, plan, at):
    run_in(make.case(cast.lin), plan, cast.lin)
    run_in(make.case(cast.zhao), RecoveryPlan.objects.get(code="rude-staff"), cast.zhao)
    assert [row.plan.code for row in evaluate(cast.gu, since=at - DAY, at=at + DAY)] == ["network-outage", "rude-staff"]
    assert only(cast.chen, at + DAY).plan.code == "network-outage"
    assert evaluate(cast.gu, since=at + DAY, at=at + 2 * DAY) == []


def test_it_takes_as_many_queries_for_three_runs_as_for_one(cast, plan, at, django_assert_num_queries):
    for _ in range(2):
        run_in(make.case(cast.lin), plan, cast.lin)
        with django_assert_num_queries(6):
            evaluate(cast.gu, since=at - DAY, at=at + 60 * DAY)
    assert Remedy.objects.filter(code="account-credit").exists()
