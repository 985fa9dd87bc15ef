"""What people do with the clocks and promises of a case. One view for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from dingxin.cases import actions as cases
from dingxin.cases.queries import case_for
from dingxin.clocks import actions
from dingxin.desk.forms import clocks as forms
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.views.case_page import carry_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dingxin.requests import StaffRequest


def start_clock(request: StaffRequest, number: str) -> HttpResponse:
    """Start a clock by hand."""
    case = case_for(request.user, number, "cases.start_clock")
    form = forms.StartClockForm(request.POST, case=case, user=request.user, auto_id="start_clock_%s")
    return carry_out(
        request, case, "start_clock", form, lambda data: actions.start_clock(case, actor=request.user, at=timezone.now(), **data)
    )


def pause_clock(request: StaffRequest, number: str, clock: int) -> HttpResponse:
    """Let a clock stand still."""
    return _change(request, number, clock, "pause_clock", actions.pause_clock, forms.PauseClockForm)


def resume_clock(request: StaffRequest, number: str, clock: int) -> HttpResponse:
    """Let a paused clock run again."""
    return _change(request, number, clock, "resume_clock", actions.resume_clock, CaseForm)


def stop_clock(request: StaffRequest, number: str, clock: int) -> HttpResponse:
    """Say that the customer has had it, or that nobody needs it."""
    return _change(request, number, clock, "stop_clock", actions.stop_clock, forms.StopClockForm)


def rebase_clock(request: StaffRequest, number: str, clock: int) -> HttpResponse:
    """Give a clock another due time."""
    return _change(request, number, clock, "rebase_clock", actions.rebase_clock, forms.RebaseClockForm)


def _change(
    request: StaffRequest, number: str, pk: int, verb: str, action: Callable[..., object], kind: type[CaseForm]
) -> HttpResponse:
    case = case_for(request.user, number, f"cases.{verb}")
    clock = case.clocks.get(pk=pk)
    form = kind(request.POST, case=case, user=request.user, auto_id=f"{verb}_%s")
    return carry_out(request, case, verb, form, lambda data: action(clock, actor=request.user, at=timezone.now(), **data))


def withdraw_promise(request: StaffRequest, number: str, promise: int) -> HttpResponse:
    """Take a promise back with the customer's consent."""
    case = case_for(request.user, number, "cases.withdraw_promise")
    found = case.promises.get(pk=promise)
    form = forms.WithdrawPromiseForm(request.POST, case=case, user=request.user, auto_id="withdraw_promise_%s")
    return carry_out(
        request, case, "withdraw_promise", form,
        lambda data: cases.withdraw_promise(found, actor=request.user, at=timezone.now(), **data),
    )  # fmt: skip
