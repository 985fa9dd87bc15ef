"""Routing rules, their trial, and what they decided on a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from ninja import Router
from ninja.responses import Status

from dingxin.accounts.models import Skill, Staff, Team
from dingxin.api import people_schemas as s
from dingxin.api.cases import router as case_router
from dingxin.api.people import allow, staff_named
from dingxin.cases import actions
from dingxin.cases.models import RoutingDecision
from dingxin.cases.queries import case_for, rule_list

if TYPE_CHECKING:
    from dingxin.cases.models import RoutingRule
    from dingxin.requests import StaffRequest

router = Router(tags=["routing"])
MANAGE = "cases.manage_rules"


def _rule(request: StaffRequest, pk: int) -> RoutingRule:
    allow(request.user, MANAGE)
    return rule_list().get(pk=pk)


def _fields(body: s.RuleIn) -> dict[str, Any]:
    fields = body.dict(exclude_none=True)
    if "team" in fields:
        fields["team"] = Team.objects.get(pk=fields["team"]) if fields["team"] else None
    if "skill" in fields:
        fields["skill"] = Skill.objects.get(pk=fields["skill"]) if fields["skill"] else None
    return fields


@router.get("", response=list[s.RuleOut])
def list_rules(request: StaffRequest) -> Any:
    """Every rule in the order in which they are asked."""
    allow(request.user, MANAGE)
    return rule_list()


@router.post("", response={201: s.RuleOut})
def create_rule(request: StaffRequest, body: s.RuleIn) -> Any:
    """Create a rule, switched off."""
    allow(request.user, MANAGE)
    fields = {"name": "", **_fields(body)}
    return Status(201, actions.create_rule(actor=request.user, at=timezone.now(), **fields))


@router.patch("/{rule}", response=s.RuleOut)
def update_rule(request: StaffRequest, rule: int, body: s.RuleIn) -> Any:
    """Change a rule; what it decides changes only while it is off."""
    found = _rule(request, rule)
    return actions.update_rule(found, actor=request.user, at=timezone.now(), **_fields(body))


@router.delete("/{rule}", response={204: None})
def remove_rule(request: StaffRequest, rule: int) -> Any:
    """Remove a rule that is off; its decisions stay."""
    actions.remove_rule(_rule(request, rule), actor=request.user, at=timezone.now())
    return Status(204, None)


@router.post("/{rule}/trial", response=s.TrialOut)
def try_rule(request: StaffRequest, rule: int) -> Any:
    """Try a rule on the cases opened last, without touching them; then it may be switched on."""
    trial = actions.try_rule(_rule(request, rule), actor=request.user, at=timezone.now())
    names = dict(Staff.objects.filter(pk__in=trial.shares).values_list("pk", "username"))
    rows = [
        {
            "number": hit.case.number, "matched": hit.matched, "to": names.get(hit.to or 0),
            "before": hit.before.name if hit.before else None,
        }
        for hit in trial.hits
    ]  # fmt: skip
    shares = {names[pk]: number for pk, number in trial.shares.items()}
    return {"looked": trial.looked, "matched": trial.own, "shares": shares, "cases": rows}


@router.post("/{rule}/on", response=s.RuleOut)
def switch_on_rule(request: StaffRequest, rule: int) -> Any:
    """Let a rule that was tried decide on new cases."""
    return actions.switch_on_rule(_rule(request, rule), actor=request.user, at=timezone.now())


@router.post("/{rule}/off", response=s.RuleOut)
def switch_off_rule(request: StaffRequest, rule: int) -> Any:
    """Let a rule decide nothing any more."""
    return actions.switch_off_rule(_rule(request, rule), actor=request.user, at=timezone.now())


@router.post("/{rule}/place", response=s.RuleOut)
def move_rule(request: StaffRequest, rule: int, body: s.Move) -> Any:
    """Let a rule be asked earlier or later."""
    return actions.move_rule(_rule(request, rule), up=body.up, actor=request.user, at=timezone.now())


@case_router.get("/{number}/routing", response=s.RoutingOut)
def view_routing(request: StaffRequest, number: str) -> Any:
    """What the rules decided on a case, and why; 404 where they decided nothing."""
    return _decision(request, number, "cases.view_case")


@case_router.post("/{number}/routing/override", response=s.RoutingOut)
def override_routing(request: StaffRequest, number: str, body: s.Override) -> Any:
    """Choose somebody else than the rules did."""
    case = case_for(request.user, number, "cases.override_routing")
    actions.override_routing(case, to=staff_named(body.to, "to"), actor=request.user, at=timezone.now())
    return _decision(request, number, "cases.view_case")


def _decision(request: StaffRequest, number: str, permission: str) -> RoutingDecision:
    case = case_for(request.user, number, permission)
    rows = RoutingDecision.objects.select_related("team", "to", "overridden_by", "overridden_to")
    return rows.get(case=case)
