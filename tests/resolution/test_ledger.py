"""The ledger: every movement sums to nothing, nothing is ever changed, and no yuan is promised twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

import make
from dingxin.audit.models import AppendOnlyError
from dingxin.audit.refusal import Refused
from dingxin.resolution.actions import ledger
from dingxin.resolution.models import Account, Agreement, Budget, Entry, Obligation, Option, Posting, Remedy
from dingxin.resolution.queries.ledger import left, left_of, moved_of, verify_ledger
from together import at_once, refusals

pytestmark = pytest.mark.django_db


def budget(amount=100, **fields) -> Budget:
    return Budget.objects.create(name=f"预算 {Budget.objects.count()}", amount=amount, **fields)


def option(case, of: Budget | None = None, amount=35, **fields) -> Option:
    remedy = Remedy.objects.create(
        code=f"r{Remedy.objects.count()}", kind="refund", name="退款", budget=of, stock=fields.pop("stock", None)
    )
    return Option.objects.create(
        case=case, remedy=remedy, kind="refund", amount=Decimal(amount), made_by=case.owner, at=make.AT, **fields
    )


def owed(row: Option, amount=None, *, case=None) -> Obligation:
    case = case or row.case
    agreement = Agreement.objects.filter(case=case).first() or Agreement.objects.create(
        case=case, number=1, words="好的", message=case.messages.first(), made_by=case.owner, at=make.AT
    )
    return Obligation.objects.create(
        agreement=agreement, option=row, what="退款", amount=row.amount if amount is None else amount, by=case.owner, due=make.AT
    )


def sound() -> bool:
    return not list(verify_ledger())


def test_what_is_promised_leaves_the_budget_and_comes_back_when_it_is_released(cast, at):
    fund = budget()
    row = option(make.case(cast.lin), fund)
    assert left(fund, at) == 100
    ledger.reserve(row, actor=cast.lin, at=at)
    assert (left(fund, at), moved_of(row).reserved) == (65, 35)
    ledger.release(row, actor=cast.lin, at=at)
    assert (left(fund, at), moved_of(row).reserved) == (100, 0)
    assert sound()


def test_promising_twice_sets_apart_once_and_follows_the_amount(cast, at):
    fund = budget()
    row = option(make.case(cast.lin), fund)
    for amount, rest in ((35, 65), (35, 65), (50, 50), (20, 80)):
        Option.objects.filter(pk=row.pk).update(amount=amount)
        ledger.reserve(row, actor=cast.lin, at=at)
        assert left(fund, at) == rest
    assert sound()


def test_an_empty_budget_promises_nothing(cast, at):
    fund = budget(50)
    case = make.case(cast.lin)
    ledger.reserve(option(case, fund), actor=cast.lin, at=at)
    with pytest.raises(Refused, match="15"):
        ledger.reserve(option(case, fund), actor=cast.lin, at=at)
    ledger.fund(fund, amount="20.00", actor=cast.gu, at=at)
    assert left(fund, at) == 35
    assert ledger.reserve(Option.objects.latest("pk"), actor=cast.lin, at=at)


def test_a_budget_out_of_use_promises_nothing(cast, at):
    row = option(make.case(cast.lin), budget(is_active=False))
    with pytest.raises(Refused):
        ledger.reserve(row, actor=cast.lin, at=at)


def test_a_new_month_opens_by_itself_and_what_is_released_goes_back_to_the_old_one(cast, at):
    fund = budget()
    row = option(make.case(cast.lin), fund)
    ledger.reserve(row, actor=cast.lin, at=at)
    july = at + timedelta(days=30)
    assert (left(fund, july), left_of([fund], july)) == (100, {fund.pk: 100})
    ledger.reserve(option(row.case, fund, 10), actor=cast.lin, at=july)
    ledger.release(row, actor=cast.lin, at=july)
    assert (left(fund, at), left(fund, july)) == (100, 90)
    assert sound()


@pytest.mark.parametrize(("period", "starts"), [("month", "06-01"), ("quarter", "04-01"), ("year", "01-01"), ("once", "01-01")])
def test_a_period_begins_by_the_wall_clock_of_the_house(cast, period, starts):
    fund = budget(period=period)
    ledger.fund(fund, amount=1, actor=cast.gu, at=make.AT)
    assert fund.accounts.get().starts_on.strftime("%m-%d") == starts
    midnight = make.AT.replace(month=7, day=1, hour=0)
    assert left(fund, midnight) == (100 if period in {"month", "quarter"} else 101)


def test_money_without_a_budget_comes_from_the_house(cast, at):
    row = option(make.case(cast.lin), amount=9000)
    ledger.reserve(row, actor=cast.lin, at=at)
    assert moved_of(row).reserved == 9000
    assert sound()


def test_a_payment_is_booked_once_however_often_it_is_sent(cast, at):
    row = option(make.case(cast.lin), budget())
    ledger.reserve(row, actor=cast.lin, at=at)
    debt = owed(row)
    first = ledger.pay(debt, amount="35", reference="ZF-1", actor=cast.lin, at=at)
    assert ledger.pay(debt, amount="35.00", reference=" ZF-1 ", actor=cast.chen, at=at) == first
    assert (moved_of(row).paid, moved_of(row).reserved) == (35, 0)
    with pytest.raises(Refused, match="ZF-1"):
        ledger.pay(debt, amount=1, reference="ZF-1", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        ledger.pay(debt, amount=1, actor=cast.lin, at=at)
    assert sound()


def test_no_more_is_given_than_owed_and_nothing_without_an_option(cast, at):
    row = option(make.case(cast.lin))
    debt = owed(row, 20)
    with pytest.raises(Refused):
        ledger.pay(debt, amount=21, actor=cast.lin, at=at)
    ledger.pay(debt, amount=12, actor=cast.lin, at=at)
    ledger.pay(debt, amount=8, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        ledger.pay(owed(row, 35), amount=16, actor=cast.lin, at=at)
    bare = Obligation.objects.create(agreement=debt.agreement, what="退款", amount=5, by=cast.lin, due=at)
    with pytest.raises(Refused):
        ledger.pay(bare, amount=1, actor=cast.lin, at=at)


def test_what_came_back_is_set_apart_again_and_comes_back_once(cast, at):
    row = option(make.case(cast.lin), budget())
    paid = ledger.pay(owed(row), amount=35, reference="A", actor=cast.lin, at=at)
    back = ledger.reverse(paid, reference="B", actor=cast.chen, at=at)
    assert ledger.reverse(paid, reference="B", actor=cast.chen, at=at) == back
    assert (moved_of(row).paid, moved_of(row).reserved) == (0, 35)
    with pytest.raises(Refused):
        ledger.reverse(back, actor=cast.chen, at=at)
    assert ledger.pay(row.obligations.get(), amount=35, reference="C", actor=cast.lin, at=at)
    assert sound()


@pytest.mark.parametrize("amount", [0, -1, "0.001", "NaN", "viel", 1e30])
def test_what_is_no_amount_is_refused(cast, at, amount):
    with pytest.raises(Refused):
        ledger.fund(budget(), amount=amount, actor=cast.gu, at=at)


def test_the_last_piece_is_kept_for_one(cast, at):
    row = option(make.case(cast.lin), amount=0, stock=1)
    ledger.reserve(row, actor=cast.lin, at=at)
    ledger.reserve(row, actor=cast.lin, at=at)
    other = Option.objects.create(case=row.case, remedy=row.remedy, kind="gift", made_by=cast.lin, at=at)
    with pytest.raises(Refused):
        ledger.reserve(other, actor=cast.lin, at=at)
    ledger.release(row, actor=cast.lin, at=at)
    ledger.release(row, actor=cast.lin, at=at)
    ledger.reserve(other, actor=cast.lin, at=at)
    row.remedy.refresh_from_db()
    assert row.remedy.stock == 0


@pytest.mark.parametrize("table", [Entry, Posting])
def test_what_was_booked_is_never_changed(cast, at, table):
    ledger.reserve(option(make.case(cast.lin), budget()), actor=cast.lin, at=at)
    for change in (lambda: table.objects.update(pk=1), lambda: table.objects.all().delete()):
        with pytest.raises(AppendOnlyError):
            change()
    name, row = f"resolution_{table.__name__.lower()}", table.objects.first()
    for statement in (f"UPDATE {name} SET id = id + 1", f"DELETE FROM {name} WHERE id = {row.pk}"):  # noqa: S608  a table of ours
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_does_not_balance_is_found(cast, at):
    fund = budget()
    row = option(make.case(cast.lin), fund)
    entry = ledger.reserve(row, actor=cast.lin, at=at)
    assert sound()
    Posting.objects.create(entry=entry, account=Account.objects.create(code="paid", kind="paid"), amount=40)
    reasons = {flaw.reason for flaw in verify_ledger()}
    assert len(reasons) == 2


def test_sums_are_exact_to_the_fen(cast, at):
    fund = budget("30.30")
    case = make.case(cast.lin)
    rows = [option(case, fund, amount) for amount in ("0.10", "0.20", "0.70", "9.10", "20.20")]
    for row in rows:
        ledger.reserve(row, actor=cast.lin, at=at)
    assert left(fund, at) == 0
    ledger.fund(fund, amount="0.01", actor=cast.gu, at=at)
    Option.objects.filter(pk=rows[0].pk).update(amount="0.11")
    ledger.reserve(rows[0], actor=cast.lin, at=at)
    ledger.release(rows[0], actor=cast.lin, at=at)
    assert str(left(fund, at)) == "0.11"
    assert sound()


def test_two_never_spend_the_same_last_yuan(committed_db, cast, at):
    fund = budget(100)
    rows = [option(make.case(cast.lin), fund, 40) for _ in range(6)]
    outcomes = at_once(*(lambda row=row: ledger.reserve(row, actor=cast.lin, at=at) for row in rows))
    assert refusals(outcomes) == 4
    assert left(fund, at) == 20
    assert sound()


def test_the_same_payment_at_once_is_one_entry(committed_db, cast, at):
    row = option(make.case(cast.lin), budget())
    debt = owed(row)
    paid = at_once(*(lambda: ledger.pay(debt, amount=35, reference="ZF", actor=cast.lin, at=at) for _ in range(5)))
    assert len({entry.pk for entry in paid}) == 1
    assert moved_of(row).paid == 35
    assert sound()


def test_one_number_for_two_payments_at_once_books_one(committed_db, cast, at):
    debts = [owed(option(make.case(cast.lin))) for _ in range(4)]
    outcomes = at_once(*(lambda debt=debt: ledger.pay(debt, amount=35, reference="X", actor=cast.lin, at=at) for debt in debts))
    assert refusals(outcomes) == 3
    assert Entry.objects.filter(kind="pay").count() == 1
