"""Every write to the duty roster."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dingxin.accounts.models import DutyShift, Staff
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Branch

LONGEST = timedelta(days=7)
MOST_WEEKS = 53
WEEK = timedelta(weeks=1)


@transaction.atomic
def plan_duty(
    branch: Branch, *, staff: Staff, start: datetime, end: datetime, weeks: int = 1, actor: Staff, at: datetime
) -> list[DutyShift]:
    """Put somebody on duty for a branch, at the same wall clock in each of so many ``weeks``.

    Raises:
        Refused: the time does not fit, or this person cannot be on duty there then.

    """
    _check_person(branch, staff)
    _check_time(start, end, weeks, at)
    Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=staff.pk)
    times = [(_weeks_later(start, week), _weeks_later(end, week)) for week in range(weeks)]
    for first, last in times:
        if other := DutyShift.objects.filter(staff=staff, start__lt=last, end__gt=first).select_related("branch").first():
            raise Refused(
                _("%(name)s is on duty then already: %(branch)s, %(start)s.")
                % {"name": staff, "branch": other.branch, "start": _moment(other.start)},
                field="start",
            )
    shifts = DutyShift.objects.bulk_create(DutyShift(branch=branch, staff=staff, start=first, end=last) for first, last in times)
    record(Kind.DUTY_PLANNED, case=None, actor=actor, at=at, ids=[shift.pk for shift in shifts])
    return shifts


def _check_person(branch: Branch, staff: Staff) -> None:
    if not staff.is_active:
        raise Refused(_("%(name)s does not work here any more: choose somebody else.") % {"name": staff}, field="staff")
    if not staff.leads or (staff.branch_id != branch.pk and not staff.sees_every_branch):
        raise Refused(
            _("%(name)s cannot be on duty here: it takes a manager of this branch or an administrator.") % {"name": staff},
            field="staff",
        )


def _check_time(start: datetime, end: datetime, weeks: int, at: datetime) -> None:
    if end <= start:
        raise Refused(_("The end must lie after the beginning."), field="end")
    if end - start > LONGEST:
        raise Refused(_("A shift lasts seven days at most."), field="end")
    if end <= at:
        raise Refused(_("This time has passed already."), field="end")
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(_("Between 1 and %(most)d weeks can be planned at once.") % {"most": MOST_WEEKS}, field="weeks")


def _weeks_later(moment: datetime, weeks: int) -> datetime:
    """Give the same wall clock so many weeks later, also where clocks are changed between."""
    local = timezone.localtime(moment)
    return timezone.make_aware(local.replace(tzinfo=None) + weeks * WEEK) if weeks else moment


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


@transaction.atomic
def remove_shift(shift: DutyShift, *, actor: Staff, at: datetime) -> None:
    """Take a shift off the roster; one that runs ends now. What is over stays: it is on record who was on duty.

    Raises:
        Refused: it is over, or off the roster already.

    """
    held = DutyShift.objects.select_for_update().filter(pk=shift.pk).first()
    if held is None:
        raise Refused(_("This shift is off the roster already."))
    if held.end <= at:
        raise Refused(_("This shift is over: it stays on record who was on duty."))
    if held.start < at:
        DutyShift.objects.filter(pk=held.pk).update(end=at)
    else:
        held.delete()
    record(Kind.DUTY_REMOVED, case=None, actor=actor, at=at, id=shift.pk)
