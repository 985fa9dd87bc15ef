"""Settings: the plans for points of failure, each with its five parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.desk.forms.recovery import RecoveryPlanForm
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, paged, posted
from dingxin.recovery import actions
from dingxin.recovery.queries import plan_list, remedies_coded

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

MANAGE = "recovery.manage_plans"


@allowed(MANAGE)
@require_safe
def list_recovery_plans(request: StaffRequest) -> HttpResponse:
    """List the plans with their five parts at a glance."""
    page = paged(plan_list(), request)
    catalogue = remedies_coded(part.remedy for plan in page.rows for part in plan.parts.all())
    return render(request, "desk/settings/recovery_plans.html", {"page": page, "catalogue": catalogue})


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_recovery_plan(request: StaffRequest) -> HttpResponse:
    """Add a plan."""
    form = RecoveryPlanForm(posted(request))
    if done(
        form,
        lambda fields: actions.create_recovery_plan(parts=form.given_parts(), actor=request.user, at=timezone.now(), **fields),
    ):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_recovery_plans")
    return _page(request, form, _("New plan"))


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_recovery_plan(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a plan, or put it out of use."""
    plan = get_object_or_404(plan_list(), pk=pk)
    form = RecoveryPlanForm(posted(request), plan=plan)

    def change(fields: dict[str, object]) -> None:
        actions.update_recovery_plan(plan, parts=form.given_parts(), actor=request.user, at=timezone.now(), **fields)

    if done(form, change):
        messages.success(request, _("The details are saved. What runs already goes on as it began."))
        return redirect("list_recovery_plans")
    return _page(request, form, str(plan))


def _page(request: StaffRequest, form: RecoveryPlanForm, title: str) -> HttpResponse:
    wrong = bool(form.errors) or any(part.errors for part in form.parts)
    return render(
        request, "desk/settings/recovery_plan.html", {"form": form, "title": title}, status=UNPROCESSABLE if wrong else 200
    )
