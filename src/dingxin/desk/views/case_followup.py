"""The verb of a case that makes a link for the customer's verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from dingxin.cases.queries import case_for
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.views.case_page import carry_out
from dingxin.followup import actions

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest


def create_survey(request: StaffRequest, number: str) -> HttpResponse:
    """Make the link for the customer's verdict."""
    case = case_for(request.user, number, "followup.create_survey")
    form = CaseForm(request.POST, case=case, user=request.user)
    return carry_out(
        request, case, "create_survey", form, lambda _data: actions.create_survey(case, actor=request.user, at=timezone.now())
    )
