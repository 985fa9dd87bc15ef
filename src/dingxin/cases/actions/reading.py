"""Keeping what the engine read. For the actions beside only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dingxin.cases.models import Case, Demand, Fact, Grade, Need
from dingxin.cases.readings import conversation_of, engine_for, last_messages
from dingxin.engine.model import CustomerTurn

if TYPE_CHECKING:
    from dingxin.cases.models import Message
    from dingxin.engine.model import Reading

MAX_FACT_CHARS = 500


def read_again(case: Case, newest: Message) -> None:
    """Read the case with its newest message, keep what was read in it, and grade the case anew (A1)."""
    messages = last_messages(case)
    reading = engine_for(case.industry).read(conversation_of(case, messages))
    place = next(index for index, message in enumerate(messages) if message.pk == newest.pk)
    keep_turns([(newest, reading, place)])
    values = standing(case, reading)
    Case.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case, name, value)


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


def keep_turns(turns: list[tuple[Message, Reading, int]]) -> None:
    """Keep what was read in messages: (message, reading of its conversation, its place in the reading)."""
    facts: list[Fact] = []
    demands: list[Demand] = []
    needs: list[Need] = []
    for message, reading, place in turns:
        turn = reading.turns[place]
        message.reading = turn.as_dict()
        if isinstance(turn, CustomerTurn):
            ref = {"case_id": message.case_id, "message": message}
            facts += [_fact_row(ref, fact.as_dict()) for fact in turn.facts]
            demands += [Demand(kind=kind, **ref) for kind in turn.demands]
            needs += [Need(kind=kind, **ref) for kind in turn.needs]
    type(turns[0][0]).objects.bulk_update([message for message, _, _ in turns], ["reading"])
    Fact.objects.bulk_create(facts)
    Demand.objects.bulk_create(demands)
    Need.objects.bulk_create(needs)


def _fact_row(ref: dict[str, Any], fact: dict[str, Any]) -> Fact:
    amount = fact.get("amount")
    return Fact(
        kind=fact["kind"],
        text=fact["text"][:MAX_FACT_CHARS],
        start=fact["start"],
        end=fact["end"],
        value=(fact.get("value") or "")[:80],
        amount=round(amount, 2) if amount is not None and abs(amount) < 1e13 else None,  # noqa: PLR2004  what the column holds
        number=fact.get("number") or "",
        **ref,
    )
