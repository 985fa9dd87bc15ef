"""What goes in and comes out about where a case stands."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it
from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema
from pydantic import Field as Limited

from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it

MOST_GROUNDS = 100
Sum = Annotated[Decimal, Limited(ge=0, max_digits=12, decimal_places=2)]


class DemandOut(Schema):
    """One version of a demand: where its words stand in which message, and why it is another one than before."""

    id: int
    kind: str
    number: int
    amount: Decimal | None
    words: str
    message: int | None = Field(None, alias="message_id")
    start: int
    end: int
    cause: str
    hint: str
    cause_words: str
    state: str
    at: datetime


class DemandedOut(Schema):
    """A demand as it stands, with its earlier versions."""

    current: DemandOut
    history: list[DemandOut]


class NeedOut(Schema):
    """A need under the demands, 1 the first."""

    id: int
    kind: str
    rank: int
    words: str
    message: int | None = Field(None, alias="message_id")
    state: str


class GroundOut(Schema):
    """What a judgement rests on; of a rule of law where it stands, and whether it was read there."""

    of: str
    label: str
    words: str
    source: str | None = Field(None, alias="rule.source")
    verified: bool | None = Field(None, alias="rule.verified")


class PointOut(Schema):
    """A shelved point."""

    id: int
    point: str
    reason: str
    owner: str = Field(alias="owner.username")
    back_at: datetime
    raised_at: datetime | None
    state: str


class StandOut(Schema):
    """Where a case stands; ``tone`` and ``path`` say in a sentence what fault and way ask of staff."""

    demands: list[DemandedOut]
    needs: list[NeedOut]
    hopes: list[str]
    claimed: Decimal | None
    view: str
    view_at: datetime | None
    expectation: str
    expected_amount: Decimal | None
    complaint: str
    demand: str
    fault: str
    beyond_us: bool
    unsolvable: bool
    way: str
    path: str
    tone: str
    grounds: list[GroundOut]
    judged_at: datetime | None
    notice: int | None
    points: list[PointOut]


class DemandIn(Schema):
    """A demand: what, and how much where it is a sum."""

    kind: Words
    amount: Sum | None = None
    words: Words = ""


class DemandRecordIn(DemandIn):
    """A demand that was not read; ``from_start``: they demanded it from the start, so that nothing changed."""

    from_start: bool = False


class CauseIn(Schema):
    """Why a demand changed, in the customer's words; ``instead``: what was demanded before is demanded no more.

    The cause ``first`` says that nothing changed: it was demanded from the start.
    """

    cause: Words
    words: Words = ""
    instead: bool = False


class NeedIn(Schema):
    """A need that was not read."""

    kind: Words
    words: Words = ""


class RankIn(Schema):
    """Whether a need moves up or down."""

    up: bool


class ViewIn(Schema):
    """The solution the customer has in mind."""

    words: Words


class ExpectationIn(Schema):
    """What the customer expected and would be content with."""

    words: Words = ""
    amount: Sum | None = None


class GroundIn(Schema):
    """What a judgement rests on: ``ref`` is a confirmed fact or a rule of law, ``words`` name a policy or precedent."""

    of: Words
    ground: Words
    ref: int | Words = ""
    words: Words = ""


class JudgementIn(Schema):
    """The two judgements with their grounds, the fault, and what is in our power."""

    complaint: Words
    demand: Words
    fault: Words = "open"
    beyond_us: bool = False
    unsolvable: bool = False
    grounds: Annotated[list[GroundIn], Limited(max_length=MOST_GROUNDS)] = []


class NoticeIn(Schema):
    """The reply that told the customer."""

    message: int


class AimIn(Schema):
    """Goal, bottom line, and the most the case may cost."""

    goal: Words = ""
    bottom_line: Words = ""
    bottom_amount: Sum | None = None


class AimOut(Schema):
    """Goal and bottom line of a case: for staff only."""

    goal: str
    bottom_line: str
    bottom_amount: Decimal | None
    set_by: str = Field(alias="set_by.username")
    at: datetime


class PointIn(Schema):
    """A point to be shelved: whose it is, why, and when it is taken up again."""

    point: Words
    reason: Words
    owner: Words
    back_at: datetime
