"""Settings: plans of calls back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.desk.forms.followup import PlanForm
from dingxin.desk.views.doors import allowed, done, form_page, paged, posted
from dingxin.followup import actions
from dingxin.followup.queries import plan_list

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

MANAGE = "followup.manage_plans"


@allowed(MANAGE)
@require_safe
def list_plans(request: StaffRequest) -> HttpResponse:
    """List the plans, in the order in which they are asked."""
    return render(request, "desk/settings/plans.html", {"page": paged(plan_list(), request)})


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_plan(request: StaffRequest) -> HttpResponse:
    """Create a plan."""
    form = PlanForm(posted(request))
    if done(form, lambda fields: actions.create_plan(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_plans")
    return form_page(request, "desk/settings/form.html", form, title=_("New plan"), back="list_plans")


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_plan(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a plan, or put it out of use."""
    plan = get_object_or_404(plan_list(), pk=pk)
    form = PlanForm(posted(request), initial={name: getattr(plan, name) for name in PlanForm.base_fields})
    if done(form, lambda fields: actions.update_plan(plan, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved. What is planned already stays as it is."))
        return redirect("list_plans")
    return form_page(request, "desk/settings/form.html", form, title=str(plan), back="list_plans")
