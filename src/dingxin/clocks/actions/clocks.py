"""What people do with the clocks of a case. One that has stopped never changes again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.clocks.actions.following import Follower
from dingxin.clocks.actions.ledger import Ledger, held_case, held_clocks
from dingxin.clocks.law import limits
from dingxin.clocks.models import Basis, Clock, ClockState, Duty, PauseCause, RebaseCause
from dingxin.clocks.terms import MOST, Unit, due_after

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import Model

    from dingxin.accounts.models import Staff
    from dingxin.clocks.worktime import WorkCalendar

FARTHEST = timedelta(days=366 * 20)
NOTE_CHARS = 120
BY_HAND_WARN = 25
BY_PERSON = (RebaseCause.AGREED, RebaseCause.OUTSIDE, RebaseCause.MISTAKE)


class Length(NamedTuple):
    """How long a clock that is started by hand runs: so many of a unit, a limit of law by its id, or until ``due``."""

    amount: int = 0
    unit: str = ""
    limit: str = ""
    due: datetime | None = None


@transaction.atomic
def start_clock(
    case: Model, *, duty: str, length: Length, since: datetime | None = None, note: str = "", actor: Staff, at: datetime
) -> Clock:
    """Start a clock by hand, as for a deadline that an outside body gave; ``since`` is when its time began, now by default.

    Raises:
        Refused: the duty is none, the length is none, or its time is over already.

    """
    ledger = Ledger(held_case(case), actor=actor)
    if duty not in Duty.values:
        raise Refused(_("“%(duty)s” is not something a clock counts to.") % {"duty": duty[:20]}, field="duty")
    start = min(since, at) if since else at
    clock = Clock(case_id=case.pk, duty=duty, basis=Basis.HAND, started_at=start, warn_percent=BY_HAND_WARN, pausable=True)
    clock.note = " ".join(note.replace("\x00", "").split())[:NOTE_CHARS]
    due = _due_by_hand(clock, length, start, ledger.calendar)
    ledger.set_due(clock, _ahead(due, at))
    clock.save()
    ledger.note(Kind.CLOCKS_STARTED, at=at, ids=[clock.pk])
    ledger.close()
    return clock


def _due_by_hand(clock: Clock, length: Length, start: datetime, calendar: WorkCalendar) -> datetime:
    if length.due is not None:
        return length.due
    amount, unit = length.amount, length.unit
    if length.limit:
        limit = limits().get(length.limit)
        if limit is None or not limit.is_clock:
            raise Refused(_("“%(limit)s” is not a limit a clock can count to.") % {"limit": length.limit[:20]}, field="limit")
        amount, unit, clock.limit, clock.pausable = limit.amount, limit.unit, limit.id, False
    if unit not in set(Unit) or not 0 < amount <= MOST:
        raise Refused(_("Say how long the clock runs, or when it is due."), field="amount")
    clock.amount, clock.unit = amount, unit
    try:
        return due_after(start, amount, unit, calendar)
    except OverflowError as error:
        raise Refused(_("This time lies too far ahead."), field="amount") from error


def _ahead(due: datetime, at: datetime) -> datetime:
    if due <= at:
        raise Refused(_("This time has already passed: name one that lies ahead."), field="due")
    if due - at > FARTHEST:
        raise Refused(_("This time lies too far ahead."), field="due")
    return due


@transaction.atomic
def pause_clock(clock: Clock, *, cause: str, until: datetime | None = None, actor: Staff, at: datetime) -> Clock:
    """Let a clock stand still: until the customer speaks, or until a day agreed upon (E5), whichever comes first.

    Raises:
        Refused: the law does not allow it, its time has passed, it does not run, or a shelved one has no day to go on.

    """

    def pause(held: Clock, ledger: Ledger) -> None:
        if held.state != ClockState.RUNNING:
            raise Refused(_("This clock does not run."))
        if not held.pausable:
            raise Refused(_("This clock cannot be paused: its time runs whatever we wait for."))
        if held.due <= at:
            raise Refused(_("The time of this clock has passed: it cannot be paused any more."))
        if cause not in PauseCause.values:
            raise Refused(_("Say what the clock waits for."), field="cause")
        if cause == PauseCause.SHELVED and until is None:
            raise Refused(_("Say on which day it is taken up again."), field="until")
        held.state, held.paused_at, held.pause_cause = ClockState.PAUSED, at, cause
        held.alarm_at = until and _ahead(until, at)
        held.save()
        ledger.note(Kind.CLOCK_PAUSED, at=at, id=held.pk, pause=cause)

    return _change(clock, pause, actor=actor)


@transaction.atomic
def resume_clock(clock: Clock, *, actor: Staff | None, at: datetime) -> Clock:
    """Let a paused clock run again with what was left of its time.

    Raises:
        Refused: it is not paused.

    """

    def resume(held: Clock, ledger: Ledger) -> None:
        if held.state != ClockState.PAUSED:
            raise Refused(_("This clock is not paused."))
        ledger.resume(held, at=at)

    return _change(clock, resume, actor=actor)


def resume_in_time(clock: Clock, *, at: datetime) -> bool:
    """Let a clock run again whose pause is over; say whether it was still paused then."""
    try:
        resume_clock(clock, actor=None, at=clock.alarm_at or at)
    except Refused:
        return False
    return True


@transaction.atomic
def stop_clock(clock: Clock, *, needless: bool = False, actor: Staff, at: datetime) -> Clock:
    """Say that the customer has had what the clock counts to, or (``needless``) that it is needed no more.

    Raises:
        Refused: it has stopped, or the law does not let it go.

    """

    def stop(held: Clock, ledger: Ledger) -> None:
        if needless and held.basis == Basis.LAW:
            raise Refused(_("A clock set by law ends with the answer, not by hand."))
        ledger.stop([held], at=at, dropped=needless)
        if not needless:
            follower = Follower(ledger.case, ledger)
            follower.clocks = held_clocks(ledger.case)
            follower.start_after([held], at)

    return _change(clock, stop, actor=actor)


@transaction.atomic
def rebase_clock(clock: Clock, *, due: datetime, why: str, actor: Staff, at: datetime) -> Clock:
    """Give a running clock another due time, and say why. One set by law can only be due earlier.

    Raises:
        Refused: it does not run, its time has passed, the new time has, or no reason is given.

    """

    def rebase(held: Clock, ledger: Ledger) -> None:
        if held.state != ClockState.RUNNING:
            raise Refused(_("This clock does not run."))
        if held.breached_at or held.due <= at:
            raise Refused(_("The time of this clock has passed: that stays on record."))
        if why not in BY_PERSON:
            raise Refused(_("Say why the time moves."), field="why")
        if held.basis == Basis.LAW and due > held.due:
            raise Refused(_("A time set by law cannot be put off."), field="due")
        ledger.rebase(held, _ahead(due, at), at=at, why=why)

    return _change(clock, rebase, actor=actor)


def _change(clock: Clock, change: Callable[[Clock, Ledger], None], *, actor: Staff | None) -> Clock:
    """Change an ongoing clock while its case is held."""
    ledger = Ledger(held_case(clock.case), actor=actor)
    held = next((row for row in held_clocks(ledger.case) if row.pk == clock.pk), None)
    if held is None:
        raise Refused(_("This clock has stopped: it does not change any more."))
    change(held, ledger)
    ledger.close()
    return held
