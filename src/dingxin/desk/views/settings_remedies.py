"""Settings: the catalogue of remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts.models import Industry
from dingxin.desk.forms.deck import RemedyForm
from dingxin.desk.labels import NEEDS, label
from dingxin.desk.views.doors import allowed, done, form_page, paged, posted
from dingxin.resolution import actions
from dingxin.resolution.models import RemedyKind
from dingxin.resolution.queries.deck import remedy_list

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest
    from dingxin.resolution.models import Remedy

MANAGE = "resolution.manage_remedies"
SHOWN, ROWS = 3, 200


@allowed(MANAGE)
@require_safe
def list_remedies(request: StaffRequest) -> HttpResponse:
    """List the remedies, by kind or of one industry."""
    kind, industry = request.GET.get("kind", ""), request.GET.get("industry", "")
    rows = remedy_list()
    if kind in RemedyKind.values:
        rows = rows.filter(kind=kind)
    page = paged(rows, request, size=ROWS)
    shown = [row for row in page.rows if industry not in Industry.values or not row.industries or industry in row.industries]
    context = {
        "page": page, "rows": [(row, named(row), _served(row), _trades(row)) for row in shown], "kinds": RemedyKind.choices,
        "industries": Industry.choices, "kind": kind, "industry": industry,
    }  # fmt: skip
    return render(request, "desk/settings/remedies.html", context)


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_remedy(request: StaffRequest) -> HttpResponse:
    """Add a remedy."""
    form = RemedyForm(posted(request))
    if done(form, lambda fields: actions.create_remedy(actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_remedies")
    return form_page(request, "desk/settings/remedy.html", form, title=_("New remedy"))


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_remedy(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a remedy, or take it out of use."""
    remedy = get_object_or_404(remedy_list(), pk=pk)
    form = RemedyForm(posted(request), remedy=remedy)
    if done(form, lambda fields: actions.update_remedy(remedy, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved. Options made of it before stay as they are."))
        return redirect("list_remedies")
    return form_page(request, "desk/settings/remedy.html", form, title=named(remedy))


def named(remedy: Remedy) -> str:
    """Give the name of a remedy in the language of the page."""
    chinese = (get_language() or "zh").startswith("zh")
    return remedy.name if chinese or not remedy.name_en else remedy.name_en


def _served(remedy: Remedy) -> list[str]:
    best = sorted(remedy.needs, key=lambda need: (-remedy.needs[need], need))[:SHOWN]
    return [str(label(NEEDS, need)) for need in best]


def _trades(remedy: Remedy) -> list[str]:
    return [str(Industry(name).label) for name in remedy.industries if name in Industry.values]
