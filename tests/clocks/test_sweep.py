"""What becomes due is recorded once, at its own time and in its order, however many sweeps there are and whenever they come."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier

import pytest
from django.db import connection

import make
from dingxin.audit.models import Event
from dingxin.audit.queries import broken_places, logged_events
from dingxin.clocks.actions import SWEEP_BATCH, follow_case, pause_clock, sweep
from dingxin.clocks.models import Clock, ClockState, Promise

pytestmark = pytest.mark.django_db


def filled(cast, at, number: int, cases: int = 5) -> list[Clock]:
    """Give so many running clocks, warned a minute before and due a minute apart, in the reverse order of their ids."""
    rows = [make.case(cast.lin) for _ in range(cases)]
    dues = [at + timedelta(minutes=number - place) for place in range(number)]
    return Clock.objects.bulk_create(
        Clock(
            case=rows[place % cases], duty="outside", basis="hand", started_at=at - timedelta(days=1), due=due,
            warn_at=due - timedelta(minutes=1), alarm_at=due - timedelta(minutes=1),
        )
        for place, due in enumerate(dues)
    )  # fmt: skip


def rung(kind: str) -> list[Event]:
    return list(Event.objects.filter(kind=kind).order_by("pk"))


def test_a_warning_and_a_breach_each_once_at_their_time(cast, at):
    case = make.case(cast.lin)
    follow_case(case)
    clock = Clock.objects.get(duty="first_response")
    assert sweep(at=clock.warn_at - timedelta(seconds=1)).warned == 1  # the acknowledgement
    before = sweep(at=clock.due - timedelta(seconds=1))
    after = sweep(at=clock.due)
    assert (before, after.breached) == ((1, 0, 0, 0), 1)
    assert sweep(at=clock.due) == (0, 0, 0, 0)
    events = {event.kind: event.at for event in Event.objects.filter(data__id=clock.pk, kind__startswith="clock.")}
    assert events == {"clock.warned": clock.warn_at, "clock.breached": clock.due}
    clock.refresh_from_db()
    assert (clock.state, clock.warned_at, clock.breached_at, clock.alarm_at) == ("running", clock.warn_at, clock.due, None)


def test_after_an_outage_all_is_caught_up_in_its_order(cast, at):
    clocks = filled(cast, at, SWEEP_BATCH + 300)
    week = at + timedelta(days=7)
    done = sweep(at=week)
    assert (done.warned, done.breached) == (len(clocks), len(clocks))
    times = [event.at for event in Event.objects.filter(kind__in=["clock.warned", "clock.breached"]).order_by("pk")]
    assert all(early <= late for early, late in pairwise(times))
    assert [event.data["id"] for event in rung("clock.breached")] == [clock.pk for clock in reversed(clocks)]
    assert {event.data["noticed"] for event in rung("clock.breached")} == {week.isoformat()}
    assert not list(broken_places(logged_events()))


def test_a_paused_clock_is_neither_warned_nor_breached(cast, at):
    follow_case(make.case(cast.lin))
    clock = Clock.objects.get(duty="resolution")
    pause_clock(clock, cause="customer", actor=cast.lin, at=at)
    sweep(at=at + timedelta(days=90))
    assert not Event.objects.filter(data__id=clock.pk, kind__in=["clock.warned", "clock.breached"]).exists()


def test_promises_are_broken_in_the_same_sweep(cast, at):
    make.reply(make.case(cast.lin))
    assert sweep(at=at + timedelta(days=1)).broken == 1
    assert rung("promise.broken")[0].at == Promise.objects.get().due


@pytest.mark.parametrize("number", [1, 400])
def test_a_batch_costs_the_same_few_queries(cast, at, number, django_assert_max_num_queries):
    filled(cast, at, number)
    Clock.objects.update(due=at + timedelta(days=30))
    with django_assert_max_num_queries(24):  # beside a row of the queue for each reaction to an event; a warning has none
        assert sweep(at=at + timedelta(days=7)).warned == number


def test_two_sweeps_at_once_share_the_work(committed_db, cast, at):
    clocks = filled(cast, at, 1200)
    start = Barrier(3)

    def run(_number: int):
        try:
            start.wait()
            return sweep(at=at + timedelta(days=7))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(run, range(3)))
    assert sum(result.breached for result in done) == len(clocks)
    assert sorted(event.data["id"] for event in rung("clock.breached")) == [clock.pk for clock in clocks]
    assert sorted(event.data["id"] for event in rung("clock.warned")) == [clock.pk for clock in clocks]
    assert not list(broken_places(logged_events()))


SWEEPER = """
import sys, django
django.setup()
from datetime import datetime
from dingxin.clocks.actions import sweep
print("ready", flush=True)
sweep(at=datetime.fromisoformat(sys.argv[1]))
"""


def test_a_sweep_that_is_killed_leaves_whole_batches_and_the_next_goes_on(committed_db, cast, at):
    clocks = filled(cast, at, 6000, cases=40)
    week = at + timedelta(days=7)
    command = [sys.executable, "-c", SWEEPER, week.isoformat()]
    with subprocess.Popen(command, env=committed_db.env, stdout=subprocess.PIPE, text=True) as sweeper:  # noqa: S603  our own code
        assert sweeper.stdout.readline() == "ready\n"
        deadline = time.monotonic() + 60
        while not Event.objects.filter(kind="clock.breached").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        sweeper.kill()
    killed_at = Event.objects.filter(kind="clock.breached").count()
    assert 0 < killed_at < len(clocks)
    assert killed_at == Clock.objects.exclude(breached_at=None).count()
    sweep(at=week)
    assert sorted(event.data["id"] for event in rung("clock.breached")) == [clock.pk for clock in clocks]
    assert not Clock.objects.exclude(alarm_at=None).exists()
    assert not list(broken_places(logged_events()))


def test_memory_does_not_grow_with_the_number_of_overdue_clocks(cast, at):
    peaks = []
    sweep(at=at)  # what is loaded once is loaded before
    for number in (2 * SWEEP_BATCH, 8 * SWEEP_BATCH):
        filled(cast, at, number)
        tracemalloc.start()
        sweep(at=at + timedelta(days=30))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.6  # four times as many clocks
    assert not Clock.objects.filter(state=ClockState.RUNNING, breached_at=None, due__lte=at + timedelta(days=30)).exists()
