"""Reactions are queued in the transaction of their event, and may run twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import make
from dingxin.audit.models import Event
from dingxin.audit.reactions import _reactions, react
from dingxin.audit.refusal import Refused
from dingxin.audit.retries import clear_reactions, retry_reactions
from dingxin.cases.models import Case

pytestmark = pytest.mark.django_db
REFRESH = "dingxin.cases.tasks.refresh_tier"


def queued():
    return [task.args_kwargs["args"] for task in DBTaskResult.objects.all()]


def test_an_event_queues_its_reactions(cast):
    case = make.case(cast.lin)
    event = Event.objects.get(case=case, kind="case.opened")
    assert [REFRESH, event.pk] in queued()


@transaction.atomic
def fail_after(action):
    action()
    raise ZeroDivisionError


def test_a_refused_or_rolled_back_action_queues_nothing(cast):
    with pytest.raises(Refused):
        make.case(cast.lin, text="")
    with pytest.raises(ZeroDivisionError):
        fail_after(lambda: make.case(cast.lin))
    assert queued() == []
    assert not Case.objects.exists()
    assert not Event.objects.filter(kind="case.opened").exists()


def test_a_committed_action_has_queued_for_everybody_to_see(committed_db, cast):
    make.case(cast.lin)
    assert REFRESH in [name for name, _event in queued()]


def test_a_reaction_that_is_gone_does_nothing(cast):
    events = Event.objects.count()
    react.func("dingxin.gone.reaction", Event.objects.first().pk)
    assert Event.objects.count() == events


def test_the_worker_runs_what_is_queued(committed_db, cast):
    customer = make.customer(cast.lin)
    for _ in range(2):
        make.case(cast.lin, of=customer)
    call_command("db_worker", batch=True, verbosity=0, interval=0, startup_delay=False)
    customer.refresh_from_db()
    assert customer.tier == "returning"
    assert {task.status for task in DBTaskResult.objects.all()} == {"SUCCESSFUL"}


def failed(at, *, tried: int, ago: timedelta) -> DBTaskResult:
    """A reaction that failed the last of ``tried`` times so long ago."""
    task = DBTaskResult.objects.first()
    DBTaskResult.objects.filter(pk=task.pk).update(
        status="FAILED", worker_ids=["w"] * tried, started_at=at - ago, finished_at=at - ago
    )
    return task


@pytest.mark.parametrize(
    ("tried", "minutes", "again"), [(1, 5, True), (1, 4, False), (3, 19, False), (3, 20, True), (8, 9000, False)]
)
def test_a_reaction_that_failed_is_tried_again_each_time_later(cast, at, tried, minutes, again):
    make.case(cast.lin)
    task = failed(at, tried=tried, ago=timedelta(minutes=minutes))
    assert retry_reactions(at=at) == again
    task.refresh_from_db()
    assert task.status == ("READY" if again else "FAILED")


def test_a_reaction_whose_worker_was_killed_is_run_again(cast, at):
    make.case(cast.lin)
    task = DBTaskResult.objects.first()
    DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING", worker_ids=["w"], started_at=at - timedelta(minutes=31))
    assert retry_reactions(at=at) == 1
    assert retry_reactions(at=at) == 0


def test_what_failed_once_is_done_in_the_end(committed_db, cast, at, monkeypatch):
    customer = make.customer(cast.lin)
    for _ in range(2):
        make.case(cast.lin, of=customer)
    monkeypatch.setitem(_reactions["case.opened"], REFRESH, lambda _event: 1 / 0)
    call_command("db_worker", batch=True, verbosity=0, interval=0, startup_delay=False)
    assert DBTaskResult.objects.filter(status="FAILED").count() == 2
    monkeypatch.undo()
    assert retry_reactions(at=timezone.now() + timedelta(minutes=6)) == 2
    DBTaskResult.objects.update(run_after=timezone.now())
    call_command("db_worker", batch=True, verbosity=0, interval=0, startup_delay=False)
    customer.refresh_from_db()
    assert customer.tier == "returning"


def test_what_was_done_is_cleared_away_in_time(cast, at):
    make.case(cast.lin)
    ids = list(DBTaskResult.objects.values_list("pk", flat=True))
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=at - timedelta(days=3))
    DBTaskResult.objects.filter(pk=ids[0]).update(status="FAILED")
    assert clear_reactions(at=at) == len(ids) - 1
    assert DBTaskResult.objects.get().status == "FAILED"
