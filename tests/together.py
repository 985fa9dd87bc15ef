"""Several people at once, on real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from django.db import connection

from dingxin.audit.queries import broken_places, logged_events
from dingxin.audit.refusal import Refused
from dingxin.cases.queries import unrecorded_cases

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*works: Callable[[], object]) -> list[object]:
    """Start every piece of work at the same moment in a thread of its own; give what each gave, or the refusal it met."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            start.wait()
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def refusals(outcomes: list[object]) -> int:
    return sum(isinstance(outcome, Refused) for outcome in outcomes)


def whole() -> bool:
    return not list(broken_places(logged_events())) and not list(unrecorded_cases())
