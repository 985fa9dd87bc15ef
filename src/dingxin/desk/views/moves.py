"""Moves of a case: whose it is, how it is judged, and how it ends. One view for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.utils import timezone

from dingxin.cases import actions
from dingxin.cases.hindrances import Verb, told
from dingxin.cases.queries import case_for
from dingxin.desk.forms.case import (
    CaseForm,
    CategoriseForm,
    CorrectGradeForm,
    HandOverForm,
    ObserveForm,
    OverrideForm,
    VerdictForm,
)
from dingxin.desk.views.case_page import carry_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest


def _move(
    request: StaffRequest, number: str, verb: str, action: Callable[..., object], form: type[CaseForm] = CaseForm
) -> HttpResponse:
    """Fetch-check, form, action: the sentence every move here says."""
    case = case_for(request.user, number, f"cases.{verb}")
    asked = form(request.POST, case=case, user=request.user, auto_id=f"{verb}_%s")
    return carry_out(request, case, verb, asked, lambda data: action(case, actor=request.user, at=timezone.now(), **data))


def take_case(request: StaffRequest, number: str) -> HttpResponse:
    """Take a case that nobody handles yet."""
    return _move(request, number, "take_case", actions.take_case)


def hand_over(request: StaffRequest, number: str) -> HttpResponse:
    """Offer the case to a colleague."""
    return _move(request, number, "hand_over", actions.hand_over, HandOverForm)


def accept_handover(request: StaffRequest, number: str) -> HttpResponse:
    """Accept the case that was offered."""
    return _move(request, number, "accept_handover", actions.accept_handover)


def refuse_handover(request: StaffRequest, number: str) -> HttpResponse:
    """Do not accept the case that was offered."""
    return _move(request, number, "refuse_handover", actions.refuse_handover)


def override_routing(request: StaffRequest, number: str) -> HttpResponse:
    """Choose somebody else than the routing rules did."""
    return _move(request, number, "override_routing", actions.override_routing, OverrideForm)


def correct_grade(request: StaffRequest, number: str) -> HttpResponse:
    """Set the grade a person sees fit."""
    return _move(request, number, "correct_grade", actions.correct_grade, CorrectGradeForm)


def categorise_case(request: StaffRequest, number: str) -> HttpResponse:
    """Set category, product and title."""
    return _move(request, number, "categorise_case", actions.categorise_case, CategoriseForm)


def observe_customer(request: StaffRequest, number: str) -> HttpResponse:
    """Note what can be seen of the customer."""
    return _move(request, number, "observe_customer", actions.observe_customer, ObserveForm)


def confirm_facts(request: StaffRequest, number: str) -> HttpResponse:
    """Record that the customer said yes to the facts as restated."""
    return _move(request, number, "confirm_facts", actions.confirm_facts)


def mark_resolved(request: StaffRequest, number: str) -> HttpResponse:
    """Say that what was agreed is done; what is still owed is told."""

    def resolve(case: Case, **who: Any) -> object:
        for words in told(Verb.MARK_RESOLVED, case):
            messages.warning(request, words)
        return actions.mark_resolved(case, **who)

    return _move(request, number, "mark_resolved", resolve)


def record_verdict(request: StaffRequest, number: str) -> HttpResponse:
    """Record whether the customer is content."""
    return _move(request, number, "record_verdict", actions.record_verdict, VerdictForm)


def close_case(request: StaffRequest, number: str) -> HttpResponse:
    """Close a case whose customer is content."""
    return _move(request, number, "close_case", actions.close_case)


def give_final_answer(request: StaffRequest, number: str) -> HttpResponse:
    """Close a case, as its manager, with the final answer that was sent."""

    def close(case: Case, **who_and_when: object) -> object:
        return actions.close_case(case, final_answer=True, **who_and_when)  # type: ignore[arg-type]  # actor and at, from _move

    return _move(request, number, "give_final_answer", close)


def reopen_case(request: StaffRequest, number: str) -> HttpResponse:
    """Bring a closed or resolved case back."""
    return _move(request, number, "reopen_case", actions.reopen_case)


def reject_fact(request: StaffRequest, number: str, fact: int) -> HttpResponse:
    """Strike a fact that was read wrongly, wherever in the case the same words were read so."""

    @transaction.atomic
    def strike(case: Case, **who: Any) -> None:
        wrong = case.facts.get(pk=fact)
        for same in [wrong, *case.facts.filter(kind=wrong.kind, text=wrong.text, state=wrong.state).exclude(pk=fact)]:
            actions.reject_fact(same, **who)

    return _move(request, number, "reject_fact", strike)


def keep_promise(request: StaffRequest, number: str, promise: int) -> HttpResponse:
    """Record that what was promised was done."""
    return _move(request, number, "keep_promise", lambda case, **who: actions.keep_promise(case.promises.get(pk=promise), **who))
