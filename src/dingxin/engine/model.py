"""What the engine takes in and gives out: plain data, closed vocabularies, nothing that acts.

Offsets are Unicode code points in the turn's text as given. ``as_dict`` gives the JSON that the command line,
the batch runner and the API speak; keys that hold nothing are left out only where the contract leaves them out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Speaker = Literal["customer", "agent"]
Grade = Literal["none", "grumble", "complaint", "serious"]
Step = Literal["calm", "listen", "confirm", "resolve", "thank", "follow_up"]
Verdict = Literal["send", "improve", "stop"]
Json = dict[str, Any]

GRADES: tuple[Grade, ...] = ("none", "grumble", "complaint", "serious")
STEPS: tuple[Step, ...] = ("calm", "listen", "confirm", "resolve", "thank", "follow_up")
DEMANDS = (
    "refund", "compensate", "replace", "repair", "explain", "investigate", "apologise",
    "cancel", "hurry", "callback", "discipline", "improve", "info", "other",
)  # fmt: skip
RISKS = ("regulator", "legal", "media", "churn", "repeat", "fraud", "safety", "abuse")
FACT_KINDS = ("when", "where", "who", "what", "why", "how")
ACTS = (
    "greet", "empathy", "apology", "willing", "ask", "restate", "explain", "instruct", "solve",
    "options", "commit", "time", "check", "refuse", "thanks", "redirect", "report",
)  # fmt: skip
HOPES = ("know", "solve", "compensate", "no_repeat", "respect", "heard", "pleased")
NEEDS = (
    "money", "fairness", "safety", "quality", "convenience", "time",
    "respect", "being_heard", "face", "comfort", "certainty",
)  # fmt: skip
KINDS = ("career_complainant", "in_the_right", "know_all", "policy_challenger", "chameleon")


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance. ``at`` is when it was said, with its time zone, or None where that is not known."""

    speaker: Speaker
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in the order in which it was said."""

    turns: tuple[Turn, ...]
    id: str = ""
    channel: str = ""
    tier: str = ""
    industry: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the sender of a draft may do: the firm's limits, not the engine's opinion.

    ``authority_cny`` is the highest amount in yuan the sender may promise, None where no limit is known.
    ``approved_cny`` is the amount already approved for this case.
    """

    authority_cny: float | None = None
    approved_cny: float | None = None
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that caused a finding, and the reason in one sentence.

    ``of`` names the finding: ``emotion``, ``grade``, ``demand:refund``, ``risk:legal``, ``need:fairness``, ``hope:solve``,
    ``kind:know_all``, ``act:apology``.
    """

    of: str
    start: int
    end: int
    why: str

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {"of": self.of, "start": self.start, "end": self.end, "why": self.why}


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated fact (A5).

    ``value`` is an ISO 8601 date, date-time, interval or duration for ``when``; ``amount`` is yuan;
    ``number`` says what kind of number a ``who`` is.
    """

    kind: str
    text: str
    start: int
    end: int
    value: str | None = None
    amount: float | None = None
    number: str | None = None

    def as_dict(self) -> Json:
        """Give the contract's JSON object; ``value`` always stands on a ``when``."""
        out: Json = {"kind": self.kind, "text": self.text, "start": self.start, "end": self.end}
        if self.kind == "when":
            out["value"] = self.value
        if self.amount is not None:
            out["amount"] = self.amount
        if self.number is not None:
            out["number"] = self.number
        return out


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data found in a text (C22)."""

    kind: str
    text: str
    start: int
    end: int

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {"kind": self.kind, "text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with words of the staff: rule of the method, reason, principle served (D3) and a rewrite of the span.

    ``rewrite`` replaces text[start:end]; None where no rewording of the span alone can mend it.
    ``weight`` is ``stop`` for what must not leave, ``warn`` otherwise.
    """

    kind: str
    rule: str
    start: int
    end: int
    why: str
    rewrite: str | None = None
    principle: str = ""
    weight: Literal["stop", "warn"] = "warn"

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {
            "kind": self.kind, "rule": self.rule, "start": self.start, "end": self.end, "why": self.why,
            "rewrite": self.rewrite, "principle": self.principle, "weight": self.weight,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promise:
    """A time that staff promised (F1). ``due`` carries its offset; None where the turn has no time to count from."""

    text: str
    due: datetime | None
    start: int
    end: int

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        due = self.due.isoformat() if self.due else None
        return {"text": self.text, "due": due, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class CustomerTurn:
    """What was read in a customer's turn, judged with what came before it."""

    emotion: int = 0
    grade: Grade = "none"
    demands: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    hopes: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    personal: tuple[Personal, ...] = ()
    speaker: Speaker = field(default="customer", init=False)

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {
            "speaker": self.speaker, "emotion": self.emotion, "grade": self.grade,
            "demands": list(self.demands), "needs": list(self.needs), "hopes": list(self.hopes), "risks": list(self.risks),
            "facts": [fact.as_dict() for fact in self.facts],
            "evidence": [item.as_dict() for item in self.evidence],
            "personal": [item.as_dict() for item in self.personal],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgentTurn:
    """What was read in a staff member's turn; ``useless`` is the share of readers (0 … 1) who would call it useless."""

    acts: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    promises: tuple[Promise, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    personal: tuple[Personal, ...] = ()
    useless: float = 0.0
    speaker: Speaker = field(default="agent", init=False)

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {
            "speaker": self.speaker, "acts": list(self.acts),
            "faults": [fault.as_dict() for fault in self.faults],
            "promises": [promise.as_dict() for promise in self.promises],
            "evidence": [item.as_dict() for item in self.evidence],
            "personal": [item.as_dict() for item in self.personal],
            "useless": round(self.useless, 4),
        }  # fmt: skip


TurnReading = CustomerTurn | AgentTurn


@dataclass(frozen=True, slots=True)
class Kind:
    """A suggested kind of complainant (A7) with its evidence: (turn number from 0, words and reason). A person decides."""

    kind: str
    why: tuple[tuple[int, Evidence], ...]

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {"kind": self.kind, "why": [{"turn": turn, **item.as_dict()} for turn, item in self.why]}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in a conversation; ``turns`` has one entry for each turn, in order."""

    id: str
    turns: tuple[TurnReading, ...]
    grade: Grade = "none"
    emotion_peak: int = 0
    satisfaction: float = 0.0
    satisfaction_votes: Mapping[str, float] = field(default_factory=dict)
    step: Step = "calm"
    missing: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {
            "id": self.id, "grade": self.grade, "emotion_peak": self.emotion_peak, "satisfaction": self.satisfaction,
            "satisfaction_votes": dict(self.satisfaction_votes), "step": self.step, "missing": list(self.missing),
            "kinds": [kind.as_dict() for kind in self.kinds],
            "turns": [turn.as_dict() for turn in self.turns],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """What this step of the six still owes the customer, and words that would say it."""

    act: str
    why: str
    suggestion: str

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {"act": self.act, "why": self.why, "suggestion": self.suggestion}


@dataclass(frozen=True, slots=True)
class Review:
    """The judgement of a draft before it leaves."""

    id: str
    verdict: Verdict
    acts: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    promises: tuple[Promise, ...] = ()
    missing: tuple[Missing, ...] = ()
    suggested: str = ""

    def as_dict(self) -> Json:
        """Give the contract's JSON object."""
        return {
            "id": self.id, "verdict": self.verdict, "acts": list(self.acts),
            "faults": [fault.as_dict() for fault in self.faults],
            "promises": [promise.as_dict() for promise in self.promises],
            "missing": [item.as_dict() for item in self.missing],
            "suggested": self.suggested,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepState:
    """One of the six steps as it stands: what is done and by which turn, what is missing, the share done (0 … 1)."""

    step: Step
    done: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Question:
    """A fact (A5) that is still missing and the open question that asks for it."""

    fact: str
    question: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """Where the conversation stands on the six-step rail (D1) and what would help next.

    ``restate_facts`` and ``restate_feeling`` are ready lines made from what this customer said (B4, B5),
    empty when there is nothing to restate.
    ``next`` names the next best action and ``why`` says in one sentence why.
    """

    step: Step
    steps: tuple[StepState, ...]
    next: str
    why: str
    questions: tuple[Question, ...] = ()
    restate_facts: str = ""
    restate_feeling: str = ""
    opening: str = ""
    unanswered: tuple[tuple[int, str], ...] = ()
