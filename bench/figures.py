"""How the benches time and print."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def timed(act: Callable[[], object]) -> float:
    """Give how many seconds an act takes."""
    start = perf_counter()
    act()
    return perf_counter() - start


def spread(seconds: Sequence[float]) -> str:
    """Give p50, p99 and the longest of some times, in milliseconds."""
    ordered = sorted(seconds)
    p50, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.50, 0.99))
    return f"p50 {p50 * 1000:8.2f} ms   p99 {p99 * 1000:8.2f} ms   longest {ordered[-1] * 1000:8.2f} ms   n={len(ordered)}"
