"""The sweep: what became due since the last one is recorded, each warning, breach and broken promise once and at its own time."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import F

from dingxin.audit.actions import draft, record_many
from dingxin.audit.kinds import Kind
from dingxin.clocks.actions.clocks import resume_in_time
from dingxin.clocks.actions.ledger import case_ref
from dingxin.clocks.models import Clock, ClockState, Promise, PromiseState

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.audit.models import Event

SWEEP_BATCH = 500


class Swept(NamedTuple):
    """What a sweep recorded."""

    warned: int = 0
    breached: int = 0
    resumed: int = 0
    broken: int = 0


def sweep(*, at: datetime) -> Swept:
    """Record all that became due by ``at``, in its order, in short transactions of at most SWEEP_BATCH rows.

    Many sweeps at once share the work: rows that another holds are left to it, and what is recorded is no longer due. One that is
    killed leaves whole batches only; the next goes on from there.
    """
    rung = _rung(at)
    return rung._replace(broken=break_overdue(at=at))


def ring_clocks(*, at: datetime) -> int:
    """Record the warnings, passed times and ends of pauses that became due; give their number."""
    return sum(_rung(at))


def _rung(at: datetime) -> Swept:
    warned = breached = resumed = 0
    while done := _ring(at):
        warned, breached, resumed = warned + done.warned, breached + done.breached, resumed + done.resumed
    return Swept(warned, breached, resumed)


def _ring(at: datetime) -> Swept | None:
    """Take one batch of clocks whose alarm has come; None where there is none left that nobody else holds."""
    with transaction.atomic():
        clocks = list(Clock.objects.select_for_update(skip_locked=True).ringing(at)[:SWEEP_BATCH])
        if not clocks:
            return None
        until = clocks[-1].alarm_at if len(clocks) == SWEEP_BATCH and clocks[-1].alarm_at else at
        running = [clock for clock in clocks if clock.state == ClockState.RUNNING]
        warn = [clock for clock in running if clock.warn_at and clock.warned_at is None and clock.warn_at <= until]
        breach = [clock for clock in running if clock.due <= until]
        _mark(warn, breach)
        drafts = [_draft(Kind.CLOCK_WARNED, clock, clock.warn_at or at, at) for clock in warn]
        drafts += [_draft(Kind.CLOCK_BREACHED, clock, clock.due, at) for clock in breach]
        record_many(sorted(drafts, key=attrgetter("at")))
    resumed = sum(resume_in_time(clock, at=at) for clock in clocks if clock.state == ClockState.PAUSED)
    return Swept(len(warn), len(breach), resumed) if drafts or resumed else None


def _mark(warn: list[Clock], breach: list[Clock]) -> None:
    Clock.objects.filter(pk__in=[clock.pk for clock in warn]).update(warned_at=F("warn_at"), alarm_at=F("due"))
    Clock.objects.filter(pk__in=[clock.pk for clock in breach]).update(breached_at=F("due"), alarm_at=None)


def _draft(kind: Kind, clock: Clock, due: datetime, at: datetime) -> Event:
    return draft(kind, case=case_ref(clock.case_id), actor=None, at=due, id=clock.pk, noticed=at.isoformat())


def break_overdue(*, at: datetime) -> int:
    """Mark every open promise whose time has passed as broken, each once, with an event at its time; give their number."""
    broken = 0
    while done := _break(at):
        broken += done
    return broken


@transaction.atomic
def _break(at: datetime) -> int:
    overdue = Promise.objects.select_for_update(skip_locked=True).overdue(at).order_by("due", "pk")
    promises = list(overdue[:SWEEP_BATCH])
    Promise.objects.filter(pk__in=[promise.pk for promise in promises]).update(state=PromiseState.BROKEN)
    record_many(
        [
            draft(Kind.PROMISE_BROKEN, case=case_ref(promise.case_id), actor=None, at=promise.due, id=promise.pk)
            for promise in promises
        ]
    )
    return len(promises)
