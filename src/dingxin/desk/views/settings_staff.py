"""Settings: the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts import actions
from dingxin.accounts.queries import staff_list
from dingxin.desk.forms.settings import StaffForm, TokenForm
from dingxin.desk.views.doors import allowed, done, form_page, paged, posted

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

FIELDS = ("name", "username", "role", "branch", "team", "authority_cny", "is_active")


@allowed("accounts.manage_staff")
@require_safe
def list_staff(request: StaffRequest) -> HttpResponse:
    """List everybody, branch by branch."""
    return render(request, "desk/settings/staff.html", {"page": paged(staff_list(), request)})


@allowed("accounts.manage_staff")
@require_http_methods(["GET", "HEAD", "POST"])
def create_staff(request: StaffRequest) -> HttpResponse:
    """Create a member of staff."""
    form = StaffForm(posted(request), new=True)
    if done(form, lambda fields: actions.create_staff(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("%(name)s can sign in now.") % {"name": form.cleaned_data["name"]})
        return redirect("list_staff")
    return form_page(request, "desk/settings/form.html", form, title=_("New member of staff"), back="list_staff")


@allowed("accounts.manage_staff")
@require_http_methods(["GET", "HEAD", "POST"])
def update_staff(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a member of staff: role, branch, team, authority, password, and whether they may sign in."""
    person = get_object_or_404(staff_list(), pk=pk)
    form = StaffForm(posted(request), initial={name: getattr(person, name) for name in FIELDS})
    if done(form, lambda fields: actions.update_staff(person, actor=request.user, at=timezone.now(), **fields)):
        if person.pk == request.user.pk:
            update_session_auth_hash(request, person)
        messages.success(request, _("The details are saved."))
        return redirect("list_staff")
    tokens = person.tokens.order_by("-pk")
    return form_page(request, "desk/settings/staff_member.html", form, person=person, tokens=tokens, token_form=TokenForm())
