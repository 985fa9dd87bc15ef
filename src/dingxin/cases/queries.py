"""Every read of cases worth a name."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.accounts.models import Role
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.cases.models import Case, Category, Counter, Customer, Message, MessageKind, RoutingRule
from dingxin.cases.states import State
from dingxin.clocks.models import Promise
from dingxin.search.queries import entries_with, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.accounts.models import Staff
    from dingxin.cases.models.case import CaseQuerySet

WITHHELD = [kind for kind in Kind if kind.partition(".")[0] in {"malice_review", "concern"}]
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
    case = Case.objects.visible_to(user).for_list().select_related("team", "merged_into").get(number=number.replace("\x00", ""))
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
    """Give the customers with the phone number that was typed (A2), and those one may see whose number begins so.

    Whoever opens a case finds the customer in front of them by the whole number, though not their cases in other branches; the
    first digits (at least four) find one's own customers only, so that nobody leafs through those of the house.
    """
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", typed))
    digits = re.sub(r"^(00)?86(?=1\d{10}$)", "", digits)
    if not user.has_perm("cases.open_case") or len(digits) < FEWEST_DIGITS:
        return Customer.objects.none()
    mine = Q(phone__startswith=digits, pk__in=Customer.objects.visible_to(user).values("pk"))
    return Customer.objects.filter(Q(phone__in=[digits, f"+{digits}"]) | mine).order_by("phone")


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


def rule_list() -> QuerySet[RoutingRule]:
    """Give every routing rule in the order in which they are asked."""
    return RoutingRule.objects.select_related("team__branch", "skill")


def active_rules() -> QuerySet[RoutingRule]:
    """Give the rules that are on, in order; one whose team or skill is out of use decides nothing."""
    return rule_list().filter(is_active=True).exclude(team__is_active=False).exclude(skill__is_active=False)


def past_openings(most: int) -> Iterator[tuple[Case, Message]]:
    """Give the cases opened last, each with the customer's first words; three queries."""
    first = Message.objects.filter(case=OuterRef("pk"), kind=MessageKind.CUSTOMER).order_by("pk").values("pk")[:1]
    pairs = list(Case.objects.order_by("-opened_at", "-pk").values_list("pk", Subquery(first))[:most])
    cases = Case.objects.select_related("customer", "handler", "branch").in_bulk([pk for pk, _first in pairs])
    messages = Message.objects.in_bulk([first for _pk, first in pairs if first])
    return ((cases[pk], messages[first]) for pk, first in pairs if first)


def newest_cases() -> QuerySet[Case]:
    """Give every case, newest first, for the command line."""
    return Case.objects.for_list().order_by("-opened_at", "-pk")


def known_ids(external_ids: Iterable[str]) -> set[str]:
    """Give those names from elsewhere under which there is a case already."""
    known = Case.objects.filter(external_id__in=list(external_ids)).values_list("external_id", flat=True)
    return {name for name in known if name}


def unrecorded_cases() -> Iterator[tuple[str, str]]:
    """Give (number, what is wrong) for each case number that was given out and is gone, and each case that has no events.

    Numbers run without gaps and every case begins with an event: a case taken out of the database leaves a hole here.
    """
    counters = dict(Counter.objects.values_list("day", "last"))
    for day, last in counters.items():
        given = {f"{day:%Y%m%d}-{number:04d}" for number in range(1, last + 1)}
        there = set(Case.objects.filter(number__startswith=f"{day:%Y%m%d}-").values_list("number", flat=True))
        yield from ((number, _("the case is missing")) for number in sorted(given - there))
        yield from ((number, _("this number was never given out")) for number in sorted(there - given))
    days = Case.objects.annotate(day=Substr("number", 1, 8)).exclude(day__in=[f"{day:%Y%m%d}" for day in counters])
    yield from ((number, _("this number was never given out")) for number in days.values_list("number", flat=True))
    silent = Case.objects.filter(~Exists(Event.objects.filter(case=OuterRef("pk"))))
    yield from ((number, _("the case has no events")) for number in silent.values_list("number", flat=True))


def events_for(user: Staff, *, after: int = 0, case: str = "") -> QuerySet[Event]:
    """Give the events of visible cases after one event, oldest first; ``case`` narrows to one number.

    Raises:
        Case.DoesNotExist: that case is not there for this person.

    """
    events = Event.objects.after(after).select_related("case", "actor").filter(_told_to(user))
    if case:
        return events.filter(case=case_for(user, case))
    if user.sees_every_branch:
        return events
    return events.filter(case__in=Case.objects.visible_to(user).values("pk"))


def timeline(case: Case, user: Staff) -> QuerySet[Event]:
    """Give what happened in a case, as far as this person may know of it, newest first."""
    return Event.objects.filter(_told_to(user), case=case).select_related("actor").order_by("-seq")


def _told_to(user: Staff) -> Q:
    """Give which events somebody may know of: that a complaint is held to be malicious is for those who may see its review.

    To anybody else it would be a mark on the customer, whatever comes of it.
    """
    if user.sees_every_branch:
        return Q()
    concerned = Q(case__owner=user) | Q(case__handler=user)
    if user.role == Role.MANAGER:
        concerned |= Q(case__branch=user.branch_id)
    return ~Q(kind__in=WITHHELD) | concerned


def owed_promises(user: Staff, *, mine: bool) -> QuerySet[Promise]:
    """Give the promises customers still wait for, those due first first: one's own, or all in cases one may see."""
    owed = Promise.objects.owed().filter(Case.objects.visible_to(user).holding()).select_related("case__customer", "made_by")
    return (owed.filter(made_by=user) if mine else owed).order_by("due", "pk")
