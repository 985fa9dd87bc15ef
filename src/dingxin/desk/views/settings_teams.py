"""Settings: teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts import actions
from dingxin.accounts.queries import team_list
from dingxin.desk.forms.settings import TeamForm
from dingxin.desk.views.doors import allowed, done, form_page, paged, posted

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

FIELDS = ("branch", "name", "is_active")


@allowed("accounts.manage_teams")
@require_safe
def list_teams(request: StaffRequest) -> HttpResponse:
    """List the teams."""
    return render(request, "desk/settings/teams.html", {"page": paged(team_list(), request)})


@allowed("accounts.manage_teams")
@require_http_methods(["GET", "HEAD", "POST"])
def create_team(request: StaffRequest) -> HttpResponse:
    """Create a team."""
    form = TeamForm(posted(request))
    if done(form, lambda fields: actions.create_team(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_teams")
    return form_page(request, "desk/settings/form.html", form, title=_("New team"), back="list_teams")


@allowed("accounts.manage_teams")
@require_http_methods(["GET", "HEAD", "POST"])
def update_team(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a team, or put it out of use."""
    team = get_object_or_404(team_list(), pk=pk)
    form = TeamForm(posted(request), initial={name: getattr(team, name) for name in FIELDS})
    if done(form, lambda fields: actions.update_team(team, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved."))
        return redirect("list_teams")
    return form_page(request, "desk/settings/form.html", form, title=str(team), back="list_teams")
