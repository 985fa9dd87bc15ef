"""Settings: how much who may grant, and the budgets it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.desk.forms.money import BudgetForm, FundForm, LimitForm
from dingxin.desk.views.doors import allowed, done, form_page, posted
from dingxin.resolution.actions import budgets, ledger, limits
from dingxin.resolution.models import Limit
from dingxin.resolution.queries.ledger import budget_list, left_of, limit_list

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

LIMITS, BUDGETS = "resolution.manage_limits", "resolution.manage_budgets"
ROWS = 500
FORM = "desk/settings/form.html"


@allowed(LIMITS)
@require_safe
def list_authority(request: StaffRequest) -> HttpResponse:
    """List the limits, and the budgets with what is left of each."""
    funds = list(budget_list()[:ROWS])
    left = left_of(funds, timezone.now())
    context = {"limits": limit_list()[:ROWS], "budgets": [(row, left[row.pk]) for row in funds]}
    return render(request, "desk/settings/authority.html", context)


@allowed(LIMITS)
@require_http_methods(["GET", "HEAD", "POST"])
def create_limit(request: StaffRequest) -> HttpResponse:
    """Create a limit."""
    form = LimitForm(posted(request))
    if done(form, lambda fields: limits.create_limit(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The limit holds from now on."))
        return redirect("list_authority")
    return form_page(request, FORM, form, title=_("New limit"), back="list_authority")


@allowed(LIMITS)
@require_http_methods(["GET", "HEAD", "POST"])
def update_limit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a limit, or put it out of use."""
    limit = get_object_or_404(Limit.objects.select_related("branch"), pk=pk)
    form = LimitForm(posted(request), initial={name: getattr(limit, name) for name in LimitForm.base_fields})
    if done(form, lambda fields: limits.update_limit(limit, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The limit holds from now on."))
        return redirect("list_authority")
    return form_page(request, FORM, form, title=_("Limit"), back="list_authority")


@allowed(BUDGETS)
@require_http_methods(["GET", "HEAD", "POST"])
def create_budget(request: StaffRequest) -> HttpResponse:
    """Create a budget."""
    form = BudgetForm(posted(request))
    if done(form, lambda fields: budgets.create_budget(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_authority")
    return form_page(request, FORM, form, title=_("New budget"), back="list_authority")


@allowed(BUDGETS)
@require_http_methods(["GET", "HEAD", "POST"])
def update_budget(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a budget, or put it out of use."""
    budget = get_object_or_404(budget_list(), pk=pk)
    form = BudgetForm(posted(request), initial={name: getattr(budget, name) for name in BudgetForm.base_fields})
    if done(form, lambda fields: budgets.update_budget(budget, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The budget is saved."))
        return redirect("list_authority")
    return form_page(request, FORM, form, title=str(budget), back="list_authority")


@allowed(BUDGETS)
@require_http_methods(["GET", "HEAD", "POST"])
def fund_budget(request: StaffRequest, pk: int) -> HttpResponse:
    """Put more money into the present period of a budget."""
    budget = get_object_or_404(budget_list(), pk=pk)
    form = FundForm(posted(request))
    if done(form, lambda fields: ledger.fund(budget, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The money is in the budget."))
        return redirect("list_authority")
    title = _("More money for “%(budget)s”") % {"budget": budget}
    return form_page(request, FORM, form, title=title, back="list_authority")
