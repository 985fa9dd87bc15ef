"""Settings: categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.cases import actions
from dingxin.cases.models import Category
from dingxin.desk.forms.settings import CategoryForm
from dingxin.desk.views.doors import allowed, done, form_page, paged, posted

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

FIELDS = ("name", "industry", "is_active")


@allowed("cases.manage_categories")
@require_safe
def list_categories(request: StaffRequest) -> HttpResponse:
    """List the categories."""
    return render(request, "desk/settings/categories.html", {"page": paged(Category.objects.all(), request)})


@allowed("cases.manage_categories")
@require_http_methods(["GET", "HEAD", "POST"])
def create_category(request: StaffRequest) -> HttpResponse:
    """Create a category."""
    form = CategoryForm(posted(request))
    if done(form, lambda fields: actions.create_category(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_categories")
    return form_page(request, "desk/settings/form.html", form, title=_("New category"), back="list_categories")


@allowed("cases.manage_categories")
@require_http_methods(["GET", "HEAD", "POST"])
def update_category(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a category, or put it out of use."""
    category = get_object_or_404(Category.objects.all(), pk=pk)
    form = CategoryForm(posted(request), initial={name: getattr(category, name) for name in FIELDS})
    if done(form, lambda fields: actions.update_category(category, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved."))
        return redirect("list_categories")
    return form_page(request, "desk/settings/form.html", form, title=str(category), back="list_categories")
