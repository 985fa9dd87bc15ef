"""Calls back, plans, what customers prefer, surveys and programmes."""

from __future__ import annotations

from datetime import datetime, time  # noqa: TC003  the schemas read it
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from dingxin.accounts.models import Branch
from dingxin.api.cases import router as cases
from dingxin.api.customers import router as customers
from dingxin.api.paging import Pages
from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it
from dingxin.audit.refusal import Refused
from dingxin.cases.queries import case_for, customer_for
from dingxin.channels.prospects import prospects_in
from dingxin.followup import actions
from dingxin.followup.actions.callbacks import Heard
from dingxin.followup.queries import Heap, callback_for, callbacks, callbacks_of, plan_list

if TYPE_CHECKING:
    from dingxin.requests import StaffRequest

router = Router(tags=["callbacks"])


class CallbackOut(Schema):
    """A call back."""

    id: int
    case: str | None = Field(None, alias="case.number")
    programme: str | None = Field(None, alias="programme.name")
    customer: int = Field(alias="customer_id")
    round: int
    way: str
    reason: str
    due: datetime
    until: datetime
    state: str
    outcome: str
    opened: str | None = Field(None, alias="opened.number")


class OutcomeIn(Schema):
    """What came of a call back."""

    outcome: Words
    cause: Words = ""
    words: Words = ""


class PlanOut(Schema):
    """A plan of calls back."""

    id: int
    name: str
    position: int
    grade: str
    channel: str
    tier: str
    way: str
    first_after: int
    first_unit: str
    second_after: int | None
    second_unit: str
    attempts: int
    retry_hours: int
    is_active: bool


class PlanIn(Schema):
    """What to set of a plan; what is left out stays."""

    name: Words | None = None
    position: int | None = Field(None, ge=1, le=9999)
    grade: Words | None = None
    channel: Words | None = None
    tier: Words | None = None
    way: Words | None = None
    first_after: int | None = Field(None, ge=1, le=365)
    first_unit: Words | None = None
    second_after: int | None = Field(None, ge=1, le=365)
    second_unit: Words | None = None
    attempts: int | None = Field(None, ge=1, le=10)
    retry_hours: int | None = Field(None, ge=1, le=80)
    is_active: bool | None = None


class PreferenceIn(Schema):
    """How and when a customer wants to be asked."""

    way: Words = ""
    earliest: time | None = None
    latest: time | None = None
    no_calls: bool = False


class PreferenceOut(Schema):
    """How and when a customer wants to be asked."""

    way: str
    earliest: time | None
    latest: time | None
    no_calls: bool


class SurveyOut(Schema):
    """A link for the customer's verdict."""

    link: str
    expires_at: datetime


class ProgrammeIn(Schema):
    """Whom to call who did not complain: ``list`` is CSV (phone, name, reason), or conversations as JSON Lines."""

    name: Words
    branch: Words = Field("", description="Code of the branch; empty: the caller's own.")
    list: Words


class ProgrammeOut(Schema):
    """A programme, how many calls it planned, and who was left out."""

    id: int
    name: str
    source: str
    calls: int
    left: list[dict[str, str]]


@router.get("", response=list[CallbackOut])
@paginate(Pages)
def list_callbacks(request: StaffRequest, heap: str = Heap.MINE) -> Any:
    """Calls back you may see: mine, due, coming, done."""
    if heap not in set(Heap):
        raise Refused(_("“%(heap)s” is not a view of the calls back.") % {"heap": heap[:20]}, field="heap")
    return callbacks(request.user, Heap(heap), at=timezone.now()).select_related("opened")


@router.post("/{callback}/outcome", response=CallbackOut)
def record_callback(request: StaffRequest, callback: int, body: OutcomeIn) -> Any:
    """Record what came of a call back."""
    row = callback_for(request.user, callback, "followup.record_callback")
    return actions.record_callback(row, heard=Heard(**body.dict()), actor=request.user, at=timezone.now())


@router.get("/plans", response=list[PlanOut])
def list_plans(request: StaffRequest) -> Any:
    """The plans, in the order in which they are asked."""
    _check(request, "followup.manage_plans")
    return plan_list()


@router.post("/plans", response={201: PlanOut})
def create_plan(request: StaffRequest, body: PlanIn) -> Any:
    """Create a plan."""
    _check(request, "followup.manage_plans")
    fields = {"name": "", **body.dict(exclude_none=True)}
    return Status(201, actions.create_plan(actor=request.user, at=timezone.now(), **fields))


@router.patch("/plans/{plan}", response=PlanOut)
def update_plan(request: StaffRequest, plan: int, body: PlanIn) -> Any:
    """Change a plan; what is planned already stays. ``second_after`` null takes the second call away."""
    _check(request, "followup.manage_plans")
    fields = {name: value for name, value in body.dict(exclude_unset=True).items() if value is not None or name == "second_after"}
    return actions.update_plan(plan_list().get(pk=plan), actor=request.user, at=timezone.now(), **fields)


@router.post("/programmes", response={201: ProgrammeOut})
def create_programme(request: StaffRequest, body: ProgrammeIn) -> Any:
    """Set up calls to customers who did not complain."""
    user, at = request.user, timezone.now()
    _check(request, "followup.create_programme")
    branch = Branch.objects.filter(code=body.branch).first() if body.branch else user.branch
    if branch is None or not (user.sees_every_branch or branch.pk == user.branch_id):
        raise Refused(_("Name the branch by its code: “%(code)s” is none.") % {"code": body.branch}, field="branch")
    found = prospects_in(body.list.encode(), at=at)
    made, left = actions.create_programme(
        name=body.name, source=found.source, branch=branch, wanted=found.wanted, actor=user, at=at
    )
    told = [{"phone": entry.phone, "why": entry.why} for entry in left] + [{"line": str(n), "why": why} for n, why in found.bad]
    return Status(201, {"id": made.pk, "name": made.name, "source": made.source, "calls": made.callbacks.count(), "left": told})


@customers.put("/{customer}/preference", response=PreferenceOut)
def set_preference(request: StaffRequest, customer: int, body: PreferenceIn) -> Any:
    """Note how and when a customer wants to be asked, or that they want no calls."""
    _check(request, "followup.set_preference")
    person = customer_for(request.user, customer)
    return actions.set_preference(person, actor=request.user, at=timezone.now(), **body.dict())


@cases.get("/{number}/callbacks", response=list[CallbackOut])
def list_callbacks_of_case(request: StaffRequest, number: str) -> Any:
    """The calls back of a case, the newest first."""
    return callbacks_of(case_for(request.user, number)).select_related("case", "programme", "opened")


@cases.post("/{number}/survey", response={201: SurveyOut})
def create_survey(request: StaffRequest, number: str) -> Any:
    """Make the link for the customer's verdict; an open one is given again."""
    case = case_for(request.user, number, "followup.create_survey")
    made = actions.create_survey(case, actor=request.user, at=timezone.now())
    return Status(201, {"link": request.build_absolute_uri(reverse("survey", args=[made.token])), "expires_at": made.expires_at})


def _check(request: StaffRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied(permission)
