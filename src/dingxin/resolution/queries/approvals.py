"""Reading requests for an approval: who decides, what waits for whom, and what a case asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q

from dingxin.accounts.models import HOUSE, Role, Staff
from dingxin.accounts.queries import Charge, InCharge, away_now, duty_manager
from dingxin.cases.models import Case
from dingxin.engine.options import NOBODY
from dingxin.resolution.authority import Purse, may_grant
from dingxin.resolution.models import Approval, ApprovalState, OptionState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from django.db.models import QuerySet

    from dingxin.resolution.models import Option, Remedy

MOST_ASKED = 12  # people looked through for one who may


def deciders(case: Case, *, at: datetime, but: Iterable[int] = ()) -> list[InCharge]:
    """Give who may decide about an option of a case, whoever is to be asked first in front.

    That is who is on duty, the branch manager, another manager of the branch, an administrator; who is away comes after all who
    are there. Three queries.
    """
    branch, left_out = case.branch, set(but)
    leads = Q(branch=branch, role=Role.MANAGER) | Q(role=Role.ADMINISTRATOR)
    found = Staff.objects.filter(leads, is_active=True).exclude(username=HOUSE).exclude(pk__in=left_out)
    people = list(found.select_related("branch").order_by("pk"))
    on_duty = duty_manager(branch, at=at)
    away = away_now((person.pk for person in people), at=at)

    def charge(person: Staff) -> Charge:
        if on_duty and person.pk == on_duty.pk:
            return Charge.ON_DUTY
        if person.pk == branch.manager_id:
            return Charge.BRANCH_MANAGER
        return Charge.MANAGER if person.role == Role.MANAGER else Charge.ADMINISTRATOR

    order = list(Charge)
    ranked = [InCharge(person, charge(person)) for person in people]
    return sorted(ranked, key=lambda one: (one.staff.pk in away, order.index(one.why), one.staff.pk))[:MOST_ASKED]


def decider(
    case: Case, *, kind: str, amount: Decimal, remedy: Remedy | None = None, at: datetime, but: Iterable[int] = ()
) -> InCharge | None:
    """Give who is asked first whether something may be granted: the first whose own authority covers it."""
    asked = deciders(case, at=at, but=but)
    return next((one for one in asked if may_grant(one.staff, case, kind=kind, amount=amount, remedy=remedy, at=at).within), None)


def decider_for(option: Option, *, at: datetime, but: Iterable[int] = ()) -> InCharge | None:
    """Give who is asked first about an option."""
    return decider(option.case, kind=option.kind, amount=option.amount, remedy=option.remedy, at=at, but=but)


class Approvers:
    """Who would be asked for what somebody may not grant in a case; people and their limits are looked up once."""

    def __init__(self, case: Case, actor: Staff, *, at: datetime) -> None:
        """Ask for ``actor``, who does not decide about what they ask for."""
        self._case, self._actor, self._at = case, actor, at
        self._people: list[InCharge] | None = None
        self._purses: dict[int, Purse] = {}

    def role_for(self, *, kind: str, amount: Decimal, remedy: Remedy) -> str:
        """Give the role of whoever is asked first, NOBODY where no one has the authority."""
        if self._people is None:
            self._people = deciders(self._case, at=self._at, but=[self._actor.pk])
        enough = (one.staff for one in self._people if one.staff.authority_cny >= amount)
        asked = next((person for person in enough if self._may(person, kind, amount, remedy)), None)
        return Role(asked.role).value if asked else NOBODY

    def _may(self, person: Staff, kind: str, amount: Decimal, remedy: Remedy) -> bool:
        purse = self._purses.setdefault(person.pk, Purse(person, self._case, at=self._at))
        return purse.grant(kind=kind, amount=amount, remedy=remedy).within


def open_approvals(user: Staff) -> QuerySet[Approval]:
    """Give the requests that wait for an answer which this person may give, those asked of them first, then the oldest."""
    waiting = _listed().filter(state=ApprovalState.ASKED).exclude(asked_by=user)
    if user.role == Role.ADMINISTRATOR:
        return waiting.order_by("due", "pk")
    led = Q(option__case__branch=user.branch_id) if user.role == Role.MANAGER and user.branch_id else Q(pk=None)
    return waiting.filter(led).order_by("due", "pk")


def approvals_waiting(user: Staff) -> int:
    """Count the requests this person may answer; one query for those who may, none for the others."""
    return open_approvals(user).order_by().count() if user.leads else 0


def approvals_of(case: Case) -> QuerySet[Approval]:
    """Give what was asked for in a case, the newest first."""
    return _listed().filter(option__case=case).order_by("-pk")


def approvals_seen_by(user: Staff) -> QuerySet[Approval]:
    """Give every request in cases this person may see."""
    return _listed().filter(option__case__in=Case.objects.visible_to(user).values("pk")).order_by("-pk")


def _listed() -> QuerySet[Approval]:
    people = ("asked_by", "asked_of", "answered_by")
    return Approval.objects.select_related(*people, "option__remedy", "option__case__branch", "option__case__customer")


def asked_by(user: Staff) -> QuerySet[Approval]:
    """Give what this person asked for, the newest first."""
    return _listed().filter(asked_by=user).order_by("-pk")


def approval_for(user: Staff, pk: int, permission: str) -> Approval:
    """Fetch a request: fetching is checking.

    Raises:
        Approval.DoesNotExist: there is none, or this person may not see its case.
        PermissionDenied: they may see it but not do this.

    """
    row = approvals_seen_by(user).get(pk=pk)
    if not user.has_perm(permission, row.option.case):
        raise PermissionDenied(permission)
    return row


def may_answer(user: Staff, approval: Approval) -> bool:
    """Whether this person's answer is awaited or would do: it waits, and they did not ask for it."""
    return approval.state == ApprovalState.ASKED and approval.asked_by_id != user.pk


def askable(case: Case) -> QuerySet[Option]:
    """Give the options of a deck that may be asked for: neither approved in full nor asked for already."""
    waiting = Approval.objects.filter(option=OuterRef("pk"), state=ApprovalState.ASKED)
    deck = case.options.filter(Q(approved=None) | Q(approved__lt=F("amount")), ~Exists(waiting), state=OptionState.DECK)
    return deck.select_related("remedy").order_by("position", "pk")
