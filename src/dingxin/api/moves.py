"""Moves of a case: hand over, judge, resolve, close, join. One operation for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.responses import Status

from dingxin.accounts.models import Staff
from dingxin.api import schemas as s
from dingxin.api.cases import category_named, router
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.hindrances import Verb, told
from dingxin.cases.queries import case_for

if TYPE_CHECKING:
    from dingxin.requests import StaffRequest


@router.post("/{number}/taking", response=s.CaseOut)
def take_case(request: StaffRequest, number: str) -> Any:
    """Take a case that nobody handles yet."""
    return actions.take_case(case_for(request.user, number, "cases.take_case"), actor=request.user, at=timezone.now())


@router.post("/{number}/handover", response={201: s.HandoverOut})
def hand_over(request: StaffRequest, number: str, body: s.HandOver) -> Any:
    """Offer a case to somebody; you stay responsible until they accept."""
    case = case_for(request.user, number, "cases.hand_over")
    to = Staff.objects.filter(username=body.to).first()
    if to is None:
        raise Refused(_("“%(name)s” is nobody's user name.") % {"name": body.to}, field="to")
    return Status(201, actions.hand_over(case, to=to, brief=body.brief, actor=request.user, at=timezone.now()))


@router.post("/{number}/handover/acceptance", response=s.CaseOut)
def accept_handover(request: StaffRequest, number: str) -> Any:
    """Accept the case that is offered to you."""
    return actions.accept_handover(case_for(request.user, number, "cases.accept_handover"), actor=request.user, at=timezone.now())


@router.post("/{number}/handover/refusal", response=s.CaseOut)
def refuse_handover(request: StaffRequest, number: str) -> Any:
    """Do not accept the case that is offered to you."""
    return actions.refuse_handover(case_for(request.user, number, "cases.refuse_handover"), actor=request.user, at=timezone.now())


@router.put("/{number}/grade", response=s.CaseOut)
def correct_grade(request: StaffRequest, number: str, body: s.CorrectGrade) -> Any:
    """Correct the grade that was read."""
    case = case_for(request.user, number, "cases.correct_grade")
    return actions.correct_grade(case, grade=body.grade, actor=request.user, at=timezone.now())


@router.put("/{number}/category", response=s.CaseOut)
def categorise_case(request: StaffRequest, number: str, body: s.Categorise) -> Any:
    """Set category, product and title."""
    case = case_for(request.user, number, "cases.categorise_case")
    category = category_named(body.category)
    at = timezone.now()
    return actions.categorise_case(case, category=category, product=body.product, title=body.title, actor=request.user, at=at)


@router.post("/{number}/observations", response={201: list[str]})
def observe_customer(request: StaffRequest, number: str, body: s.Observe) -> Any:
    """Note what can be seen of the customer."""
    case = case_for(request.user, number, "cases.observe_customer")
    return Status(201, actions.observe_customer(case, signs=body.signs, actor=request.user, at=timezone.now()).signs)


@router.get("/{number}/facts", response=list[s.FactOut])
def list_facts(request: StaffRequest, number: str) -> Any:
    """The facts the customer stated."""
    return case_for(request.user, number).facts.all()


@router.post("/{number}/facts/confirmation", response=list[s.FactOut])
def confirm_facts(request: StaffRequest, number: str) -> Any:
    """Record that the customer said yes to the facts as restated."""
    return actions.confirm_facts(case_for(request.user, number, "cases.confirm_facts"), actor=request.user, at=timezone.now())


@router.post("/{number}/facts/{fact}/rejection", response=s.FactOut)
def reject_fact(request: StaffRequest, number: str, fact: int) -> Any:
    """Strike a fact that was read wrongly."""
    case = case_for(request.user, number, "cases.reject_fact")
    return actions.reject_fact(case.facts.get(pk=fact), actor=request.user, at=timezone.now())


@router.get("/{number}/promises", response=list[s.PromiseOut])
def list_promises(request: StaffRequest, number: str) -> Any:
    """The times that were promised."""
    return case_for(request.user, number).promises.all()


@router.post("/{number}/promises/{promise}/keeping", response=s.PromiseOut)
def keep_promise(request: StaffRequest, number: str, promise: int) -> Any:
    """Record that what was promised was done."""
    case = case_for(request.user, number, "cases.keep_promise")
    return actions.keep_promise(case.promises.get(pk=promise), actor=request.user, at=timezone.now())


@router.post("/{number}/resolution", response=s.ResolvedOut)
def mark_resolved(request: StaffRequest, number: str) -> Any:
    """Say that what was agreed is done; the customer's verdict is awaited. ``warnings`` name what is still owed."""
    case = case_for(request.user, number, "cases.mark_resolved")
    resolved = actions.mark_resolved(case, actor=request.user, at=timezone.now())
    resolved.warnings = told(Verb.MARK_RESOLVED, resolved)  # type: ignore[attr-defined]  # the schema reads it
    return resolved


@router.post("/{number}/verdict", response={201: s.VerdictOut})
def record_verdict(request: StaffRequest, number: str, body: s.RecordVerdict) -> Any:
    """Record whether the customer is content."""
    case = case_for(request.user, number, "cases.record_verdict")
    return Status(201, actions.record_verdict(case, actor=request.user, at=timezone.now(), **body.dict()))


@router.post("/{number}/closure", response=s.CaseOut)
def close_case(request: StaffRequest, number: str, body: s.Close) -> Any:
    """Close a case whose customer is content, or with a manager's final answer."""
    permission = "cases.give_final_answer" if body.final_answer else "cases.close_case"
    case = case_for(request.user, number, permission)
    return actions.close_case(case, final_answer=body.final_answer, actor=request.user, at=timezone.now())


@router.delete("/{number}/closure", response=s.CaseOut)
def reopen_case(request: StaffRequest, number: str) -> Any:
    """Bring a closed or resolved case back."""
    return actions.reopen_case(case_for(request.user, number, "cases.reopen_case"), actor=request.user, at=timezone.now())


@router.post("/{number}/merging", response=s.CaseOut)
def merge_case(request: StaffRequest, number: str, body: s.Other) -> Any:
    """Merge this case into another one of the same customer; gives the survivor."""
    case = case_for(request.user, number, "cases.merge_case")
    into = case_for(request.user, body.number, "cases.merge_case")
    return actions.merge_case(case, into=into, actor=request.user, at=timezone.now())


@router.post("/{number}/links", response={201: s.Other})
def link_case(request: StaffRequest, number: str, body: s.Other) -> Any:
    """Say that two cases have to do with each other."""
    case = case_for(request.user, number, "cases.link_case")
    to = case_for(request.user, body.number, "cases.link_case")
    actions.link_case(case, to=to, actor=request.user, at=timezone.now())
    return Status(201, {"number": to.number})
