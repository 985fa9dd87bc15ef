"""Asking for an approval from the page of a case, and taking the request back. One view for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils import timezone

from dingxin.cases.queries import case_for
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.forms.money import AskForm
from dingxin.desk.views.case_page import carry_out
from dingxin.resolution.actions import approvals as actions
from dingxin.resolution.models import Approval
from dingxin.resolution.queries.approvals import askable

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest


def ask_approval(request: StaffRequest, number: str) -> HttpResponse:
    """Ask whoever may for an option of the deck."""
    case = case_for(request.user, number, "resolution.ask_approval")
    form = AskForm(request.POST, case=case, user=request.user, auto_id="ask_approval_%s")
    options = {row.pk: row for row in askable(case)}
    return carry_out(
        request, case, "ask_approval", form,
        lambda data: actions.ask_approval(
            options[data["option"]], reason=data["reason"], actor=request.user, at=timezone.now()
        ),
    )  # fmt: skip


def withdraw_approval(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take a request back."""
    case = case_for(request.user, number, "resolution.withdraw_approval")
    row = get_object_or_404(Approval.objects.select_related("option"), pk=pk, option__case=case)
    form = CaseForm(request.POST, case=case, user=request.user)
    return carry_out(
        request, case, "withdraw_approval", form,
        lambda _data: actions.withdraw_approval(row, actor=request.user, at=timezone.now()),
    )  # fmt: skip
