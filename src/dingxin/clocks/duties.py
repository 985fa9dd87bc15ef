"""Every read of clocks, policies and promises worth a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Min, Prefetch

from dingxin.clocks.models import Clock, ClockState, Policy, Promise, Term

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model


def earliest_due(case: Model) -> datetime | None:
    """Give when something is due first in a case: a running clock, or a promise the customer still waits for. Two queries."""
    clock = Clock.objects.filter(case=case.pk, state=ClockState.RUNNING).aggregate(first=Min("due"))["first"]
    promise = Promise.objects.filter(case=case.pk).owed().aggregate(first=Min("due"))["first"]
    return min((due for due in (clock, promise) if due), default=None)


def policies_in_force() -> list[Policy]:
    """Give the policies in force with their terms, in their order. Two queries."""
    terms = Prefetch("terms", Term.objects.filter(removed=False))
    policies = list(Policy.objects.filter(is_active=True).prefetch_related(terms))
    for policy in policies:
        for term in policy.terms.all():
            term.policy = policy
    return policies
