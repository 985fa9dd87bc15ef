"""A recovery for many: previewed, started, worked off in chunks, stopped, and never granted twice (E14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.models import Case, Message
from dingxin.recovery import actions
from dingxin.recovery.actions.batches import Offer
from dingxin.recovery.models import BatchRow, BatchState, RecoveryPlan, RowState, Run
from dingxin.recovery.queries import Affected, batch_for, batch_list, preview_batch, progress_of, refused_rows
from dingxin.resolution.models import Approval, Option, Remedy

pytestmark = pytest.mark.django_db
WORDS = "昨晚的断网耽误了您的事，我们非常抱歉，换作是我也会着急。抢修人员正在恢复线路，今天下午五点前我把恢复的情况告诉您。"
OFFER_WORDS = WORDS + "我为您的账户存入20元抵用金，今天下午五点前到账，下一次消费时自动抵扣，您什么都不用操作。"
STOPS = "您放心，我赔您五千块。"


@pytest.fixture
def plan(db):
    return RecoveryPlan.objects.get(code="network-outage")


@pytest.fixture
def credit(db):
    return Remedy.objects.get(code="account-credit")


def cases_of(cast, number: int, **fields):
    return [make.case(cast.lin, text="家里宽带断网两天了。", product="宽带", **fields) for _ in range(number)]


def start(cast, plan, *, by=None, who=None, incident="6月10日城东断网", at=make.AT, **fields):
    offer = Offer(plan=plan, words=fields.pop("words", WORDS), **fields)
    who = who or Affected(branch=cast.branch_a)
    return actions.start_batch(incident=incident, who=who, offer=offer, actor=by or cast.chen, at=at)


def states(batch):
    return [row.state for row in batch.rows.order_by("pk")]


def test_a_preview_names_whom_it_reaches_the_sum_and_who_is_left_out(cast, plan, at):
    first, second = cases_of(cast, 2)
    twice = make.case(cast.lin, of=first.customer, product="宽带", at=at + timedelta(minutes=1))
    make.case(cast.zhao)
    shown = preview_batch(cast.chen, Affected(branch=cast.branch_a, product="宽带"), incident="x", amount=Decimal(20))
    assert {case.pk for case in shown.cases} == {twice.pk, second.pk}
    assert shown.total == 40
    assert [(left.who, "更近" in left.why) for left in shown.left] == [(first.number, True)]
    assert not BatchRow.objects.exists()


def test_a_list_of_numbers_leaves_out_the_closed_the_unknown_and_what_is_none(cast, at):
    live, closed = make.case(cast.lin), make.closed_case(cast.lin)
    silent = make.customer(cast.lin)
    phones = (f"+86 {live.customer.phone}", closed.customer.phone, silent.phone, "19900009999", "abc", live.customer.phone)
    shown = preview_batch(cast.chen, Affected(phones=phones), incident="", amount=Decimal(0))
    assert shown.cases == [live]
    assert [left.who for left in shown.left] == ["abc", closed.customer.phone, silent.phone, "19900009999"]
    assert len({left.why for left in shown.left}) == 3


def test_a_preview_asks_for_somebody_and_reaches_nobody_elsewhere(cast):
    make.case(cast.zhao)
    with pytest.raises(Refused):
        preview_batch(cast.chen, Affected(), incident="", amount=Decimal(0))
    assert preview_batch(cast.chen, Affected(branch=cast.branch_b), incident="", amount=Decimal(0)).cases == []
    assert len(preview_batch(cast.gu, Affected(branch=cast.branch_b), incident="", amount=Decimal(0)).cases) == 1


@pytest.mark.parametrize("phones", [False, True])
def test_a_preview_takes_as_many_queries_for_three_as_for_one(cast, phones):
    def shown():
        numbers = tuple(made) if phones else ()
        return preview_batch(cast.chen, Affected(branch=cast.branch_a, phones=numbers), incident="x", amount=Decimal(1))

    for number in (1, 2):
        made = [case.customer.phone for case in cases_of(cast, number)]
        with CaptureQueriesContext(connection) as asked:
            assert len(shown().cases) >= number
        assert len(asked) <= 3, [query["sql"] for query in asked]


def test_everybody_is_told_once_and_each_case_has_its_run(cast, plan, at):
    rows = cases_of(cast, 3)
    batch, left = start(cast, plan)
    assert (batch.state, left, states(batch)) == (BatchState.RUNNING, [], ["waiting"] * 3)
    assert actions.work_batches(at=at) == 3
    assert actions.work_batches(at=at) == 0
    batch.refresh_from_db()
    assert (batch.state, batch.ended_at) == (BatchState.DONE, at)
    for case in rows:
        assert case.messages.filter(kind="agent", text=WORDS).count() == 1
        assert Run.objects.get(case=case).batch == batch
    assert Event.objects.filter(kind="batch.ended", data={"id": batch.pk, "told": 3, "refused": 0}).count() == 1


def test_it_goes_in_chunks_with_its_progress(cast, plan, at, monkeypatch):
    monkeypatch.setattr("dingxin.recovery.actions.working.CHUNK", 2)
    cases_of(cast, 5)
    batch, _left = start(cast, plan)
    seen = []
    for _ in range(3):
        actions.work_batches(at=at)
        progress = progress_of(batch_for(cast.chen, batch.pk))
        seen.append((progress.done, progress.waiting, progress.percent))
    assert seen == [(2, 3, 40), (4, 1, 80), (5, 0, 100)]


def test_a_customer_is_in_an_incident_once_however_many_batches_there_are(cast, plan, at):
    cases_of(cast, 2)
    start(cast, plan)
    with pytest.raises(Refused) as refused:
        start(cast, plan)
    assert "已经" in str(refused.value)
    cases_of(cast, 1)
    batch, left = start(cast, plan)
    assert (batch.rows.count(), len(left)) == (1, 2)
    held = BatchRow.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchRow.objects.create(batch=batch, incident=batch.incident, customer=held.customer, case=held.case)
    other, _left = start(cast, plan, incident="另一件事")
    assert other.rows.count() == 3


def test_what_the_gate_stops_is_listed_and_never_forced(cast, plan, at):
    cases_of(cast, 2)
    batch, _left = start(cast, plan, words=STOPS)
    actions.work_batches(at=at)
    assert states(batch) == ["refused", "refused"]
    assert all(row.why for row in refused_rows(batch))
    assert not Message.objects.filter(kind="agent").exists()
    assert not Run.objects.exists()
    again, _left = start(cast, plan)
    assert again.rows.count() == 2


def test_one_that_is_refused_leaves_the_others_alone(cast, plan, at):
    first, second = cases_of(cast, 2)
    batch, _left = start(cast, plan)
    make.reply(first)
    cases.mark_resolved(first, actor=cast.lin, at=at)
    cases.record_verdict(first, content=True, words="好了。", actor=cast.lin, at=at)
    first.refresh_from_db()
    cases.close_case(first, actor=cast.lin, at=at)
    actions.work_batches(at=at)
    assert {row.case_id: row.state for row in batch.rows.all()} == {first.pk: "refused", second.pk: "done"}


def test_stopped_nobody_else_is_told(cast, plan, at, monkeypatch):
    monkeypatch.setattr("dingxin.recovery.actions.working.CHUNK", 1)
    cases_of(cast, 3)
    batch, _left = start(cast, plan)
    actions.work_batches(at=at)
    with pytest.raises(Refused):
        actions.stop_batch(batch, why="", actor=cast.chen, at=at)
    actions.stop_batch(batch, why="线路又断了", actor=cast.chen, at=at)
    assert actions.work_batches(at=at) == 0
    assert sorted(states(batch)) == ["done", "left", "left"]
    with pytest.raises(Refused):
        actions.stop_batch(batch, why="再停", actor=cast.chen, at=at)
    assert start(cast, plan)[0].rows.count() == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"incident": " "}, "incident"), ({"words": " "}, "words"), ({"amount": Decimal(5)}, "remedy"),
        ({"amount": Decimal(-1)}, "amount"), ({"amount": Decimal("0.001")}, "amount"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused(cast, plan, fields, field):
    cases_of(cast, 1)
    with pytest.raises(Refused) as refused:
        start(cast, plan, **fields)
    assert refused.value.field == field


def test_money_within_authority_is_offered_by_the_reply(cast, plan, credit, at):
    rows = cases_of(cast, 2)
    batch, _left = start(cast, plan, words=OFFER_WORDS, remedy=credit, amount=Decimal(20))
    assert batch.state == BatchState.RUNNING
    actions.work_batches(at=at)
    assert states(batch) == ["done", "done"], [row.why for row in batch.rows.all()]
    for case in rows:
        option = Option.objects.get(case=case)
        assert (option.state, option.amount, option.message.text) == ("presented", 20, OFFER_WORDS)


def test_a_sum_beyond_authority_waits_for_somebody_else(cast, plan, credit, at):
    cases_of(cast, 6)
    batch, _left = start(cast, plan, words=OFFER_WORDS.replace("20元", "200元"), remedy=credit, amount=Decimal(200))
    assert batch.state == BatchState.ASKED
    assert actions.work_batches(at=at) == 0
    with pytest.raises(Refused):
        actions.approve_batch(batch, actor=cast.chen, at=at)
    actions.approve_batch(batch, actor=cast.gu, at=at)
    assert actions.work_batches(at=at) == 6
    assert states(batch) == ["done"] * 6, [row.why for row in batch.rows.all()]
    assert set(Option.objects.values_list("approved", "approved_by")) == {(200, cast.gu.pk)}
    assert Approval.objects.filter(state="approved", answered_by=cast.gu, asked_by=cast.chen).count() == 6


def test_who_may_not_grant_it_cannot_allow_it_either(cast, plan, credit, at):
    Remedy.objects.filter(pk=credit.pk).update(amount_max=None)
    credit.refresh_from_db()
    cases_of(cast, 1)
    batch, _left = start(cast, plan, remedy=credit, amount=Decimal(6000))
    with pytest.raises(Refused):
        actions.approve_batch(batch, actor=cast.gu, at=at)
    actions.refuse_batch(batch, why="太多了", actor=cast.gu, at=at)
    batch.refresh_from_db()
    assert (batch.state, states(batch)) == (BatchState.REFUSED, ["left"])
    assert actions.work_batches(at=at) == 0


def test_what_one_may_grant_is_asked_again_for_every_customer(cast, plan, credit, at):
    cases_of(cast, 2)
    batch, _left = start(cast, plan, words=OFFER_WORDS, remedy=credit, amount=Decimal(20))
    make.accounts.update_staff(cast.chen, authority_cny=10, actor=cast.gu, at=at)
    actions.work_batches(at=at)
    assert states(batch) == ["refused", "refused"]
    assert not Option.objects.exists()


def test_batches_are_seen_by_the_branch_and_the_house(cast, plan, at):
    cases_of(cast, 1)
    batch, _left = start(cast, plan)
    assert list(batch_list(cast.chen)) == list(batch_list(cast.gu)) == [batch]
    other = make.staff("sun", role="manager", where=cast.branch_b)
    assert not batch_list(other).exists()
    assert not cast.lin.has_perm("recovery.start_batch")
    assert not cast.chen.has_perm("recovery.approve_batch", batch)
    assert cast.gu.has_perm("recovery.approve_batch", batch)


def test_english_words_go_to_those_who_write_english(cast, plan, at):
    english = "The line failed and cost you time; I am sorry and I understand how you feel. I will tell you how it stands today."
    case = make.case(cast.lin, text="The line has been down for two days.")
    Case.objects.filter(pk=case.pk).update(language="en")
    batch, _left = start(cast, plan, words_en=english)
    actions.work_batches(at=at)
    assert states(batch) == ["done"], [row.why for row in batch.rows.all()]
    assert case.messages.filter(kind="agent").get().text == english
    assert replace(Offer(plan, WORDS), words_en=english).words_en == english
    assert RowState.DONE in batch.rows.values_list("state", flat=True)
