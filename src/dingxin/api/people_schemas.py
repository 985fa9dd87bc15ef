"""What goes into the API and comes out of it about people and routing."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it
from typing import Any

from ninja import Field, Schema

from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it


class LoadOut(Schema):
    """What somebody has to do and to bear."""

    staff: str = Field(alias="staff.username")
    name: str = Field(alias="staff.name")
    cases: int = Field(alias="in_hand.cases")
    hot: int = Field(alias="in_hand.hot")
    late: int = Field(alias="in_hand.late")
    offered: int = Field(alias="in_hand.offered")
    load: float = Field(alias="strain.load")
    weariness: int = Field(alias="strain.weariness", description="0 little to 3 more than is good")
    last_hot: datetime | None = Field(None, alias="strain.last_hot")
    rests: bool
    on_duty: bool
    away_until: datetime | None = Field(None, alias="away.end")


class AbsenceOut(Schema):
    """A time in which somebody is away."""

    id: int
    staff: str = Field(alias="staff.username")
    stand_in: str | None = Field(None, alias="stand_in.username")
    kind: str
    start: datetime
    end: datetime
    begun_at: datetime | None
    ended_at: datetime | None


class Breather(Schema):
    """Who has my cases, and for how many minutes."""

    colleague: Words
    minutes: int = Field(30, ge=1, le=100_000)


class AbsenceIn(Schema):
    """Who is away, when, why, and who has their cases meanwhile."""

    staff: Words = Field("", description="User name; empty: the caller.")
    kind: Words
    start: datetime
    end: datetime
    stand_in: Words = ""


class ShiftOut(Schema):
    """A time in which somebody is on duty for a branch."""

    id: int
    branch: str = Field(alias="branch.code")
    staff: str = Field(alias="staff.username")
    start: datetime
    end: datetime


class DutyOut(Schema):
    """Who answers for a branch now and why, and the shifts that run and are to come."""

    in_charge: str | None
    why: str
    shifts: list[ShiftOut]


class DutyIn(Schema):
    """Who is on duty for a branch, when, and for how many weeks at the same hour."""

    branch: Words = Field("", description="Code of the branch; empty: the caller's own.")
    staff: Words
    start: datetime
    end: datetime
    weeks: int = Field(1, ge=-1000, le=1000)


class SkillOut(Schema):
    """Something that not everybody can do."""

    id: int
    name: str
    is_active: bool


class SkillIn(Schema):
    """A skill to create or change; what is left out stays."""

    name: Words | None = None
    is_active: bool | None = None


class SkillsIn(Schema):
    """What somebody can do: skills by name, each with its level (1 learning, 2 sure, 3 master)."""

    levels: dict[Words, int]


class RuleOut(Schema):
    """A routing rule."""

    id: int
    name: str
    place: int
    conditions: dict[str, list[int | str]]
    method: str
    team: int | None = Field(None, alias="team_id")
    skill: int | None = Field(None, alias="skill_id")
    is_active: bool
    tried_at: datetime | None


class RuleIn(Schema):
    """A routing rule to create or change; what is left out stays. Team and skill by id, 0 for none."""

    name: Words | None = None
    conditions: dict[str, list[int | Words]] | None = None
    method: Words | None = None
    team: int | None = Field(None, ge=0, le=2**62)
    skill: int | None = Field(None, ge=0, le=2**62)


class Move(Schema):
    """Whether a rule is to be asked before the one above it, or after the one below."""

    up: bool


class TrialOut(Schema):
    """What a rule would have done to the cases opened last."""

    looked: int
    matched: int
    shares: dict[str, int]
    cases: list[dict[str, Any]]


class RoutingOut(Schema):
    """What the rules decided on a case, with the reason, and who was chosen instead."""

    rule: str = Field(alias="rule_name")
    method: str
    team: str | None = Field(None, alias="team.name")
    to: str | None = Field(None, alias="to.username")
    reason: dict[str, Any]
    at: datetime
    overridden_by: str | None = Field(None, alias="overridden_by.username")
    overridden_to: str | None = Field(None, alias="overridden_to.username")


class Override(Schema):
    """Who is to have the case instead."""

    to: Words
