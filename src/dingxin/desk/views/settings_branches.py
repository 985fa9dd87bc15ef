"""Settings: branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts import actions
from dingxin.accounts.queries import branch_list
from dingxin.desk.forms.settings import BranchForm
from dingxin.desk.views.doors import allowed, done, form_page, paged, posted

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

FIELDS = ("code", "name", "industry", "manager", "is_active")


@allowed("accounts.manage_branches")
@require_safe
def list_branches(request: StaffRequest) -> HttpResponse:
    """List the branches."""
    return render(request, "desk/settings/branches.html", {"page": paged(branch_list(), request)})


@allowed("accounts.manage_branches")
@require_http_methods(["GET", "HEAD", "POST"])
def create_branch(request: StaffRequest) -> HttpResponse:
    """Create a branch."""
    form = BranchForm(posted(request))
    if done(form, lambda fields: actions.create_branch(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_branches")
    return form_page(request, "desk/settings/form.html", form, title=_("New branch"), back="list_branches")


@allowed("accounts.manage_branches")
@require_http_methods(["GET", "HEAD", "POST"])
def update_branch(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a branch, or put it out of use."""
    branch = get_object_or_404(branch_list(), pk=pk)
    form = BranchForm(posted(request), initial={name: getattr(branch, name) for name in FIELDS})
    if done(form, lambda fields: actions.update_branch(branch, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved."))
        return redirect("list_branches")
    return form_page(request, "desk/settings/form.html", form, title=str(branch), back="list_branches")
