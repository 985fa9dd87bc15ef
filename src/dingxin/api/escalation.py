"""The ladder: its rungs, what makes a case climb by itself, and the climbs of a case with their brief."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.responses import Status

from dingxin.accounts.models import Team
from dingxin.api.cases import router as cases
from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it
from dingxin.audit.refusal import Refused
from dingxin.cases.queries import case_for
from dingxin.cases.readings import last_messages
from dingxin.escalation import actions
from dingxin.escalation.brief import brief_of
from dingxin.escalation.models import Post, Rung, Trigger
from dingxin.escalation.queries import climbs, rung_list, trigger_list
from dingxin.escalation.standing import standing_of

if TYPE_CHECKING:
    from dingxin.escalation.standing import Step
    from dingxin.requests import StaffRequest

router = Router(tags=["ladder"])
MANAGE = "escalation.manage_ladder"
VIEW = "escalation.view_ladder"


class RungOut(Schema):
    """A rung of the ladder."""

    code: str
    position: int
    name: str
    name_en: str
    post: str
    team: int | None = Field(None, alias="team_id")
    industry: str
    hours: str
    number: str
    deadline: str
    risk: str
    limits: list[str]
    bring: list[dict[str, Any]]
    proof: list[dict[str, Any]]
    source: str
    verified: bool
    is_active: bool


class RungIn(Schema):
    """What to set of a rung; what is left out stays. ``bring`` and ``proof`` are lines of words."""

    position: int | None = Field(None, ge=1, le=999)
    name: Words | None = None
    name_en: Words | None = None
    post: Words | None = None
    team: int | None = None
    industry: Words | None = None
    hours: Words | None = None
    number: Words | None = None
    deadline: Words | None = None
    risk: Words | None = None
    bring: list[Words] | None = None
    proof: list[Words] | None = None
    verified: bool | None = None
    is_active: bool | None = None


class NewRung(RungIn):
    """A new rung."""

    code: Words


class TriggerOut(Schema):
    """What makes a case climb by itself."""

    cause: str
    times: int
    rung: str = Field(alias="rung.code")
    signals: list[str]
    is_active: bool


class TriggerIn(Schema):
    """What to set of a trigger; what is left out stays."""

    times: int | None = Field(None, ge=1, le=20)
    rung: Words | None = None
    is_active: bool | None = None


class EscalationOut(Schema):
    """A climb of a case."""

    id: int
    rung: str = Field(alias="rung.code")
    cause: str
    by: str | None = Field(None, alias="by.username")
    to: str | None = Field(None, alias="to.username")
    at: datetime
    introduction: str
    reference: str
    brief: dict[str, Any]


class EscalateIn(Schema):
    """Which rung, what the customer was told, the crux (empty: from the words read) and the outside body's number."""

    rung: Words
    introduction: Words
    crux: Words = ""
    reference: Words = ""


@router.get("", response=list[RungOut])
def list_rungs(request: StaffRequest) -> Any:
    """The ladder, from the desk upwards."""
    _check(request, VIEW)
    return rung_list()


@router.post("", response={201: RungOut})
def create_rung(request: StaffRequest, body: NewRung) -> Any:
    """Add a rung."""
    _check(request, MANAGE)
    fields = {"name": "", "post": Post.TEAM, **_fields(body)}
    return Status(201, actions.create_rung(actor=request.user, at=timezone.now(), **fields))


@router.get("/triggers", response=list[TriggerOut])
def list_triggers(request: StaffRequest) -> Any:
    """What makes a case climb by itself."""
    _check(request, VIEW)
    return trigger_list()


@router.patch("/triggers/{cause}", response=TriggerOut)
def update_trigger(request: StaffRequest, cause: str, body: TriggerIn) -> Any:
    """Change when a case climbs by itself."""
    _check(request, MANAGE)
    fields = body.dict(exclude_none=True)
    if "rung" in fields:
        fields["rung"] = _rung(fields["rung"])
    trigger = Trigger.objects.select_related("rung").get(cause=cause)
    return actions.update_trigger(trigger, actor=request.user, at=timezone.now(), **fields)


@router.patch("/{code}", response=RungOut)
def update_rung(request: StaffRequest, code: str, body: RungIn) -> Any:
    """Change a rung."""
    _check(request, MANAGE)
    return actions.update_rung(Rung.objects.get(code=code), actor=request.user, at=timezone.now(), **_fields(body))


@cases.get("/{number}/escalations", response=list[EscalationOut])
def list_escalations(request: StaffRequest, number: str) -> Any:
    """How a case climbed, the newest first."""
    return climbs(case_for(request.user, number))


@cases.post("/{number}/escalations", response={201: EscalationOut})
def escalate_case(request: StaffRequest, number: str, body: EscalateIn) -> Any:
    """Bring somebody in with the customer's leave, or record that the customer went to an outside body."""
    case = case_for(request.user, number, "escalation.escalate_case")
    fields = {**body.dict(), "rung": _rung(body.rung)}
    return Status(201, actions.escalate_case(case, actor=request.user, at=timezone.now(), **fields))


@cases.get("/{number}/brief", response=dict[str, Any])
def read_brief(request: StaffRequest, number: str) -> Any:
    """The brief of a case as it would go along now."""
    return brief_of(case_for(request.user, number)).as_dict()


@cases.get("/{number}/ladder", response=list[dict[str, Any]])
def view_ladder(request: StaffRequest, number: str) -> Any:
    """The rungs as a case sees them: where it stands, how near each is and why, and what has to be proven there."""
    case = case_for(request.user, number)
    return [_step(step) for step in standing_of(case, last_messages(case), at=timezone.now()).steps]


def _step(step: Step) -> dict[str, Any]:
    return {
        "rung": step.rung.code, "here": step.here, "climbed": step.climbed, "nearness": step.nearness, "reasons": step.reasons,
        "open_from": step.open_from, "bring": step.bring, "limits": [limit.id for limit in step.limits],
        "proof": [
            {"words": proof.words, "check": proof.check, "by": proof.by, "rules": [rule._asdict() for rule in proof.rules]}
            for proof in step.proofs
        ],
    }  # fmt: skip


def _rung(code: str) -> Rung:
    rung = Rung.objects.filter(code=code).first()
    if rung is None:
        raise Refused(_("“%(code)s” is not a rung of the ladder.") % {"code": code[:30]}, field="rung")
    return rung


def _fields(body: RungIn) -> dict[str, Any]:
    fields = body.dict(exclude_none=True)
    if "team" in fields:
        team = Team.objects.filter(pk=fields["team"]).first()
        if team is None:
            raise Refused(_("There is no such team."), field="team")
        fields["team"] = team
    return fields


def _check(request: StaffRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied(permission)
