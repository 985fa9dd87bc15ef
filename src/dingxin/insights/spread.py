"""How numbers are spread: middle and quarters, and which lie far from the rest. Pure."""

from __future__ import annotations

from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

FEWEST = 5
"""Of fewer cases no figure is given: it would tell of single people, and nothing of the rest."""

FAR = 3.5
"""From so many usual distances on a value lies far off (Iglewicz and Hoaglin, How to detect and handle outliers, 1993)."""

MAD_TO_SIGMA = 1.4826
"""What the median absolute deviation is multiplied with to equal the standard deviation of a normal spread."""

MEAN_TO_SIGMA = 1.2533
"""The same for the mean absolute deviation, which stands in where more than half of the values are the same."""


class Spread(NamedTuple):
    """The lowest value, the quarters with the median between them, and the highest."""

    least: Decimal
    low: Decimal
    median: Decimal
    high: Decimal
    most: Decimal


def spread(values: Sequence[Decimal]) -> Spread | None:
    """Give the spread of values, None of fewer than FEWEST."""
    if len(values) < FEWEST:
        return None
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Spread(min(values), low, middle, high, max(values))


def distances(values: Sequence[Decimal]) -> list[float]:
    """Give how far each value lies from the median, in usual distances and with its sign; all 0 where nearly all are the same.

    The usual distance is the median absolute deviation, scaled; where that is nothing, the mean absolute deviation.
    """
    if len(values) < FEWEST:
        return [0.0] * len(values)
    middle = median(values)
    off = [float(value - middle) for value in values]
    sizes = [abs(one) for one in off]
    usual = MAD_TO_SIGMA * median(sizes) or MEAN_TO_SIGMA * fmean(sizes)
    return [one / usual for one in off] if usual else [0.0] * len(values)
