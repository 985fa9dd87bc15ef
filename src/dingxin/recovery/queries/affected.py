"""Whom an incident touched: the preview of a batch. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from dingxin.audit.refusal import Refused
from dingxin.cases.actions.customers import clean_phone
from dingxin.cases.models import Case, Customer
from dingxin.recovery.models import HELD, BatchRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Branch, Staff
    from dingxin.cases.models import Category

MOST_CUSTOMERS = 2000


@dataclass(frozen=True, slots=True)
class Affected:
    """Who is meant: live cases of a branch, category, product and time; or customers by their phone numbers."""

    branch: Branch | None = None
    category: Category | None = None
    product: str = ""
    since: datetime | None = None
    until: datetime | None = None
    phones: tuple[str, ...] = ()


class Left(NamedTuple):
    """Who is left out, and why: a case number, or the phone number as it was given."""

    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would be told, what it costs together, who is left out, and how many cases nobody handles yet."""

    cases: list[Case]
    left: list[Left]
    amount: Decimal
    unhandled: int

    @property
    def total(self) -> Decimal:
        """The sum of what is given to all of them."""
        return self.amount * len(self.cases)


def preview_batch(user: Staff, who: Affected, *, incident: str, amount: Decimal) -> Preview:
    """Tell whom a batch would reach; a constant number of queries.

    Left out is who was granted something for this incident already or is about to be, whose case is closed, who has none, whom
    this person may not answer, and every case of a customer but the newest.

    Raises:
        Refused: nobody is named, or too many are.

    """
    left: list[Left] = []
    found = _by_phone(user, who.phones, left) if who.phones else _by_case(user, who)
    if len(found) > MOST_CUSTOMERS:
        raise Refused(_("More than %(most)d cases: narrow it down, or divide the list.") % {"most": MOST_CUSTOMERS})
    granted = set(
        BatchRow.objects.filter(incident__name=incident, state__in=HELD).values_list("customer", flat=True) if incident else ()
    )
    kept = list(_kept(user, found, granted, left))
    return Preview(kept, left, amount, sum(case.handler_id is None for case in kept))


def _kept(user: Staff, found: Iterable[Case], granted: set[int], left: list[Left]) -> Iterable[Case]:
    seen: set[int] = set()
    for case in found:
        why = ""
        if case.customer_id in granted:
            why = _("something was granted for this incident already")
        elif case.customer_id in seen:
            why = _("the customer has a newer case in the list")
        elif not user.has_perm("replies.send_reply", case):
            why = _("you may not answer in this case")
        seen.add(case.customer_id)
        if why:
            left.append(Left(case.number, why))
        else:
            yield case


def _by_case(user: Staff, who: Affected) -> list[Case]:
    if not (who.branch or who.category or who.product or who.since or who.until):
        raise Refused(_("Say who is meant: a branch, a category, a product, a time, or phone numbers."))
    cases = Case.objects.visible_to(user).live().for_list().order_by("-opened_at", "-pk")
    asked = {
        "branch": who.branch, "category": who.category, "product__icontains": who.product,
        "opened_at__gte": who.since, "opened_at__lte": who.until,
    }  # fmt: skip
    return list(cases.filter(**{name: value for name, value in asked.items() if value})[: MOST_CUSTOMERS + 1])


def _by_phone(user: Staff, phones: Sequence[str], left: list[Left]) -> list[Case]:
    if len(phones) > MOST_CUSTOMERS:
        raise Refused(_("At most %(most)d customers at once: divide the list.") % {"most": MOST_CUSTOMERS})
    numbers = dict.fromkeys(number for phone in phones if (number := _number(phone, left)))
    known = dict(Customer.objects.filter(phone__in=numbers).values_list("phone", "pk"))
    cases = Case.objects.visible_to(user).filter(customer__in=known.values()).for_list().order_by("-opened_at", "-pk")
    live: dict[int, list[Case]] = {}
    closed: set[int] = set()
    for case in cases:
        if case.is_live:
            live.setdefault(case.customer_id, []).append(case)
        else:
            closed.add(case.customer_id)
    missing = [number for number in numbers if known.get(number) not in live]
    shut, none = _("the case is closed"), _("has no case: call them instead")
    left.extend(Left(number, shut if known.get(number) in closed else none) for number in missing)
    return [case for number in numbers for case in live.get(known.get(number, 0), ())[:1]]


def _number(phone: str, left: list[Left]) -> str:
    try:
        return clean_phone(phone)
    except Refused:
        left.append(Left(phone[:20], _("no phone number")))
        return ""
