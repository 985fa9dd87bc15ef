"""The conversation of a case, shaped for the page: who spoke, when, and which words were evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin.cases.models import FactState, MessageKind
from dingxin.cases.readings import conversation_of, engine_for
from dingxin.desk.labels import ACTS, DEMANDS, FACTS, NUMBERS, PERSONAL, RISKS, label
from dingxin.desk.marks import Piece, Span, pieces, visible
from dingxin.desk.times import when_words
from dingxin.engine.model import AgentTurn, CustomerTurn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from dingxin.cases.models import Case, Fact, Message
    from dingxin.engine.model import Evidence, Reading, TurnReading

PAGE = 200  # messages shown at once
FOLD = 900  # characters of a long message shown before it is unfolded
MOST = 20_000  # characters of a message shown in the conversation at all
MOST_SPANS = 300  # marked in one message
MARKED = ("emotion", "grade", "demand", "risk")  # needs, hopes and kinds rest on the same words: the panel shows them

WIDE, SHORT = 0.8, 12  # share of a text, and characters, above which a span says something of the whole
_KINDS_OF = {"demand": DEMANDS, "risk": RISKS}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the page shows it."""

    pk: int
    kind: str
    speaker: str
    at: datetime
    recorded_at: datetime | None
    channel: str
    head: list[Piece]
    tail: list[Piece]
    length: int
    left: int
    emotion: int | None
    came_from: str
    token: str
    acts: list[str]
    remarks: list[str]


def page_of(case: Case, *, before: int | None = None) -> tuple[list[Message], int | None]:
    """Give the last PAGE messages (of those before one), oldest first, and the id before which there are earlier ones."""
    rows = case.messages.select_related("author", "came_from").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    page = found[:PAGE][::-1]
    return page, page[0].pk if len(found) > PAGE else None


def read_for(case: Case, messages: Sequence[Message], explain: str) -> Reading:
    """Read messages for display, with the reasons in the language of the page."""
    return engine_for(case.industry, explain).read(conversation_of(case, messages))


def shown_messages(
    case: Case, messages: Sequence[Message], reading: Reading, facts: Iterable[Fact], *, whole: int | None = None
) -> list[Shown]:
    """Shape messages with the turns of their reading; the message ``whole`` is given in full, however long."""
    stated: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.state != FactState.REJECTED:
            stated.setdefault(fact.message_id, []).append(fact)
    turns = iter(reading.turns)
    return [
        _shown(case, message, None if message.kind == MessageKind.NOTE else next(turns), stated.get(message.pk, []), whole)
        for message in messages
    ]


def _shown(case: Case, message: Message, turn: TurnReading | None, facts: list[Fact], whole: int | None) -> Shown:
    length = len(message.text)
    fold = length if length <= FOLD * 2 or message.pk == whole else FOLD
    most = length if message.pk == whole else min(length, MOST)
    spans, remarks = marks_of(turn, facts, length)
    return Shown(
        pk=message.pk,
        kind=message.kind,
        speaker=speaker_of(case, message),
        at=message.said_at or message.at,
        recorded_at=message.at if message.said_at else None,
        channel=message.get_channel_display() if message.channel != case.channel else "",
        head=pieces(message.text, spans, 0, fold) if visible(message.text).strip() else [],
        tail=pieces(message.text, spans, fold, most) if fold < most else [],
        length=length,
        left=length - most,
        emotion=turn.emotion if isinstance(turn, CustomerTurn) else None,
        came_from=message.came_from.number if message.came_from else "",
        token=message.token or "",
        acts=[label(ACTS, act) for act in turn.acts] if isinstance(turn, AgentTurn) else [],
        remarks=remarks,
    )


def speaker_of(case: Case, message: Message) -> str:
    """Name the one who spoke."""
    if message.kind == MessageKind.CUSTOMER:
        return visible(str(case.customer))
    return visible(str(message.author)) if message.author else str(_("Staff"))


def marks_of(turn: TurnReading | None, facts: Iterable[Fact], length: int) -> tuple[list[Span], list[str]]:
    """Give the words of a turn to be marked, and what stands against (nearly) the whole of it, where marks show nothing."""
    spans = _spans(turn, facts)
    return [span for span in spans if not is_wide(span.start, span.end, length)][:MOST_SPANS], [
        span.why for span in spans if span.kind.startswith("fault") and is_wide(span.start, span.end, length)
    ]


def is_wide(start: int, end: int, length: int) -> bool:
    """Whether a span is so much of a text that underlining it would point at nothing."""
    return length > SHORT and end - start >= WIDE * length


def _spans(turn: TurnReading | None, facts: Iterable[Fact]) -> list[Span]:
    if turn is None:
        return []
    spans = [_fact_span(fact) for fact in facts]
    spans += [
        Span(item.start, item.end, "personal", label(PERSONAL, item.kind)) for item in turn.personal if item.kind != "name"
    ]  # names stand over every message
    if isinstance(turn, AgentTurn):
        spans += [Span(fault.start, fault.end, f"fault-{fault.weight}", fault.why) for fault in turn.faults]
        spans += [Span(item.start, item.end, "promise", _promise_words(item.due)) for item in turn.promises]
    return spans + [_evidence_span(item) for item in turn.evidence if item.of.partition(":")[0] in MARKED]


def _fact_span(fact: Fact) -> Span:
    return Span(fact.start, fact.end, "fact", ": ".join(part for part in (label(FACTS, fact.kind), value_of(fact)) if part))


def value_of(fact: Fact) -> str:
    """Say what a fact's words come to: the date, the amount, the kind of number."""
    if fact.amount is not None:
        return _("%(amount)s yuan") % {"amount": f"{fact.amount:,.2f}".removesuffix(".00")}
    if fact.number:
        return label(NUMBERS, fact.number)
    return when_words(fact.value)


def _promise_words(due: datetime | None) -> str:
    return _("A promised time: %(due)s") % {"due": when_words(due.isoformat())} if due else _("A promised time")


def _evidence_span(item: Evidence) -> Span:
    group, _colon, name = item.of.partition(":")
    known = _KINDS_OF.get(group)
    why = f"{label(known, name)}: {item.why}" if known and name else item.why
    return Span(item.start, item.end, group, why)
