"""What was promised is kept, kept late, or marked as broken once its time has passed (F1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.clocks.actions import break_overdue, make_promises
from dingxin.clocks.models import Promise, PromiseState
from dingxin.engine.model import Promise as Said

pytestmark = pytest.mark.django_db


def promised(cast, at, *hours: float) -> list[Promise]:
    """Give promises due these hours after ``at``, on a case of branch A."""
    case = make.case(cast.lin)
    said = [Said("给您回电话", at + timedelta(hours=hour), 0, 5) for hour in hours]
    made = make_promises(case, message=case.messages.get(), said=said, actor=cast.lin, at=at)
    case.next_due = min(promise.due for promise in made)
    case.save(update_fields=["next_due"])
    return made


def test_kept_in_time(cast, at):
    promise, later = promised(cast, at, 2, 5)
    kept = actions.keep_promise(promise, actor=cast.qiao, at=at + timedelta(hours=1))
    assert (kept.state, kept.settled_at) == (PromiseState.KEPT, at + timedelta(hours=1))
    kept.case.refresh_from_db()
    assert kept.case.next_due == later.due
    event = Event.objects.get(kind="promise.kept")
    assert (event.case, event.actor, event.data) == (promise.case, cast.qiao, {"id": promise.pk})


def test_kept_late_and_the_last_one_leaves_nothing_due(cast, at):
    (promise,) = promised(cast, at, 2)
    assert actions.keep_promise(promise, actor=cast.lin, at=at + timedelta(hours=3)).state == PromiseState.KEPT_LATE
    promise.case.refresh_from_db()
    assert promise.case.next_due is None


def test_kept_once(cast, at):
    (promise,) = promised(cast, at, 2)
    actions.keep_promise(promise, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.keep_promise(promise, actor=cast.lin, at=at)


def test_overdue_is_broken_once_with_an_event_each(cast, at):
    first, second, open_still = promised(cast, at, 1, 2, 30)
    later = at + timedelta(hours=24)
    assert break_overdue(at=later) == 2
    assert break_overdue(at=later) == 0
    states = dict(Promise.objects.values_list("pk", "state"))
    assert states == {first.pk: "broken", second.pk: "broken", open_still.pk: "open"}
    events = Event.objects.filter(kind="promise.broken").order_by("pk")
    assert [(event.actor, event.at, event.data) for event in events] == [
        (None, first.due, {"id": first.pk}),
        (None, second.due, {"id": second.pk}),
    ]


def test_nothing_is_broken_before_its_time(cast, at):
    promised(cast, at, 1)
    assert break_overdue(at=at + timedelta(minutes=59)) == 0
    assert break_overdue(at=at + timedelta(hours=1)) == 1


def test_a_broken_promise_can_still_be_made_good(cast, at):
    (promise,) = promised(cast, at, 1)
    break_overdue(at=at + timedelta(hours=2))
    assert actions.keep_promise(promise, actor=cast.lin, at=at + timedelta(hours=3)).state == PromiseState.KEPT_LATE


def test_a_promise_without_a_time_is_none(cast, at):
    case = make.case(cast.lin)
    assert not make_promises(case, message=case.messages.get(), said=[Said("给您回电话", None, 0, 5)], actor=cast.lin, at=at)
    assert not Event.objects.filter(kind="promise.made").exists()


def test_a_promise_goes_with_a_merged_case(cast, at):
    (promise,) = promised(cast, at, 2)
    into = make.case(cast.lin, of=promise.case.customer)
    actions.merge_case(promise.case, into=into, actor=cast.lin, at=at)
    actions.keep_promise(promise, actor=cast.lin, at=at)
    into.refresh_from_db()
    assert into.next_due is None
    assert Event.objects.get(kind="promise.kept").case == into
