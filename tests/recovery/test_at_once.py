"""However many work at a batch at once, and wherever one is killed: every customer is granted once, and the rest goes on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

import make
from dingxin.audit.queries import broken_places, logged_events
from dingxin.audit.refusal import Refused
from dingxin.cases.models import Message
from dingxin.recovery import actions
from dingxin.recovery.actions.batches import Offer
from dingxin.recovery.models import Batch, BatchRow, RecoveryPlan, Run
from dingxin.recovery.queries import Affected
from dingxin.resolution.models import Option, Remedy
from dingxin.resolution.queries.ledger import verify_ledger

pytestmark = pytest.mark.django_db
WORDS = (
    "昨晚的断网耽误了您的事，我们非常抱歉，换作是我也会着急。我为您的账户存入20元抵用金，今天下午五点前到账，"
    "下一次消费时自动抵扣，您什么都不用操作。"
)
WORKER = """
import django
django.setup()
from django.utils.dateparse import parse_datetime
from dingxin.recovery.actions import work_batches
from dingxin.recovery.actions import working
import sys, time
working.CHUNK = 3
print("ready", flush=True)
while work_batches(at=parse_datetime(sys.argv[1])):
    time.sleep(float(sys.argv[2]))  # as the sweep does between two goes: whoever stops it comes in between
"""


def started(cast, number: int) -> Batch:
    for _ in range(number):
        make.case(cast.lin, text="家里宽带断网两天了。")
    plan, credit = RecoveryPlan.objects.get(code="network-outage"), Remedy.objects.get(code="account-credit")
    offer = Offer(plan=plan, words=WORDS, remedy=credit, amount=Decimal(20))
    return actions.start_batch(incident="断网", who=Affected(branch=cast.branch_a), offer=offer, actor=cast.chen, at=make.AT)[0]


def worker_on(database, pause: float = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, make.AT.isoformat(), str(pause)]
    return subprocess.Popen(command, env=database.env, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own code


def wait_for_the_first() -> None:
    deadline = time.monotonic() + 60
    while not BatchRow.objects.filter(state="done").exists() and time.monotonic() < deadline:
        time.sleep(0.01)


def granted_once(batch: Batch, number: int) -> None:
    """Every customer was told once, offered one option, and no half of it is there."""
    rows = list(BatchRow.objects.filter(batch=batch))
    assert Counter(row.state for row in rows) == {"done": number}, Counter(row.why for row in rows)
    told = Counter(Message.objects.filter(kind="agent", text=WORDS).values_list("case", flat=True))
    assert set(told.values()) == {1}
    assert (
        len(told) == number == Run.objects.count() == Option.objects.filter(state="presented").count() == Option.objects.count()
    )
    assert not list(broken_places(logged_events()))
    assert not list(verify_ledger())


@pytest.mark.parametrize("seed", [0, 1])
def test_two_workers_and_a_kill_in_the_middle_grant_nobody_twice(committed_db, cast, seed):
    number = 24
    batch = started(cast, number)
    workers = [worker_on(committed_db) for _ in range(2)]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    wait_for_the_first()
    time.sleep(seed * 0.1)
    workers[0].kill()
    workers[0].wait()
    done = BatchRow.objects.filter(batch=batch, state="done").count()
    assert Message.objects.filter(kind="agent").count() >= done
    workers[1].wait(timeout=120)
    for worker in workers:
        worker.stdout.close()
    while actions.work_batches(at=make.AT):
        pass
    granted_once(batch, number)
    batch.refresh_from_db()
    assert batch.state == "done"


def test_a_worker_that_is_killed_alone_leaves_the_rest_to_the_next(committed_db, cast):
    batch = started(cast, 6)
    with worker_on(committed_db) as worker:
        assert worker.stdout.readline() == "ready\n"
        wait_for_the_first()
        worker.kill()
    assert 0 < BatchRow.objects.filter(state="done").count() < 6
    while actions.work_batches(at=make.AT):
        pass
    granted_once(batch, 6)


def test_two_who_start_for_the_same_incident_at_once_hold_each_customer_once(committed_db, cast):
    for _ in range(4):
        make.case(cast.lin)
    plan, gate, outcomes = RecoveryPlan.objects.get(code="network-outage"), Barrier(2), []

    def begin() -> None:
        gate.wait()
        try:
            offer = Offer(plan=plan, words=WORDS)
            made = actions.start_batch(
                incident="断网", who=Affected(branch=cast.branch_a), offer=offer, actor=cast.chen, at=make.AT
            )
            outcomes.append(made[0].rows.count())
        except Refused:
            outcomes.append(0)
        finally:
            connection.close()

    threads = [Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0, 4]
    assert BatchRow.objects.count() == 4


def test_a_batch_stopped_while_it_is_worked_on_tells_nobody_afterwards(committed_db, cast):
    batch = started(cast, 20)
    with worker_on(committed_db, pause=0.3) as worker:
        assert worker.stdout.readline() == "ready\n"
        wait_for_the_first()
        actions.stop_batch(batch, why="线路又断了", actor=cast.chen, at=make.AT)
        told = Message.objects.filter(kind="agent").count()
        worker.wait(timeout=60)
    states = Counter(batch.rows.values_list("state", flat=True))
    assert Message.objects.filter(kind="agent").count() == states["done"] == told
    assert states["done"] + states["left"] == 20
    assert states["left"]
