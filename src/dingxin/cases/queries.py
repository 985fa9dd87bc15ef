"""Every read of cases worth a name."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from dingxin.audit.models import Event
from dingxin.cases.models import Case, Category, Customer
from dingxin.cases.states import State
from dingxin.search.queries import entries_with, phrases

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.accounts.models import Staff
    from dingxin.cases.models.case import CaseQuerySet

HEATED_FROM = 2
COUNT_UP_TO = 1000
FEWEST_DIGITS = 4  # fewer would list everybody


class Box(StrEnum):
    """The views of the inbox."""

    MINE = "mine"
    TEAM = "team"
    UNOWNED = "unowned"
    HEATED = "heated"
    PROMISED = "promised"
    WAITING = "waiting"
    ALL = "all"


def case_for(user: Staff, number: str, permission: str = "cases.view_case") -> Case:
    """Fetch a case by number: fetching is checking.

    Raises:
        Case.DoesNotExist: there is none, or this person may not see it.
        PermissionDenied: they may see it but not do this.

    """
    case = Case.objects.visible_to(user).for_list().select_related("team", "merged_into").get(number=number)
    if not user.has_perm(permission, case):
        raise PermissionDenied(permission)
    return case


def inbox(user: Staff, box: Box, *, at: datetime) -> CaseQuerySet:
    """Give the cases of one view of the inbox, what is due and hot first."""
    return _narrowed(Case.objects.visible_to(user), user, box, at).for_list().hottest_first()


def _narrowed(cases: CaseQuerySet, user: Staff, box: Box, at: datetime) -> CaseQuerySet:
    conditions = {
        Box.MINE: Q(handler=user) | Q(owner=user, handler=None) | Q(offered_to=user),
        Box.TEAM: Q(team=user.team_id) | Q(handler__team=user.team_id) if user.team_id else Q(pk=None),
        Box.UNOWNED: Q(handler=None),
        Box.HEATED: Q(emotion_now__gte=HEATED_FROM),
        Box.PROMISED: Q(next_due__lt=_end_of_day(at)),
        Box.WAITING: Q(state=State.WAITING),
    }
    return cases if box is Box.ALL else cases.live().filter(conditions[box])


def _end_of_day(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def inbox_counts(user: Staff, *, at: datetime) -> dict[Box, int]:
    """Give the number of cases in each view but the last, counted up to COUNT_UP_TO, in one query each."""
    visible = Case.objects.visible_to(user)
    return {box: _narrowed(visible, user, box, at).order_by()[:COUNT_UP_TO].count() for box in Box if box is not Box.ALL}


def search_cases(user: Staff, query: str) -> QuerySet[Case]:
    """Give the visible cases in which every phrase of the query is found, newest first.

    Looked through are numbers, names, phones, titles, messages and notes.
    """
    wanted = phrases(query)
    cases = Case.objects.visible_to(user).for_list().order_by("-opened_at", "-pk")
    for phrase in wanted:
        cases = cases.filter(pk__in=entries_with(phrase).values("case_id"))
    return cases if wanted else cases.none()


def customers_by_phone(user: Staff, typed: str) -> QuerySet[Customer]:
    """Give the customers whose phone number begins with what was typed (A2); at least four digits.

    Anybody who opens a case may find the customer in front of them; only name and number are shown, not their cases.
    """
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", typed))
    if not user.has_perm("cases.open_case") or len(digits) < FEWEST_DIGITS:
        return Customer.objects.none()
    return Customer.objects.filter(phone__startswith=digits).order_by("phone")


def customer_for(user: Staff, pk: int) -> Customer:
    """Fetch a customer with at least one visible case.

    Raises:
        Customer.DoesNotExist: there is none, or this person may see none of their cases.

    """
    return Customer.objects.visible_to(user).get(pk=pk)


def history(user: Staff, customer: Customer) -> QuerySet[Case]:
    """Give the visible cases of a customer, newest first."""
    return Case.objects.visible_to(user).filter(customer=customer).for_list().order_by("-opened_at", "-pk")


def linked_cases(user: Staff, case: Case) -> QuerySet[Case]:
    """Give the visible cases linked with this one, or merged into it."""
    near = Q(links_to__second=case) | Q(links_from__first=case) | Q(merged_into=case)
    return Case.objects.visible_to(user).filter(near).for_list().distinct().order_by("-opened_at")


def categories() -> QuerySet[Category]:
    """Give the categories in use."""
    return Category.objects.filter(is_active=True)


def newest_cases() -> QuerySet[Case]:
    """Give every case, newest first, for the command line."""
    return Case.objects.for_list().order_by("-opened_at", "-pk")


def events_for(user: Staff, *, after: int = 0, case: str = "") -> QuerySet[Event]:
    """Give the events of visible cases after one event, oldest first; ``case`` narrows to one number.

    Raises:
        Case.DoesNotExist: that case is not there for this person.

    """
    events = Event.objects.after(after).select_related("case", "actor")
    if case:
        return events.filter(case=case_for(user, case))
    if user.sees_every_branch:
        return events
    return events.filter(case__in=Case.objects.visible_to(user).values("pk"))


def timeline(case: Case) -> QuerySet[Event]:
    """Give what happened in a case, newest first."""
    return Event.objects.filter(case=case).select_related("actor").order_by("-seq")
