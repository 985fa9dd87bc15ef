"""Two people at once, on real commits: one agreement holds, one payment counts, no case closes over what is owed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import make
from dingxin.cases import actions as cases
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.actions.presenting import present_options
from dingxin.resolution.models import Agreement, Entry, Obligation, Option
from dingxin.resolution.queries.ledger import moved_of, verify_ledger
from together import at_once, refusals, whole

DAY = timedelta(days=1)


def offered(cast, *amounts):
    case, lin = make.case(cast.lin), cast.lin
    rows = [
        Option.objects.create(case=case, kind="refund", amount=amount, cost=amount, position=place, made_by=lin, at=make.AT)
        for place, amount in enumerate(amounts, 1)
    ]
    message = make.reply(case, text="真的很抱歉，给您添了麻烦。我来办好，您看行吗？", by=lin)
    present_options(case, rows, message=message, actor=lin, at=make.AT)
    return case, rows


def agree(case, option, by, token):
    terms = [Owed(option.pk, "退费", by, make.AT + DAY, Decimal(option.amount))]
    said = Said(words="好的", token=token)
    return actions.confirm_agreement(case, options=[option.pk], obligations=terms, said=said, actor=by, at=make.AT)


def test_the_same_page_sent_at_once_agrees_once(committed_db, cast):
    case, (option,) = offered(cast, 35)
    made = at_once(*(lambda: agree(case, option, cast.lin, "t") for _ in range(4)))
    assert len({row.pk for row in made}) == 1
    assert Obligation.objects.count() == 1
    assert whole()


def test_of_two_colleagues_who_agree_on_different_options_one_holds_and_no_money_is_set_apart_twice(committed_db, cast):
    case, (first, second) = offered(cast, 35, 20)
    outcomes = at_once(lambda: agree(case, first, cast.lin, "a"), lambda: agree(case, second, cast.qiao, "b"))
    assert refusals(outcomes) == 1  # the other option was put aside by whoever came first
    assert Agreement.objects.filter(case=case, state="standing").count() == 1
    assert sorted(moved_of(row).reserved > 0 for row in (first, second)) == [False, True]
    assert list(verify_ledger()) == []
    assert whole()


def test_one_payment_sent_at_once_counts_once_and_different_ones_never_exceed_what_is_owed(committed_db, cast, at):
    case, (option,) = offered(cast, 35)
    owed = agree(case, option, cast.lin, "t").obligations.get()

    def pay(reference):
        return actions.perform_obligation(owed, amount=Decimal(20), reference=reference, actor=cast.lin, at=at)

    assert refusals(at_once(*(lambda: pay("P-1") for _ in range(4)))) == 0
    assert refusals(at_once(*(lambda n=n: pay(f"P-{n}") for n in range(2, 5)))) == 3
    owed.refresh_from_db()
    assert (owed.done_amount, Entry.objects.filter(kind="pay").count()) == (20, 1)
    assert list(verify_ledger()) == []


def test_a_case_does_not_close_while_something_is_agreed(committed_db, cast, at):
    case, (option,) = offered(cast, 35)
    cases.mark_resolved(case, actor=cast.lin, at=at)
    cases.record_verdict(case, content=True, actor=cast.lin, at=at)
    outcomes = at_once(lambda: agree(case, option, cast.lin, "t"), lambda: cases.close_case(case, actor=cast.qiao, at=at))
    case.refresh_from_db()
    closed = case.state == "closed"
    assert refusals(outcomes) == 1
    assert Agreement.objects.exists() is not closed
    assert whole()
