"""What every life of the simulation has before it: the house, chance, words, and a way to act."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from dingxin.accounts.models import Absence
from dingxin.audit.refusal import Refused
from dingxin.cases.models import Case
from dingxin.clocks.queries import calendar_of
from dingxin.console.simulation.agenda import Agenda
from dingxin.console.simulation.house import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from dingxin.accounts.models import Branch, Staff
    from dingxin.console.simulation.house import House
    from dingxin.console.simulation.worker import Worker

    T = TypeVar("T")

ABSENT_BY = {"record_absence", "take_breather", "end_absence"}


@dataclass
class World:
    """The house as it is played; ``done`` and ``refused`` count actions by name."""

    house: House
    chance: Random
    worker: Worker
    agenda: Agenda = field(default_factory=Agenda)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    _absences: list[Absence] | None = None

    def act(self, action: Callable[..., T], *given: Any, **fields: Any) -> T | None:
        """Do something as a person would, and let the worker carry out what follows; None where the product refused it."""
        name = action.__name__
        try:
            made = action(*given, **fields)
        except Refused:
            self.refused[name] += 1
            return None
        self.done[name] += 1
        self._absences = None if name in ABSENT_BY else self._absences
        self.worker.run()
        return made

    def happens(self, probability: float) -> bool:
        """Let chance decide."""
        return self.chance.random() < probability

    def says(self, *place: str) -> str:
        """Give some words of a kind, as in ``says("replying", "answer")``."""
        found: Any = WORDS
        for key in place:
            found = found[key]
        return str(self.chance.choice(found))

    def live(self, pk: int) -> Case | None:
        """Give a case as it stands now, unless it is closed or went on in another."""
        case = Case.objects.select_related("branch", "customer", "owner", "handler").get(pk=pk)
        return case if case.is_live else None

    def in_hand(self, pk: int, *, at: datetime) -> tuple[Case, Staff] | None:
        """Give a live case and who works on it; None while they are away and nobody stands in."""
        case = self.live(pk)
        person = case and (case.handler or case.owner)
        return (case, person) if case and person and not self.absent(person, at=at) else None

    def absent(self, person: Staff, *, at: datetime) -> bool:
        """Whether somebody is away, or does not work here any more."""
        if self._absences is None:
            self._absences = list(Absence.objects.standing())
        away = (row for row in self._absences if row.staff_id == person.pk and row.start <= at < row.end)
        return not person.is_active or next(away, None) is not None

    def somebody(self, branch: Branch, *, at: datetime) -> Staff:
        """Give an agent of a branch who is there; where nobody is, its manager."""
        there = [person for person in self.house.agents[branch.pk] if not self.absent(person, at=at)]
        return self.chance.choice(there or self.house.managers[branch.pk][:1])

    def minutes(self, least: float, most: float) -> timedelta:
        """Give a length of time drawn between two."""
        return timedelta(minutes=self.chance.uniform(least, most))

    def working(self, branch: Branch, at: datetime, least: float, most: float) -> datetime:
        """Give a moment so many minutes of the branch's working time later, drawn between two."""
        return calendar_of(branch).add(at, self.minutes(least, most))

    def later(self, at: datetime, least: float, most: float) -> datetime:
        """Give a moment so many minutes of the world's time later, drawn between two."""
        return at + self.minutes(least, most)
