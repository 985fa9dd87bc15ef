"""Settings: the calendars by which working time is counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.clocks import actions
from dingxin.clocks.models import Calendar
from dingxin.clocks.queries import calendar_list, known_years, standing, years_shown
from dingxin.desk.forms.calendars import AssignForm, CalendarForm, DayForm
from dingxin.desk.views.calendar_year import year_of
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, form_page, paged, posted

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

MANAGE = "clocks.manage_calendars"
FIRST_YEAR, LAST_YEAR = 2000, 2099


@allowed(MANAGE)
@require_safe
def list_calendars(request: StaffRequest) -> HttpResponse:
    """List the calendars, and how far the public holidays are known."""
    context = {"page": paged(calendar_list(), request), "standing": standing(at=timezone.now())}
    return render(request, "desk/settings/calendars.html", context)


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_calendar(request: StaffRequest) -> HttpResponse:
    """Create a calendar."""
    form = CalendarForm(posted(request))
    if done(form, lambda _fields: actions.create_calendar(actor=request.user, at=timezone.now(), **form.values())):
        messages.success(request, _("“%(name)s” is ready for use.") % {"name": form.cleaned_data["name"]})
        return redirect("list_calendars")
    return form_page(request, "desk/settings/calendar_form.html", form, title=_("New calendar"), back=reverse("list_calendars"))


@allowed(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the name and the hours of a calendar."""
    calendar = get_object_or_404(Calendar, pk=pk)
    form = CalendarForm(posted(request), calendar=calendar)
    if done(form, lambda _fields: actions.update_calendar(calendar, actor=request.user, at=timezone.now(), **form.values())):
        messages.success(request, _("The hours are saved. Times that were promised before stay as they are."))
        return redirect("calendar", pk)
    return form_page(request, "desk/settings/calendar_form.html", form, title=str(calendar), back=reverse("calendar", args=[pk]))


@allowed(MANAGE)
@require_safe
def calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a year of a calendar, the days that differ, and the branches that work by it."""
    return _page(request, get_object_or_404(calendar_list(), pk=pk), DayForm(), AssignForm())


@allowed(MANAGE)
@require_POST
def set_day(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how one day differs."""
    found = get_object_or_404(calendar_list(), pk=pk)
    form = DayForm(request.POST)
    if done(form, lambda fields: actions.set_day(found, actor=request.user, at=timezone.now(), **fields)):
        return _back(found, form.cleaned_data["day"].year)
    return _page(request, found, form, AssignForm())


@allowed(MANAGE)
@require_POST
def remove_day(request: StaffRequest, pk: int, day: str) -> HttpResponse:
    """Let a day be as its weekday again."""
    found = get_object_or_404(Calendar, pk=pk)
    row = get_object_or_404(found.days, day=_date(day))
    actions.remove_day(found, day=row.day, actor=request.user, at=timezone.now())
    return _back(found, row.day.year)


@allowed(MANAGE)
@require_POST
def assign_calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a branch work by this calendar."""
    found = get_object_or_404(calendar_list(), pk=pk)
    form = AssignForm(request.POST)
    if done(form, lambda fields: actions.assign_calendar(found, actor=request.user, at=timezone.now(), **fields)):
        told = {"branch": form.cleaned_data["branch"], "calendar": found}
        messages.success(request, _("%(branch)s works by “%(calendar)s” from now on.") % told)
        return redirect("calendar", pk)
    return _page(request, found, DayForm(), form)


def _back(found: Calendar, year: int) -> HttpResponse:
    return redirect(f"{reverse('calendar', args=[found.pk])}?year={year}")


def _page(request: StaffRequest, found: Calendar, day_form: Form, assign_form: Form) -> HttpResponse:
    at = timezone.localtime()
    known = known_years()
    year = year_of(found, _year_in(request) or at.year)
    context = {
        "calendar": found, "year": year, "known": year.number in known, "standing": standing(at=at, known=known),
        "years": years_shown(at=at, known=known | {year.number}), "day_form": day_form, "assign_form": assign_form,
        "branches": [choice.branch for choice in found.choices.all()],
    }  # fmt: skip
    status = UNPROCESSABLE if day_form.errors or assign_form.errors else 200
    return render(request, "desk/settings/calendar.html", context, status=status)


def _year_in(request: StaffRequest) -> int | None:
    typed = request.GET.get("year", "")[:5]
    number = int(typed) if typed.isascii() and typed.isdigit() else 0
    return number if FIRST_YEAR <= number <= LAST_YEAR else None


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
