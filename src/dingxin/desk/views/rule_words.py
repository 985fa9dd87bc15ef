"""Routing rules and their decisions in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dingxin.accounts.models import Branch, Level, Staff
from dingxin.cases.models import Category, Channel, Condition, Grade, Method, Tier
from dingxin.cases.routing import AWAY, RESTS, WEARY
from dingxin.desk.forms.routing import LANGUAGE_NAMES
from dingxin.desk.labels import KINDS, label
from dingxin.desk.marks import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dingxin.cases.models import Case, RoutingDecision

CLOSED: dict[str, Any] = {Condition.GRADE: Grade, Condition.CHANNEL: Channel, Condition.TIER: Tier}
SPARED = {
    AWAY: gettext_lazy("away"),
    RESTS: gettext_lazy("just out of a hot case"),
    WEARY: gettext_lazy("bears more than is good"),
}


class Names:
    """The names of the rows that conditions refer to by id; two queries for any number of rules."""

    def __init__(self, conditions: Iterable[Mapping[str, Iterable[Any]]]) -> None:
        asked: dict[str, set[int]] = {Condition.BRANCH: set(), Condition.CATEGORY: set()}
        for each in conditions:
            for name, ids in asked.items():
                ids.update(each.get(name, ()))
        self._rows: dict[str, dict[int, Any]] = {
            Condition.BRANCH: Branch.objects.in_bulk(asked[Condition.BRANCH]),
            Condition.CATEGORY: Category.objects.in_bulk(asked[Condition.CATEGORY]),
        }

    def value(self, name: str, value: Any) -> str:
        """Say one value of a condition."""
        if name in self._rows:
            return str(self._rows[name].get(value, _("removed")))
        if name in CLOSED:
            return str(CLOSED[name](value).label)
        if name == Condition.LANGUAGE:
            return str(LANGUAGE_NAMES.get(value, value))
        return label(KINDS, value) if name == Condition.KIND else visible(str(value))

    def said(self, conditions: Mapping[str, Iterable[Any]]) -> list[tuple[str, str]]:
        """Say the conditions of a rule: each by its name, with its values."""
        return [
            (str(name.label), " / ".join(self.value(name, value) for value in conditions[name]))
            for name in Condition
            if conditions.get(name)
        ]


@dataclass(frozen=True, slots=True)
class PoolLine:
    """Somebody the rule looked at."""

    name: str
    words: str
    spared: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Routing:
    """A decision of the rules with its reason, as the case page shows it."""

    decision: RoutingDecision
    method: str
    matched: list[tuple[str, str]]
    pool: list[PoolLine]
    nobody: bool
    grades: list[str]
    former: str


def routing_of(case: Case) -> Routing | None:
    """Shape what the rules decided on a case; None where they decided nothing."""
    decision = getattr(case, "routing", None)
    if decision is None:
        return None
    held = {name: [value] for name, value in decision.reason.get("matched", ())}
    pool = decision.reason.get("pool", ())
    wanted = [row["staff"] for row in pool] + [decision.to_id, decision.overridden_by_id, decision.overridden_to_id]
    people = Staff.objects.in_bulk([pk for pk in wanted if pk])
    decision.to = people.get(decision.to_id)
    decision.overridden_by, decision.overridden_to = people.get(decision.overridden_by_id), people.get(decision.overridden_to_id)
    return Routing(
        decision=decision,
        method=str(Method(decision.method).label),
        matched=Names([held]).said(held),
        pool=[_line(row, people, chosen=row["staff"] == decision.to_id) for row in pool],
        nobody=bool(decision.reason.get("nobody")),
        grades=[str(Grade(grade).label) for grade in decision.reason.get("grades", ())],
        former=decision.reason.get("former", {}).get("rule", ""),
    )


def _line(row: Mapping[str, Any], people: Mapping[int, Staff], *, chosen: bool) -> PoolLine:
    words = [
        ngettext("%(n)d case", "%(n)d cases", row["cases"]) % {"n": row["cases"]},
        _("bears %(load)s") % {"load": row["load"]},
    ]
    if row["level"]:
        words.insert(0, str(Level(row["level"]).label))
    name = str(people[row["staff"]]) if row["staff"] in people else "—"
    return PoolLine(name, " · ".join(words), str(SPARED.get(row["spared"], "")), chosen)
