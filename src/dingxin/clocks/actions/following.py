"""Clocks that follow what happens in a case: started, tightened and stopped by its events, in their order, each event once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.clocks.actions.ledger import Ledger, held_case, held_clocks
from dingxin.clocks.choosing import ruled
from dingxin.clocks.duties import policies_in_force
from dingxin.clocks.models import (
    Basis,
    Change,
    Clock,
    ClockBook,
    ClockState,
    Duty,
    PauseCause,
    RebaseCause,
    Trigger,
)
from dingxin.clocks.refunds import Refund, promised_refund
from dingxin.clocks.traits import traits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Model

    from dingxin.clocks.choosing import Ruled
    from dingxin.clocks.models import Term

    Slot = tuple[str, str]

ROUNDS = {Kind.CASE_OPENED, Kind.CASE_REOPENED}
ENDS = {Kind.CASE_RESOLVED, Kind.CASE_CLOSED}
FIRST_WORDS = {Duty.ACKNOWLEDGE, Duty.FIRST_RESPONSE}
SPOKEN = FIRST_WORDS | {Duty.NEXT_UPDATE, Duty.SILENCE}
STOPS: dict[str, set[Duty]] = {
    Kind.MESSAGE_SENT: SPOKEN,
    **dict.fromkeys(ENDS, SPOKEN | {Duty.ANSWER, Duty.RESOLUTION, Duty.NOTICE}),
}
"""What the customer has had with an event. A refund ends with its payment, an outside body's deadline by hand only."""

TRIGGERS: dict[str, Trigger] = {
    Kind.CASE_OPENED: Trigger.OPENED,
    Kind.CASE_REOPENED: Trigger.OPENED,
    Kind.MESSAGE_RECEIVED: Trigger.HEARD,
    Kind.MESSAGE_SENT: Trigger.SENT,
    Kind.CASE_TAKEN: Trigger.TAKEN,
    Kind.HANDOVER_ACCEPTED: Trigger.TAKEN,
}
CHANGES: dict[str, RebaseCause] = {
    Kind.GRADE_CHANGED: RebaseCause.GRADE,
    Kind.GRADE_CORRECTED: RebaseCause.GRADE,
    Kind.CASE_CATEGORISED: RebaseCause.CATEGORY,
    Kind.CASE_TAKEN: RebaseCause.HANDOVER,
    Kind.HANDOVER_ACCEPTED: RebaseCause.HANDOVER,
}
REFUNDS = {Kind.AGREEMENT_CONFIRMED, Kind.MONEY_PAID, Kind.MONEY_REVERSED}
FOLLOWED = sorted({*STOPS, *TRIGGERS, *CHANGES, *REFUNDS, Kind.CASE_MERGED, Kind.PROMISE_MADE})


def follow_case(case: Model) -> None:
    """Bring the clocks of a case up to date with its events. One query where they are.

    Safe to run twice, late, and by several workers at once: each event is followed once, in the order in which they happened. A
    merged case is followed by the one it was merged into.
    """
    if _is_behind(case):
        _follow_case(case)


def _is_behind(case: Model) -> bool:
    followed = Coalesce(Subquery(ClockBook.objects.filter(case=case.pk).values("seq")), 0)
    return Event.objects.filter(case=case.pk, case__merged_into=None, kind__in=FOLLOWED, seq__gt=followed).exists()


@transaction.atomic
def _follow_case(case: Model) -> None:
    held = held_case(case)
    if held.merged_into_id is None:
        follower = Follower(held, Ledger(held, actor=None))
        if follower.run():
            follower.ledger.close()


@dataclass
class Follower:
    """A case whose events are followed, with its ongoing clocks."""

    case: Any
    ledger: Ledger

    def __post_init__(self) -> None:
        self.book, _created = ClockBook.objects.get_or_create(case_id=self.case.pk)
        self.clocks: list[Clock] = []
        self._ruled: Ruled | None = None

    def run(self) -> bool:
        """Follow what was not followed yet; say whether there was anything."""
        events = list(Event.objects.filter(case_id=self.case.pk, seq__gt=self.book.seq, kind__in=FOLLOWED).order_by("seq"))
        if not events:
            return False
        self.clocks = held_clocks(self.case)
        for event in events:
            self._follow(event)
        self.book.seq = events[-1].seq
        self.book.save()
        return True

    @property
    def ruled(self) -> Ruled:
        """The terms that hold for the case."""
        if self._ruled is None:
            self._ruled = ruled(policies_in_force(), traits_of(self.case))
        return self._ruled

    def _follow(self, event: Event) -> None:
        kind, at = event.kind, event.at
        if kind in ROUNDS:
            self.book.since, self.book.answered, self.book.settled = at, False, False
        if kind == Kind.CASE_MERGED:
            self._take_in(event)
        self._stop(STOPS.get(kind, set()), at)
        self.book.settled |= kind in ENDS
        self.book.answered |= kind == Kind.MESSAGE_SENT
        if kind == Kind.MESSAGE_RECEIVED:
            self._resume(at)
        if kind in CHANGES:
            self._reconsider(CHANGES[kind], at)
        if kind in TRIGGERS:
            self._start(TRIGGERS[kind], at)
        if kind == Kind.PROMISE_MADE and promised_refund(event.data["ids"]):
            self._start(Trigger.REFUND, at)
        if kind in REFUNDS:
            self._follow_refund(kind, event.data.get("refund", ""), at)

    def _follow_refund(self, kind: str, refund: str, at: datetime) -> None:
        """Follow what was agreed and paid of the refunds of the case: ``refund`` says how much of them the customer has."""
        if kind == Kind.MONEY_PAID and refund == Refund.FULL:
            self._stop({Duty.REFUND}, at)
        elif kind == Kind.MONEY_REVERSED and refund:
            self._take_up_refund(at)
        elif kind == Kind.AGREEMENT_CONFIRMED and refund in {Refund.OWED, Refund.PART}:
            self._start(Trigger.REFUND, at)
        elif kind == Kind.AGREEMENT_CONFIRMED and refund == Refund.GONE:
            self._stop({Duty.REFUND}, at, dropped=True)

    def _take_up_refund(self, at: datetime) -> None:
        """Let a refund that came back be owed again by its old time; what stopped stays on record."""
        last = {clock.basis: clock for clock in Clock.objects.filter(case=self.case.pk, duty=Duty.REFUND).met().order_by("pk")}
        ongoing = {clock.basis for clock in self.clocks if clock.duty == Duty.REFUND}
        begun = [self.ledger.again(clock) for basis, clock in last.items() if basis not in ongoing]
        if begun:
            self.clocks += begun
            self.ledger.note(Kind.CLOCKS_STARTED, at=at, case=self.case, ids=[clock.pk for clock in begun])

    def _stop(self, duties: set[Duty], at: datetime, *, dropped: bool = False) -> None:
        stopped = [clock for clock in self.clocks if clock.duty in duties]
        if not stopped:
            return
        self.clocks = [clock for clock in self.clocks if clock.duty not in duties]
        self.ledger.stop(stopped, at=at, dropped=dropped)
        if not dropped:
            self.start_after(stopped, at)

    def start_after(self, stopped: Iterable[Clock], at: datetime) -> None:
        """Start the clocks whose term follows that of one that has stopped."""
        self._start(Trigger.AFTER, at, after={clock.term_id for clock in stopped})

    def _resume(self, at: datetime) -> None:
        for clock in self.clocks:
            if clock.state == ClockState.PAUSED and clock.pause_cause == PauseCause.CUSTOMER:
                self.ledger.resume(clock, at=at)

    def _start(self, trigger: Trigger, at: datetime, after: Iterable[int | None] = ()) -> None:
        if self.book.settled and trigger is not Trigger.REFUND:
            return
        begun = []
        for (duty, basis), terms in self._terms(trigger):
            chosen = [term for term in terms if trigger is not Trigger.AFTER or term.after_id in after]
            if chosen and not (trigger is Trigger.OPENED and duty in FIRST_WORDS and self.book.answered):
                begun += self._begin(duty, basis, chosen, at)
        if begun:
            self.ledger.note(Kind.CLOCKS_STARTED, at=at, case=self.case, ids=begun)

    def _terms(self, trigger: Trigger) -> Iterator[tuple[Slot, list[Term]]]:
        for (duty, starts), term in self.ruled.house.items():
            if starts == trigger:
                yield (duty, Basis.HOUSE), [term]
        for (duty, starts), terms in self.ruled.law.items():
            if starts == trigger:
                yield (duty, Basis.LAW), terms

    def _begin(self, duty: str, basis: str, terms: list[Term], at: datetime) -> list[int]:
        """Start a clock with the earliest of its terms; one that runs already is at most tightened. Give the id of a new one."""
        due, term = min(((self._due(term, at), term) for term in terms), key=lambda pair: pair[0])
        running = next((clock for clock in self.clocks if (clock.duty, clock.basis) == (duty, basis)), None)
        if running is None:
            clock = self._made(term, basis, at, due)
            self.clocks.append(clock)
            return [clock.pk]
        if running.state == ClockState.RUNNING and due < running.due:
            self.ledger.rebase(by_term(running, term), due, at=at, why=RebaseCause.TRIGGER)
        return []

    def _due(self, term: Term, start: datetime) -> datetime:
        return self.ledger.due_of(term, start, Clock().stood)

    def _made(self, term: Term, basis: str, at: datetime, due: datetime) -> Clock:
        clock = by_term(Clock(case_id=self.case.pk, duty=term.duty, basis=basis, started_at=at), term)
        self.ledger.set_due(clock, due)
        clock.save()
        return clock

    def _reconsider(self, why: RebaseCause, at: datetime) -> None:
        """Let the terms that hold now tighten the clocks that run, and start those that the case had no clock for."""
        self._ruled = None
        if self.book.settled:
            return
        for clock in self.clocks:
            if clock.basis != Basis.HAND and clock.term:
                self._tighten(clock, clock.term.starts, at, why)
        begun = []
        had = set(Clock.objects.filter(case=self.case.pk, started_at__gte=self.book.since or at).values_list("duty", "basis"))
        for (duty, basis), terms in self._terms(Trigger.OPENED):
            if (duty, basis) not in had and not (duty in FIRST_WORDS and self.book.answered):
                begun += self._begin(duty, basis, terms, at)
        if begun:
            self.ledger.note(Kind.CLOCKS_STARTED, at=at, case=self.case, ids=begun)

    def _tighten(self, clock: Clock, starts: str, at: datetime, why: RebaseCause) -> None:
        terms = next((terms for slot, terms in self._terms(Trigger(starts)) if slot == (clock.duty, clock.basis)), [])
        dues = [(self._fair_due(clock, term, at), term) for term in terms if term.policy.change == Change.TIGHTEN]
        if dues:
            due, term = min(dues, key=lambda pair: pair[0])
            if due < clock.due:
                self.ledger.rebase(by_term(clock, term), due, at=at, why=why)

    def _fair_due(self, clock: Clock, term: Term, at: datetime) -> datetime:
        """Give when a term is due for a clock; one whose time would already be over counts from now on, or from its pause."""
        due, now = self.ledger.due_of(term, clock.started_at, clock.stood), clock.paused_at or at
        return due if due > now else self._due(term, now)

    def _take_in(self, event: Event) -> None:
        """Take over the clocks of a case that was merged in: of two for one duty the earlier time counts."""
        other_id = event.data["other"]
        if other_id == self.case.merged_into_id:
            return
        other = Follower(held_case(type(self.case)(pk=other_id)), self.ledger)
        other.run()
        other.clocks = other.clocks or held_clocks(other.case)
        spare = [clock for clock in other.clocks if not self._adopt(clock, event.at)]
        if spare:
            self.ledger.stop(spare, at=event.at, dropped=True)

    def _adopt(self, clock: Clock, at: datetime) -> bool:
        mine = next((row for row in self.clocks if (row.duty, row.basis) == (clock.duty, clock.basis)), None)
        if mine is None or clock.basis == Basis.HAND:
            clock.case = self.case
            clock.save()
            self.clocks.append(clock)
            self.ledger.touched = True
            return True
        if clock.due < mine.due and mine.state == ClockState.RUNNING:
            self.ledger.rebase(mine, clock.due, at=at, why=RebaseCause.MERGE)
        return False


def by_term(clock: Clock, term: Term) -> Clock:
    """Let a clock go by a term: what its due time is made of is kept beside it."""
    clock.term, clock.amount, clock.unit, clock.limit = term, term.amount, term.unit, term.limit
    clock.warn_percent, clock.pausable = term.warn_percent, term.pausable
    return clock
