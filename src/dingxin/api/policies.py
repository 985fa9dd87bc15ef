"""Policies, the limits of law, and the promises of the house."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.pagination import paginate
from ninja.responses import Status

from dingxin.accounts.models import Branch
from dingxin.api import clock_schemas as s
from dingxin.api.paging import Pages
from dingxin.audit.refusal import Refused
from dingxin.cases.queries import owed_promises
from dingxin.clocks import actions
from dingxin.clocks.duties import GROUPS, kept_rates, policy_list
from dingxin.clocks.law import limits
from dingxin.clocks.models import Policy
from dingxin.evidence.queries import spared

if TYPE_CHECKING:
    from dingxin.clocks.moving import Moves
    from dingxin.requests import StaffRequest

router = Router(tags=["policies"])
promises = Router(tags=["promises"])
MANAGE, VIEW = "clocks.manage_policies", "cases.view_promises"
LONGEST = 366


def _check(request: StaffRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied(permission)


@router.get("", response=list[s.PolicyOut])
@paginate(Pages)
def list_policies(request: StaffRequest) -> Any:
    """Every policy with its terms, in the order in which they are asked."""
    _check(request, MANAGE)
    return policy_list()


@router.get("/limits", response=list[s.LimitOut])
@paginate(Pages)
def list_limits(request: StaffRequest) -> Any:
    """The limits of time set by law, with statute, article and whether they were read there."""
    _check(request, VIEW)
    return [limit._asdict() for limit in limits().values()]


@router.post("", response={201: s.PolicyOut})
def create_policy(request: StaffRequest, body: s.PolicyIn) -> Any:
    """Create a policy."""
    _check(request, MANAGE)
    return Status(201, actions.create_policy(**_given(body), actor=request.user, at=timezone.now()))


@router.post("/trial", response=s.TrialOut)
def try_policy(request: StaffRequest, body: s.PolicyIn) -> Any:
    """What a new policy would move; nothing is kept."""
    _check(request, MANAGE)
    return _trial(actions.try_policy(None, **_given(body), actor=request.user, at=timezone.now()))


@router.patch("/{policy}", response=s.PolicyOut)
def update_policy(request: StaffRequest, policy: int, body: s.PolicyIn) -> Any:
    """Change a policy; the clocks that run move with it."""
    _check(request, MANAGE)
    given = _given(body) if body.terms is not None else _fields(body)
    return actions.update_policy(Policy.objects.get(pk=policy), **given, actor=request.user, at=timezone.now())


@router.post("/{policy}/trial", response=s.TrialOut)
def try_policy_change(request: StaffRequest, policy: int, body: s.PolicyIn) -> Any:
    """What a change of a policy would move; nothing is kept."""
    _check(request, MANAGE)
    found = Policy.objects.get(pk=policy)
    return _trial(actions.try_policy(found, **_given(body), actor=request.user, at=timezone.now()))


@router.put("/jurisdictions/{branch}", response=s.JurisdictionIn)
def set_jurisdiction(request: StaffRequest, branch: str, body: s.JurisdictionIn) -> Any:
    """Say whose law a branch (by its code) stands under."""
    _check(request, MANAGE)
    actions.set_jurisdiction(Branch.objects.get(code=branch), code=body.code, actor=request.user, at=timezone.now())
    return body


@promises.get("", response=list[s.OwedPromise])
@paginate(Pages)
def list_owed_promises(request: StaffRequest, mine: bool = True) -> Any:  # noqa: FBT001, FBT002  a query parameter
    """The promises customers still wait for, those due first first: one's own, or all one may see."""
    _check(request, VIEW)
    return owed_promises(request.user, mine=mine)


@promises.get("/rates", response=list[s.KeptOut])
def list_kept_rates(request: StaffRequest, by: str = "person", days: Annotated[int, Query(ge=1, le=LONGEST)] = 30) -> Any:
    """How the promises due in the last days fell out, by person, team or branch. Everybody on the staff sees it."""
    _check(request, VIEW)
    if by not in GROUPS:
        raise Refused(_("“%(by)s” is none of person, team and branch.") % {"by": by[:20]}, field="by")
    at = timezone.now()
    rows = kept_rates(by, since=at - timedelta(days=days), until=at, spare=spared)
    return [{**row._asdict(), "rate": row.rate} for row in rows]


def _fields(body: s.PolicyIn) -> dict[str, Any]:
    return body.dict(exclude_none=True, exclude={"terms"})


def _given(body: s.PolicyIn) -> dict[str, Any]:
    terms = [actions.GivenTerm(**term.dict()) for term in body.terms or ()]
    return {**_fields(body), "terms": terms}


def _trial(found: Moves) -> dict[str, Any]:
    shown = [
        {
            "clock": moved.clock.pk, "case": moved.clock.case.number, "duty": moved.clock.duty, "due": moved.clock.due,
            "moved_to": moved.due,
        }
        for moved in found.shown
    ]  # fmt: skip
    return {**found._asdict(), "shown": shown}
