"""The rules of law on the judging page: found by words, topic and trade, the chosen and the likely ones first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dingxin.cases.models import MessageKind
from dingxin.knowledge.finding import Told, finds, likely, text_of, topics, trades_of
from dingxin.resolution.queries.stand import law_for_grounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms.boundfield import BoundField, BoundWidget

    from dingxin.cases.models import Case
    from dingxin.knowledge.law import Rule

MOST_MESSAGES = 30
MOST_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Offered:
    """A rule to tick: its widget, the words by which a script finds it, and the trades it is for (none: any)."""

    rule: Rule
    widget: BoundWidget
    text: str
    trades: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules under a heading: those chosen, those likely here, or those of a topic."""

    name: str
    rules: list[Offered]


@dataclass(frozen=True, slots=True)
class LawPart:
    """The law of one judgement: how it is looked through, and what was found. ``count`` is how many rules are shown."""

    side: str
    field: BoundField
    find: list[BoundField]
    groups: list[Group]
    count: int


def topic_choices() -> list[tuple[str, str]]:
    """Give the topics that a judgement may rest on."""
    about = {rule.topic for rule in law_for_grounds()}
    return [("", _("Every topic")), *((str(topic.number), topic.words) for topic in topics().values() if topic.number in about)]


def told_of(case: Case) -> Told:
    """Give the words of a case, its trade and what is demanded. Two queries."""
    said = case.messages.filter(kind=MessageKind.CUSTOMER).order_by("-pk").values_list("text", flat=True)[:MOST_MESSAGES]
    words = " ".join((case.title, case.product, str(case.category or ""), *(text[:MOST_CHARS] for text in said)))
    kinds = set(case.demand_versions.exclude(state="struck").values_list("kind", flat=True))
    return Told(words.casefold(), case.industry, kinds)


def law_part(side: str, bound: BoundField, find: list[BoundField], told: Told, asked: dict[str, Any]) -> LawPart:
    """Shape the law of one judgement; ``asked`` is what was looked for: ``query``, ``topic`` and ``industry``."""
    widgets = {str(widget.data["value"]): widget for widget in bound}
    chosen = {str(one) for one in bound.value() or ()}
    rules = [rule for rule in law_for_grounds() if rule.id in chosen or finds(rule, **asked)]
    groups = [group for group in _groups(rules, chosen, told, widgets) if group.rules]
    return LawPart(side, bound, find, groups, len(rules))


def _groups(rules: list[Rule], chosen: set[str], told: Told, widgets: dict[str, BoundWidget]) -> Iterator[Group]:
    def offered(some: list[Rule]) -> list[Offered]:
        return [Offered(rule, widgets[rule.id], text_of(rule), " ".join(trades_of(rule))) for rule in some]

    yield Group(_("Chosen"), offered([rule for rule in rules if rule.id in chosen]))
    rest = [rule for rule in rules if rule.id not in chosen]
    first = likely(rest, told)
    yield Group(_("Likely for this case"), offered(first))
    for topic in topics().values():
        yield Group(topic.words, offered([rule for rule in rest if rule.topic == topic.number and rule not in first]))
