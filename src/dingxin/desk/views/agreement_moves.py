"""What people do to come to an agreement and to keep it. One view for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from dingxin.cases.queries import case_for
from dingxin.desk.forms import agreement as forms
from dingxin.desk.views.case_page import carry_out, case_page
from dingxin.resolution import actions
from dingxin.resolution.models import Obligation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dingxin.desk.forms.case import CaseForm
    from dingxin.requests import StaffRequest


def choose_option(request: StaffRequest, number: str) -> HttpResponse:
    """Record which of the options the customer chose."""
    case = case_for(request.user, number, "resolution.choose_option")
    form = forms.ChooseForm(request.POST, case=case, user=request.user, auto_id="choose_option_%s")

    def choose(data: dict[str, Any]) -> object:
        return actions.choose_option(case, option=data["option"], said=form.said(), actor=request.user, at=timezone.now())

    return carry_out(request, case, "choose_option", form, choose)


def confirm_agreement(request: StaffRequest, number: str) -> HttpResponse:
    """Record what the customer accepts and what we owe by it."""
    case = case_for(request.user, number, "resolution.confirm_agreement")
    form = forms.AgreementForm(request.POST, case=case, user=request.user, auto_id="confirm_agreement_%s")

    if form.shapes:
        return case_page(request, number, tried=("confirm_agreement", form))

    def confirm(_data: dict[str, Any]) -> object:
        return actions.confirm_agreement(
            case, options=form.taken, obligations=form.owed, said=form.said(), actor=request.user, at=timezone.now()
        )

    return carry_out(request, case, "confirm_agreement", form, confirm)


def perform_obligation(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Record that it was done, or how much of it."""
    return _obligation(request, number, pk, "perform_obligation", actions.perform_obligation, forms.PerformForm)


def fail_obligation(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Record that it cannot be done, and why."""
    return _obligation(request, number, pk, "fail_obligation", actions.fail_obligation, forms.FailForm)


def reverse_performance(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take back what was recorded as done."""
    return _obligation(request, number, pk, "reverse_performance", actions.reverse_performance, forms.ReverseForm)


def _obligation(
    request: StaffRequest, number: str, pk: int, verb: str, action: Callable[..., object], kind: type[CaseForm]
) -> HttpResponse:
    """Fetch-check, form, one action, back to the case."""
    case = case_for(request.user, number, f"resolution.{verb}")
    row = Obligation.objects.get(pk=pk, agreement__case=case)
    form = forms.shaped_for(kind(request.POST, case=case, user=request.user, auto_id=f"{verb}_{pk}_%s"), row)
    return carry_out(request, case, verb, form, lambda data: action(row, actor=request.user, at=timezone.now(), **data))
