"""The clock of a refund is met by the payment, stays while part of it is owed, and goes on when the payment comes back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make
from dingxin.audit.models import Event
from dingxin.cases import actions as cases
from dingxin.clocks import actions as clocks
from dingxin.clocks.models import Clock
from dingxin.clocks.tasks import follow
from dingxin.console.simulation.account import duplicate_breaches, missed_breaches
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.actions.presenting import present_options
from dingxin.resolution.models import Entry, Option

if TYPE_CHECKING:
    from dingxin.cases.models import Case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OFFER = "真的很抱歉，给您添了麻烦。我来把这件事办好，您看这样行吗？"


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def followed(case: Case) -> Case:
    clocks.follow_case(case)
    case.refresh_from_db()
    return case


def agreed(case, *amounts, kind="refund", what="第 {} 项", at=make.AT):
    """Offer an option for each amount and agree on all; give what is owed, in order."""
    lin = case.owner
    rows = [
        Option.objects.create(case=case, kind=kind, amount=amount, cost=amount, position=place, made_by=lin, at=at)
        for place, amount in enumerate(amounts, 1)
    ]
    present_options(case, rows, message=make.reply(case, text=OFFER, by=lin, at=at), actor=lin, at=at)
    terms = [Owed(row.pk, what.format(row.position), lin, at + DAY, Decimal(row.amount)) for row in rows]
    ids = [row.pk for row in rows]
    made = actions.confirm_agreement(case, options=ids, obligations=terms, said=Said(words="好的"), actor=lin, at=at)
    followed(case)
    return list(made.obligations.order_by("pk"))


def paid(owed, amount=None, *, reference="P-1", at):
    given = None if amount is None else Decimal(amount)
    actions.perform_obligation(owed, amount=given, reference=reference, actor=owed.by, at=at)
    return followed(owed.agreement.case)


def came_back(owed, *, at):
    entry = Entry.objects.filter(kind="pay", obligation=owed, reversed_by=None).latest("pk")
    actions.reverse_performance(owed, entry=entry.pk, reason="账号有误", actor=owed.by, at=at)
    return followed(owed.agreement.case)


def refunds(case):
    return list(Clock.objects.filter(case=case, duty="refund").order_by("pk"))


def breaches(case):
    return Event.objects.filter(case=case, kind="clock.breached", data__id__in=[clock.pk for clock in refunds(case)]).count()


def test_a_refund_agreed_upon_starts_the_clock_in_whatever_words_it_is_written(case, at):
    agreed(case, 35)
    (clock,) = refunds(case)
    assert (clock.state, clock.started_at) == ("running", at)
    assert clock.due.date() == (at + 15 * DAY).date()


def test_paying_the_refund_meets_the_clock(case, at):
    (owed,) = agreed(case, 35)
    case = paid(owed, at=at + 2 * DAY)
    (clock,) = refunds(case)
    assert (clock.state, clock.stopped_at, clock.alarm_at) == ("met", at + 2 * DAY, None)
    assert Event.objects.get(case=case, kind="money.paid").data["refund"] == "full"
    clocks.sweep(at=at + 40 * DAY)
    assert breaches(case) == 0


def test_paid_too_late_it_is_late(case, at):
    (owed,) = agreed(case, 35)
    case = paid(owed, at=at + 20 * DAY)
    assert refunds(case)[0].state == "late"
    assert breaches(case) == 1


def test_the_clock_runs_on_until_the_whole_of_the_refund_is_paid(case, at):
    (owed,) = agreed(case, 35)
    assert refunds(paid(owed, 20, at=at + DAY))[0].state == "running"
    assert Event.objects.get(case=case, kind="money.paid").data["refund"] == "part"
    assert refunds(paid(owed, 15, reference="P-2", at=at + 2 * DAY))[0].state == "met"


def test_of_two_refunds_both_have_to_be_paid(case, at):
    first, second = agreed(case, 35, 60)
    assert refunds(paid(first, at=at + DAY))[0].state == "running"
    assert refunds(paid(second, reference="P-2", at=at + DAY))[0].state == "met"


def test_money_that_is_no_refund_meets_nothing(case, at):
    make.reply(case, text="给您添了麻烦，真是抱歉。我们会在今天下午五点前把三十五元退款给您。", at=at)
    (owed,) = agreed(case, 20, kind="credit")
    assert refunds(case)[0].state == "running"
    assert refunds(paid(owed, at=at + DAY))[0].state == "running"
    assert Event.objects.get(case=case, kind="money.paid").data["refund"] == ""


def test_a_payment_that_came_back_is_owed_by_the_old_time(case, at):
    (owed,) = agreed(case, 35)
    case = paid(owed, at=at + 2 * DAY)
    case = came_back(owed, at=at + 4 * DAY)
    met, again = refunds(case)
    assert (met.state, met.stopped_at) == ("met", at + 2 * DAY)
    assert (again.state, again.started_at, again.due, again.warn_at) == ("running", met.started_at, met.due, met.warn_at)
    assert again.alarm_at == again.warn_at
    case = paid(owed, reference="P-2", at=at + 5 * DAY)
    assert [clock.state for clock in refunds(case)] == ["met", "met"]


def test_one_that_came_back_after_its_time_passes_once(case, at):
    (owed,) = agreed(case, 35)
    case = paid(owed, at=at + 2 * DAY)
    case = came_back(owed, at=at + 30 * DAY)
    clocks.sweep(at=at + 30 * DAY)
    clocks.sweep(at=at + 31 * DAY)
    assert breaches(case) == 1


def test_one_that_was_late_already_has_passed_for_both_clocks_and_each_says_so_once(case, at):
    (owed,) = agreed(case, 35)
    case = paid(owed, at=at + 20 * DAY)
    case = came_back(owed, at=at + 21 * DAY)
    for day in (22, 23):
        clocks.sweep(at=at + day * DAY)
    assert [clock.state for clock in refunds(case)] == ["late", "running"]
    assert (breaches(case), duplicate_breaches(), missed_breaches(at + 23 * DAY)) == (2, 0, 0)


def test_a_part_that_came_back_leaves_the_clock_that_runs(case, at):
    (owed,) = agreed(case, 35)
    paid(owed, 20, at=at + DAY)
    assert [clock.state for clock in refunds(came_back(owed, at=at + DAY))] == ["running"]


def test_an_agreement_without_the_refund_ends_its_clock(case, at):
    agreed(case, 35)
    agreed(case, 20, kind="gift", what="补送 20 元礼品", at=at + DAY)
    assert [clock.state for clock in refunds(case)] == ["dropped"]


def test_following_events_late_gives_the_same(case, at):
    (owed,) = agreed(case, 35)
    actions.perform_obligation(owed, reference="P-1", actor=owed.by, at=at + DAY)
    entry = Entry.objects.get(kind="pay", obligation=owed)
    actions.reverse_performance(owed, entry=entry.pk, reason="账号有误", actor=owed.by, at=at + 2 * DAY)
    case = followed(case)
    case = followed(case)
    assert [clock.state for clock in refunds(case)] == ["met", "running"]


def test_an_event_that_was_followed_already_costs_one_query(case, cast, at):
    followed(case)
    event = Event.objects.filter(case=case, kind="message.received").get()
    with CaptureQueriesContext(connection) as seen:
        follow(event)
    assert len(seen) == 1


def test_an_event_of_a_merged_case_costs_one_query(case, cast, at):
    other = make.case(cast.lin, of=case.customer, at=at)
    cases.merge_case(case, into=other, actor=cast.lin, at=at)
    event = Event.objects.filter(case=case).latest("seq")
    with CaptureQueriesContext(connection) as seen:
        follow(event)
    assert len(seen) == 1
