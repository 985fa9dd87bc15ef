"""What I have to do and to bear, a breather for me, and how the people of a branch stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dingxin.accounts.models import Absence
from dingxin.accounts.queries import heat_lately
from dingxin.cases import actions
from dingxin.cases.load import person_load, team_load
from dingxin.desk.forms.people import BreatherForm
from dingxin.desk.views.branches import branch_of, branches_for
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, signed_in
from dingxin.evidence.queries import spared

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

MOST_CASES = 20


@signed_in
@require_safe
def my_load(request: StaffRequest) -> HttpResponse:
    """Show what I have to do and to bear."""
    return _mine(request, BreatherForm(user=request.user))


def _mine(request: StaffRequest, form: BreatherForm, status: int = 200) -> HttpResponse:
    user, at = request.user, timezone.now()
    context = {"load": person_load(user, at=at), "cases": heat_lately(user.pk, at=at)[:MOST_CASES], "form": form, "at": at}
    return render(request, "desk/people/my_load.html", context, status=status)


@allowed("cases.take_breather")
@require_POST
def take_breather(request: StaffRequest) -> HttpResponse:
    """Step back for a while; a colleague has my cases."""
    form = BreatherForm(request.POST, user=request.user)
    if done(form, lambda fields: actions.take_breather(request.user, at=timezone.now(), **fields)):
        messages.success(request, _("Take your time. %(name)s has your cases.") % {"name": form.cleaned_data["colleague"]})
        return redirect("my_load")
    return _mine(request, form, UNPROCESSABLE)


@signed_in
@require_POST
def end_absence(request: StaffRequest, pk: int) -> HttpResponse:
    """Come back early, or call an absence off."""
    absence = get_object_or_404(Absence.objects.select_related("staff", "stand_in"), pk=pk)
    if not request.user.has_perm("accounts.end_absence", absence.staff):
        raise PermissionDenied
    actions.end_absence(absence, actor=request.user, at=timezone.now())
    messages.success(request, _("The cases are back."))
    return redirect("my_load" if absence.staff_id == request.user.pk else "roster")


@signed_in
@require_safe
def list_load(request: StaffRequest) -> HttpResponse:
    """Show what each person of a branch has to do and to bear."""
    branch = branch_of(request, "accounts.view_load")
    at = timezone.now()
    context = {"branch": branch, "branches": branches_for(request.user), "rows": team_load(branch, at=at, spare=spared), "at": at}
    return render(request, "desk/people/team_load.html", context)
