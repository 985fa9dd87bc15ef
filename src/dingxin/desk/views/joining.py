"""Two cases that are one, or that have to do with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Case
from dingxin.cases.queries import case_for
from dingxin.desk.forms.case import OtherCaseForm
from dingxin.desk.views.case_page import carry_out

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.accounts.models import Staff
    from dingxin.requests import StaffRequest


def merge_case(request: StaffRequest, number: str) -> HttpResponse:
    """Merge this case into another one of the same customer, and go on there."""
    case = case_for(request.user, number, "cases.merge_case")
    form = OtherCaseForm(request.POST, case=case, user=request.user, auto_id="merge_case_%s")
    return carry_out(
        request, case, "merge_case", form,
        lambda data: actions.merge_case(
            case, into=_other(request.user, data["other"], "cases.merge_case"), actor=request.user, at=timezone.now()
        ),
    )  # fmt: skip


def link_case(request: StaffRequest, number: str) -> HttpResponse:
    """Say that two cases have to do with each other."""
    case = case_for(request.user, number, "cases.link_case")
    form = OtherCaseForm(request.POST, case=case, user=request.user, auto_id="link_case_%s")
    return carry_out(
        request, case, "link_case", form,
        lambda data: actions.link_case(
            case, to=_other(request.user, data["other"], "cases.link_case"), actor=request.user, at=timezone.now()
        ),
    )  # fmt: skip


def _other(user: Staff, number: str, permission: str) -> Case:
    try:
        return case_for(user, number.strip(), permission)
    except Case.DoesNotExist as error:
        raise Refused(_("There is no case %(number)s that you may see.") % {"number": number.strip()}, field="other") from error
