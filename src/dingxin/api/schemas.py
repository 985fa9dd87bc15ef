"""What goes into the API and comes out of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal  # noqa: TC003  the schemas read it
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator

from dingxin.cases.actions.texts import encodable

Words = Annotated[str, AfterValidator(encodable)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
EARLIEST, LATEST = 1900, 2999


def _in_reach(moment: datetime) -> datetime:
    if not EARLIEST <= moment.year <= LATEST:
        msg = f"a time between {EARLIEST} and {LATEST}"
        raise ValueError(msg)
    return moment


Moment = Annotated[datetime, AfterValidator(_in_reach)]


class CaseOut(Schema):
    """A case as it stands."""

    number: str
    title: str
    state: str
    close_reason: str
    channel: str
    branch: str = Field(alias="branch.code")
    category: str | None = Field(None, alias="category.name")
    product: str
    industry: str
    grade: str
    emotion_now: int
    emotion_peak: int
    step: str
    customer: int = Field(alias="customer_id")
    owner: str = Field(alias="owner.username")
    handler: str | None = Field(None, alias="handler.username")
    offered_to: str | None = Field(None, alias="offered_to.username")
    merged_into: str | None = Field(None, alias="merged_into.number")
    next_due: datetime | None
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    revision: int


class ResolvedOut(CaseOut):
    """A case that was marked resolved; ``warnings`` say what stands against closing it."""

    warnings: list[str]


class MessageOut(Schema):
    """Words of a customer or of staff, with what was read in them."""

    id: int
    kind: str
    text: str
    at: datetime
    said_at: datetime | None
    author: str | None = Field(None, alias="author.username")
    channel: str
    reading: dict[str, Any]


class FactOut(Schema):
    """A fact stated by the customer."""

    id: int
    kind: str
    text: str
    value: str
    amount: Decimal | None
    number: str
    state: str
    message: int = Field(alias="message_id")


class PromiseOut(Schema):
    """A time that was promised."""

    id: int
    text: str
    due: datetime
    state: str


class HandoverOut(Schema):
    """A case offered to somebody."""

    id: int
    offered_to: str = Field(alias="offered_to.username")
    state: str


class VerdictOut(Schema):
    """The customer's own verdict."""

    id: int
    content: bool
    words: str
    at: datetime


class CustomerOut(Schema):
    """A customer as found while a case is opened."""

    id: int
    name: str
    phone: str
    tier: str


class EventOut(Schema):
    """One thing that happened: ids and states, no words."""

    id: int
    kind: str
    case: str | None
    actor: str | None
    at: datetime
    seq: int
    data: dict[str, Any]
    previous: str
    hash: str


class OpenCase(Schema):
    """What opens a case: the customer by phone or name, and the first words."""

    text: Words
    channel: Words
    phone: Words = ""
    name: Words = ""
    email: Words = ""
    branch: Words = Field("", description="Code of the branch; empty: the caller's own.")
    category: Words = ""
    product: Words = ""
    title: Words = ""
    said_at: datetime | None = None
    token: Words | None = Field(None, max_length=64, description="Makes the call safe to repeat.")


class CustomerMessage(Schema):
    """Words of the customer."""

    text: Words
    channel: Words = ""
    said_at: datetime | None = None
    token: Words | None = Field(None, max_length=64)


class Reply(Schema):
    """A reply to the customer. ``revision`` is the case's as its writer saw it."""

    text: Words
    revision: int | None = None
    token: Words | None = Field(None, max_length=64)
    keeps: int | None = Field(None, description="A promise that this reply fulfils.")
    offers: list[int] = Field([], max_length=50, description="Options of the case that leave with this reply, by id.")


class Draft(Schema):
    """A draft to be reviewed, not sent."""

    text: Words
    offers: list[int] = Field([], max_length=50, description="Options of the case that would leave with it, by id.")


class Note(Schema):
    """A note for staff."""

    text: Words
    token: Words | None = Field(None, max_length=64)


class HandOver(Schema):
    """To whom a case is offered, and what they need to know."""

    to: Words
    brief: Words = ""


class CorrectGrade(Schema):
    """The grade a person sees fit."""

    grade: Words


class Observe(Schema):
    """What was seen of the customer."""

    signs: list[Words]


class Categorise(Schema):
    """Category, product and title."""

    category: Words = ""
    product: Words = ""
    title: Words = ""


class RecordVerdict(Schema):
    """The customer's verdict and words."""

    content: bool
    words: Words = ""


class Close(Schema):
    """``final_answer`` closes with the manager's documented final answer instead of the customer's contentment."""

    final_answer: bool = False


class Other(Schema):
    """The other case, by number."""

    number: Words


class Fields(Schema):
    """Details of a customer to change; those left out stay."""

    name: Words | None = None
    phone: Words | None = None
    email: Words | None = None
    tier: Words | None = None
