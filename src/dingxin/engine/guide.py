"""Where a conversation stands on the six-step rail (D1), what is missing and what would help next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dingxin.engine.model import GRADES, STEPS, AgentTurn, CustomerTurn, Guidance, StepState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dingxin.engine.book import Book, Table
    from dingxin.engine.model import Conversation, Grade, Question, Reading, Step
    from dingxin.engine.suggest import Lines

UPSET = 1
"""Emotion from which a feeling asks for an answer (B2)."""

HEATED = 2
"""Emotion from which an earlier answer to a feeling no longer stands."""

FEELING = "acknowledge_feeling"

SOOTHING = frozenset({"empathy", "apology"})


@dataclass(frozen=True, slots=True)
class Part:
    """What a step owes: the acts that fill it, the act to suggest, for whom it is owed, and whether a grumble owes it (D4)."""

    name: str
    acts: frozenset[str]
    act: str
    when: str
    quick: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides which parts are owed."""

    emotion: int
    grade: Grade
    open: bool
    settled: bool
    facts: bool
    heated_since: int | None = None

    def counts(self, part: Part, turn: int) -> bool:
        """Tell whether an act of a turn fills a part: a new heat asks for a new answer (B1), and the end comes at the end."""
        if part.when == "settled":
            return self.settled
        return part.name != FEELING or self.heated_since is None or turn > self.heated_since

    def owes(self, part: Part) -> bool:
        """Tell whether this conversation owes a part."""
        if self.grade in ("none", "grumble") and not part.quick:
            return False
        return {"always": True, "upset": self.emotion >= UPSET, "open": self.open, "settled": self.settled, "facts": self.facts}[
            part.when
        ]


class Guide:
    """The six steps of a pack; built once, safe to share between threads."""

    def __init__(self, book: Book, lines: Lines) -> None:
        """Take the steps and the reasons."""
        self._lines = lines
        self._why: Mapping[str, str] = book.wording.get("wording", {}).get("why", {})
        self._unanswered: Mapping[str, str] = book.wording.get("wording", {}).get("unanswered", {})
        rows = {row["name"]: row["parts"] for row in book.tables.get("steps", {}).get("step", ())}
        self.steps: dict[Step, tuple[Part, ...]] = {step: tuple(_part(row) for row in rows.get(step, ())) for step in STEPS}

    def guide(self, conversation: Conversation, reading: Reading) -> Guidance:
        """Give the state of each step, the next best action and the lines that help with it."""
        questions = self._lines.questions(conversation, reading)
        unanswered = self.unanswered(reading)
        standing = self.standing(conversation, reading, questions)
        states = self.states(reading, standing)
        now = _now(states, standing)
        following = next(iter(now.missing), "done")
        return Guidance(
            step=now.step,
            steps=states,
            next=following,
            why=self._why.get(following, ""),
            questions=questions,
            restate_facts=self._lines.facts(conversation, reading),
            restate_feeling=self._lines.feeling(conversation, reading.emotion_peak) if standing.emotion >= UPSET else "",
            opening=self._lines.opening(conversation, reading.grade),
            unanswered=unanswered,
        )

    def place(self, conversation: Conversation, reading: Reading) -> tuple[Step, tuple[str, ...]]:
        """Give the step at which the conversation stands and what it is missing there."""
        standing = self.standing(conversation, reading, self._lines.questions(conversation, reading))
        now = _now(self.states(reading, standing), standing)
        return now.step, now.missing

    def states(self, reading: Reading, standing: Standing) -> tuple[StepState, ...]:
        """Give the six steps as they stand."""
        places: dict[str, list[int]] = {}
        for index, turn in enumerate(reading.turns):
            if isinstance(turn, AgentTurn):
                for act in turn.acts:
                    places.setdefault(act, []).append(index)
        return tuple(_state(step, parts, places, standing) for step, parts in self.steps.items())

    def why(self, part: str) -> str:
        """Give the reason why a part is owed."""
        return self._why.get(part, "")

    def unanswered(self, reading: Reading) -> tuple[tuple[int, str], ...]:
        """Give the customer's turns whose feeling nobody has answered since (B2), each with what to say of it."""
        out: list[tuple[int, str]] = []
        for index, turn in enumerate(reading.turns):
            if isinstance(turn, CustomerTurn):
                if turn.emotion >= UPSET:
                    out.append((index, self._unanswered.get(f"emotion{turn.emotion}", "")))
            elif not SOOTHING.isdisjoint(turn.acts):
                out.clear()
        return tuple(out)

    def standing(self, conversation: Conversation, reading: Reading, questions: Sequence[Question]) -> Standing:
        """Give what decides which parts are owed."""
        customer = [turn for turn in reading.turns if isinstance(turn, CustomerTurn)]
        latest = customer[-1] if customer else CustomerTurn()
        answered = any(isinstance(turn, AgentTurn) for turn in reading.turns[: len(conversation.turns)])
        calm = bool(customer) and latest.emotion == 0 and set(latest.demands) <= {"info"}
        settled = answered and calm and self._lines.content(conversation)
        return Standing(
            emotion=max((turn.emotion for turn in customer), default=0),
            grade=max((turn.grade for turn in customer), key=GRADES.index, default="none"),
            open=not settled,
            settled=settled,
            facts=bool(questions) and not settled,
            heated_since=_heated_since(reading),
        )


def _heated_since(reading: Reading) -> int | None:
    """Give the last turn in which the customer was heated, None where that never was."""
    turns = reversed(tuple(enumerate(reading.turns)))
    return next((index for index, turn in turns if isinstance(turn, CustomerTurn) and turn.emotion >= HEATED), None)


def _now(states: Sequence[StepState], standing: Standing) -> StepState:
    """Give the first step that still owes something; once the customer is content only the last two count."""
    chosen = states[STEPS.index("thank") :] if standing.settled else states[: STEPS.index("thank")]
    return next((state for state in chosen if state.missing), chosen[-1])


def _state(step: Step, parts: Sequence[Part], places: Mapping[str, Sequence[int]], standing: Standing) -> StepState:
    done = tuple((part.name, turn) for part in parts if (turn := _filled(part, places, standing)) is not None)
    named = {name for name, _ in done}
    missing = tuple(part.name for part in parts if part.name not in named and standing.owes(part))
    owed = len(done) + len(missing)
    return StepState(step, done, missing, len(done) / owed if owed else float(standing.settled))


def _filled(part: Part, places: Mapping[str, Sequence[int]], standing: Standing) -> int | None:
    """Give the first turn that fills a part."""
    turns = (turn for act in part.acts for turn in places.get(act, ()))
    return min((turn for turn in turns if standing.counts(part, turn)), default=None)


def _part(row: Table) -> Part:
    return Part(row["name"], frozenset(row["acts"]), row["act"], row["when"], row.get("quick", True))
