"""What becomes of the cases of those who are away: a stand-in has them, and gives them back (B8)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts import actions as accounts
from dingxin.accounts.models import Absence, AwayKind
from dingxin.audit.actions import draft, record_many
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.models import Case, Loan
from dingxin.cases.states import LIVE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.audit.models import Event
    from dingxin.cases.models.case import CaseQuerySet

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=8)
BATCH = 200


@transaction.atomic
def take_breather(staff: Staff, *, colleague: Staff, minutes: int, at: datetime) -> Absence:
    """Step back for some minutes: a named colleague has one's open cases and their clocks until then.

    Raises:
        Refused: the time is too short or too long, one is away already, or the colleague cannot stand in.

    """
    if not SHORTEST <= timedelta(minutes=min(minutes, 10_000)) <= LONGEST:
        raise Refused(_("A breather lasts between 5 minutes and 8 hours."), field="minutes")
    _held(Case.objects.filter(handler=staff, state__in=LIVE))  # before the person: whoever answers in one of them waits so too
    absence = accounts.record_absence(
        staff, kind=AwayKind.BREATHER, start=at, end=at + timedelta(minutes=minutes), stand_in=colleague, actor=staff, at=at
    )
    _begin(absence, actor=staff, at=at)
    absence.refresh_from_db()
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, actor: Staff, at: datetime) -> Absence:
    """Come back early, or call an absence off: the cases are one's own again.

    Raises:
        Refused: it is over already.

    """
    if not _end(absence, actor=actor, at=at):
        raise Refused(_("This absence is over already."))
    absence.refresh_from_db()
    return absence


def begin_absences(*, at: datetime) -> int:
    """Let every absence begin whose time has come: its stand-in has the cases now. Give their number."""
    rows = Absence.objects.now(at).filter(begun_at=None, stand_in__isnull=False).select_related("staff", "stand_in")
    return sum(_begin(absence, actor=None, at=at) for absence in rows.order_by("pk")[:BATCH])


def end_absences(*, at: datetime) -> int:
    """Let every absence end whose time is over: the cases are back. Give their number."""
    rows = Absence.objects.standing().filter(end__lte=at).select_related("staff", "stand_in")
    return sum(_end(absence, actor=None, at=at) for absence in rows.order_by("pk")[:BATCH])


@transaction.atomic
def _begin(absence: Absence, *, actor: Staff | None, at: datetime) -> bool:
    """Lend the live cases of who goes away; whether this call did it. One who left meanwhile lends and borrows nothing."""
    if not accounts.mark_begun(absence, at=at):
        return False
    stand_in = absence.stand_in
    cases = _held(Case.objects.filter(handler=absence.staff, state__in=LIVE)) if stand_in and stand_in.is_active else []
    if stand_in:
        loans = (Loan(case=case, absence=absence, lender=absence.staff, borrower=stand_in, at=at) for case in cases)
        Loan.objects.bulk_create(loans)
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(handler=stand_in, updated_at=at)
    _record(Kind.ABSENCE_BEGUN, Kind.CASE_LENT, absence, cases, actor=actor, at=at)
    return True


@transaction.atomic
def _end(absence: Absence, *, actor: Staff | None, at: datetime) -> bool:
    """Give back what is still in the hands it was lent to; whether this call ended the absence."""
    if not accounts.close_absence(absence, at=at):
        return False
    loans = list(Loan.objects.filter(absence=absence, returned_at=None))
    cases = _held(Case.objects.filter(pk__in=[loan.case_id for loan in loans])) if loans else []
    back = [case for case in cases if absence.staff.is_active and case.handler_id in _hands(loans, case)]
    Case.objects.filter(pk__in=[case.pk for case in back]).update(handler=absence.staff, updated_at=at)
    Loan.objects.filter(absence=absence, returned_at=None).update(returned_at=at)
    _record(Kind.ABSENCE_ENDED, Kind.CASE_RETURNED, absence, back, actor=actor, at=at)
    return True


def _held(cases: CaseQuerySet) -> list[Case]:
    """Give cases as they stand now, held until the transaction ends, always in the same order."""
    return list(cases.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _hands(loans: Sequence[Loan], case: Case) -> set[int]:
    """Give those who may hold a lent case without having it for good: the stand-in, and whoever stands in for them."""
    first = next(loan for loan in loans if loan.case_id == case.pk)
    return set(Loan.objects.filter(case=case, returned_at=None, pk__gte=first.pk).values_list("borrower", flat=True))


def _record(
    house: Kind, each: Kind, absence: Absence, cases: Sequence[Case], *, actor: Staff | None, at: datetime
) -> list[Event]:
    ids = {"absence": absence.pk, "of": absence.staff_id, "to": absence.stand_in_id or 0}
    told = [draft(each, case=case, actor=actor, at=at, **ids) for case in cases]
    own = draft(house, case=None, actor=actor, at=at, id=absence.pk, staff=absence.staff_id, cases=len(cases))
    return record_many([*told, own])
