"""Who is there, who is on duty, and who answers for a branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Absence, DutyShift, Role, Staff

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.accounts.models import Branch


class Charge(models.TextChoices):
    """Why it is this person who answers for a branch."""

    ON_DUTY = "on_duty", _("on duty")
    BRANCH_MANAGER = "branch_manager", _("branch manager, as nobody is on duty")
    MANAGER = "manager", _("a manager of the branch, as nobody is on duty")
    ADMINISTRATOR = "administrator", _("administrator, as no manager is there")
    OWNER = "owner", _("its owner")


class InCharge(NamedTuple):
    """Who answers for a branch now, and why it is they."""

    staff: Staff
    why: Charge


def away_now(staff: Iterable[int], *, at: datetime) -> dict[int, Absence]:
    """Give the absence of each of these people who are away now, by id; one query."""
    found = Absence.objects.now(at).filter(staff__in=list(staff)).select_related("stand_in")
    return {absence.staff_id: absence for absence in found}


def absence_of(staff: Staff, *, at: datetime) -> Absence | None:
    """Give the absence of somebody who is away now."""
    return away_now([staff.pk], at=at).get(staff.pk)


def duty_manager(branch: Branch, *, at: datetime) -> Staff | None:
    """Give the manager on duty of a branch: on the roster now, and there."""
    shifts = DutyShift.objects.filter(branch=branch, start__lte=at, end__gt=at, staff__is_active=True)
    there = shifts.exclude(staff__in=Absence.objects.now(at).values("staff")).select_related("staff__branch").first()
    return there.staff if there else None


def in_charge(branch: Branch, *, at: datetime) -> InCharge | None:
    """Give who answers for a branch now: on duty, else its branch manager, else another manager, else an administrator.

    Whoever is there comes before whoever is away. None only where the house has nobody of the kind. Three queries at most.
    """
    if on_duty := duty_manager(branch, at=at):
        return InCharge(on_duty, Charge.ON_DUTY)
    leads = Q(branch=branch, role=Role.MANAGER) | Q(pk=branch.manager_id) | Q(role=Role.ADMINISTRATOR)
    people = list(Staff.objects.filter(leads, is_active=True).select_related("branch").order_by("pk"))
    away = away_now((person.pk for person in people), at=at)
    ranked = [(person.pk in away, _charge(branch, person), person.pk, person) for person in people]
    order = list(Charge)
    best = min(ranked, key=lambda row: (row[0], order.index(row[1]), row[2]), default=None)
    return InCharge(best[3], best[1]) if best else None


def _charge(branch: Branch, person: Staff) -> Charge:
    if person.pk == branch.manager_id:
        return Charge.BRANCH_MANAGER
    return Charge.MANAGER if person.role == Role.MANAGER else Charge.ADMINISTRATOR


def shift_list(branch: Branch, *, at: datetime) -> QuerySet[DutyShift]:
    """Give the shifts of a branch that run or are to come, in order."""
    return DutyShift.objects.filter(branch=branch, end__gt=at).select_related("staff", "branch").order_by("start", "pk")


def absence_list(branch: Branch | None, *, at: datetime) -> QuerySet[Absence]:
    """Give the absences of a branch (None: of the whole house) that hold or are to come, in order."""
    rows = Absence.objects.standing().filter(end__gt=at).select_related("staff", "stand_in").order_by("start", "pk")
    return rows.filter(staff__branch=branch) if branch else rows
