"""Ways around a budget, a limit or the ledger that are none: other words, another case, a payment sent again, a case reopened."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

import make
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.replies.actions import send_reply
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.actions.freeing import free_case
from dingxin.resolution.models import Entry, Option
from dingxin.resolution.queries.ledger import left, moved_of, verify_ledger
from granted import budget, option, remedy

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOFT, HARD = "给您添了麻烦，真是抱歉，换作是我也会着急。", "今天下午五点前我打电话告诉您结果。"


def send(case, words, by, **given):
    return send_reply(case, text=f"{SOFT}{words}{HARD}", actor=by, at=make.AT, **given)


def agree(case, row, by, *, what="退回话费账户", amount=None, words="好的，就这样吧。"):
    terms = [Owed(row.pk, what, by, make.AT + DAY, row.amount if amount is None else amount)]
    return actions.confirm_agreement(
        case, options=[row.pk], obligations=terms, said=Said(words=words), actor=by, at=make.AT
    ).obligations.get()


def test_money_offered_in_free_words_comes_from_the_budget_of_its_remedies(cast, at):
    fund, case = budget(30), make.case(cast.lin)
    remedy("refund", budget=fund)
    with pytest.raises(Refused, match="30"):
        send(case, "我给您退36元。", cast.lin)
    send(case, "我给您退20元。", cast.lin)
    assert (left(fund, at), Option.objects.get().budget) == (10, fund)
    send(case, "我再给您补偿15元。", cast.lin)  # of another sort: no remedy of it stands in a budget
    assert left(fund, at) == 10
    assert not list(verify_ledger())


def test_a_budget_of_another_branch_or_trade_pays_no_words(cast, at):
    case = make.case(cast.lin)
    remedy("refund", budget=budget(10, branch=cast.branch_b))
    remedy("refund", budget=budget(10), industries=["hotel"])
    send(case, "我给您退36元。", cast.lin)
    assert Option.objects.get().budget is None


def test_a_payment_that_came_back_is_not_booked_again_under_its_number(cast, at):
    case = make.case(cast.lin)
    row = option(case, 35)
    send(case, "", cast.lin, offers=[row.pk])
    owed = agree(case, row, cast.lin)
    actions.perform_obligation(owed, reference="ZF-1", actor=cast.lin, at=at)
    actions.reverse_performance(owed, entry=Entry.objects.get(kind="pay").pk, reason="退回", actor=cast.chen, at=at)
    with pytest.raises(Refused, match="ZF-1"):
        actions.perform_obligation(owed, reference="ZF-1", actor=cast.lin, at=at)
    owed.refresh_from_db()
    assert (owed.state, owed.done_amount, moved_of(row).paid) == ("open", 0, 0)
    owed = actions.perform_obligation(owed, reference="ZF-2", actor=cast.lin, at=at)
    assert (owed.state, owed.done_amount, moved_of(row).paid) == ("done", 35, 35)


def reopened(case, by):
    """Close a case with an offer on the table, and let it come back."""
    cases.mark_resolved(case, actor=by, at=make.AT)
    cases.record_verdict(case, content=True, words="谢谢", actor=by, at=make.AT)
    case.refresh_from_db()
    free_case(cases.close_case(case, actor=by, at=make.AT), at=make.AT)


def test_an_offer_of_a_case_that_came_back_holds_only_with_its_money(cast, at):
    fund, case, other = budget(100), make.case(cast.lin), make.case(cast.lin)
    row = option(case, 60, of=fund)
    send(case, "", cast.lin, offers=[row.pk])
    reopened(case, cast.lin)
    assert left(fund, at) == 100
    dear = option(other, 80, of=fund)
    send(other, "", cast.lin, offers=[dear.pk])
    case = cases.reopen_case(case, actor=cast.lin, at=at)
    row.refresh_from_db()
    assert row.state == "presented"
    for again in (lambda: send(case, "我给您退60元。", cast.lin), lambda: agree(case, row, cast.lin)):
        with pytest.raises(Refused, match="20"):
            again()
    actions.object_option(dear, reason="too_little", actor=cast.lin, at=at)
    send(case, "我给您退60元。", cast.lin)
    assert (left(fund, at), moved_of(row).reserved) == (40, 60)
    assert agree(case, row, cast.lin).amount == 60
    assert not list(verify_ledger())


@pytest.mark.parametrize("what", ["退款3000元", "给您退3000元", "赔三千块", "退还3000元，今天到账"])
def test_an_agreement_says_no_more_in_words_than_in_figures(cast, at, what):
    case = make.case(cast.lin)
    row = option(case, 35)
    send(case, "", cast.lin, offers=[row.pk])
    with pytest.raises(Refused):
        agree(case, row, cast.lin, what=what)
    assert not case.agreements.exists()
    assert agree(case, row, cast.lin, what="退款35元").amount == 35


def test_what_was_granted_in_a_case_counts_in_the_one_it_went_on_in(cast, at):
    who = make.customer(cast.lin)
    first, second, third = (make.case(cast.lin, of=who) for _ in range(3))
    row = option(first, 80)
    send(first, "", cast.lin, offers=[row.pk])
    actions.perform_obligation(agree(first, row, cast.lin), reference="ZF-1", actor=cast.lin, at=at)
    second = cases.merge_case(first, into=second, actor=cast.lin, at=at)
    third = cases.merge_case(second, into=third, actor=cast.lin, at=at)
    for case, most in ((third, 20), (make.case(cast.lin), 100)):
        with pytest.raises(Refused):
            send(case, f"我给您退{most + 1}元。", cast.lin)
        send(case, f"我给您退{most}元。", cast.lin)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-1", "0.001", "1e30", "-0.00"])
def test_no_odd_amount_is_owed_or_given(cast, at, amount):
    case = make.case(cast.lin)
    row = option(case, 35)
    send(case, "", cast.lin, offers=[row.pk])
    with pytest.raises(Refused):
        agree(case, row, cast.lin, amount=Decimal(amount))
    owed = agree(case, row, cast.lin)
    with pytest.raises(Refused):
        actions.perform_obligation(owed, amount=Decimal(amount), reference="ZF-1", actor=cast.lin, at=at)
    assert not Entry.objects.filter(kind="pay").exists()
