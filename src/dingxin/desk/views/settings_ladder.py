"""Settings: the ladder, and what makes a case climb by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.desk.forms.escalation import RungForm, TriggerForm
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, form_page, posted
from dingxin.escalation import actions
from dingxin.escalation.queries import COUNT_UP_TO, rung_list, trigger_list, would_climb

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

MANAGE = "escalation.manage_ladder"


@allowed(MANAGE)
@require_safe
def list_rungs(request: StaffRequest) -> HttpResponse:
    """Show the ladder from the desk upwards, and what makes a case climb by itself."""
    return _page(request, None)


def _tried(form: TriggerForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("times", "rung")}


def _page(request: StaffRequest, tried: TriggerForm | None, would: int | None = None) -> HttpResponse:
    forms = [TriggerForm(trigger=trigger) for trigger in trigger_list()]
    shown = [tried if tried and tried.trigger == form.trigger else form for form in forms]
    context = {"rungs": rung_list(), "triggers": shown, "tried": tried, "would": would, "most": COUNT_UP_TO}
    status = UNPROCESSABLE if tried and tried.errors else 200
    return render(request, "desk/settings/ladder.html", context, status=status)


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_rung(request: StaffRequest) -> HttpResponse:
    """Add a rung."""
    form = RungForm(posted(request))
    if done(form, lambda _fields: actions.create_rung(actor=request.user, at=timezone.now(), **form.values())):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_rungs")
    return form_page(request, "desk/settings/form.html", form, title=_("New rung"), back="list_rungs")


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_rung(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a rung, or put it out of use."""
    rung = get_object_or_404(rung_list(), pk=pk)
    form = RungForm(posted(request), rung=rung)
    if done(form, lambda _fields: actions.update_rung(rung, actor=request.user, at=timezone.now(), **form.values())):
        messages.success(request, _("The details are saved."))
        return redirect("list_rungs")
    return form_page(request, "desk/settings/form.html", form, title=str(rung), back="list_rungs")


@allowed(MANAGE)
@require_POST
def update_trigger(request: StaffRequest, cause: str) -> HttpResponse:
    """Change when a case climbs by itself."""
    trigger = get_object_or_404(trigger_list(), cause=cause)
    form = TriggerForm(request.POST, trigger=trigger)
    if "try" in request.POST and form.is_valid():
        return _page(request, form, would_climb(cause, signals=trigger.signals, **_tried(form)))
    if done(form, lambda fields: actions.update_trigger(trigger, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved."))
        return redirect("list_rungs")
    return _page(request, form)
