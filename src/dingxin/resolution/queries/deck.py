"""Reading the catalogue of remedies and the deck of a case."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from dingxin.engine.options import Ground
from dingxin.resolution.agreement_words import yuan
from dingxin.resolution.authority import is_approved
from dingxin.resolution.models import Budget, Objection, Option, OptionState, Remedy
from dingxin.resolution.queries.ledger import left_of
from dingxin.resolution.wording import negotiation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.cases.models import Case

MOST_OPTIONS = 60
PRIOR = 1  # one imagined taker and one who declined: a single case is no precedent yet


@dataclass(frozen=True, slots=True)
class Deck:
    """The options of a case by where they stand: in the deck in order, with the customer, and those that are settled."""

    options: list[Option]
    presented: list[Option]
    settled: list[Option]

    @property
    def ladder(self) -> list[Option]:
        """The steps of the retreat ladder that are still in the deck, the largest first (E4)."""
        return sorted((option for option in self.options if option.step), key=lambda option: option.step)


def remedy_list() -> QuerySet[Remedy]:
    """Give every remedy with its budget."""
    return Remedy.objects.select_related("budget")


def remedies_given(industry: str) -> list[Remedy]:
    """Give the remedies in use that a trade can give and of which a piece is left. One query."""
    rows = Remedy.objects.filter(is_active=True).filter(Q(stock=None) | Q(stock__gt=0)).order_by("code")
    return [row for row in rows if not row.industries or industry in row.industries]


def money_left(remedies: Iterable[Remedy], at: datetime) -> dict[int, Decimal]:
    """Give what is left of the budgets of these remedies, by id; nothing of one out of use. At most two queries."""
    wanted = {remedy.budget_id for remedy in remedies if remedy.budget_id}
    budgets = list(Budget.objects.filter(pk__in=wanted)) if wanted else []
    left = left_of(budgets, at) if budgets else {}
    return {row.pk: left[row.pk] if row.is_active else Decimal(0) for row in budgets}


def short_of(option: Option, left: dict[int, Decimal]) -> str:
    """Say that the budget of an option has too little left for it; nothing where it has enough, or where it is set apart."""
    remedy = option.remedy
    if remedy is None or remedy.budget_id not in left or is_approved(option) or option.amount <= left[remedy.budget_id]:
        return ""
    told = _("The budget “%(budget)s” has %(left)s yuan left: too little for %(amount)s yuan.")
    return told % {"budget": remedy.budget, "left": yuan(left[remedy.budget_id]), "amount": yuan(option.amount)}


def outcomes() -> dict[int, float]:
    """Give for each remedy the share of customers who took it (0 to 1), of those who said yes or no. One query."""
    settled = Option.objects.filter(state__in=[OptionState.ACCEPTED, OptionState.OBJECTED], remedy__isnull=False)
    rows = (
        settled.order_by()
        .values_list("remedy")
        .annotate(taken=Count("pk", filter=Q(state=OptionState.ACCEPTED)), all=Count("pk"))
    )
    return {remedy: (taken + PRIOR) / (count + 2 * PRIOR) for remedy, taken, count in rows}


def options_of(case: Case) -> Deck:
    """Give the options of a case, without those that only stood in an earlier deck. Two queries."""
    said = Prefetch("objections", Objection.objects.order_by("pk"))
    rows = (
        Option.objects.filter(case=case)
        .exclude(state=OptionState.REPLACED)
        .select_related("remedy__budget")
        .prefetch_related(said)
    )
    found: dict[str, list[Option]] = {}
    for row in rows.order_by("position", "pk")[:MOST_OPTIONS]:
        found.setdefault(row.state, []).append(row)
    settled = [
        row for state in (OptionState.ACCEPTED, OptionState.OBJECTED, OptionState.WITHDRAWN) for row in found.get(state, [])
    ]
    return Deck(found.get(OptionState.DECK, []), found.get(OptionState.PRESENTED, []), settled)


def reason_of(option: Option, language: str) -> str:
    """Give why an option stands where it stands, in the language of the page; what is approved waits for no approval."""
    done = "approval" if is_approved(option) else ""
    grounds = [Ground(name, weight, tuple(about)) for name, weight, about in option.grounds if name != done]
    return negotiation(language).why(grounds) if grounds else option.reason
