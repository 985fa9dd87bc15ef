"""The roster of a branch: who is on duty, and who is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dingxin.accounts import actions
from dingxin.accounts.models import DutyShift, Staff
from dingxin.accounts.queries import absence_list, colleagues, in_charge, shift_list
from dingxin.desk.forms.people import AbsenceForm, DutyForm
from dingxin.desk.views.branches import branch_of, branches_for
from dingxin.desk.views.doors import UNPROCESSABLE, done, paged, signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.accounts.models import Branch
    from dingxin.requests import StaffRequest

MOST_ABSENCES = 100


@signed_in
@require_safe
def roster(request: StaffRequest) -> HttpResponse:
    """Show who is on duty and who is away, now and to come."""
    return _page(request, branch_of(request, "accounts.view_roster"))


def _page(request: StaffRequest, branch: Branch, **forms: Any) -> HttpResponse:
    user, at = request.user, timezone.now()
    plans = user.has_perm("accounts.plan_duty", branch)
    absences = [
        {"row": row, "may_end": user.has_perm("accounts.end_absence", row.staff)}
        for row in absence_list(branch, at=at)[:MOST_ABSENCES]
    ]
    context = {
        "branch": branch, "branches": branches_for(user), "at": at, "charge": in_charge(branch, at=at), "plans": plans,
        "page": paged(shift_list(branch, at=at), request), "absences": absences,
        "duty_form": DutyForm(branch=branch) if plans else None, "absence_form": _absence_form(user, branch),
    } | forms  # fmt: skip
    refused = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "desk/people/roster.html", context, status=UNPROCESSABLE if refused else 200)


def _absence_form(user: Staff, branch: Branch, data: Any = None) -> AbsenceForm:
    """The form for those this person may enter: everybody of the branch for who leads it, oneself otherwise."""
    everybody = Staff.objects.filter(branch=branch, is_active=True).order_by("username")
    leads = user.has_perm("accounts.plan_duty", branch)
    people = everybody if leads else Staff.objects.filter(pk=user.pk)
    return AbsenceForm(data, people=people, stand_ins=everybody if leads else colleagues(user).filter(branch=branch), user=user)


def _back(branch: Branch) -> HttpResponse:
    return redirect(f"{reverse('roster')}?branch={branch.pk}")


@signed_in
@require_POST
def plan_duty(request: StaffRequest) -> HttpResponse:
    """Put somebody on duty."""
    branch = branch_of(request, "accounts.plan_duty")
    form = DutyForm(request.POST, branch=branch)
    if done(form, lambda fields: actions.plan_duty(branch, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The roster is saved."))
        return _back(branch)
    return _page(request, branch, duty_form=form)


@signed_in
@require_POST
def remove_shift(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a shift off the roster; one that runs ends now."""
    shift = get_object_or_404(DutyShift.objects.select_related("branch"), pk=pk)
    if not request.user.has_perm("accounts.remove_shift", shift.branch):
        raise PermissionDenied
    actions.remove_shift(shift, actor=request.user, at=timezone.now())
    messages.success(request, _("The roster is saved."))
    return _back(shift.branch)


@signed_in
@require_POST
def record_absence(request: StaffRequest) -> HttpResponse:
    """Enter when somebody is away, and who stands in."""
    branch = branch_of(request, "accounts.view_roster")
    form = _absence_form(request.user, branch, request.POST)

    def enter(fields: dict[str, Any]) -> object:
        person = fields.pop("staff")
        if not request.user.has_perm("accounts.record_absence", person):
            raise PermissionDenied
        return actions.record_absence(person, actor=request.user, at=timezone.now(), **fields)

    if done(form, enter):
        messages.success(request, _("The absence is entered."))
        return _back(branch)
    return _page(request, branch, absence_form=form)
