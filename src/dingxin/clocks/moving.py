"""Which clocks a change of policies moves, looked at in one pass with flat memory. Nothing is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dingxin.clocks.choosing import ruled
from dingxin.clocks.duties import policies_in_force
from dingxin.clocks.models import Basis, Clock
from dingxin.clocks.queries import calendar_of
from dingxin.clocks.terms import due_after, moved_on
from dingxin.clocks.traits import traits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.clocks.choosing import Ruled, Traits
    from dingxin.clocks.models import Policy, Term
    from dingxin.clocks.worktime import WorkCalendar

SHOWN = 50
LOOKED_AT = 20_000
CHUNK = 500


class Moved(NamedTuple):
    """A clock, the term that holds for it now, and when it would be due by that."""

    clock: Clock
    term: Term
    due: datetime


class Moves(NamedTuple):
    """What a change would move: the first of the clocks, how many, of how many that were looked at, and whether that was all."""

    shown: list[Moved]
    number: int
    looked_at: int
    all: bool

    @property
    def earlier(self) -> int:
        """How many of those shown would be due earlier."""
        return sum(moved.due < moved.clock.due for moved in self.shown)


class Rules:
    """The policies in force, and what they say of one clock after another; calendars and rulings are kept between clocks."""

    def __init__(self, policies: Sequence[Policy] | None = None) -> None:
        self._policies = policies_in_force() if policies is None else policies
        self._ruled: dict[Traits, Ruled] = {}
        self._calendars: dict[int, WorkCalendar] = {}

    def calendar(self, clock: Clock) -> WorkCalendar:
        """Give the calendar a clock counts by."""
        branch = clock.case.branch
        if branch.pk not in self._calendars:
            self._calendars[branch.pk] = calendar_of(branch)
        return self._calendars[branch.pk]

    def moved(self, clock: Clock, *, at: datetime) -> Moved | None:
        """Give how a clock moves; None where its length is what it was, or nothing sets it any more: then it keeps its time."""
        calendar = self.calendar(clock)
        dues = [(self._due(term, clock, calendar, at), term) for term in self._terms(clock)]
        if not dues:
            return None
        due, term = min(dues, key=lambda pair: pair[0])
        if (term.amount, term.unit) == (clock.amount, clock.unit):
            return None
        return Moved(clock, term, due)

    def _due(self, term: Term, clock: Clock, calendar: WorkCalendar, at: datetime) -> datetime:
        """Give when a clock is due by a term; one that would be over already counts from now on."""
        due = due_after(clock.started_at, term.amount, term.unit, calendar)
        due = moved_on(due, clock.stood, term.unit, calendar)
        return due if due > at else due_after(at, term.amount, term.unit, calendar)

    def _terms(self, clock: Clock) -> list[Term]:
        traits = traits_of(clock.case)
        if traits not in self._ruled:
            self._ruled[traits] = ruled(self._policies, traits)
        found, slot = self._ruled[traits], (clock.duty, clock.term.starts if clock.term else "")
        if clock.basis == Basis.LAW:
            return found.law.get(slot, [])
        return [found.house[slot]] if slot in found.house else []


def movable() -> QuerySet[Clock]:
    """Give the clocks a policy may move: ongoing, set by a policy, and not over."""
    rows = Clock.objects.ongoing().filter(breached_at=None, term__isnull=False).exclude(basis=Basis.HAND)
    return rows.select_related("term", "case__customer", "case__branch__jurisdiction")


def all_moves(*, at: datetime, after: int = 0) -> Iterator[Moved | None]:
    """Give for each clock, by id from ``after`` on, how it moves."""
    rules = Rules()
    for clock in movable().filter(pk__gt=after).order_by("pk").iterator(chunk_size=CHUNK):
        yield rules.moved(clock, at=at)


def moves(*, at: datetime) -> Moves:
    """Give what the policies as they stand would move, looking at LOOKED_AT clocks at most."""
    shown: list[Moved] = []
    number = looked_at = 0
    for moved in all_moves(at=at):
        if looked_at == LOOKED_AT:
            return Moves(shown, number, looked_at, all=False)
        looked_at += 1
        number += moved is not None
        if moved is not None and len(shown) < SHOWN:
            shown.append(moved)
    return Moves(shown, number, looked_at, all=True)
