"""What people do with where a case stands. One view for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dingxin.cases.queries import case_for
from dingxin.desk.forms import stand as forms
from dingxin.desk.forms.case import CaseForm
from dingxin.desk.views.case_page import box_of, carry_out
from dingxin.desk.views.doors import OK, UNPROCESSABLE, done, posted
from dingxin.resolution import actions, queries
from dingxin.resolution.models import Way, WhoseFault
from dingxin.resolution.rules_of import TONES, WAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest


def _verb(
    request: StaffRequest, number: str, verb: str, kind: type[CaseForm] = CaseForm, *, row: Callable[[Case], Any] | None = None,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Fetch-check, form, one action, back to the case: the sentence every verb here says."""
    case = case_for(request.user, number, f"resolution.{verb}")
    subject = row(case) if row else case
    form = kind(request.POST, case=case, user=request.user, auto_id=f"{verb}_%s")
    act = getattr(actions, verb)
    return carry_out(request, case, verb, form, lambda data: act(subject, actor=request.user, at=timezone.now(), **data, **more))


def record_demand(request: StaffRequest, number: str) -> HttpResponse:
    """Add a demand that was not read."""
    return _verb(request, number, "record_demand", forms.RecordDemandForm)


def confirm_demand(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say that the customer does demand this."""
    return _verb(request, number, "confirm_demand", row=lambda case: case.demand_versions.get(pk=pk))


def strike_demand(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say that it was read wrongly, or is demanded no more."""
    return _verb(request, number, "strike_demand", row=lambda case: case.demand_versions.get(pk=pk))


def correct_demand(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Put right what was read wrongly."""
    return _verb(request, number, "correct_demand", forms.CorrectDemandForm, row=lambda case: case.demand_versions.get(pk=pk))


def record_cause(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Record why the demand changed."""
    return _verb(request, number, "record_cause", forms.RecordCauseForm, row=lambda case: case.demand_versions.get(pk=pk))


def record_need(request: StaffRequest, number: str) -> HttpResponse:
    """Add a need that was not read."""
    return _verb(request, number, "record_need", forms.RecordNeedForm)


def confirm_need(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say that this does stand under the demands."""
    return _verb(request, number, "confirm_need", row=lambda case: case.ranked_needs.get(pk=pk))


def strike_need(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say that it was read wrongly."""
    return _verb(request, number, "strike_need", row=lambda case: case.ranked_needs.get(pk=pk))


def rank_need(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Move a need one place up or down."""
    up = request.POST.get("up") == "yes"
    return _verb(request, number, "rank_need", row=lambda case: case.ranked_needs.get(pk=pk), up=up)


def record_view(request: StaffRequest, number: str) -> HttpResponse:
    """Record which solution the customer has in mind."""
    return _verb(request, number, "record_view", forms.RecordViewForm)


def record_expectation(request: StaffRequest, number: str) -> HttpResponse:
    """Record what would content the customer."""
    return _verb(request, number, "record_expectation", forms.RecordExpectationForm)


def set_aim(request: StaffRequest, number: str) -> HttpResponse:
    """Set goal and bottom line."""
    return _verb(request, number, "set_aim", forms.AimForm)


def record_notice(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say that this reply told the customer that it cannot be solved."""
    case = case_for(request.user, number, "resolution.record_notice")
    return _verb(request, number, "record_notice", message=case.messages.get(pk=pk))


def shelve_point(request: StaffRequest, number: str) -> HttpResponse:
    """Shelve a point until a day."""
    return _verb(request, number, "shelve_point", forms.ShelvePointForm)


def take_up_point(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take a shelved point up again."""
    return _verb(request, number, "take_up_point", row=lambda case: case.shelved_points.get(pk=pk))


def settle_point(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say that a point is settled."""
    return _verb(request, number, "settle_point", row=lambda case: case.shelved_points.get(pk=pk))


def judge_case(request: StaffRequest, number: str) -> HttpResponse:
    """Judge complaint and demand on a page of their own, with the facts and the law beside them."""
    case = case_for(request.user, number, "resolution.judge_case")
    first = forms.initial_of(queries.stand_of(case).stand)
    form = forms.JudgeForm(posted(request), case=case, user=request.user, auto_id="judge_%s", initial=first)
    to = f"{reverse('case', args=[case.number])}?box={box_of(request)}"
    if (
        request.method == "POST"
        and not form.looks
        and done(form, lambda _: actions.judge_case(case, judgement=form.judgement, actor=request.user, at=timezone.now()))
    ):
        return redirect(to)
    ways = [(Way(way).label, words) for way, words in WAYS.items() if way != Way.OPEN]
    tones = [(WhoseFault(fault).label, words) for fault, words in TONES.items()]
    context = {"case": case, "form": form, "back": to, "ways": ways, "tones": tones}
    return render(request, "desk/judge.html", context, status=UNPROCESSABLE if form.errors else OK)
