"""Every write to absences. What becomes of the cases of those who are away is the business of the cases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dingxin.accounts.models import Absence, AwayKind, Staff
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = timedelta(days=400)


@transaction.atomic
def record_absence(
    staff: Staff, *, kind: str, start: datetime, end: datetime, stand_in: Staff | None = None, actor: Staff, at: datetime
) -> Absence:
    """Enter a time in which somebody is away, and who has their cases meanwhile.

    Raises:
        Refused: the time does not fit, they are away then already, or the stand-in cannot be one.

    """
    if kind not in AwayKind.values:
        raise Refused(_("“%(kind)s” is no reason to be away.") % {"kind": kind[:20]}, field="kind")
    _check_time(start, end, at)
    Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=staff.pk)  # of two entries at once one waits
    if other := Absence.objects.filter(staff=staff).during(start, end).first():
        words = {"name": staff, "end": _moment(other.end)}
        raise Refused(_("%(name)s is away then already: until %(end)s.") % words, field="start")
    if stand_in is not None:
        _check_stand_in(staff, stand_in, start, end)
    absence = Absence.objects.create(staff=staff, stand_in=stand_in, kind=kind, start=start, end=end, entered_by=actor)
    record(Kind.ABSENCE_RECORDED, case=None, actor=actor, at=at, id=absence.pk, staff=staff.pk)
    return absence


def _check_time(start: datetime, end: datetime, at: datetime) -> None:
    if end <= start:
        raise Refused(_("The end must lie after the beginning."), field="end")
    if end <= at:
        raise Refused(_("This time has passed already."), field="end")
    if end - start > LONGEST:
        raise Refused(_("At most %(days)d days can be entered at once.") % {"days": LONGEST.days}, field="end")


def _check_stand_in(staff: Staff, stand_in: Staff, start: datetime, end: datetime) -> None:
    if stand_in.pk == staff.pk:
        raise Refused(_("Nobody stands in for themselves: name a colleague."), field="stand_in")
    if not stand_in.is_active:
        raise Refused(_("%(name)s does not work here any more: choose somebody else.") % {"name": stand_in}, field="stand_in")
    if other := Absence.objects.filter(staff=stand_in).during(start, end).first():
        raise Refused(
            _("%(name)s is away themselves until %(end)s: choose somebody else.") % {"name": stand_in, "end": _moment(other.end)},
            field="stand_in",
        )


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def mark_begun(absence: Absence, *, at: datetime) -> bool:
    """Say that an absence has begun; whether it is this call that said so first."""
    waiting = Absence.objects.standing().filter(pk=absence.pk, begun_at=None)
    return bool(waiting.update(begun_at=at))


def close_absence(absence: Absence, *, at: datetime) -> bool:
    """End an absence; whether it is this call that ended it."""
    return bool(Absence.objects.standing().filter(pk=absence.pk).update(ended_at=at))
