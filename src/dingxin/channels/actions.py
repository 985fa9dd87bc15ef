"""Every write of what arrives: conversations become cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from dingxin.cases.actions import Arrival, adopt_conversations
from dingxin.cases.queries import known_ids
from dingxin.cases.readings import engine_for
from dingxin.channels.parsing import BadLine, parse_conversation
from dingxin.clocks.queries import calendar_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff
    from dingxin.channels.parsing import Line
    from dingxin.engine.model import Conversation

    Numbered = tuple[int, Conversation]
    Report = Callable[[int, str], None]

BATCH_CONVERSATIONS = 200
BATCH_TURNS = 2000


@dataclass(slots=True)
class Tally:
    """What became of the lines of a file."""

    adopted: int = 0
    known: int = 0
    bad: int = 0


def import_conversations(lines: Iterable[Line], *, branch: Branch, actor: Staff, at: datetime, report: Report) -> Tally:
    """Make cases of the conversations of a file, some hundred in each transaction; those already there are left alone.

    A line that cannot be read goes to ``report`` with its number and the reason, and nothing of it is kept.
    """
    tally = Tally()

    def refuse(number: int, reason: str) -> None:
        tally.bad += 1
        report(number, reason)

    for batch in _batches(_conversations(lines, at=at, refuse=refuse)):
        adopted, lost = _adopt(batch, branch=branch, actor=actor, at=at, refuse=refuse)
        tally.adopted += adopted
        tally.known += len(batch) - adopted - lost
    return tally


def _conversations(lines: Iterable[Line], *, at: datetime, refuse: Report) -> Iterator[Numbered]:
    seen: set[str] = set()
    for line in lines:
        try:
            said = _parsed(line, seen, at=at)
        except BadLine as error:
            refuse(line.number, str(error))
        else:
            seen.add(said.id)
            yield line.number, said


def _parsed(line: Line, seen: set[str], *, at: datetime) -> Conversation:
    if line.flaw:
        raise BadLine(line.flaw)
    said = parse_conversation(line.text, at=at)
    if said.id in seen:
        raise BadLine(_("the id “%(id)s” stands on an earlier line") % {"id": said.id})
    return said


def _batches(conversations: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    turns = 0
    for number, said in conversations:
        batch.append((number, said))
        turns += len(said.turns)
        if len(batch) == BATCH_CONVERSATIONS or turns >= BATCH_TURNS:
            yield batch
            batch, turns = [], 0
    if batch:
        yield batch


def _adopt(batch: list[Numbered], *, branch: Branch, actor: Staff, at: datetime, refuse: Report) -> tuple[int, int]:
    """Give how many were adopted and how many lost. Where the database takes the batch as a whole not, it goes in one by one."""
    known = known_ids(_external_id(said) for _number, said in batch)
    new = [(number, said) for number, said in batch if _external_id(said) not in known]
    arrivals = _read([said for _number, said in new], branch)
    try:
        return len(adopt_conversations(arrivals, branch=branch, actor=actor, at=at)), 0
    except (DataError, IntegrityError):
        adopted = lost = 0
    for (number, _said), arrival in zip(new, arrivals, strict=True):
        try:
            adopted += len(adopt_conversations([arrival], branch=branch, actor=actor, at=at))
        except (DataError, IntegrityError) as error:
            lost += 1
            refuse(number, _("the database does not take it: %(reason)s") % {"reason": str(error).partition("\n")[0]})
    return adopted, lost


def _external_id(said: Conversation) -> str:
    return f"import:{said.id}"


def _read(conversations: list[Conversation], branch: Branch) -> list[Arrival]:
    """Read the conversations, those of each industry together, and give them in their order."""
    places: dict[str, list[int]] = {}
    for place, said in enumerate(conversations):
        places.setdefault(said.industry or branch.industry, []).append(place)
    arrivals: dict[int, Arrival] = {}
    calendar = calendar_of(branch)
    for industry, chosen in places.items():
        readings = engine_for(industry).pipe((conversations[place] for place in chosen), calendar)
        for place, reading in zip(chosen, readings, strict=True):
            said = conversations[place]
            arrivals[place] = Arrival(said, reading, _external_id(said))
    return [arrivals[place] for place in range(len(conversations))]
