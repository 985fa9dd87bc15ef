"""The right-hand panel of the case page: the reading and the facts, shaped from what the engine read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dingxin.cases.models import FactState, MessageKind
from dingxin.desk import labels
from dingxin.desk.labels import label
from dingxin.desk.marks import visible
from dingxin.desk.templatetags.desk import heat_words
from dingxin.desk.views.case_conversation import value_of
from dingxin.desk.views.case_course import changed, turned
from dingxin.engine.model import FACT_KINDS, CustomerTurn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dingxin.cases.models import Case, Fact, Message
    from dingxin.desk.labels import Labels
    from dingxin.desk.views.case_course import Turned
    from dingxin.engine.course import Course
    from dingxin.engine.model import Evidence, Guidance, Reading

MOST_QUOTES = 6
QUOTE_CHARS = 60
MOST_FACTS = 400


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one message and the reason they were read as evidence."""

    message: int
    words: str
    why: str


@dataclass(slots=True)
class Found:
    """Something read in the conversation, with the words that carried it, the newest last."""

    name: str
    label: str
    quotes: list[Quote] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class CheckedFact:
    """One line of the 5W1H checklist (A5): what is there, or the open question that asks for it."""

    kind: str
    label: str
    there: list[str]
    question: str


@dataclass(frozen=True, slots=True)
class Panel:
    """All that the tab “Reading” shows."""

    curve: list[dict[str, Any]]
    reasons: list[Quote]
    checklist: list[CheckedFact]
    demands: list[Found]
    needs: list[Found]
    risks: list[Found]
    hopes: list[Found]
    kinds: list[Found]
    talk_share: int | None
    unanswered: list[Quote]
    turned: list[Turned]
    changed: list[Turned]


def panel_of(messages: Sequence[Message], reading: Reading, guidance: Guidance, course: Course, facts: Sequence[Fact]) -> Panel:
    """Shape the reading of a case for its panel; ``messages`` are those read, notes among them."""
    said = [message for message in messages if message.kind != MessageKind.NOTE]
    return Panel(
        curve=_curve(said, reading),
        reasons=_reasons(said, reading),
        checklist=_checklist(facts, guidance),
        demands=_found(said, reading, "demands", "demand", labels.DEMANDS),
        needs=_found(said, reading, "needs", "need", labels.NEEDS),
        risks=_found(said, reading, "risks", "risk", labels.RISKS),
        hopes=_found(said, reading, "hopes", "hope", labels.HOPES),
        kinds=_kinds(said, reading),
        talk_share=_talk_share(said),
        unanswered=[Quote(said[turn].pk, _short(said[turn].text), visible(why)) for turn, why in guidance.unanswered],
        turned=turned(said, course),
        changed=changed(said, course),
    )


def _curve(said: Sequence[Message], reading: Reading) -> list[dict[str, Any]]:
    points = [(message, turn) for message, turn in zip(said, reading.turns, strict=True) if isinstance(turn, CustomerTurn)]
    return [
        {
            "turn": place,
            "message": message.pk,
            "emotion": turn.emotion,
            "name": heat_words(turn.emotion),
            "words": _short(message.text),
            "at": message.said_at or message.at,
        }
        for place, (message, turn) in enumerate(points, 1)
    ]


def _reasons(said: Sequence[Message], reading: Reading) -> list[Quote]:
    """Give the words that decided the grade; where none did, those that showed the emotion. The newest first."""
    for wanted in ("grade", "emotion"):
        if found := [quote for of, quote in _quotes(said, reading) if of == wanted]:
            return found[::-1][:MOST_QUOTES]
    return []


def _quotes(said: Sequence[Message], reading: Reading) -> Iterable[tuple[str, Quote]]:
    for message, turn in zip(said, reading.turns, strict=True):
        if isinstance(turn, CustomerTurn):
            for item in turn.evidence:
                yield item.of, _quote(message, item)


def _quote(message: Message, item: Evidence) -> Quote:
    return Quote(message.pk, _short(message.text[item.start : item.end]), item.why)


def _found(said: Sequence[Message], reading: Reading, key: str, group: str, words: Labels) -> list[Found]:
    """Give what was read under one key of the customer's turns, with its evidence, in the order of the vocabulary."""
    names = {name for turn in reading.turns if isinstance(turn, CustomerTurn) for name in getattr(turn, key)}
    found = {name: Found(name, label(words, name)) for name in [*words, *sorted(names - set(words))] if name in names}
    for of, quote in _quotes(said, reading):
        kind, _colon, name = of.partition(":")
        if kind == group and name in found:
            _add(found[name], quote)
    return list(found.values())


def _add(found: Found, quote: Quote) -> None:
    if len(found.quotes) < MOST_QUOTES:
        found.quotes.append(quote)
    else:
        found.more += 1


def _kinds(said: Sequence[Message], reading: Reading) -> list[Found]:
    return [
        Found(kind.kind, label(labels.KINDS, kind.kind), [_quote(said[turn], item) for turn, item in kind.why[:MOST_QUOTES]])
        for kind in reading.kinds
    ]


def _checklist(facts: Sequence[Fact], guidance: Guidance) -> list[CheckedFact]:
    asked = {question.fact: question.question for question in guidance.questions}
    there: dict[str, list[str]] = {}
    for fact in facts:
        if fact.state != FactState.REJECTED:
            there.setdefault(fact.kind, []).append(_short(fact.text))
    return [
        CheckedFact(kind, label(labels.FACTS, kind), list(dict.fromkeys(there.get(kind, ())))[-MOST_QUOTES:], asked.get(kind, ""))
        for kind in FACT_KINDS
    ]


def _talk_share(said: Sequence[Message]) -> int | None:
    """Give the customer's share of all that was said, in percent of characters (C19)."""
    total = sum(len(message.text) for message in said)
    ours = sum(len(message.text) for message in said if message.kind == MessageKind.AGENT)
    return round(100 * (total - ours) / total) if total else None


def _short(text: str) -> str:
    line = " ".join(text[: QUOTE_CHARS * 4].split())
    return visible(line if len(line) <= QUOTE_CHARS and len(text) <= QUOTE_CHARS * 4 else f"{line[:QUOTE_CHARS]}…")


@dataclass(frozen=True, slots=True)
class FactLine:
    """A stated fact with its state; ``times`` says in how many places the same words were read."""

    pk: int
    kind: str
    text: str
    value: str
    state: str
    state_label: str
    message: int
    times: int


def facts_of(case: Case) -> list[Fact]:
    """Give the newest facts of a case, in the order in which they were stated."""
    return list(case.facts.order_by("-message_id", "-start")[:MOST_FACTS])[::-1]


def fact_lines(facts: Iterable[Fact]) -> list[FactLine]:
    """Shape facts for their tab, by kind; the same words in the same state stand there once."""
    same: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: FACT_KINDS.index(fact.kind) if fact.kind in FACT_KINDS else len(FACT_KINDS)):
        same.setdefault((fact.kind, fact.text, fact.state), []).append(fact)
    return [_fact_line(alike) for alike in same.values()]


def _fact_line(alike: Sequence[Fact]) -> FactLine:
    fact = alike[-1]
    return FactLine(
        pk=fact.pk,
        kind=label(labels.FACTS, fact.kind),
        text=_short(fact.text),
        value=value_of(fact),
        state=fact.state,
        state_label=fact.get_state_display(),
        message=fact.message_id,
        times=len(alike),
    )
