"""What the operations of service recovery take and give."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

from dingxin.accounts.models import Industry  # noqa: TC001  the schemas read it
from dingxin.api.schemas import Moment, Words  # noqa: TC001  the schemas read it
from dingxin.recovery.models import Commitment, Part  # noqa: TC001  the schemas read it
from dingxin.recovery.qualities import judge_commitment


class PartOut(Schema):
    """One part of a plan."""

    part: str
    words: str
    words_en: str
    who: str
    after: int
    unit: str
    way: str
    remedy: str
    kind: str
    amount: Decimal


class PlanOut(Schema):
    """A plan for a point of failure."""

    code: str
    position: int
    name: str
    name_en: str
    industries: list[str]
    signs: list[str]
    is_active: bool
    parts: list[PartOut]

    @staticmethod
    def resolve_parts(plan: Any) -> Any:
        """Give the parts in their order."""
        return plan.parts.all()


class PartIn(Schema):
    """What to set of a part; what is left out stays."""

    words: Words | None = None
    words_en: Words | None = None
    who: Words | None = None
    after: int | None = Field(None, ge=1, le=999)
    unit: Words | None = None
    way: Words | None = None
    remedy: Words | None = None
    kind: Words | None = None
    amount: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=2)


class PlanIn(Schema):
    """What to set of a plan; what is left out stays."""

    position: int | None = Field(None, ge=0, le=9999)
    name: Words | None = None
    name_en: Words | None = None
    industries: list[Words] | None = None
    signs: list[Words] | None = None
    is_active: bool | None = None
    parts: dict[Part, PartIn] = {}

    def fields(self) -> dict[str, Any]:
        """Give what was sent, as the action takes it."""
        given = self.dict(exclude_unset=True, exclude_none=True)
        return given | {"parts": given.get("parts", {})}


class NewPlanIn(PlanIn):
    """A new plan; without a name it is none."""

    code: Words


class EvaluationOut(Schema):
    """How a plan did; each figure beside the number it was counted over."""

    plan: str = Field(alias="plan.code")
    runs: int
    content: int
    asked: int
    came_back: int
    ripe: int
    hours: float | None
    reinstated: int
    given: Decimal
    promised: Decimal


class BatchIn(Schema):
    """Whom an incident touched, and what they are told and given. ``phones`` stand instead of the choice of cases."""

    incident: Words = ""
    plan: Words
    branch: Words | None = None
    category: Words | None = None
    product: Words = Field("", max_length=80)
    since: Moment | None = None
    until: Moment | None = None
    phones: list[Words] = []
    remedy: Words | None = None
    amount: Decimal = Field(Decimal(0), ge=0, max_digits=12, decimal_places=2)
    words: Words = ""
    words_en: Words = ""


class LeftOut(Schema):
    """Who is left out, and why."""

    who: str
    why: str


class PreviewOut(Schema):
    """Whom a recovery for many would reach."""

    cases: list[str]
    left: list[LeftOut]
    total: Decimal
    unhandled: int
    second: str
    words: dict[str, str]


class BatchOut(Schema):
    """A recovery for many."""

    id: int
    incident: str
    plan: str
    remedy: str | None
    amount: Decimal
    state: str
    started_by: str
    at: datetime
    ended_at: datetime | None
    progress: dict[str, int]
    left: list[LeftOut] = []
    could_not: list[LeftOut] = []


class WhyIn(Schema):
    """Why not."""

    why: Words


class StepOut(Schema):
    """One of the five steps; ``proof`` is the event that shows it was done."""

    id: int
    part: str
    state: str
    owner: str = Field(alias="owner.username")
    due: datetime
    promise: int | None = Field(None, alias="promise_id")
    option: int | None = Field(None, alias="option_id")
    proof: int | None = Field(None, alias="proof_id")
    note: str
    settled_at: datetime | None


class RunOut(Schema):
    """A plan at work in a case."""

    id: int
    plan: str
    batch: int | None
    state: str
    why: str
    at: datetime
    ended_at: datetime | None
    steps: list[StepOut]


class StartIn(Schema):
    """The plan, by its code."""

    plan: Words


class SettleIn(Schema):
    """What was done, or why it is left out."""

    note: Words
    skipped: bool = False


class TieIn(Schema):
    """The promise that the reinstatement hangs on."""

    promise: int = Field(ge=1, le=2**63 - 1)


class JudgedOut(Schema):
    """One of the five qualities, with the words that were found."""

    quality: str
    ok: bool
    why: str
    found: list[str]


class CommitmentOut(Schema):
    """A commitment with its five qualities (of its Chinese words)."""

    code: str
    position: int
    industry: str
    words: str
    words_en: str
    duty: str
    after: int | None
    unit: str
    remedy: str
    amount: Decimal
    when: str
    is_public: bool
    is_active: bool
    qualities: list[JudgedOut]

    @staticmethod
    def resolve_qualities(row: Commitment) -> list[Any]:
        """Judge it as it stands."""
        return judge_commitment(row, "zh")


class CommitmentIn(Schema):
    """What to set of a commitment; what is left out stays."""

    position: int = Field(100, ge=0, le=9999)
    industry: Words = ""
    words: Words = ""
    words_en: Words = ""
    duty: Words = ""
    after: int | None = Field(None, ge=1, le=999)
    unit: Words = ""
    remedy: Words = ""
    amount: Decimal = Field(Decimal(0), ge=0, max_digits=12, decimal_places=2)
    when: Words = ""
    is_public: bool = True
    is_active: bool = True


class NewCommitmentIn(CommitmentIn):
    """A new commitment; without words it is none."""

    code: Words


class CheckIn(Schema):
    """Words to be judged; ``backed`` says whether a time or a remedy stands behind them."""

    words: Words = Field(max_length=2000)
    language: Words = "zh"
    industry: Industry | Literal[""] = ""
    backed: bool = True


class HeldOut(Schema):
    """A commitment that holds for a case, and when it was called in."""

    code: str
    words: str
    called_at: datetime | None


class InvokeIn(Schema):
    """The code of the commitment."""

    commitment: Words


class InvocationOut(Schema):
    """A commitment that was called in: its words as they stood, the clock it started, and the option it gave."""

    id: int
    words: str
    clock: int | None = Field(None, alias="clock_id")
    option: int | None = Field(None, alias="option_id")
    at: datetime
