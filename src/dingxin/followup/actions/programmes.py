"""Programmes of calls to customers who did not complain (G9): those who are silent leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions import find_or_create_customer
from dingxin.cases.actions.texts import clean_line, clean_text
from dingxin.cases.states import LIVE
from dingxin.clocks.queries import calendar_of
from dingxin.followup.models import Callback, Programme, Way
from dingxin.followup.queries import preference_of
from dingxin.followup.timing import window_after

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff
    from dingxin.cases.models import Customer

MOST_CUSTOMERS = 2000
A_DAY = 40  # calls a branch makes in a working day beside its other work
NAME_CHARS = 80


class Wanted(NamedTuple):
    """A customer to be called, and why."""

    phone: str
    name: str = ""
    reason: str = ""


class Left(NamedTuple):
    """Why a customer of the list is not called: the phone as given, and the reason."""

    phone: str
    why: str


@transaction.atomic
def create_programme(
    *, name: str, source: str, branch: Branch, wanted: Sequence[Wanted], actor: Staff, at: datetime
) -> tuple[Programme, list[Left]]:
    """Plan a call to each customer of a list, so many a working day; give the programme and who is left out, each with why.

    Left out is who stands twice on the list, has no usable number, wants no calls, or has a case that is still worked on.

    Raises:
        Refused: the name is taken, the list is empty or too long, or nobody is left to call.

    """
    name = clean_line(name, NAME_CHARS)
    _check(name, branch, wanted)
    made = Programme.objects.create(name=name, source=source, branch=branch, created_by=actor, at=at)
    left: list[Left] = []
    planned = 0
    for row in wanted:
        customer = _customer(row, made, left, actor=actor, at=at)
        if customer is not None:
            _plan(made, customer, row.reason, day=planned // A_DAY + 1)
            planned += 1
    if not planned:
        raise Refused(_("Nobody is left to call: %(why)s") % {"why": left[0].why if left else ""}, field="list")
    record(Kind.PROGRAMME_CREATED, case=None, actor=actor, at=at, id=made.pk, customers=planned)
    return made, left


def _check(name: str, branch: Branch, wanted: Sequence[Wanted]) -> None:
    if not name:
        raise Refused(_("Give the programme a name."), field="name")
    if Programme.objects.filter(name=name).exists():
        raise Refused(_("Another programme has this name."), field="name")
    if not branch.is_active:
        raise Refused(_("This branch is no longer in use: choose another."), field="branch")
    if not wanted:
        raise Refused(_("There is no customer on the list."), field="list")
    if len(wanted) > MOST_CUSTOMERS:
        raise Refused(_("At most %(most)d customers at once: divide the list.") % {"most": MOST_CUSTOMERS}, field="list")


def _customer(row: Wanted, made: Programme, left: list[Left], *, actor: Staff, at: datetime) -> Customer | None:
    """Give the customer of a row who is to be called, or note why not."""
    why = ""
    customer = None
    try:
        if row.phone.strip():
            customer = find_or_create_customer(phone=row.phone, name=row.name, actor=actor, at=at)
        else:
            why = _("no phone number")
    except Refused as error:
        why = str(error)
    if customer is not None:
        why = _why_not(customer, made)
    if why:
        left.append(Left(row.phone[:20], why))
    return None if why else customer


def _why_not(customer: Customer, made: Programme) -> str:
    if made.callbacks.filter(customer=customer).exists():
        return _("stands on the list twice")
    if preference_of(customer).no_calls:
        return _("wants no calls")
    if customer.cases.filter(state__in=LIVE).exists():
        return _("has a case that is still worked on")
    return ""


def _plan(made: Programme, customer: Customer, reason: str, *, day: int) -> None:
    preference = preference_of(customer)
    window = window_after(
        made.at, day, "workday", calendar_of(made.branch), earliest=preference.earliest, latest=preference.latest
    )  # fmt: skip
    Callback.objects.create(
        programme=made, branch=made.branch, customer=customer, way=preference.way or Way.CALL,
        reason=clean_text(reason, needed=False)[:2000], due=window.start, until=window.end,
    )  # fmt: skip
