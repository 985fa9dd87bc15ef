"""Workers, sweeps and people at the clocks of one case at once: nothing twice, nothing lost, nobody waits for ever."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import make
from dingxin.audit.models import Event
from dingxin.cases.models import Case
from dingxin.clocks.actions import follow_case, pause_clock, resume_clock, stop_clock, sweep
from dingxin.clocks.models import Clock
from together import at_once, refusals, whole


def test_a_case_followed_by_many_workers_has_each_clock_once(committed_db, cast, at):
    case = make.case(cast.lin)
    make.reply(case, at=at + timedelta(minutes=5))
    at_once(*(lambda: follow_case(case) for _ in range(5)))
    ongoing = list(Clock.objects.ongoing().values_list("duty", "basis"))
    assert len(ongoing) == len(set(ongoing))
    started = [pk for event in Event.objects.filter(kind="clocks.started") for pk in event.data["ids"]]
    assert sorted(started) == sorted(Clock.objects.values_list("pk", flat=True))
    assert whole()


def test_sweeps_workers_and_people_at_once(committed_db, cast, at):
    cases = [make.case(cast.lin) for _ in range(4)]
    for case in cases:
        follow_case(case)
        make.reply(case, at=at + timedelta(hours=5))
    week = at + timedelta(days=9)
    at_once(
        *(lambda: sweep(at=week) for _ in range(2)),
        *(lambda case=case: follow_case(case) for case in cases),
        *(lambda case=case: make.message(case, at=at + timedelta(hours=6)) for case in cases),
    )
    for case in cases:
        follow_case(case)
    sweep(at=week)
    breaches = [event.data["id"] for event in Event.objects.filter(kind="clock.breached")]
    assert len(breaches) == len(set(breaches))
    assert set(breaches) == set(Clock.objects.exclude(breached_at=None).values_list("pk", flat=True))
    assert not Clock.objects.filter(state="running", due__lte=week, breached_at=None).exists()
    for case in Case.objects.all():
        running = Clock.objects.filter(case=case, state="running").order_by("due").first()
        promised = case.promises.owed().order_by("due").first()
        assert case.next_due == min(row.due for row in (running, promised) if row)
    assert whole()


def test_of_two_who_stop_a_clock_one_does(committed_db, cast, at):
    case = make.case(cast.lin)
    follow_case(case)
    clock = Clock.objects.get(duty="resolution")
    outcomes = at_once(*(lambda user=user: stop_clock(clock, actor=user, at=at) for user in (cast.lin, cast.qiao, cast.chen)))
    assert refusals(outcomes) == 2
    assert Event.objects.filter(kind="clocks.stopped").count() == 1


def test_pausing_and_resuming_in_two_tabs_ends_in_one_of_both(committed_db, cast, at):
    case = make.case(cast.lin)
    follow_case(case)
    clock = Clock.objects.get(duty="resolution")
    at_once(
        lambda: pause_clock(clock, cause="customer", actor=cast.lin, at=at),
        lambda: resume_clock(clock, actor=cast.qiao, at=at),
        lambda: pause_clock(clock, cause="customer", actor=cast.chen, at=at),
    )
    kinds = list(Event.objects.filter(data__id=clock.pk).order_by("pk").values_list("kind", flat=True))
    clock.refresh_from_db()
    assert clock.state == ("paused" if kinds[-1] == "clock.paused" else "running")
    assert all(first != second for first, second in pairwise(kinds))
    assert whole()
