"""What is dealt of the remedies ranked for a case: a hand that differs (E7), or the retreat ladder (E4). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.options import FAMILIES, GIVEN_BACK, family

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dingxin.engine.options import Ranked, Remedy

DEALT = 4
OF_A_FAMILY = 2
MET = 2
STEPS_OF_MONEY = 3
"""Steps of money at most: the last ones cost none."""

TIED = 0.5
"""What a yuan is worth that can only be spent with us, beside one in the hand."""

APART = 0.9
"""A step down gives this share of the one before at most: less of a difference is none."""

NEAR = 0.5
"""A step gives this share of what an even step would give at least: below that, something else is the better step."""


def deal(ranked: Sequence[Ranked], demands: Sequence[str] = (), *, count: int = DEALT) -> list[Ranked]:
    """Take three or four that differ, best first (E7): no kind twice, few of one family; then whatever is best of the rest.

    What meets one of the first ``demands`` best is among them, however dear it is.
    """
    chosen: list[Ranked] = []
    meeting = [next((item for item in ranked if _meets(item, demand)), None) for demand in demands[:MET]]
    for item in [*ranked[:1], *(item for item in meeting if item), *ranked]:
        alike = [other for other in chosen if family(other.remedy.kind) == family(item.remedy.kind)]
        twice = any(other.remedy.kind == item.remedy.kind or same_money(other.remedy, item.remedy) for other in alike)
        if item.serves and item not in chosen and len(chosen) < count and len(alike) < OF_A_FAMILY and not twice:
            chosen.append(item)
    rest = [item for item in ranked if item not in chosen]
    full = {name for name in FAMILIES if sum(family(item.remedy.kind) == name for item in chosen) >= OF_A_FAMILY}
    rest.sort(key=lambda item: (any(same_money(item.remedy, one.remedy) for one in chosen), family(item.remedy.kind) in full))
    chosen += rest[: max(0, min(count, DEALT - 1) - len(chosen))]
    return sorted(chosen, key=ranked.index)


def retreat(ranked: Sequence[Ranked], *, count: int = DEALT) -> list[Ranked]:
    """Build the ladder out of what is ranked for a case: money first, the most in front; then what costs none, best first.

    The first step is the most generous there is. No step gives more yuan than the one before it, and what serves nothing that is
    known stands on it only where nothing else does.
    """
    useful = [item for item in ranked if item.serves] or list(ranked)
    steps = _falling([item for item in useful if family(item.remedy.kind) == "money"], min(STEPS_OF_MONEY, count - 1))
    steps = steps or _falling([item for item in useful if item.remedy.amount], 1)
    for item in [*useful, *(item for item in ranked if item not in useful)]:
        most = steps[-1].remedy.amount if steps else item.remedy.amount
        if len(steps) < count and item.remedy.amount <= most and _differs(item, steps):
            steps.append(item)
            steps.sort(key=lambda step: -step.remedy.amount)
    return steps


def _meets(item: Ranked, demand: str) -> bool:
    return any(ground.name == "demand" and demand in ground.about for ground in item.grounds)


def same_money(one: Remedy, other: Remedy) -> bool:
    """Tell whether two give the same sum back, under whatever name."""
    return {one.kind, other.kind} <= GIVEN_BACK and one.amount == other.amount


def worth(item: Ranked) -> float:
    """Give what an offer is worth to the customer in yuan: all of it in the hand, half where it is tied to us."""
    return item.remedy.amount * (1.0 if item.remedy.kind in GIVEN_BACK else TIED)


def _falling(found: Iterable[Ranked], count: int) -> list[Ranked]:
    """Give the most there is, then what comes nearest to even steps down to nothing."""
    left = sorted((item for item in found if item.remedy.amount > 0), key=lambda item: -worth(item))
    steps = left[:1]
    for step in range(1, count):
        aim = steps[0].remedy.amount * (count - step) / count if steps else 0.0
        below = [item for item in left if steps and NEAR * aim <= item.remedy.amount <= APART * steps[-1].remedy.amount]
        if below:
            steps.append(min(below, key=lambda item: abs(item.remedy.amount - aim)))
    return steps


def _differs(item: Ranked, steps: Sequence[Ranked]) -> bool:
    """Tell whether it is another thing than the steps so far; of money there are enough."""
    alike = [step for step in steps if family(step.remedy.kind) == family(item.remedy.kind)]
    twice = any(step.remedy.kind == item.remedy.kind for step in alike)
    return not twice and len(alike) < OF_A_FAMILY and family(item.remedy.kind) != "money"
