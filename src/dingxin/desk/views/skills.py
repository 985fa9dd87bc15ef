"""Skills: what there is to be able to do, and who can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts import actions
from dingxin.accounts.queries import skill_list, staff_list
from dingxin.desk.forms.people import SkillForm, SkillsForm
from dingxin.desk.views.doors import allowed, done, form_page, paged, posted, signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

MANAGE = "accounts.manage_skills"


@allowed(MANAGE)
@require_safe
def list_skills(request: StaffRequest) -> HttpResponse:
    """List the skills and who has them."""
    page = paged(skill_list().prefetch_related("holders__staff"), request)
    return render(request, "desk/settings/skills.html", {"page": page})


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_skill(request: StaffRequest) -> HttpResponse:
    """Create a skill."""
    form = SkillForm(posted(request))
    if done(form, lambda fields: actions.create_skill(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_skills")
    return form_page(request, "desk/settings/form.html", form, title=_("New skill"), back="list_skills")


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_skill(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a skill, or put it out of use."""
    skill = get_object_or_404(skill_list(), pk=pk)
    form = SkillForm(posted(request), initial={"name": skill.name, "is_active": skill.is_active})
    if done(form, lambda fields: actions.update_skill(skill, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved."))
        return redirect("list_skills")
    return form_page(request, "desk/settings/form.html", form, title=str(skill), back="list_skills")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def set_skills(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what a member of staff can do, and how well."""
    person = get_object_or_404(staff_list(), pk=pk)
    if not request.user.has_perm("accounts.set_skills", person):
        raise PermissionDenied
    form = SkillsForm(posted(request), person=person)
    if done(form, lambda _f: actions.set_skills(person, levels=form.levels(), actor=request.user, at=timezone.now())):
        messages.success(request, _("The details are saved."))
        return redirect("list_load")
    title = _("What %(name)s can do") % {"name": person}
    return form_page(request, "desk/settings/form.html", form, title=title, back="list_load")
