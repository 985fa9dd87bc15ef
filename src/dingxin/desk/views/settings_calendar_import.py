"""Settings: entering a whole list of holidays and working days, looked at before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dingxin.audit.refusal import Refused
from dingxin.channels.parsing import decode
from dingxin.clocks import actions
from dingxin.clocks.dayfiles import Found, read_days
from dingxin.clocks.models import Calendar, DayKind
from dingxin.desk.forms.calendars import ImportForm
from dingxin.desk.views.doors import allowed, form_page, posted, refuse
from dingxin.desk.views.settings_calendars import MANAGE

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

SHOWN = 200


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def import_days(request: StaffRequest, pk: int) -> HttpResponse:
    """Read a list and show what it holds; enter it when it is sent again with ``enter``."""
    calendar = get_object_or_404(Calendar, pk=pk)
    form = ImportForm(posted(request), request.FILES or None)
    found = _found(form) if form.is_bound and form.is_valid() else None
    if found and found.days and "enter" in request.POST and _entered(request, calendar, form, found):
        return redirect("calendar", pk)
    shown = form if form.errors or not found else ImportForm(initial={"text": _text(form), "source": form.cleaned_data["source"]})
    return form_page(request, "desk/settings/calendar_import.html", shown, calendar=calendar, **_preview(found))


def _found(form: ImportForm) -> Found | None:
    try:
        return read_days(_text(form))
    except Refused as error:
        refuse(form, error)
        return None


def _text(form: ImportForm) -> str:
    """Give the text of the file, or else that of the field."""
    file = form.cleaned_data["file"]
    if not file:
        return str(form.cleaned_data["text"])
    file.seek(0)
    try:
        return decode(file.read()).replace("\x00", "")
    except UnicodeDecodeError as error:
        raise Refused(_("This file is no text in UTF-8 or GBK."), field="file") from error


def _entered(request: StaffRequest, calendar: Calendar, form: ImportForm, found: Found) -> bool:
    try:
        tally = actions.import_days(
            calendar, days=found.days, source=form.cleaned_data["source"], actor=request.user, at=timezone.now()
        )
    except Refused as error:
        refuse(form, error)
        return False
    told = {"added": tally.added, "changed": tally.changed, "same": tally.same}
    messages.success(request, _("%(added)d days entered, %(changed)d changed, %(same)d were there already.") % told)
    return True


def _preview(found: Found | None) -> dict[str, object]:
    if found is None:
        return {"found": None}
    days = [(given, DayKind(given.kind).label) for given in sorted(found.days)[:SHOWN]]
    return {"found": found, "days": days, "skipped": found.skipped[:SHOWN]}
