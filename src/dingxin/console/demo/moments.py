"""One step of a story of the demo: when, who, what; and how its data say when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from dingxin.cases.models import Case
from dingxin.resolution.models import Option, OptionState

if TYPE_CHECKING:
    from collections.abc import Callable

    from dingxin.accounts.models import Branch, Staff
    from dingxin.cases.models import Category

    Table = dict[str, Any]
    Verb = Callable[["Moment"], None]

HALF_AN_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class House:
    """The people and places of the demo by the names the cases use for them."""

    branches: dict[str, Branch]
    staff: dict[str, Staff]
    categories: dict[str, Category]


@dataclass(slots=True)
class Moment:
    """One step of one story; ``now`` is when the demo is played."""

    story: Table
    step: Table
    at: datetime
    now: datetime
    house: House
    open_cases: dict[str, Case]

    @property
    def actor(self) -> Staff:
        """Who does it."""
        return self.house.staff[self.step["by"]]

    @property
    def case(self) -> Case:
        """The case of the story as it stands."""
        return Case.objects.get(pk=self.open_cases[self.story["scene"]].pk)

    def time(self, words: str) -> datetime:
        """Give a time that the step names."""
        return moment(words, self.now)

    def option(self, name: str) -> Option:
        """Give the last option of the case by the code of its remedy, or by its kind where it was offered in free words."""
        options = self.case.options.exclude(state=OptionState.REPLACED)
        return options.filter(Q(remedy__code=name) | Q(remedy=None, kind=name)).latest("pk")


def moment(words: str, now: datetime) -> datetime:
    """Give the time meant by ``-95m`` (minutes ago) or ``-3d 09:40`` (so many days ago at that hour); with ``+`` it lies ahead.

    Minutes ahead end on the half hour, as a person would name a time.
    """
    if minutes := re.fullmatch(r"-(\d+)m", words):
        return now - timedelta(minutes=int(minutes[1]))
    if minutes := re.fullmatch(r"\+(\d+)m", words):
        ahead = timezone.localtime(now + timedelta(minutes=int(minutes[1])))
        return ahead.replace(minute=ahead.minute // 30 * 30, second=0, microsecond=0) + HALF_AN_HOUR
    days, hour = words.split("d ")
    local = timezone.localtime(now)
    return datetime.combine(local.date() + timedelta(days=int(days)), time.fromisoformat(hour), tzinfo=local.tzinfo)


def simple(action: Callable[..., object], *keys: str, **fixed: object) -> Verb:
    """Make a verb of an action that takes the case and these keys of the step."""

    def verb(part: Moment) -> None:
        action(part.case, actor=part.actor, at=part.at, **{key: part.step[key] for key in keys}, **fixed)

    return verb


def yuan(step: Table, key: str = "amount") -> Decimal | None:
    """Give an amount that a step names, None where it names none."""
    return Decimal(str(step[key])) if key in step else None
