"""Stretches of time in which a zone's clocks stand still against UTC. Moments are microseconds since 1970, days are ordinals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = EPOCH.toordinal()
MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
MINUTE = 60 * 10**6
DAY = 24 * 60 * MINUTE
MARGIN = timedelta(days=2)  # a local day lies within two days of the same day of UTC
STEP = timedelta(days=6)  # the closest two changes of any zone since 1970 lie an hour less than seven days apart
EARLIEST, LATEST = datetime(1, 1, 4, tzinfo=UTC), datetime(9999, 12, 28, tzinfo=UTC)


class Era(NamedTuple):
    """From ``since`` until ``until`` local time is ``offset`` microseconds ahead of UTC."""

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
    """Give the eras in which the days of a year lie."""
    first = max(datetime(year, 1, 1, tzinfo=UTC), EARLIEST) - MARGIN
    last = min(datetime(year, 12, 31, tzinfo=UTC), LATEST) + MARGIN
    marks = [*(first + n * STEP for n in range((last - first) // STEP + 1)), last]
    offsets = [_offset(zone, mark) for mark in marks]
    around = zip(pairwise(marks), pairwise(offsets), strict=True)
    changes = [instant(_change(zone, *between)) for between, (before, after) in around if before != after]
    found = [offset for offset, _ in groupby(offsets)]
    edges = [instant(first) - 2 * DAY, *changes, instant(last) + 2 * DAY]
    return tuple(Era(*ends, offset // MICROSECOND) for ends, offset in zip(pairwise(edges), found, strict=True))


@lru_cache(maxsize=4096)
def changed_days(zone: tzinfo, year: int) -> tuple[int, ...]:
    """Give the days of a year that are longer, shorter or torn apart by a change of the clocks."""
    found: set[int] = set()
    for before, after in pairwise(eras(zone, year)):
        ends = (day_at(after.since + before.offset), day_at(after.since + after.offset))
        found.update(range(min(ends), max(ends) + 1))
    return tuple(sorted(day for day in found if date.fromordinal(day).year == year))


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _change(zone: tzinfo, early: datetime, late: datetime) -> datetime:
    """Give the second at which the clocks were changed between two moments."""
    before = _offset(zone, early)
    while late - early > SECOND:
        middle = early + (late - early) // SECOND // 2 * SECOND
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    return late
