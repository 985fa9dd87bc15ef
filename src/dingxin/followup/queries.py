"""Every read of calls back, plans and surveys worth a name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from dingxin.cases.states import LIVE
from dingxin.followup.models import Callback, CallbackState, Outcome, Plan, Preference, Programme, Survey

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case, Customer
    from dingxin.followup.models import CallbackQuerySet


class Heap(StrEnum):
    """The views of the list of calls back."""

    DUE = "due"
    MINE = "mine"
    COMING = "coming"
    DONE = "done"


def callbacks(user: Staff, heap: Heap, *, at: datetime) -> CallbackQuerySet:
    """Give the calls back of one view that this person may see; what is due longest comes first."""
    rows = with_rows(Callback.objects.visible_to(user))
    if heap is Heap.DONE:
        return rows.exclude(state=CallbackState.PLANNED).order_by("-due", "-pk")
    if heap is Heap.COMING:
        return rows.planned().filter(due__gt=end_of_day(at)).order_by("due", "pk")
    due = rows.planned().filter(due__lte=end_of_day(at)).order_by("due", "pk")
    mine = Q(case__handler=user) | Q(case__handler=None, case__owner=user)
    return due.filter(mine) if heap is Heap.MINE else due


def with_rows(rows: CallbackQuerySet) -> CallbackQuerySet:
    """Give calls back with all that a line shows, in one query."""
    return rows.select_related(
        "case__branch", "case__handler", "case__owner", "customer__preference", "programme", "branch", "plan"
    )


def end_of_day(at: datetime) -> datetime:
    """Give the last moment of the day of a moment, where the house is."""
    return timezone.localtime(at).replace(hour=23, minute=59, second=59, microsecond=999_999)


def callback_for(user: Staff, pk: int, permission: str = "followup.view_callbacks") -> Callback:
    """Fetch a call back: fetching is checking.

    Raises:
        Callback.DoesNotExist: there is none, or this person may not see it.
        PermissionDenied: they may see it but not do this.

    """
    callback = with_rows(Callback.objects.visible_to(user)).select_related("opened", "case__customer").get(pk=pk)
    if not user.has_perm(permission, callback):
        raise PermissionDenied(permission)
    return callback


def plan_list() -> QuerySet[Plan]:
    """Give every plan, in the order in which they are asked."""
    return Plan.objects.order_by("position", "pk")


def plan_of(case: Case) -> Plan | None:
    """Give the plan that holds for a case: the first in use that fits."""
    fits = (
        plan
        for plan in plan_list().filter(is_active=True)
        if plan.grade in {"", case.grade} and plan.channel in {"", case.channel} and plan.tier in {"", case.customer.tier}
    )
    return next(fits, None)


def preference_of(customer: Customer) -> Preference:
    """Give how a customer wants to be asked; an empty one where they never said."""
    return Preference.objects.filter(customer=customer).first() or Preference(customer=customer)


def survey_by_token(token: str) -> Survey | None:
    """Give the survey of a link; None where there is none."""
    return Survey.objects.select_related("case__customer", "case__branch").filter(token=token.replace("\x00", "")).first()


def callbacks_of(case: Case) -> CallbackQuerySet:
    """Give the calls back of a case, the newest first, with what came of them."""
    return Callback.objects.filter(case=case).prefetch_related("attempts__by").order_by("-due", "-pk")


def programme_list() -> QuerySet[Programme]:
    """Give every programme, the newest first."""
    return Programme.objects.select_related("branch", "created_by")


def last_discontent(case: Case) -> Callback | None:
    """Give the call back that brought a live case back, where that is the last there was."""
    last = Callback.objects.filter(case=case, state=CallbackState.DONE).prefetch_related("attempts").order_by("-pk").first()
    return last if case.state in LIVE and last and last.outcome == Outcome.NOT_CONTENT else None
