"""Calendars: when branches work, and the days that differ."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import Status

from dingxin.accounts.models import Branch
from dingxin.api import calendar_schemas as s
from dingxin.audit.refusal import Refused
from dingxin.clocks import actions
from dingxin.clocks.dayfiles import read_days
from dingxin.clocks.queries import calendar_list, days_of, standing, work_calendar

if TYPE_CHECKING:
    from dingxin.clocks.models import Calendar
    from dingxin.requests import StaffRequest

router = Router(tags=["calendars"])
MANAGE = "clocks.manage_calendars"
MOST_HOURS, MOST_DAYS = 100_000, 10_000
Year = Annotated[int, Query(ge=2000, le=2099)]


@router.get("", response=list[s.CalendarOut])
def list_calendars(request: StaffRequest) -> Any:
    """Every calendar, that of the house first."""
    _check(request)
    return calendar_list()


@router.post("", response={201: s.CalendarOut})
def create_calendar(request: StaffRequest, body: s.CalendarIn) -> Any:
    """Create a calendar."""
    _check(request)
    fields = {"name": "", **body.dict(exclude_none=True)}
    return Status(201, actions.create_calendar(actor=request.user, at=timezone.now(), **fields))


@router.get("/standing", response=s.StandingOut)
def check_calendars(request: StaffRequest) -> Any:
    """How far the public holidays are known."""
    _check(request)
    return standing(at=timezone.now())._asdict()


@router.patch("/{calendar}", response=s.CalendarOut)
def update_calendar(request: StaffRequest, calendar: int, body: s.CalendarIn) -> Any:
    """Change a calendar; times that were promised before stay as they are."""
    fields = body.dict(exclude_none=True)
    return actions.update_calendar(_calendar(request, calendar), actor=request.user, at=timezone.now(), **fields)


@router.get("/{calendar}/days", response=list[s.DayOut])
def list_days(request: StaffRequest, calendar: int, year: Year) -> Any:
    """The days of a year that differ, with the public holidays the calendar keeps."""
    found = _calendar(request, calendar)
    return [
        {"day": row.day, "kind": row.kind, "hours": row.hours, "name": row.name, "source": row.source,
         "shared": row.calendar_id != found.pk}
        for row in days_of(found, year)
    ]  # fmt: skip


@router.put("/{calendar}/days/{day}", response=s.DayOut)
def set_day(request: StaffRequest, calendar: int, day: date, body: s.DayIn) -> Any:
    """Say how one day differs from its weekday."""
    found = _calendar(request, calendar)
    return actions.set_day(found, day=day, actor=request.user, at=timezone.now(), **body.dict())


@router.delete("/{calendar}/days/{day}", response={204: None})
def remove_day(request: StaffRequest, calendar: int, day: date) -> Any:
    """Let a day be as its weekday again."""
    actions.remove_day(_calendar(request, calendar), day=day, actor=request.user, at=timezone.now())
    return Status(204, None)


@router.post("/{calendar}/days", response=s.ImportedOut)
def import_days(request: StaffRequest, calendar: int, body: s.ListIn) -> Any:
    """Enter a list of days, iCalendar or CSV."""
    target, found = _calendar(request, calendar), read_days(body.text)
    tally = actions.import_days(target, days=found.days, source=body.source, actor=request.user, at=timezone.now())
    return {**tally._asdict(), "skipped": found.skipped}


@router.post("/{calendar}/branches", response=s.CalendarOut)
def assign_calendar(request: StaffRequest, calendar: int, body: s.BranchIn) -> Any:
    """Let a branch work by this calendar."""
    found = _calendar(request, calendar)
    branch = Branch.objects.get(code=body.branch.replace("\x00", ""))
    actions.assign_calendar(found, branch=branch, actor=request.user, at=timezone.now())
    return calendar_list().get(pk=found.pk)


@router.get("/{calendar}/due", response=s.DueOut)
def working_time(
    request: StaffRequest,
    calendar: int,
    start: datetime,
    hours: Annotated[float, Query(ge=0, le=MOST_HOURS)] = 0,
    days: Annotated[int, Query(ge=0, le=MOST_DAYS)] = 0,
) -> Any:
    """When ``hours`` of working time after ``start`` are over, or else the ``days``-th working day after it."""
    counted = work_calendar(_calendar(request, calendar))
    begun = start if timezone.is_aware(start) else timezone.make_aware(start)
    try:
        return {"due": counted.add(begun, timedelta(hours=hours)) if hours else counted.add_days(begun, days)}
    except OverflowError as error:
        raise Refused(_("That lies beyond the years there are."), field="start") from error


def _check(request: StaffRequest) -> None:
    if not request.user.has_perm(MANAGE):
        raise PermissionDenied(MANAGE)


def _calendar(request: StaffRequest, pk: int) -> Calendar:
    _check(request)
    return calendar_list().get(pk=pk)
