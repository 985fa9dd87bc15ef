"""What goes into the operations on calendars and comes out of them."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  the schemas read it

from ninja import Field, Schema

from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it
from dingxin.clocks.models import Calendar  # noqa: TC001  the schemas read it


class CalendarOut(Schema):
    """A calendar: the hours of its week, Monday first."""

    id: int
    name: str
    week: list[str]
    zone: str
    is_house: bool
    follows_house: bool
    branches: list[str]

    @staticmethod
    def resolve_branches(calendar: Calendar) -> list[str]:
        """Give the codes of the branches that chose it."""
        return [choice.branch.code for choice in calendar.choices.all()]


class CalendarIn(Schema):
    """The hours of a week; what is left out stays, or is as usual in a new calendar."""

    name: Words | None = None
    week: list[Words] | None = None
    zone: Words | None = None
    follows_house: bool | None = None


class DayOut(Schema):
    """A day that is not as its weekday."""

    day: date
    kind: str
    hours: str
    name: str
    source: str
    shared: bool = Field(default=False, description="A public holiday, held by the calendar of the house.")


class DayIn(Schema):
    """How a day differs: ``holiday``, ``makeup`` (worked as usual) or ``special`` (with its own hours)."""

    kind: Words
    hours: Words = ""
    name: Words = ""


class ListIn(Schema):
    """A list of days, iCalendar or CSV."""

    text: Words
    source: Words = ""


class ImportedOut(Schema):
    """What became of a list; ``skipped`` says where an entry was left out and why."""

    added: int
    changed: int
    same: int
    skipped: list[tuple[str, str]]


class BranchIn(Schema):
    """A branch, by its code."""

    branch: Words


class StandingOut(Schema):
    """Through which day the public holidays are known, and whether they run out within 60 days."""

    until: date | None
    runs_out: bool


class DueOut(Schema):
    """When so much working time is over."""

    due: datetime
