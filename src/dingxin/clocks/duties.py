"""Every read of clocks, policies and promises worth a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Min, Prefetch, Q

from dingxin.accounts.models import Branch, Staff, Team
from dingxin.clocks.models import Clock, ClockState, Duty, Policy, Promise, PromiseState, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.db.models import Exists, Manager, Model, QuerySet

    Spare = Callable[[str, str], Exists]


def earliest_due(case: Model) -> datetime | None:
    """Give when something is due first in a case: a running clock, or a promise the customer still waits for. Two queries."""
    clock = Clock.objects.filter(case=case.pk, state=ClockState.RUNNING).aggregate(first=Min("due"))["first"]
    promise = Promise.objects.filter(case=case.pk).owed().aggregate(first=Min("due"))["first"]
    return min((due for due in (clock, promise) if due), default=None)


class Kept(NamedTuple):
    """How promises fell out: ``rate`` is the share kept in time of those that were kept, kept late or broken; None of none."""

    name: str
    kept: int
    late: int
    broken: int
    withdrawn: int
    open: int

    @property
    def rate(self) -> int | None:
        """The share kept in time, in percent."""
        settled = self.kept + self.late + self.broken
        return round(100 * self.kept / settled) if settled else None


GROUPS: dict[str, tuple[str, Manager[Any]]] = {
    "person": ("made_by_id", Staff.objects),
    "team": ("made_by__team_id", Team.objects),
    "branch": ("case__branch_id", Branch.objects),
}
_OUTCOMES = {
    "kept": PromiseState.KEPT, "late": PromiseState.KEPT_LATE, "broken": PromiseState.BROKEN,
    "withdrawn": PromiseState.WITHDRAWN, "open": PromiseState.OPEN,
}  # fmt: skip


def kept_rates(
    by: str, *, since: datetime, until: datetime, branch: Model | None = None, spare: Spare | None = None
) -> list[Kept]:
    """Give how the promises due in a time fell out, by ``person``, ``team`` or ``branch``, those with most first. Two queries.

    ``branch`` narrows to the cases of one branch; ``spare`` says, by the columns of case and person, which promises count in no
    figure about that person.
    """
    due = Promise.objects.filter(due__gte=since, due__lt=until).order_by()
    due = due.filter(case__branch=branch.pk) if branch else due
    due = due.exclude(spare("case", "made_by")) if spare and by == "person" else due
    counts = {name: Count("pk", filter=Q(state=state)) for name, state in _OUTCOMES.items()}
    column, named = GROUPS[by]
    rows = list(due.values_list(column).annotate(**counts))
    names = dict(named.filter(pk__in=[key for key, *_numbers in rows if key]).values_list("pk", "name"))
    found = [Kept(names.get(key, ""), *numbers) for key, *numbers in rows]
    return sorted(found, key=lambda row: (-(row.kept + row.late + row.broken), row.name))


def policies_in_force() -> list[Policy]:
    """Give the policies in force with their terms, in their order. Two queries."""
    terms = Prefetch("terms", Term.objects.filter(removed=False))
    policies = list(Policy.objects.filter(is_active=True).prefetch_related(terms))
    for policy in policies:
        for term in policy.terms.all():
            term.policy = policy
    return policies


def policy_list() -> QuerySet[Policy]:
    """Give every policy with its terms, in the order in which they are asked."""
    return Policy.objects.prefetch_related(Prefetch("terms", Term.objects.filter(removed=False).order_by("pk")))


def first_duties(cases: Iterable[Model]) -> dict[int, Duty]:
    """Give for each case (by id) which clock is due first; those in which a promise is are left out. One query."""
    running = Clock.objects.filter(case__in=list(cases), state=ClockState.RUNNING).order_by("due")
    rows = running.values_list("case_id", "case__next_due", "duty", "due")
    found: dict[int, Duty] = {}
    for case_id, next_due, duty, due in rows:
        if due == next_due:
            found.setdefault(case_id, Duty(duty))
    return found
