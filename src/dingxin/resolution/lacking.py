"""What is lacking for options that are about to leave: said while a reply is written in the words that refuse to send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin.resolution.authority import named
from dingxin.resolution.queries.ledger import NOTHING, budget_for, left_of, moved_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from dingxin.cases.models import Case
    from dingxin.resolution.gate import Typed
    from dingxin.resolution.models import Budget, Option, Remedy


def too_little(budget: Budget, left: Decimal, amount: Decimal) -> str:
    """Say that a budget has too little left for an amount; one out of use has nothing."""
    told = _("The budget “%(budget)s” has %(left)s yuan left: too little for %(amount)s yuan.")
    return told % {"budget": budget, "left": left if budget.is_active else 0, "amount": amount}


def none_left(remedy: Remedy) -> str:
    """Say that no piece of a remedy is left."""
    return _("Of “%(remedy)s” none is left.") % {"remedy": named(remedy)}


def lacking(case: Case, options: Sequence[Option], typed: Sequence[Typed], *, at: datetime) -> list[str]:
    """Say what is lacking for options and offers in free words if they left together now, in the order of their sending.

    Nothing is held and nothing set apart: whoever sends first is first. One query for each option and sort of free words, and
    two for the budgets.
    """
    pieces = [none_left(remedy) for remedy in _gone(options)]
    wanted = [(option.paid_from, option.amount - _kept(option)) for option in options]
    wanted += [(budget_for(case, said.kind), said.amount) for said in typed if said.amount]
    asked = [(budget, amount) for budget, amount in wanted if budget is not None and amount > 0]
    return [*pieces, *_short(asked, at)]


def _gone(options: Sequence[Option]) -> Iterator[Remedy]:
    left: dict[int, int] = {}
    rows = [option for option in options if option.remedy and option.remedy.stock is not None and not option.holds_stock]
    for option in sorted(rows, key=lambda row: row.remedy_id or 0):
        remedy = option.remedy
        if remedy is None or remedy.stock is None:
            continue
        left[remedy.pk] = left.get(remedy.pk, remedy.stock) - 1
        if left[remedy.pk] == -1:
            yield remedy


def _kept(option: Option) -> Decimal:
    """Give what is set apart for an option or was given already."""
    moved = moved_of(option)
    return moved.reserved + moved.paid


def _short(asked: list[tuple[Budget, Decimal]], at: datetime) -> Iterator[str]:
    left = left_of([budget for budget, _amount in asked], at) if asked else {}
    told: set[int] = set()
    for budget, amount in sorted(asked, key=lambda one: one[0].pk):
        if (not budget.is_active or left[budget.pk] < amount) and budget.pk not in told:
            told.add(budget.pk)
            yield too_little(budget, left[budget.pk], amount)
        left[budget.pk] = max(left[budget.pk] - amount, NOTHING)
