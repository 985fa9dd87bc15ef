"""The account at the end: what became of every promise, clock and case. It is drawn from the database alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.queries import broken_places, logged_events
from dingxin.cases.models import Case, Handover, Verdict
from dingxin.cases.queries import unrecorded_cases
from dingxin.cases.states import LIVE
from dingxin.clocks.duties import earliest_due
from dingxin.clocks.models import Clock, ClockState, Promise, PromiseState
from dingxin.escalation.models import Escalation
from dingxin.followup.models import Callback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

RUNG = (Kind.CLOCK_BREACHED, Kind.PROMISE_BROKEN)


@dataclass(frozen=True)
class Report:
    """The account. ``wrong`` tells whether anything is not as it has to be."""

    start: str
    days: int
    seed: int
    cases: int
    cases_by_state: dict[str, int]
    promises: dict[str, int]
    promises_unaccounted: int
    breaches: int
    duplicate_breaches: int
    missed_breaches: int
    warnings: int
    cases_without_owner: int
    wrong_due_times: int
    handovers: dict[str, int]
    escalations: dict[str, int]
    callbacks: dict[str, int]
    verdicts: dict[str, int]
    actions: dict[str, int]
    refused: dict[str, int]
    events: int
    log_verified: bool

    @property
    def wrong(self) -> bool:
        """Whether a promise, a breach, a case or an event is not accounted for."""
        counts = (self.promises_unaccounted, self.duplicate_breaches, self.missed_breaches, self.cases_without_owner)
        return any((*counts, self.wrong_due_times)) or not self.log_verified

    def as_dict(self) -> dict[str, Any]:
        """Give it as one object of plain values."""
        return asdict(self)


def account(*, start: datetime, days: int, seed: int, at: datetime, unowned: int = 0, **played: dict[str, int]) -> Report:
    """Draw up the account at a moment; ``unowned`` is the most cases without an owner that were seen before."""
    promises = by(Promise.objects.all(), "state")
    return Report(
        start=start.date().isoformat(), days=days, seed=seed,
        cases=Case.objects.count(), cases_by_state=by(Case.objects.all(), "state"),
        promises={state: promises.get(state, 0) for state in PromiseState.values}, promises_unaccounted=unaccounted_promises(at),
        breaches=Clock.objects.exclude(breached_at=None).count(), duplicate_breaches=duplicate_breaches(),
        missed_breaches=missed_breaches(at), warnings=Clock.objects.exclude(warned_at=None).count(),
        cases_without_owner=max(unowned, ownerless_cases().count()), wrong_due_times=wrong_due_times(),
        handovers=by(Handover.objects.all(), "state"), escalations=by(Escalation.objects.all(), "cause"),
        callbacks=by(Callback.objects.exclude(outcome=""), "outcome"), verdicts=verdicts(),
        events=Event.objects.count(), log_verified=log_verified(), **played,
    )  # fmt: skip


def ownerless_cases() -> QuerySet[Case]:
    """Give the cases that are worked on and belong to, or are in the hands of, nobody who works here."""
    return Case.objects.filter(Q(owner__is_active=False) | Q(handler__is_active=False), state__in=LIVE)


def duplicate_breaches() -> int:
    """Count the times at which a passed time of a clock or promise was recorded again."""
    rows = Event.objects.filter(kind__in=RUNG).values_list("kind", "data__id")
    return sum(number - 1 for number in Counter(rows.iterator()).values())


def missed_breaches(at: datetime) -> int:
    """Count the clocks whose time passed without a record of it at its own time, and those recorded although it did not pass."""
    told = dict(Event.objects.filter(kind=Kind.CLOCK_BREACHED).values_list("data__id", "at"))
    running, late = Q(state=ClockState.RUNNING, due__lte=at), Q(state=ClockState.LATE)
    due = dict(Clock.objects.filter(running | late | Q(breached_at__isnull=False)).values_list("pk", "due"))
    return sum(told.get(pk) != due.get(pk) for pk in told.keys() | due.keys())


def unaccounted_promises(at: datetime) -> int:
    """Count the promises whose state, times and events do not tell one story."""
    made = Counter(pk for ids in _data(Kind.PROMISE_MADE, "ids") for pk in ids)
    ends = {state: Counter(_data(kind, "id")) for state, kind in _ENDS.items()}
    wrong = 0
    for promise in Promise.objects.order_by("pk").iterator():
        told = {state: counted[promise.pk] for state, counted in ends.items()}
        wrong += made.pop(promise.pk, 0) != 1 or not _one_story(promise, told, at)
    return wrong + len(made)


_KEPT, _BROKEN, _WITHDRAWN = "kept", "broken", "withdrawn"
_ENDS = {_KEPT: Kind.PROMISE_KEPT, _BROKEN: Kind.PROMISE_BROKEN, _WITHDRAWN: Kind.PROMISE_WITHDRAWN}


def _one_story(promise: Promise, told: dict[str, int], at: datetime) -> bool:
    """Tell whether a promise was settled once, as its state says, and at a time that fits it."""
    settled, state = promise.settled_at, promise.state
    if state in {PromiseState.OPEN, PromiseState.BROKEN}:
        passed = state == PromiseState.BROKEN
        return settled is None and passed == (promise.due <= at) and told == {_KEPT: 0, _BROKEN: int(passed), _WITHDRAWN: 0}
    if settled is None or told[_BROKEN] > (settled >= promise.due):
        return False
    if state == PromiseState.WITHDRAWN:
        return bool(promise.consent) and (told[_KEPT], told[_WITHDRAWN]) == (0, 1)
    in_time = state == PromiseState.KEPT
    return in_time == (settled <= promise.due) and (told[_KEPT], told[_WITHDRAWN]) == (1, 0)


def _data(kind: Kind, key: str) -> Iterator[Any]:
    return Event.objects.filter(kind=kind).order_by("pk").values_list(f"data__{key}", flat=True).iterator()


def wrong_due_times() -> int:
    """Count the cases that show another time as the next one due than the earliest of their clocks and promises."""
    return sum(case.next_due != earliest_due(case) for case in Case.objects.filter(state__in=LIVE).order_by("pk").iterator())


def by(rows: QuerySet[Any], field: str) -> dict[Any, int]:
    """Count rows by the value of a field."""
    return dict(rows.order_by(field).values_list(field).annotate(number=Count("pk")))


def verdicts() -> dict[str, int]:
    """Count the customers' verdicts."""
    found = by(Verdict.objects.all(), "content")
    return {"content": found.get(True, 0), "not_content": found.get(False, 0)}


def log_verified() -> bool:
    """Tell whether every chain of events and every case number is whole."""
    return next(broken_places(logged_events()), None) is None and next(unrecorded_cases(), None) is None
