"""Reactions are queued in the transaction of their event, and may run twice."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

import make
from dingxin.audit.models import Event
from dingxin.audit.reactions import react
from dingxin.audit.refusal import Refused
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
