"""What the actions on clocks have in common: holding case and clocks, and the events of one change.

Whoever holds the chain of events of a case waits for no clock any more: the case is held first, then its clocks, and the events
are recorded last and together. So neither two workers nor the sweep can wait for each other in a ring.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps

from dingxin.audit.actions import draft, record_many
from dingxin.audit.kinds import Kind
from dingxin.clocks.duties import earliest_due
from dingxin.clocks.models import Clock, ClockState
from dingxin.clocks.queries import calendar_of
from dingxin.clocks.terms import due_after, length_between, moved_on, warn_time

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from django.db.models import Manager, Model

    from dingxin.accounts.models import Staff
    from dingxin.audit.models import Event
    from dingxin.clocks.models import Term
    from dingxin.clocks.worktime import WorkCalendar

OUTCOMES = (ClockState.MET, ClockState.LATE, ClockState.DROPPED)


def case_rows() -> Manager[Any]:
    """Give the cases, which live above: clocks know of them what their policies ask."""
    rows: Manager[Any] = apps.get_model("cases", "Case").objects
    return rows


def case_ref(pk: int) -> Model:
    """Give a case by id alone, for an event."""
    case: Model = case_rows().model(pk=pk)
    return case


def held_case(case: Model) -> Any:
    """Give a case as it stands now with customer and branch, held until the transaction ends."""
    rows = case_rows().select_for_update(of=("self",), no_key=True).select_related("customer", "branch__jurisdiction")
    return rows.get(pk=case.pk)


def held_clocks(case: Model) -> list[Clock]:
    """Give the ongoing clocks of a case, held until the transaction ends."""
    return list(
        Clock.objects.select_for_update(of=("self",)).filter(case=case.pk).ongoing().select_related("term").order_by("pk")
    )


class Ledger:
    """The events of one change to the clocks of a case, recorded together at its end."""

    def __init__(self, case: Any, *, actor: Staff | None) -> None:
        self.case, self.actor = case, actor
        self.touched = False
        self._drafts: list[Event] = []

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The calendar that the branch of the case works by."""
        return calendar_of(self.case.branch)

    def note(self, kind: Kind, *, at: datetime, case: Model | None = None, **data: Any) -> None:
        """Write down an event for the end of the change."""
        self._drafts.append(draft(kind, case=case or self.case, actor=self.actor, at=at, **data))

    def close(self) -> None:
        """Record all that was written down, and store the earliest due time on the case; nothing where nothing was done."""
        if not (self._drafts or self.touched):
            return
        record_many(self._drafts)
        case_rows().filter(pk=self.case.pk).update(next_due=earliest_due(self.case))

    def due_of(self, term: Term, start: datetime, stood: timedelta) -> datetime:
        """Give when a term that began at a moment is due."""
        return moved_on(due_after(start, term.amount, term.unit, self.calendar), stood, term.unit, self.calendar)

    def set_due(self, clock: Clock, due: datetime) -> None:
        """Let a running clock be due at a moment: warned and breached anew where that moment lies ahead of what was recorded."""
        clock.due = due
        clock.warn_at = warn_time(clock.started_at, due, clock.warn_percent, clock.unit or "hour", self.calendar)
        if clock.state == ClockState.PAUSED:
            return  # its alarm is the end of the pause
        clock.alarm_at = clock.warn_at if clock.warn_at and clock.warned_at is None else due
        if clock.breached_at is not None:
            clock.alarm_at = None

    def rebase(self, clock: Clock, due: datetime, *, at: datetime, why: str) -> None:
        """Move the due time of a running clock and say why."""
        before = clock.due
        self.set_due(clock, due)
        clock.save()
        first, last = before.isoformat(), due.isoformat()
        self.note(Kind.CLOCK_REBASED, at=at, id=clock.pk, due_before=first, due_after=last, why=why)

    def again(self, clock: Clock) -> Clock:
        """Give a new clock that goes on where one was met, by the same time; once that has passed, for this one too."""
        clock.pk, clock.state, clock.stopped_at, clock.breached_at = None, ClockState.RUNNING, None, None
        self.set_due(clock, clock.due)
        clock.save()
        return clock

    def resume(self, clock: Clock, *, at: datetime) -> None:
        """Let a paused clock run again with what was left of its time."""
        self._end_pause(clock, at)
        clock.state = ClockState.RUNNING
        self.set_due(clock, clock.due)
        clock.save()
        self.note(Kind.CLOCK_RESUMED, at=at, id=clock.pk)

    def _end_pause(self, clock: Clock, at: datetime) -> None:
        if clock.paused_at is None:
            return
        unit = clock.unit or "hour"
        stood = length_between(clock.paused_at, max(at, clock.paused_at), unit, self.calendar)
        clock.due = moved_on(clock.due, stood, unit, self.calendar)
        clock.stood += stood
        clock.paused_at, clock.pause_cause = None, ""

    def stop(self, clocks: list[Clock], *, at: datetime, dropped: bool = False) -> None:
        """Stop clocks: in time or late, or because they are needed no more."""
        for clock in clocks:
            self._stop(clock, at, dropped=dropped)
        for outcome in OUTCOMES:
            if ids := [clock.pk for clock in clocks if clock.state == outcome]:
                self.note(Kind.CLOCKS_STOPPED, at=at, case=case_ref(clocks[0].case_id), ids=ids, outcome=outcome.value)

    def _stop(self, clock: Clock, at: datetime, *, dropped: bool) -> None:
        self._end_pause(clock, at)
        late = at > clock.due
        if late and clock.breached_at is None and not dropped:
            clock.breached_at = clock.due
            self.note(Kind.CLOCK_BREACHED, at=clock.due, case=case_ref(clock.case_id), id=clock.pk, noticed=at.isoformat())
        clock.state = ClockState.DROPPED if dropped else ClockState.LATE if late else ClockState.MET
        clock.stopped_at, clock.alarm_at = at, None
        clock.save()
