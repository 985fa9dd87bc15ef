"""Stretches of time in which a zone's clocks stand still against UTC. Moments are microseconds since 1970, days are ordinals."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = EPOCH.toordinal()
MICROSECOND = timedelta(microseconds=1)
SECOND = 10**6
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
WEEK = 7 * DAY
MARGIN = 2 * DAY  # a local day lies within two days of the same day of UTC
EARLIEST = (datetime(1, 1, 2, tzinfo=UTC) - EPOCH) // MICROSECOND
LATEST = (datetime(9999, 12, 30, tzinfo=UTC) - EPOCH) // MICROSECOND


class Era(NamedTuple):
    """From ``since`` until ``until`` local time is ``offset`` ahead of UTC."""

    since: int
    until: int
    offset: int


def instant(moment: datetime) -> int:
    """Give a moment as microseconds since 1970. Raises TypeError for one without a zone."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(at: int, zone: tzinfo | None) -> datetime:
    """Give the moment that is so many microseconds after 1970."""
    return (EPOCH + at * MICROSECOND).astimezone(zone)


def midnight(day: int) -> int:
    """Give the beginning of a day by UTC."""
    return (day - FIRST_DAY) * DAY


def day_at(at: int) -> int:
    """Give the day on which a moment lies by UTC."""
    return at // DAY + FIRST_DAY


@lru_cache(maxsize=4096)
def eras(zone: tzinfo, year: int) -> tuple[Era, ...]:
    """Give the eras of a year and two days on either side of it. No zone has ever changed its clocks twice within a week."""
    first = midnight(date(year, 1, 1).toordinal()) - (MARGIN if year > MINYEAR else 0)
    last = midnight(date(year, 12, 31).toordinal()) + (MARGIN if year < MAXYEAR else DAY - SECOND)
    marks = [*range(first, last, WEEK), last]
    offsets = [_offset(zone, mark) for mark in marks]
    changes = [
        _change(zone, early, late)
        for (early, late), (before, after) in zip(pairwise(marks), pairwise(offsets), strict=True)
        if before != after
    ]
    edges = [first, *changes, last]
    return tuple(Era(since, until, _offset(zone, since)) for since, until in pairwise(edges))


@lru_cache(maxsize=4096)
def changed_days(zone: tzinfo, year: int) -> tuple[int, ...]:
    """Give the days of a year that are longer, shorter or torn apart by a change of the clocks."""
    found: set[int] = set()
    for before, after in pairwise(eras(zone, year)):
        ends = (day_at(after.since + before.offset), day_at(after.since + after.offset))
        found.update(range(min(ends), max(ends) + 1))
    return tuple(sorted(day for day in found if date.fromordinal(day).year == year))


def _offset(zone: tzinfo, at: int) -> int:
    """Give the offset at a moment; that of the second and the last day but one there are stands for the first and the last."""
    return (moment_of(min(max(at, EARLIEST), LATEST), zone).utcoffset() or timedelta()) // MICROSECOND


def _change(zone: tzinfo, early: int, late: int) -> int:
    """Give the second at which the clocks were changed between two moments."""
    before = _offset(zone, early)
    while late - early > SECOND:
        middle = (early + late) // (2 * SECOND) * SECOND
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    return late
