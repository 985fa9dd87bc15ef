"""The course of a conversation: where it turned, and how what is demanded changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dingxin.engine.model import AgentTurn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dingxin.engine.model import Conversation, Reading

CALMING = ("empathy", "apology", "solve", "time", "commit", "options", "explain", "refuse")
"""Acts that may have calmed a customer, the likeliest first (B1, B5, F1)."""

OUTCOMES = frozenset({"refund", "compensate", "replace", "repair", "cancel", "apologise", "discipline"})
"""Demands that name an outcome; asking why or when is no change of mind."""

GROWN = frozenset({"compensate", "discipline"})
"""Outcomes that ask for more than to have things put right."""


MISHEARD = frozenset({"ignore", "perfunctory"})
"""Faults of staff after which a changed demand may only be the old one said more clearly."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A customer's turn (index over all turns) whose emotion is another than before.

    ``answer`` is the turn of staff that stands before it, None where nobody had answered; ``signs`` are the acts in it that
    may have calmed or the kinds of fault that may have inflamed: what happened, not what went on in anybody's mind.
    """

    turn: int
    before: int
    after: int
    answer: int | None
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemandChange:
    """A customer's turn in which another outcome is asked for than before, and what may be the cause (A9).

    ``cause`` is ``egged_on`` (somebody else is quoted), ``loss`` (a new loss is named), ``misunderstood`` (staff had answered
    something else), ``more`` (more is asked for) or empty. It is a hint: staff ask for the cause.
    """

    turn: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class Course:
    """Where a conversation turned, and how what is demanded changed."""

    turning_points: tuple[TurningPoint, ...]
    demand_changes: tuple[DemandChange, ...]


def course(conversation: Conversation, reading: Reading, causes: Mapping[str, Sequence[str]]) -> Course:
    """Give the course of a conversation; ``causes`` holds the words that speak for a cause of a changed demand."""
    return Course(tuple(turning_points(reading)), tuple(demand_changes(conversation, reading, causes)))


def turning_points(reading: Reading) -> Iterator[TurningPoint]:
    """Give the turns at which the customer's emotion rose or fell (B1)."""
    last: int | None = None
    answer: int | None = None
    for place, turn in enumerate(reading.turns):
        if isinstance(turn, AgentTurn):
            answer = place
            continue
        if last is not None and turn.emotion != last:
            yield TurningPoint(place, last, turn.emotion, answer, _signs(reading, answer, calmed=turn.emotion < last))
        last, answer = turn.emotion, None


def _signs(reading: Reading, answer: int | None, *, calmed: bool) -> tuple[str, ...]:
    said = reading.turns[answer] if answer is not None else None
    if not isinstance(said, AgentTurn):
        return ()
    if calmed:
        return tuple(act for act in CALMING if act in said.acts)
    return tuple(dict.fromkeys(fault.kind for fault in said.faults))


def demand_changes(conversation: Conversation, reading: Reading, causes: Mapping[str, Sequence[str]]) -> Iterator[DemandChange]:
    """Give the turns at which the outcome asked for became another one, with the likely cause (A9)."""
    standing: tuple[str, ...] = ()
    faults: set[str] = set()
    for place, turn in enumerate(reading.turns):
        if isinstance(turn, AgentTurn):
            faults |= {fault.kind for fault in turn.faults}
            continue
        asked = tuple(demand for demand in turn.demands if demand in OUTCOMES)
        added = set(asked) - set(standing)
        if standing and added:
            cause = cause_hint(conversation.turns[place].text, causes, more=bool(added & GROWN), faults=faults)
            yield DemandChange(place, standing, asked, cause)
        if asked:
            standing, faults = asked, set()


def cause_hint(text: str, causes: Mapping[str, Sequence[str]], *, more: bool, faults: AbstractSet[str] = frozenset()) -> str:
    """Give what may have caused a changed demand (A9): what the words say, a fault of staff before them, or that more is asked.

    ``faults`` are the kinds of fault in what staff said since the demand before. Empty where nothing speaks for any cause.
    """
    said = next((cause for cause, words in causes.items() if any(map(text.count, words))), "")
    return said or ("misunderstood" if faults & MISHEARD else "more" if more else "")
