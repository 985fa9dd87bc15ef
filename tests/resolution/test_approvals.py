"""Approvals: asked of whoever may, answered by somebody else, passed on in time, forgotten when the option changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

import make
from dingxin.accounts import actions as accounts
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.resolution.actions import approvals
from dingxin.resolution.actions.freeing import free_case
from dingxin.resolution.models import Approval, Option
from dingxin.resolution.queries.approvals import approvals_waiting, open_approvals
from dingxin.resolution.queries.ledger import left, moved_of, verify_ledger
from granted import REASON, approved, asked, budget, option, remedy
from together import at_once, refusals, whole

pytestmark = pytest.mark.django_db


def test_what_is_beyond_ones_authority_is_asked_of_whoever_may_grant_it(cast, at):
    case = make.case(cast.lin)
    one = asked(option(case, 500), cast.lin)
    assert (one.asked_of, one.state, one.amount_asked) == (cast.chen, "asked", 500)
    assert one.due == at + timedelta(minutes=30)
    assert asked(option(case, 3000), cast.lin).asked_of == cast.gu
    event = Event.objects.filter(case=case, kind="approval.asked").first()
    assert event.data == {"approval": one.pk, "to": cast.chen.pk}


def test_the_manager_on_duty_is_asked_first_and_one_who_is_away_last(cast, at):
    ma = make.staff("ma", role="manager", where=cast.branch_a, authority_cny=1000)
    accounts.plan_duty(cast.branch_a, staff=ma, start=at - timedelta(hours=1), end=at + timedelta(hours=8), actor=cast.gu, at=at)
    assert asked(option(make.case(cast.lin), 500), cast.lin).asked_of == ma
    accounts.record_absence(ma, kind="leave", start=at, end=at + timedelta(days=1), actor=cast.gu, at=at)
    assert asked(option(make.case(cast.lin), 500), cast.lin).asked_of == cast.chen


@pytest.mark.parametrize("amount", [50, 100])
def test_what_is_within_ones_own_authority_is_not_asked(cast, at, amount):
    with pytest.raises(Refused):
        asked(option(make.case(cast.lin), amount), cast.lin)


def test_what_nobody_may_grant_is_refused_at_once(cast, at):
    with pytest.raises(Refused):
        asked(option(make.case(cast.lin), 9000), cast.lin)


def test_an_option_is_asked_for_once_with_a_reason(cast, at):
    row = option(make.case(cast.lin), 500)
    with pytest.raises(Refused) as refusal:
        approvals.ask_approval(row, reason="  ", actor=cast.lin, at=at)
    assert refusal.value.field == "reason"
    asked(row, cast.lin)
    with pytest.raises(Refused):
        asked(row, cast.qiao)
    Option.objects.filter(pk=row.pk).update(state="withdrawn")
    with pytest.raises(Refused):
        asked(row, cast.lin)


def test_what_is_approved_has_its_money_set_apart(cast, at):
    fund = budget(600)
    row = approved(option(make.case(cast.lin), 500, of=fund), cast.lin, cast.chen)
    assert (row.approved, row.approved_by) == (500, cast.chen)
    assert (left(fund, at), moved_of(row).reserved) == (100, 500)
    one = Approval.objects.get()
    assert (one.state, one.answered_by, one.amount_granted) == ("approved", cast.chen, 500)
    with pytest.raises(Refused, match="100"):
        approved(option(make.case(cast.lin), 500, of=fund), cast.lin, cast.gu)
    assert Approval.objects.filter(state="approved").count() == 1


def test_lowered_is_less_with_a_reason(cast, at):
    row = option(make.case(cast.lin), 500)
    one = asked(row, cast.lin)
    for amount, words in ((500, "x"), (600, "x"), (300, " "), (0, "x")):
        with pytest.raises(Refused):
            approvals.lower_option(one, amount=amount, words=words, actor=cast.chen, at=at)
    approvals.lower_option(one, amount=300, words="误工费没有凭证。", actor=cast.chen, at=at)
    row.refresh_from_db()
    assert (row.amount, row.approved, moved_of(row).reserved) == (300, 300, 300)
    assert Approval.objects.get().state == "lowered"


def test_refused_needs_a_reason_and_can_be_asked_anew(cast, at):
    row = option(make.case(cast.lin), 500)
    one = asked(row, cast.lin)
    with pytest.raises(Refused):
        approvals.refuse_option(one, words="", actor=cast.chen, at=at)
    approvals.refuse_option(one, words="先核实账单。", actor=cast.chen, at=at)
    row.refresh_from_db()
    assert row.approved is None
    assert asked(row, cast.lin).state == "asked"


@pytest.mark.parametrize("answer", ["approve", "lower", "refuse", "delegate"])
def test_nobody_answers_for_their_own_request(cast, at, answer):
    one = asked(option(make.case(cast.lin), 2000), cast.chen)
    assert one.asked_of == cast.gu
    with pytest.raises(Refused):
        _answer(answer, one, cast.chen, cast.gu, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=one.pk).update(answered_by=cast.chen)


def _answer(name, one, actor, to, at):
    if name == "approve":
        return approvals.approve_option(one, actor=actor, at=at)
    if name == "lower":
        return approvals.lower_option(one, amount=10, words="x", actor=actor, at=at)
    if name == "refuse":
        return approvals.refuse_option(one, words="x", actor=actor, at=at)
    return approvals.delegate_approval(one, to=to, actor=actor, at=at)


@pytest.mark.parametrize("answer", ["approve", "lower", "refuse", "delegate"])
def test_only_whoever_leads_the_branch_answers_and_only_once(cast, at, answer):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    other = make.staff("deng", role="manager", where=cast.branch_b, authority_cny=9000)
    for person in (cast.qiao, cast.wu, cast.he, other):
        with pytest.raises(Refused):
            _answer(answer, one, person, cast.gu, at)
    approvals.approve_option(one, actor=cast.chen, at=at)
    with pytest.raises(Refused):
        _answer(answer, one, cast.gu, cast.chen, at)


def test_an_approver_approves_no_more_than_they_may(cast, at):
    low = make.staff("xu", role="manager", where=cast.branch_a, authority_cny=400)
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    with pytest.raises(Refused):
        approvals.approve_option(one, actor=low, at=at)
    assert approvals.lower_option(one, amount=400, words="这是我能批的。", actor=low, at=at).state == "lowered"


def test_what_somebody_approved_counts_against_their_authority(cast, at):
    case = make.case(cast.lin)
    approved(option(case, 700), cast.lin, cast.chen)
    one = asked(option(case, 400), cast.lin)
    assert one.asked_of == cast.gu
    with pytest.raises(Refused):
        approvals.approve_option(one, actor=cast.chen, at=at)


def test_it_goes_on_to_another_who_may(cast, at):
    case = make.case(cast.lin)
    one = asked(option(case, 500), cast.lin)
    low = make.staff("xu", role="manager", where=cast.branch_a, authority_cny=400)
    for to in (cast.lin, cast.chen, low, cast.zhao, cast.wu):
        with pytest.raises(Refused) as refusal:
            approvals.delegate_approval(one, to=to, actor=cast.chen, at=at)
        assert refusal.value.field == "to"
    later = at + timedelta(minutes=20)
    one = approvals.delegate_approval(one, to=cast.gu, actor=cast.chen, at=later)
    assert (one.asked_of, one.due) == (cast.gu, later + timedelta(minutes=30))


def test_what_nobody_answers_goes_to_the_next_until_nobody_is_left(cast, at):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    assert approvals.pass_on_approvals(at=at + timedelta(minutes=29)) == 0
    late = at + timedelta(minutes=31)
    assert approvals.pass_on_approvals(at=late) == 1
    one.refresh_from_db()
    assert (one.asked_of, one.passed, one.due) == (cast.gu, 1, late + timedelta(minutes=30))
    assert approvals.pass_on_approvals(at=late) == 0
    assert approvals.pass_on_approvals(at=late + timedelta(hours=1)) == 0
    one.refresh_from_db()
    assert (one.asked_of, one.due, one.state) == (cast.gu, None, "asked")
    assert approvals.approve_option(one, actor=cast.chen, at=late).state == "approved"


def test_passing_on_never_reaches_whoever_asked(cast, at):
    one = asked(option(make.case(cast.lin), 2000), cast.chen)
    assert approvals.pass_on_approvals(at=at + timedelta(hours=1)) == 0
    one.refresh_from_db()
    assert one.asked_of == cast.gu


def test_another_amount_or_kind_needs_another_approval(cast, at):
    fund = budget(1000)
    row = approved(option(make.case(cast.lin), 500, of=fund), cast.lin, cast.chen)
    approvals.reset_approval(row, actor=cast.lin, at=at)
    row.refresh_from_db()
    assert (row.approved, row.approved_by, left(fund, at)) == (None, None, 1000)
    one = asked(row, cast.lin)
    Option.objects.filter(pk=row.pk).update(amount=900)
    with pytest.raises(Refused):
        approvals.approve_option(one, actor=cast.chen, at=at)
    approvals.reset_approval(row, actor=cast.lin, at=at)
    assert Approval.objects.filter(state="withdrawn").count() == 1
    assert not list(verify_ledger())


def test_it_is_withdrawn_by_whoever_needs_it_no_more(cast, at):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    assert approvals.withdraw_approval(one, actor=cast.lin, at=at).state == "withdrawn"
    with pytest.raises(Refused):
        approvals.withdraw_approval(one, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        approvals.approve_option(one, actor=cast.chen, at=at)


def test_the_brief_tells_all_on_a_page(cast, at):
    case = make.case(cast.lin)
    gone = option(case, 20, state="objected", presented_by=cast.lin, presented_at=at)
    gone.objections.create(reason="too_little", words="太少了", recorded_by=cast.lin, at=at)
    row = option(case, 500, of=budget(800), reason="补上误工", cost=450)
    brief = asked(row, cast.lin).brief
    assert (brief["customer"], brief["amount"], brief["cost"], brief["budget_left"]) == (
        str(case.customer),
        "500.00",
        "450.00",
        "800.00",
    )
    assert brief["tried"] == [{"kind": "refund", "amount": "20.00", "state": "objected", "words": "太少了"}]
    assert brief["happened"]


def test_whoever_may_sees_what_waits_and_nobody_their_own(cast, at, django_assert_num_queries):
    asked(option(make.case(cast.lin), 500), cast.lin)
    asked(option(make.case(cast.lin), 2000), cast.chen)
    asked(option(make.case(cast.zhao), 500), cast.zhao)
    counts = {person.username: approvals_waiting(person) for person in cast.everybody()}
    assert counts == {"lin": 0, "qiao": 0, "chen": 1, "zhao": 0, "wu": 0, "he": 0, "gu": 3}
    with django_assert_num_queries(1):
        assert len(list(open_approvals(cast.gu))) == 3
    with django_assert_num_queries(0):
        approvals_waiting(cast.lin)


def test_the_remedy_says_who_grants_it_and_up_to_how_much(cast, at):
    case = make.case(cast.lin)
    led = option(case, 50, remedy=remedy(granted_by="manager"))
    assert asked(led, cast.lin).asked_of == cast.chen
    with pytest.raises(Refused):
        asked(option(case, 50, remedy=remedy(amount_max=40)), cast.lin)


def test_a_case_that_is_over_holds_nothing_back(cast, at):
    fund = budget(2000)
    case = make.content_case(cast.lin)
    approved(option(case, 500, of=fund), cast.lin, cast.chen)
    one = asked(option(case, 300, of=fund), cast.lin)
    free_case(case, at=at)
    one.refresh_from_db()
    assert (left(fund, at), one.state) == (1500, "asked")
    cases.close_case(case, actor=cast.lin, at=at)
    for _ in range(2):
        free_case(case, at=at)
    one.refresh_from_db()
    assert (left(fund, at), one.state) == (2000, "withdrawn")


def test_two_answers_at_once_are_one(committed_db, cast, at):
    row = option(make.case(cast.lin), 500, of=budget(5000))
    one = asked(row, cast.lin)
    outcomes = at_once(
        lambda: approvals.approve_option(one, actor=cast.chen, at=at),
        lambda: approvals.approve_option(one, actor=cast.gu, at=at),
        lambda: approvals.refuse_option(one, words="x", actor=cast.gu, at=at),
        lambda: approvals.withdraw_approval(one, actor=cast.lin, at=at),
    )
    assert refusals(outcomes) == 3
    assert Event.objects.filter(kind__startswith="approval.").count() == 2
    assert whole()


def test_two_approvals_at_once_never_spend_the_same_last_yuan(committed_db, cast, at):
    fund = budget(700)
    rows = [asked(option(make.case(cast.lin), 500, of=fund), cast.lin) for _ in range(4)]
    outcomes = at_once(*(lambda one=one: approvals.approve_option(one, actor=cast.chen, at=at) for one in rows))
    assert refusals(outcomes) == 3
    assert left(fund, at) == 200
    assert Option.objects.exclude(approved=None).count() == 1


def test_two_approvals_at_once_keep_to_the_approvers_own_authority(committed_db, cast, at):
    case = make.case(cast.lin)
    rows = [asked(option(case, 600), cast.lin) for _ in range(3)]
    outcomes = at_once(*(lambda one=one: approvals.approve_option(one, actor=cast.chen, at=at) for one in rows))
    assert refusals(outcomes) == 2


def test_two_sweeps_at_once_pass_on_once(committed_db, cast, at):
    one = asked(option(make.case(cast.lin), 500), cast.lin)
    passed = at_once(*(lambda: approvals.pass_on_approvals(at=at + timedelta(hours=1)) for _ in range(4)))
    one.refresh_from_db()
    assert (sum(passed), one.passed) == (1, 1)
    assert one.brief["reason"] == ""
    assert one.reason == REASON
