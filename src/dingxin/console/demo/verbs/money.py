"""Whose money it is: limits of the roles, and budgets with the remedies that are paid from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.console.demo.moments import yuan
from dingxin.resolution.actions import update_remedy
from dingxin.resolution.actions.budgets import create_budget
from dingxin.resolution.actions.limits import PERIODS, create_limit
from dingxin.resolution.models import Remedy

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Moment, Verb


def _limit(part: Moment) -> None:
    step = part.step
    sums = {name: yuan(step, name) for name in PERIODS if name in step}
    create_limit(role=step["role"], kind=step.get("kind", ""), actor=part.actor, at=part.at, **sums)


def _budget(part: Moment) -> None:
    step = part.step
    branch = part.house.branches[step["branch"]] if "branch" in step else None
    fields = {"name": step["name"], "branch": branch, "period": step["period"], "amount": yuan(step)}
    budget = create_budget(actor=part.actor, at=part.at, **fields)
    for remedy in Remedy.objects.filter(code__in=step["remedies"]):
        update_remedy(remedy, budget=budget, actor=part.actor, at=part.at)


VERBS: dict[str, Verb] = {"limit": _limit, "budget": _budget}
