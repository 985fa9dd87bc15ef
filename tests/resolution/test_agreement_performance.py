"""Doing what was agreed: done, partly done, failed, taken back; money once, promises in step, cases not closed over it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.hindrances import Verb, told
from dingxin.clocks.actions import break_overdue
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.actions.presenting import present_options
from dingxin.resolution.models import Entry, Obligation, Option
from dingxin.resolution.queries.ledger import moved_of, verify_ledger

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def agreed(case, *amounts, due=make.AT + DAY, by=None, at=make.AT):
    """Offer one option for each amount and agree on all of them; give what is owed, in order."""
    lin = by or case.owner
    rows = [
        Option.objects.create(case=case, kind="refund", amount=amount, cost=amount, position=place, made_by=lin, at=at)
        for place, amount in enumerate(amounts, 1)
    ]
    message = make.reply(case, text="真的很抱歉，给您添了麻烦。我来把这件事办好，您看这样行吗？", by=lin, at=at)
    present_options(case, rows, message=message, actor=lin, at=at)
    terms = [Owed(row.pk, f"第 {row.position} 项", lin, due, Decimal(row.amount)) for row in rows]
    ids = [row.pk for row in rows]
    made = actions.confirm_agreement(case, options=ids, obligations=terms, said=Said(words="好的"), actor=lin, at=at)
    return list(made.obligations.order_by("pk"))


def perform(owed, cast, amount=None, reference="P-1", at=make.AT, **fields):
    amount = None if amount is None else Decimal(amount)
    return actions.perform_obligation(owed, amount=amount, reference=reference, actor=cast.lin, at=at, **fields)


def state_of(row):
    row.refresh_from_db()
    return row.state


def test_what_is_done_is_paid_kept_and_the_last_one_performs_the_agreement(cast, case, at):
    (owed,) = agreed(case, 35)
    done = perform(owed, cast, note="退回话费账户")
    assert (done.state, done.done_amount, done.note, done.settled_at) == ("done", 35, "退回话费账户", at)
    assert (state_of(done.promise), state_of(done.agreement)) == ("kept", "performed")
    assert (moved_of(done.option).paid, moved_of(done.option).reserved) == (35, 0)
    kinds = list(Event.objects.filter(case=case).order_by("seq").values_list("kind", flat=True))
    assert kinds[-4:] == [Kind.MONEY_PAID, Kind.PROMISE_KEPT, Kind.OBLIGATION_PERFORMED, Kind.AGREEMENT_SETTLED]
    assert Event.objects.get(kind=Kind.AGREEMENT_SETTLED).data == {"id": done.agreement_id, "state": "performed"}
    assert list(verify_ledger()) == []


def test_it_may_be_done_in_parts_and_late(cast, case, at):
    (owed,) = agreed(case, 35)
    part = perform(owed, cast, 15)
    assert (part.state, part.done_amount, state_of(part.promise), state_of(part.agreement)) == ("partly", 15, "open", "standing")
    rest = perform(owed, cast, reference="P-2", at=at + 2 * DAY)
    assert (rest.state, rest.done_amount, state_of(rest.promise)) == ("done", 35, "kept_late")


def test_one_payment_counts_once_however_often_it_is_sent(cast, case, at):
    (owed,) = agreed(case, 35)
    for _ in range(3):
        perform(owed, cast, 15)
    assert Obligation.objects.get(pk=owed.pk).done_amount == 15
    assert Entry.objects.filter(kind="pay").count() == 1
    with pytest.raises(Refused) as refused:
        perform(owed, cast, 20)
    assert refused.value.field == "reference"
    perform(owed, cast, reference="P-2")
    assert perform(owed, cast, reference="P-2").state == "done"


def test_a_payment_number_of_another_obligation_is_refused(cast, case, at):
    first, second = agreed(case, 35, 35)
    perform(first, cast)
    with pytest.raises(Refused) as refused:
        perform(second, cast)
    assert refused.value.field == "reference"
    assert state_of(second) == "open"


def test_no_more_is_given_than_owed_nor_without_a_number_nor_where_none_is_owed(cast, case, at):
    owed, free = agreed(case, 35, 0)
    wrong = [
        (owed, "35.01", "P-1", "amount"),
        (owed, "0", "P-1", "amount"),
        (owed, "-1", "P-1", "amount"),
        (owed, None, " ", "reference"),
    ]
    for row, amount, reference, field in [*wrong, (free, "1", "", "amount")]:
        with pytest.raises(Refused) as refused:
            perform(row, cast, amount, reference)
        assert refused.value.field == field
    assert perform(free, cast, reference="").state == "done"
    with pytest.raises(Refused):
        perform(free, cast, reference="")
    assert not Entry.objects.filter(kind="pay").exists()


def test_what_failed_says_why_and_leaves_the_customer_to_be_told(cast, case, at):
    first, second = agreed(case, 35, 20)
    with pytest.raises(Refused) as refused:
        actions.fail_obligation(first, reason=" ", actor=cast.lin, at=at)
    assert refused.value.field == "reason"
    failed = actions.fail_obligation(first, reason="账户已销户", actor=cast.lin, at=at)
    assert (failed.state, failed.note, state_of(failed.promise), state_of(failed.agreement)) == (
        "failed",
        "账户已销户",
        "open",
        "standing",
    )
    assert Event.objects.get(kind=Kind.OBLIGATION_FAILED).data == {"id": failed.pk}
    perform(second, cast)
    assert state_of(failed.agreement) == "failed"
    with pytest.raises(Refused):
        actions.fail_obligation(second, reason="其实没有", actor=cast.lin, at=at)
    with pytest.raises(Refused):  # to be told that it failed is not what was promised
        cases.keep_promise(failed.promise, actor=cast.lin, at=at)
    cases.withdraw_promise(failed.promise, consent="那就算了，不用退了。", actor=cast.lin, at=at)
    assert state_of(failed.promise) == "withdrawn"


def test_what_failed_may_still_be_done(cast, case, at):
    (owed,) = agreed(case, 35)
    actions.fail_obligation(owed, reason="账号写错了", actor=cast.lin, at=at)
    done = perform(owed, cast)
    assert (done.state, state_of(done.agreement), state_of(done.promise)) == ("done", "performed", "kept")
    assert moved_of(done.option).paid == 35


def test_what_was_set_apart_and_not_needed_is_free_when_all_is_done(cast, case, at):
    lin = cast.lin
    option = Option.objects.create(case=case, kind="refund", amount=35, cost=35, made_by=lin, at=at)
    present_options(case, [option], message=make.reply(case, by=lin), actor=lin, at=at)
    terms = [Owed(option.pk, "退 30 元", lin, at + DAY, Decimal(30))]
    made = actions.confirm_agreement(case, options=[option.pk], obligations=terms, said=Said(words="好"), actor=lin, at=at)
    assert moved_of(option).reserved == 35
    perform(made.obligations.get(), cast)
    assert (moved_of(option).paid, moved_of(option).reserved) == (30, 0)


def test_a_payment_that_came_back_is_owed_again_and_promised_again(cast, case, at):
    (owed,) = agreed(case, 35)
    done = perform(owed, cast)
    kept, entry = done.promise, Entry.objects.get(kind="pay")
    with pytest.raises(Refused) as refused:
        actions.reverse_performance(owed, entry=None, reason="银行退回", actor=cast.chen, at=at)
    assert refused.value.field == "entry"
    with pytest.raises(Refused):
        actions.reverse_performance(owed, entry=entry.pk, reason="", actor=cast.chen, at=at)
    back = actions.reverse_performance(owed, entry=entry.pk, reason="银行退回", actor=cast.chen, at=at)
    assert (back.state, back.done_amount, back.note, state_of(back.agreement)) == ("open", 0, "银行退回", "standing")
    assert (back.promise.pk != kept.pk, back.promise.state, back.promise.due, state_of(kept)) == (True, "open", owed.due, "kept")
    assert (moved_of(owed.option).paid, moved_of(owed.option).reserved) == (0, 35)
    assert list(verify_ledger()) == []
    with pytest.raises(Refused):
        actions.reverse_performance(owed, entry=entry.pk, reason="再退一次", actor=cast.chen, at=at)
    assert perform(owed, cast, reference="P-2").state == "done"
    assert [row.data["state"] for row in Event.objects.filter(kind=Kind.AGREEMENT_SETTLED).order_by("pk")] == [
        "performed",
        "standing",
        "performed",
    ]


def test_a_mistake_without_money_is_taken_back_too(cast, case, at):
    (owed,) = agreed(case, 0)
    with pytest.raises(Refused):
        actions.reverse_performance(owed, reason="还没有做", actor=cast.chen, at=at)
    perform(owed, cast, reference="")
    assert actions.reverse_performance(owed, reason="还没有做", actor=cast.chen, at=at).state == "open"


def test_a_replaced_agreement_is_only_looked_at(cast, case, at):
    (old,) = agreed(case, 35)
    agreed(case, 20)
    with pytest.raises(Refused):
        perform(old, cast)
    with pytest.raises(Refused):
        actions.fail_obligation(old, reason="不行", actor=cast.lin, at=at)


def test_an_earlier_agreement_does_not_come_back_to_life_beside_a_later_one(cast, case, at):
    (first,) = agreed(case, 35)
    perform(first, cast)
    agreed(case, 20)
    with pytest.raises(Refused):
        actions.reverse_performance(first, entry=Entry.objects.get(kind="pay").pk, reason="退回", actor=cast.chen, at=at)
    assert state_of(first) == "done"


def test_a_time_that_passes_breaks_the_promise_and_doing_it_makes_it_good(cast, case, at):
    (owed,) = agreed(case, 35)
    break_overdue(at=at + 2 * DAY)
    assert state_of(owed.promise) == "broken"
    assert state_of(perform(owed, cast, at=at + 2 * DAY).promise) == "kept_late"


def test_a_case_is_not_closed_while_something_agreed_is_owed(cast, case, at):
    (owed,) = agreed(case, 35)
    make.reply(case)
    warned = told(Verb.MARK_RESOLVED, case)
    assert len(warned) == 1
    cases.mark_resolved(case, actor=cast.lin, at=at)  # allowed: the page says so
    cases.record_verdict(case, content=True, words="先这样", actor=cast.lin, at=at)
    with pytest.raises(Refused) as refused:
        cases.close_case(case, actor=cast.lin, at=at)
    assert str(refused.value) == warned[0]
    perform(owed, cast)
    assert told(Verb.MARK_RESOLVED, case) == []
    assert cases.close_case(case, actor=cast.lin, at=at).state == "closed"


def test_a_manager_may_close_with_a_final_answer_and_what_is_owed_stays_owed(cast, case, at):
    (owed,) = agreed(case, 35)
    make.reply(case, by=cast.chen)
    cases.close_case(case, actor=cast.chen, at=at, final_answer=True)
    assert (state_of(owed), state_of(owed.promise)) == ("open", "open")
    assert perform(owed, cast).state == "done"


def test_what_failed_keeps_no_case_open(cast, case, at):
    (owed,) = agreed(case, 35)
    actions.fail_obligation(owed, reason="客户不要了", actor=cast.lin, at=at)
    make.reply(case)
    cases.mark_resolved(case, actor=cast.lin, at=at)
    cases.record_verdict(case, content=True, actor=cast.lin, at=at)
    assert cases.close_case(case, actor=cast.lin, at=at).state == "closed"
