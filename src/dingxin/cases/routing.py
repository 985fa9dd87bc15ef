"""How routing rules read a case and choose a person. Rows go in, a choice with its reasons comes out; nothing is written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, F, FilteredRelation, Q

from dingxin.accounts.models import Role, Staff
from dingxin.accounts.queries import Strain, Weariness, away_now, strains
from dingxin.cases.models import Case, Condition, Method
from dingxin.cases.readings import conversation_of, engine_for
from dingxin.cases.states import LIVE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from dingxin.cases.models import Message, RoutingRule

AWAY, RESTS, WEARY = "away", "rests", "weary"

Held = tuple[str, "str | int"]
"""A condition that held, and the value that made it hold."""


@dataclass(frozen=True)
class Subject:
    """A case as a rule sees it: with what is known when the customer has spoken first, or with the ``grade`` it has since."""

    case: Case
    message: Message
    grade: str = ""

    @cached_property
    def words(self) -> str:
        """The customer's first words, folded."""
        return folded(self.message.text)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The special kinds of complainant suggested by the first words (A7); read only where a rule asks."""
        reading = engine_for(self.case.industry).read(conversation_of(self.case, [self.message]))
        return frozenset(kind.kind for kind in reading.kinds)

    def holds(self, condition: str, value: str | int) -> bool:
        """Whether one value of a condition is true of the case."""
        case = self.case
        if condition == Condition.KEYWORD:
            return folded(str(value)) in self.words
        if condition == Condition.PRODUCT:
            return folded(str(value)) in folded(case.product)
        if condition == Condition.KIND:
            return value in self.kinds
        facts: dict[str, str | int | None] = {
            Condition.BRANCH: case.branch_id, Condition.CATEGORY: case.category_id, Condition.CHANNEL: case.channel,
            Condition.TIER: case.customer.tier, Condition.LANGUAGE: case.language,
            Condition.GRADE: self.grade or self.message.reading.get("grade", ""),
        }  # fmt: skip
        return facts.get(condition) == value


def folded(text: str) -> str:
    """Give a text in which full and half width, and large and small letters, are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def matched(rule: RoutingRule, subject: Subject) -> list[Held] | None:
    """Give each condition of a rule with the value that holds; None where one of them has none. No condition always matches."""
    held: list[Held] = []
    for condition in sorted(rule.conditions, key=list(Condition).index):
        found = next((value for value in rule.conditions[condition] if subject.holds(condition, value)), None)
        if found is None:
            return None
        held.append((condition, found))
    return held


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a rule may choose: how well they can do it, how much they have to do and to bear, and why they are passed over."""

    staff: int
    branch: int | None
    level: int
    cases: int
    strain: Strain
    spared: str

    def as_dict(self) -> dict[str, int | float | str]:
        """Give what a decision keeps of it: ids and numbers."""
        return {
            "staff": self.staff, "level": self.level, "cases": self.cases, "spared": self.spared,
            "load": round(self.strain.load, 1),
        }  # fmt: skip

    def with_one_more(self) -> Candidate:
        """Give the same person with one more case."""
        return replace(self, cases=self.cases + 1)


def candidates(rule: RoutingRule, branches: Collection[int], *, at: datetime, without: int | None = None) -> list[Candidate]:
    """Give those a rule may choose from: its team, or the agents of the branches, who have its skill. Five queries.

    The case ``without`` (by id) does not count as something they have to do: it is the one to be given.
    """
    place = Q(team=rule.team_id) if rule.team_id else Q(branch__in=branches, role=Role.AGENT)
    people = Staff.objects.filter(place, is_active=True, role__in=[Role.AGENT, Role.MANAGER]).order_by("pk")
    if rule.skill_id:
        people = people.alias(known=FilteredRelation("skills", condition=Q(skills__skill=rule.skill_id)))
        levels = people.filter(known__isnull=False).annotate(level=F("known__level")).values_list("pk", "branch", "level")
        rows = list(levels)
    else:
        rows = [(pk, branch, 0) for pk, branch in people.values_list("pk", "branch")]
    ids = [pk for pk, _branch, _level in rows]
    away, borne, busy = away_now(ids, at=at), strains(ids, at=at), cases_in_hand(ids, without=without)
    return [
        Candidate(pk, branch, level, busy.get(pk, 0), strain := borne.get(pk, Strain()), _spared(strain, away=pk in away, at=at))
        for pk, branch, level in rows
    ]


def cases_in_hand(staff: Iterable[int], *, without: int | None = None) -> dict[int, int]:
    """Give how many live cases each of these people handles or is offered, by id; two queries."""
    ids, live = list(staff), Case.objects.filter(state__in=LIVE).exclude(pk=without or 0).order_by()
    handled = dict(live.filter(handler__in=ids).values_list("handler").annotate(Count("pk")))
    offered = live.filter(offered_to__in=ids).exclude(handler=F("offered_to")).values_list("offered_to").annotate(Count("pk"))
    for pk, number in offered:
        handled[pk] = handled.get(pk, 0) + number
    return handled


def _spared(strain: Strain, *, away: bool, at: datetime) -> str:
    """Say why somebody is passed over: away, just out of a hot case, or bearing too much already (B8)."""
    if away:
        return AWAY
    if strain.rests(at):
        return RESTS
    return WEARY if strain.weariness == Weariness.OVER else ""


class Choice(NamedTuple):
    """Whom a rule chose (None: nobody is there), out of whom."""

    staff: int | None
    pool: Sequence[Candidate]


def choose(method: str, pool: Sequence[Candidate], *, last: int | None = None) -> Choice:
    """Choose by a method. Who is away is never chosen; who is to be spared only where everybody is.

    ``last`` is whose turn it was last, for one after the other.
    """
    there = [candidate for candidate in pool if candidate.spared != AWAY]
    fresh = [candidate for candidate in there if not candidate.spared] or there
    if method == Method.TEAM or not fresh:
        return Choice(None, pool)
    if method == Method.ROUND_ROBIN:
        return Choice(min(fresh, key=lambda one: (last is not None and one.staff <= last, one.staff)).staff, pool)
    if method == Method.SKILL:
        return Choice(min(fresh, key=lambda one: (-one.level, one.cases, one.strain.load, one.staff)).staff, pool)
    return Choice(min(fresh, key=lambda one: (one.cases, one.strain.load, one.staff)).staff, pool)
