"""What somebody may grant in a case (E15): by their own authority, by the limits of their role, and by the remedy itself.

Counted is what a person answers for: what they offered themselves without anybody's approval, and what they approved for others.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dingxin.accounts.models import Role, Staff
from dingxin.cases.models import Message
from dingxin.resolution.agreement_words import yuan
from dingxin.resolution.models import Approval, ApprovalState, Limit, Option, OptionState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dingxin.cases.models import Case
    from dingxin.resolution.models import Remedy

NOTHING = Decimal(0)
STANDING = (OptionState.DECK, OptionState.PRESENTED, OptionState.ACCEPTED)
LEFT = (OptionState.PRESENTED, OptionState.ACCEPTED)
GRANTED = (ApprovalState.APPROVED, ApprovalState.LOWERED)
RANKS = {Role.MANAGER: 2, Role.ADMINISTRATOR: 3}


@dataclass(frozen=True, slots=True)
class Grant:
    """Whether somebody may grant something; ``why`` is the sentence that says why not."""

    within: bool
    why: str = ""


class _Spent(NamedTuple):
    """What somebody answers for already: the option (0: about to be one), its kind and case, how much, and since when."""

    option: int
    kind: str
    case: int
    amount: Decimal
    at: datetime


def may_grant(actor: Staff, case: Case, *, kind: str, amount: Decimal, remedy: Remedy | None = None, at: datetime) -> Grant:
    """Say whether somebody may grant something in a case; three queries."""
    return Purse(actor, case, at=at).grant(kind=kind, amount=amount, remedy=remedy)


def named(remedy: Remedy) -> str:
    """Give the name of a remedy in the language that is spoken now."""
    return remedy.name_en if remedy.name_en and (get_language() or "").startswith("en") else remedy.name


def is_approved(option: Option) -> bool:
    """Whether somebody with the authority allowed at least what an option gives."""
    return option.approved is not None and option.approved >= option.amount


def hold_people(*people: Staff) -> None:
    """Hold people's rows until the transaction ends: what they grant in two places at once is counted one after the other.

    Whoever holds a case as well holds it first; several people are held at once, in their order.
    """
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=[person.pk for person in people]).order_by("pk"))


class Purse:
    """What somebody may still grant in a case: asked for several things one after the other, each counts for the next."""

    def __init__(self, actor: Staff, case: Case, *, at: datetime, besides: Iterable[int] = ()) -> None:
        """Count what this person answers for, ``besides`` some options."""
        self.actor, self.case, self.at = actor, case, at
        local = timezone.localtime(at, timezone.get_default_timezone())
        self._day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        self._month = self._day.replace(day=1)
        left_out = set(besides)
        self._spent = [row for row in self._rows() if row.option not in left_out]
        fits = Q(branch=None) | Q(branch=case.branch_id)
        fits &= Q(tier="") | Q(tier=case.customer.tier)
        self._limits = list(Limit.objects.filter(fits, role=actor.role, is_active=True))

    def grant(self, *, kind: str, amount: Decimal, remedy: Remedy | None = None) -> Grant:
        """Say whether this person may grant it beside all they answer for already."""
        why = self._against(remedy, amount) or self._beyond(kind, amount)
        return Grant(not why, why)

    def forbids(self, kind: str) -> bool:
        """Whether a limit says of this very kind that nothing of it may be granted."""
        limit = self._narrowest("per_case", kind)
        return limit is not None and limit.kind == kind and not limit.per_case

    def take(self, *, kind: str, amount: Decimal) -> None:
        """Count what is about to be granted."""
        self._spent.append(_Spent(0, kind, self.case.pk, amount, self.at))

    @property
    def left(self) -> Decimal:
        """What is left of this person's own authority in the case."""
        return max(self.actor.authority_cny - self._sum(case=self.case.pk), NOTHING)

    def _against(self, remedy: Remedy | None, amount: Decimal) -> str:
        if remedy is None:
            return ""
        if not remedy.is_active:
            return _("“%(remedy)s” is not given any more.") % {"remedy": named(remedy)}
        if RANKS.get(Role(self.actor.role), 1) < RANKS.get(Role(remedy.granted_by), 1):
            return _("“%(remedy)s” is granted by: %(role)s.") % {"remedy": named(remedy), "role": Role(remedy.granted_by).label}
        if remedy.amount_max is not None and amount > remedy.amount_max:
            told = _("“%(remedy)s” goes up to %(most)s yuan in a case.")
            return told % {"remedy": named(remedy), "most": yuan(remedy.amount_max)}
        return ""

    def _beyond(self, kind: str, amount: Decimal) -> str:
        if amount <= 0:
            return ""
        if amount > self.left:
            told = _("%(amount)s yuan are beyond your authority in this case: %(left)s of %(all)s yuan are left.")
            return told % {"amount": yuan(amount), "left": yuan(self.left), "all": yuan(self.actor.authority_cny)}
        for name, since, told in (
            ("per_case", None, _("%(amount)s yuan are beyond the limit of your role in a case (%(most)s yuan).")),
            ("per_day", self._day, _("%(amount)s yuan are beyond the limit of your role for today (%(most)s yuan).")),
            ("per_month", self._month, _("%(amount)s yuan are beyond the limit of your role for this month (%(most)s yuan).")),
        ):
            limit = self._narrowest(name, kind)
            most = getattr(limit, name, None)
            case = self.case.pk if since is None else None
            if limit and most is not None and amount + self._sum(case=case, since=since, kind=limit.kind) > most:
                return told % {"amount": yuan(amount), "most": yuan(most)}
        return ""

    def _narrowest(self, name: str, kind: str) -> Limit | None:
        """Give the limit that says most about who, where and what, of those that say anything about a period."""
        fitting = [limit for limit in self._limits if limit.kind in {"", kind} and getattr(limit, name) is not None]
        return max(
            fitting, key=lambda it: (bool(it.branch_id) + bool(it.tier) + bool(it.kind), bool(it.kind), -it.pk), default=None
        )

    def _sum(self, *, case: int | None = None, since: datetime | None = None, kind: str = "") -> Decimal:
        rows = (
            row.amount
            for row in self._spent
            if (case is None or row.case == case) and (since is None or row.at >= since) and (not kind or row.kind == kind)
        )
        return sum(rows, NOTHING)

    def _rows(self) -> list[_Spent]:
        return [*self._offered(), *self._allowed()]

    def _offered(self) -> Iterable[_Spent]:
        """Give what this person offered without anybody's approval, in this case or this month."""
        here = Q(case=self.case) | Q(joined=True) | Q(presented_at__gte=self._month)
        own = Option.objects.annotate(joined=self._joined("case")).filter(here, presented_by=self.actor, state__in=LEFT)
        free = own.filter(Q(approved=None) | Q(approved__lt=F("amount")), amount__gt=0)
        rows = free.values_list("pk", "kind", "case", "joined", "amount", "presented_at")
        return [_Spent(pk, kind, self._of(case, joined), amount, at or self.at) for pk, kind, case, joined, amount, at in rows]

    def _allowed(self) -> Iterable[_Spent]:
        """Give what this person approved for others and what still stands, in this case or this month."""
        given = Approval.objects.annotate(joined=self._joined("option__case")).filter(
            Q(option__case=self.case) | Q(joined=True) | Q(answered_at__gte=self._month),
            answered_by=self.actor, state__in=GRANTED, option__approved_by=self.actor, option__state__in=STANDING,
        )  # fmt: skip
        named = ("option", "option__kind", "option__case", "joined", "amount_granted", "answered_at")
        last = {
            pk: _Spent(pk, kind, self._of(case, joined), amount or NOTHING, at or self.at)
            for pk, kind, case, joined, amount, at in given.order_by("pk").values_list(*named)
        }
        return last.values()

    def _joined(self, case: str) -> Exists:
        """Say of a row whether its case went on in this one: two cases that were merged are one."""
        return Exists(Message.objects.filter(case=self.case, came_from=OuterRef(case)))

    def _of(self, case: int, joined: bool) -> int:  # noqa: FBT001  as the row says
        return self.case.pk if joined else case
