"""What people do with the recovery of a case and its commitments. One view for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from dingxin.cases.queries import case_for
from dingxin.desk.forms import recovery as forms
from dingxin.desk.views.case_page import carry_out
from dingxin.recovery import actions
from dingxin.recovery.models import RunStep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dingxin.cases.models import Case
    from dingxin.desk.forms.case import CaseForm
    from dingxin.requests import StaffRequest


def start_run(request: StaffRequest, number: str) -> HttpResponse:
    """Start a plan in the case."""
    return _verb(
        request, number, "start_run", forms.StartRunForm,
        lambda case, data: actions.start_run(data["plan"], case, actor=request.user, at=timezone.now()),
    )  # fmt: skip


def settle_step(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say by hand that a step is done, or left out."""
    return _verb(
        request, number, "settle_step", forms.SettleStepForm,
        lambda case, data: actions.settle_step(_step(case, pk), actor=request.user, at=timezone.now(), **data),
    )  # fmt: skip


def tie_promise(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Let a promise stand for the reinstatement."""
    return _verb(
        request, number, "tie_promise", forms.TiePromiseForm,
        lambda case, data: actions.tie_promise(_step(case, pk), actor=request.user, at=timezone.now(), **data),
    )  # fmt: skip


def end_run(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """End a run early."""
    return _verb(
        request, number, "end_run", forms.EndRunForm,
        lambda case, data: actions.end_run(case.recoveries.get(pk=pk), actor=request.user, at=timezone.now(), **data),
    )  # fmt: skip


def invoke_commitment(request: StaffRequest, number: str) -> HttpResponse:
    """Call in a commitment for the customer."""
    return _verb(
        request, number, "invoke_commitment", forms.InvokeForm,
        lambda case, data: actions.invoke_commitment(case, data["commitment"], actor=request.user, at=timezone.now()),
    )  # fmt: skip


def _step(case: Case, pk: int) -> RunStep:
    return RunStep.objects.select_related("run").get(pk=pk, run__case=case)


def _verb(
    request: StaffRequest, number: str, verb: str, kind: type[CaseForm], act: Callable[[Case, dict[str, Any]], object]
) -> HttpResponse:
    case = case_for(request.user, number, f"recovery.{verb}")
    form = kind(request.POST, case=case, user=request.user, auto_id=f"{verb}_%s")
    return carry_out(request, case, verb, form, lambda data: act(case, data))
