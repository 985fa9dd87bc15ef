"""Keeping what the engine read. For the actions beside only."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dingxin.cases.models import Case, Demand, Fact, Grade, Need
from dingxin.cases.readings import conversation_of, engine_for, last_messages
from dingxin.cases.seen import weighed
from dingxin.clocks.queries import calendar_of
from dingxin.engine.model import CustomerTurn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dingxin.cases.models import Message
    from dingxin.engine.model import Fact as ReadFact
    from dingxin.engine.model import Reading, TurnReading

MAX_FACT_CHARS = 500
MAX_VALUE_CHARS = 80
MAX_AMOUNT = 1e13  # what the column holds


def read_again(case: Case, newest: Message) -> None:
    """Read the case with its newest message, keep what was read in it, and grade the case anew (A1)."""
    messages = last_messages(case)
    reading = engine_for(case.industry).read(conversation_of(case, messages), calendar_of(case.branch))
    place = next(index for index, message in enumerate(messages) if message.pk == newest.pk)
    turn = reading.turns[place]
    newest.reading = as_kept(turn, reading)
    newest.save(update_fields=["reading"])
    keep_turns([(newest, turn)])
    values = standing(case, reading)
    values |= _as_seen(case, values, newest)
    Case.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case, name, value)


def as_kept(turn: TurnReading, reading: Reading) -> dict[str, Any]:
    """Give a turn's reading as its message keeps it: a customer's with the kinds that the conversation suggests."""
    kinds = [kind.kind for kind in reading.kinds] if isinstance(turn, CustomerTurn) else []
    return turn.as_dict() | ({"kinds": kinds} if kinds else {})


def _as_seen(case: Case, values: dict[str, Any], newest: Message) -> dict[str, Any]:
    """Let what was seen of the customer at about the same time weigh in the emotion (A12)."""
    emotion = weighed(values["emotion_now"], case.observations.first(), at=newest.at)
    peak = max(values["emotion_peak"], emotion)
    return {"emotion_now": emotion, "emotion_peak": peak, "heat": heat_of(values["grade"], emotion)}


def standing(case: Case, reading: Reading) -> dict[str, Any]:
    """Give the case's fields as the reading has them. A person's correction of the grade stands until a higher grade is read."""
    customer = [turn for turn in reading.turns if isinstance(turn, CustomerTurn)]
    emotion = customer[-1].emotion if customer else 0
    grade = Grade(customer[-1].grade) if customer else Grade.NONE
    corrected = case.grade_corrected_by_id is not None
    if corrected and grade.rank <= Grade(case.grade).rank:
        grade = Grade(case.grade)
    return {
        "grade": grade,
        "grade_corrected_by_id": case.grade_corrected_by_id if corrected and grade == case.grade else None,
        "emotion_now": emotion,
        "emotion_peak": max(case.emotion_peak, reading.emotion_peak),
        "heat": heat_of(grade, emotion),
        "satisfaction": reading.satisfaction,
        "step": reading.step,
    }


def heat_of(grade: Grade, emotion: int) -> int:
    """How urgently a case asks for a person: the emotion of the moment first, then the grade; 0 to 15."""
    return emotion * 4 + grade.rank


def keep_turns(turns: Sequence[tuple[Message, TurnReading]]) -> None:
    """Keep the facts, demands and needs that were read in customers' messages."""
    heard = [(message, turn) for message, turn in turns if isinstance(turn, CustomerTurn)]
    Fact.objects.bulk_create(_fact_row(message, fact) for message, turn in heard for fact in turn.facts)
    Demand.objects.bulk_create(Demand(case_id=m.case_id, message=m, kind=kind) for m, turn in heard for kind in turn.demands)
    Need.objects.bulk_create(Need(case_id=m.case_id, message=m, kind=kind) for m, turn in heard for kind in turn.needs)


def _fact_row(message: Message, fact: ReadFact) -> Fact:
    amount = fact.amount
    return Fact(
        case_id=message.case_id,
        message=message,
        kind=fact.kind,
        text=fact.text[:MAX_FACT_CHARS],
        start=fact.start,
        end=fact.end,
        value=(fact.value or "")[:MAX_VALUE_CHARS],
        amount=Decimal(str(round(amount, 2))) if amount is not None and abs(amount) < MAX_AMOUNT else None,
        number=fact.number or "",
    )
