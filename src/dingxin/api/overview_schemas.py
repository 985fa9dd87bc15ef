"""What comes out of the API about a day and about the board."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it

from ninja import Field, Schema

from dingxin.api.clock_schemas import KeptOut  # noqa: TC001  the schemas read it
from dingxin.api.people_schemas import LoadOut  # noqa: TC001  the schemas read it


class DueOut(Schema):
    """Something due: a clock or a promise, and what the customer may count on."""

    kind: str
    id: int = Field(alias="pk")
    due: datetime
    words: str


class LineOut(Schema):
    """A case with what is due in it, the first first."""

    case: str = Field(alias="case.number")
    title: str = Field(alias="case.title")
    emotion: int = Field(alias="case.emotion_now")
    items: list[DueOut]


class OfferOut(Schema):
    """A hand-over to answer; ``due`` is when it goes to who is in charge."""

    case: str = Field(alias="case.number")
    title: str = Field(alias="case.title")
    offered_by: str = Field(alias="offered_by.username")
    brief: str
    at: datetime
    due: datetime | None


class CallOut(Schema):
    """A customer to call back today, from ``due`` to ``until``."""

    id: int
    case: str = Field(alias="case.number")
    title: str = Field(alias="case.title")
    way: str
    due: datetime
    until: datetime


class WaitingReviewOut(Schema):
    """A review of a complaint to decide."""

    id: int
    case: str = Field(alias="case.number")
    state: str
    asked_by: str = Field(alias="asked_by.username")
    asked_at: datetime


class WaitingRoomOut(Schema):
    """A request for a quiet room to answer."""

    id: int
    case: str = Field(alias="cooling.case.number")
    asked_by: str = Field(alias="asked_by.username")
    at: datetime


class DayOut(Schema):
    """The day of the caller."""

    now: list[LineOut]
    today: list[LineOut]
    tomorrow: list[LineOut]
    callbacks: list[CallOut]
    handovers: list[OfferOut]
    reviews: list[WaitingReviewOut]
    rooms: list[WaitingRoomOut]
    load: LoadOut


class HeatOut(Schema):
    """Live cases of one grade: how many with each emotion now, 0 to 3."""

    grade: str
    emotions: list[int]


class HourOut(Schema):
    """How much falls due in an hour."""

    start: datetime
    clocks: int
    promises: int


class ComingOut(Schema):
    """What falls due within 4 hours (``soon``) and 24 (``later``), hour by hour, and the first cases."""

    soon: int
    later: int
    hours: list[HourOut]
    lines: list[LineOut]


class StuckOut(Schema):
    """A case without a word from us; ``waits`` says that the clock of silence has passed."""

    case: str = Field(alias="case.number")
    title: str = Field(alias="case.title")
    branch: str = Field(alias="case.branch.code")
    handler: str | None = Field(None, alias="case.handler.username")
    silent_since: datetime
    waits: bool


class BoardOut(Schema):
    """How a branch, or the house, stands. ``loads`` is null for whom the load of others is no concern."""

    live: int
    late: int
    heat: list[HeatOut]
    coming: ComingOut
    stuck: list[StuckOut]
    loads: list[LoadOut] | None
    kept: list[KeptOut]
