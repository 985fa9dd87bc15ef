"""The sweep of clocks: what a due clock costs among few and among a million that run on, and a sweep that finds nothing."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from bench.figures import say, timed
from bench.fill import people
from dingxin.cases.models import Case, Customer
from dingxin.clocks.actions import sweep
from dingxin.clocks.models import Clock

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff

SIZES, QUICK_SIZES = (1_000, 10_000, 100_000, 1_000_000), (100, 1_000)
DUE, QUICK_DUE = 1_000, 50
ROUNDS = 5
CLOCKS_EACH = 10
CHUNK = 5_000
YEAR = timedelta(days=365)


def run(*, quick: bool) -> None:
    """Grow the number of running clocks step by step; at each size let as many come due, again and again, and time the sweep."""
    person, start = people()[1], timezone.now()
    due = QUICK_DUE if quick else DUE
    cases: list[int] = []
    there, first = 0, 0.0
    for size in QUICK_SIZES if quick else SIZES:
        cases += _cases(person, len(cases), size // CLOCKS_EACH, start)
        _clocks(cases, size - there, start, start + YEAR)
        there = size
        _settle()
        costs = []
        for turn in range(ROUNDS):
            now = start + timedelta(minutes=turn)
            _clocks(cases, due, now - timedelta(hours=2), now)
            seconds = timed(lambda: sweep(at=now))  # noqa: B023  called at once
            costs.append(seconds / due)
        idle = median(timed(lambda: sweep(at=start)) for _ in range(ROUNDS))
        cost = median(costs)
        first = first or cost
        say(
            f"{size:9,} open on {connection.vendor}: {cost * 1e6:7.0f} µs for each due clock (warned and breached), "
            f"{cost / first:.2f} of the smallest; {idle * 1000:.2f} ms for a sweep that finds nothing"
        )


def _cases(person: Staff, start: int, stop: int, at: datetime) -> list[int]:
    """Make cases by their rows alone: what is measured is the sweep."""
    if stop <= start:
        return []
    customer = Customer.objects.create(created_at=at)
    fields = {"customer": customer, "branch": person.branch, "owner": person, "channel": "web", "opened_at": at, "updated_at": at}
    rows = (Case(number=f"bench-{serial}", **fields) for serial in range(start, stop))
    return [case.pk for case in Case.objects.bulk_create(rows, batch_size=CHUNK)]


def _clocks(cases: list[int], number: int, start: datetime, due: datetime) -> None:
    """Make clocks that come due one after the other up to ``due``, each on another case than the one before."""
    for first in range(0, number, CHUNK):
        Clock.objects.bulk_create(
            Clock(
                case_id=cases[place * 7919 % len(cases)], duty="outside", basis="hand", started_at=start,
                due=due - timedelta(milliseconds=place), warn_at=due - timedelta(hours=1, milliseconds=place),
                alarm_at=due - timedelta(hours=1, milliseconds=place),
            )
            for place in range(first, min(number, first + CHUNK))
        )  # fmt: skip


def _settle() -> None:
    """Let the database look at what it holds, as it does by itself in daily use."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
