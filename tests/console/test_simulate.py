"""``dingxin simulate``: some days of a house that never was, and an account that finds what is not as it has to be."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections

import make
import scratch
from dingxin.accounts.models import Staff
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.cases.models import Case, Counter
from dingxin.clocks.actions import follow_case, keep_promise, sweep
from dingxin.clocks.models import Clock, Promise, PromiseState
from dingxin.console.simulation import account
from dingxin.console.simulation.agenda import Agenda
from dingxin.console.simulation.play import play

MONDAY = datetime(2026, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LONG = timedelta(days=30)


def played(*, days: int, cases: int, seed: int = 1) -> account.Report:
    return play(start=MONDAY, days=days, cases=cases, seed=seed, told=lambda _at: None)


def test_three_days_end_with_everything_accounted_for(committed_db):
    report = played(days=3, cases=40)
    assert not report.wrong
    assert report.cases == 40 == Case.objects.count() == sum(report.cases_by_state.values())
    assert sum(report.promises.values()) == Promise.objects.count() > 10
    assert report.promises["kept"] > 0
    assert report.breaches == Event.objects.filter(kind=Kind.CLOCK_BREACHED).count() > 0
    assert not Promise.objects.overdue(MONDAY + timedelta(days=3)).exists()
    assert report.actions["begin_absences"] > 0
    assert report.handovers["accepted"] > 0
    assert report.log_verified
    assert report.events == Event.objects.count()


def test_the_same_seed_gives_the_same_report_and_another_another(committed_db, request, tmp_path):
    template = request.getfixturevalue("_template")
    reports = [played(days=1, cases=8)]
    for name, seed in (("again", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        with scratch.copy_of(template, tmp_path / name):
            reports.append(played(days=1, cases=8, seed=seed))
    assert reports[0] == reports[1]
    assert reports[0].actions != reports[2].actions


@pytest.fixture
def told(cast, at) -> Case:
    """A case whose clocks and one promise have passed, each recorded."""
    case = make.case(cast.lin)
    make.reply(case)
    follow_case(case)
    sweep(at=at + LONG)
    assert nothing_wrong(at + LONG)
    return case


def nothing_wrong(at: datetime) -> bool:
    return not account.account(start=MONDAY, days=1, seed=1, at=at, actions={}, refused={}).wrong


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.CLOCK_BREACHED, Kind.PROMISE_BROKEN])
def test_a_passed_time_that_is_recorded_again_is_counted(told, at, kind):
    assert account.duplicate_breaches() == 0
    first = Event.objects.filter(kind=kind).earliest("pk")
    record(kind, case=told, actor=None, at=first.at, **first.data)
    assert account.duplicate_breaches() == 1
    assert not nothing_wrong(at + LONG)


@pytest.mark.django_db
def test_a_passed_time_that_nobody_recorded_is_counted(told, at):
    clock = Clock.objects.exclude(breached_at=None).earliest("pk")
    assert account.missed_breaches(at + LONG) == 0
    Clock.objects.filter(pk=clock.pk).update(due=clock.due + timedelta(minutes=1))
    assert account.missed_breaches(at + LONG) == 1
    other = make.case(told.owner)
    follow_case(other)
    assert account.missed_breaches(at + LONG) == 1 + Clock.objects.filter(case=other, due__lte=at + LONG).count() > 1


@pytest.mark.django_db
def test_a_promise_whose_state_has_no_event_is_counted(told, at):
    assert account.unaccounted_promises(at + LONG) == 0
    Promise.objects.update(state=PromiseState.KEPT, settled_at=at)
    assert account.unaccounted_promises(at + LONG) == 1


@pytest.mark.django_db
def test_a_promise_that_is_open_after_its_time_is_counted(cast, at):
    make.reply(make.case(cast.lin))
    assert account.unaccounted_promises(at) == 0
    assert account.unaccounted_promises(at + LONG) == 1


@pytest.mark.django_db
def test_a_promise_kept_late_is_no_promise_kept(told, at):
    promise = keep_promise(Promise.objects.get(), actor=told.owner, at=at + LONG)
    assert promise.state == PromiseState.KEPT_LATE
    assert account.unaccounted_promises(at + LONG) == 0
    Promise.objects.update(state=PromiseState.KEPT)
    assert account.unaccounted_promises(at + LONG) == 1


@pytest.mark.django_db
def test_a_case_of_somebody_who_left_is_counted(told, at):
    assert account.ownerless_cases().count() == 0
    Staff.objects.filter(pk=told.owner_id).update(is_active=False)
    assert account.ownerless_cases().count() == 1
    assert not nothing_wrong(at + LONG)


@pytest.mark.django_db
def test_a_case_that_shows_a_wrong_next_time_is_counted(told, at):
    Case.objects.filter(pk=told.pk).update(next_due=at)
    assert account.wrong_due_times() == 1
    assert not nothing_wrong(at + LONG)


@pytest.mark.django_db
def test_a_case_that_is_gone_breaks_the_log(told, at):
    Counter.objects.update(last=2)
    assert not account.log_verified()
    assert not nothing_wrong(at + LONG)


def test_what_is_earliest_happens_first_and_never_before_what_was():
    seen = []

    def life(name, *moments):
        for moment in moments:
            at = yield MONDAY + timedelta(hours=moment)
            seen.append((name, (at - MONDAY) // timedelta(hours=1)))

    agenda = Agenda()
    for begun in (life("a", 1, 5, 2), life("b", 3), life("c", 9), life("d")):
        agenda.begin(begun)
    assert len(list(agenda.play(until=MONDAY + timedelta(hours=9)))) == 4
    assert seen == [("a", 1), ("b", 3), ("a", 5), ("a", 5)]


def simulated(**options) -> str:
    out = StringIO()
    call_command("simulate", stdout=out, **{"days": 1, "cases": 3, **options})
    return out.getvalue()


def test_the_command_leaves_the_database_of_the_house_alone(committed_db):
    report = json.loads(simulated(json=True))
    assert report["cases"] == 3
    wanted = {"promises", "breaches", "duplicate_breaches", "cases_without_owner", "log_verified"}
    assert wanted <= report.keys()
    assert set(report["promises"]) == set(PromiseState.values)
    assert connections["default"].settings_dict["NAME"] == committed_db.name
    assert not Case.objects.exists()
    assert not Staff.objects.exists()


def test_the_command_speaks_and_says_by_its_status_that_something_is_wrong(committed_db, monkeypatch, tmp_path):
    monkeypatch.setattr(account, "duplicate_breaches", lambda: 7)
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    with pytest.raises(SystemExit) as left:
        simulated(database=url)
    assert left.value.code == 1
    with pytest.raises(CommandError):
        simulated(database=url)  # what was played there is still there


def test_the_database_of_the_house_is_refused(committed_db):
    with pytest.raises(CommandError):
        simulated(database=committed_db.url)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"cases": 0}, {"days": 367}, {"start": "soon"}, {"start": "2026-02-30"}])
def test_what_cannot_be_played_is_refused(committed_db, wrong):
    with pytest.raises(CommandError):
        simulated(**wrong)


def test_an_address_that_is_none_is_refused(committed_db):
    with pytest.raises(CommandError):
        simulated(database="nowhere")
