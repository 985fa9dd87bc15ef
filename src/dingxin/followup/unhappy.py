"""Who did not complain but seems unhappy: lists of customers, and conversations whose expected satisfaction is low (G9)."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from dingxin.cases.models import Grade
from dingxin.cases.queries import known_ids
from dingxin.cases.readings import engine_for
from dingxin.engine.model import CustomerTurn
from dingxin.followup.actions.programmes import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dingxin.engine.model import Conversation, Reading

LOW = -0.4  # expected satisfaction of -2 to 2: readers would call it rather bad
REASON_CHARS = 200
COLUMNS = {
    "phone": {"phone", "number", "mobile", "电话", "手机", "手机号", "号码", "联系电话"},
    "name": {"name", "customer", "姓名", "客户", "称呼"},
    "reason": {"reason", "why", "note", "原因", "说明", "备注", "事由"},
}


def customers_in(text: str) -> list[Wanted]:
    """Read a list of customers: CSV with a heading, or phone, name and reason in this order."""
    rows = [
        row for row in csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\x00", ""))) if any(cell.strip() for cell in row)
    ]
    places = _heading(rows[0]) if rows else {}
    return [_wanted(row, places or {"phone": 0, "name": 1, "reason": 2}) for row in rows[1 if places else 0 :]]


def _heading(row: list[str]) -> dict[str, int]:
    found = {key: place for place, cell in enumerate(row) for key, names in COLUMNS.items() if cell.strip().casefold() in names}
    return found if "phone" in found else {}


def _wanted(row: list[str], places: Mapping[str, int]) -> Wanted:
    cells = {key: row[place].strip() if place < len(row) else "" for key, place in places.items()}
    return Wanted(cells.get("phone", ""), cells.get("name", ""), cells.get("reason", "")[:REASON_CHARS])


def unhappy(conversations: Iterable[tuple[Conversation, Mapping[str, Any]]]) -> list[Wanted]:
    """Pick those who did not complain and whose conversation is expected to have left them unhappy.

    ``conversations`` come with the line they were read from, whose ``phone`` and ``name`` say whom to call. A conversation that
    is a case already is left out, and so is one in which an answer was demanded: that is a complaint, and belongs into a case.
    """
    given = list(conversations)
    known = known_ids([conversation.id for conversation, _line in given])
    found = []
    for conversation, line in given:
        reading = engine_for(conversation.industry).read(conversation)
        if conversation.id not in known and reading.satisfaction <= LOW and reading.grade in {Grade.NONE, Grade.GRUMBLE}:
            found.append(Wanted(_phone(line, reading), str(line.get("name") or "")[:80], _reason(conversation, reading)))
    return found


def _phone(line: Mapping[str, Any], reading: Reading) -> str:
    """Give the number on the line, else the first phone number the customer said."""
    if given := line.get("phone"):
        return str(given)
    facts = (fact for turn in reading.turns if isinstance(turn, CustomerTurn) for fact in turn.facts)
    return next((fact.text for fact in facts if fact.number == "phone"), "")


def _reason(conversation: Conversation, reading: Reading) -> str:
    """Give the words that weighed most: the customer's most heated turn, else the last."""
    pairs = zip(reading.turns, conversation.turns, strict=True)
    heard = [(turn, said) for turn, said in pairs if isinstance(turn, CustomerTurn)]
    worst = max(heard, key=lambda pair: pair[0].emotion, default=None)
    return " ".join(worst[1].text.split())[:REASON_CHARS] if worst else ""


def line_of(text: str) -> Mapping[str, Any]:
    """Give a line of a file of conversations as it stands, for what is not part of the conversation."""
    data = json.loads(text)
    return data if isinstance(data, dict) else {}
