"""What a mention of time says, gathered piece by piece, and the dates and hours it stands for (A5).

A mention is a set of fields (year, month, day, part of the day, hour ...) filled by the grammar of a language; only when it is
complete is it counted from the time at which it was said.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dingxin.engine.components.festivals import Festivals

CHINA = timezone(timedelta(hours=8))
YEAR, MONTH, DAY, PART, CLOCK = range(1, 6)
Leaning = Literal["past", "future"]

SOON = timedelta(days=45)
"""How far ahead a date without a year may lie before people mean last year's, when they tell what happened."""

NOON = 12
SMALL_HOURS = 5
"""Hours before this one, said with 晚上 or 半夜, belong to the night that began the evening before."""
AFTERNOON_OF_NOON = 3
"""中午一点 to 中午三点 are after noon."""
OFFICE_HOURS = 6
"""A promised 一点 to 六点 without a part of the day is in the afternoon."""


@dataclass(slots=True)
class Mention:
    """One mention of time at text[start:end]; ``filled`` are the kinds of field already said.

    ``days`` is set where the words fix the days by themselves or from the day of speaking; ``edge`` is the first, middle or last
    third of a month; ``vague`` marks words that fix nothing (最近); ``within`` a length of time that is a limit (三天内).
    """

    start: int
    end: int
    filled: set[int] = field(default_factory=set)
    year: int | None = None
    month: int | None = None
    day: int | None = None
    edge: str = ""
    days: tuple[date, date] | None = None
    part: str = ""
    hour: int | None = None
    minute: int = 0
    moment: datetime | None = None
    length: str = ""
    amount: float = 0
    unit: str = ""
    within: bool = False
    later: bool = False
    vague: bool = False
    until: Mention | None = None
    leaning: Leaning = "past"

    @property
    def is_length(self) -> bool:
        """Tell a length of time (三天) from a point in time."""
        return bool(self.length)

    @property
    def names_day(self) -> bool:
        """Tell whether the words name one day and no hour of it."""
        one = self.days is None or self.days[0] == self.days[1]
        return one and not self.length and not self.vague and max(self.filled, default=0) == DAY


@dataclass(slots=True)
class Context:
    """From where mentions are counted: text, moment of speaking (None where unknown), festivals, the way people look.

    ``said`` is the mention just before in the same sentence.
    """

    text: str
    now: datetime | None
    festivals: Festivals
    leaning: Leaning
    said: Mention | None = None

    @property
    def today(self) -> date | None:
        """Give the day of speaking."""
        return self.now.date() if self.now else None


def in_china(at: datetime | None) -> datetime | None:
    """Give ``at`` in China's time; a time without an offset is taken as China's."""
    if at is None:
        return None
    try:
        return at.replace(tzinfo=CHINA) if at.tzinfo is None else at.astimezone(CHINA)
    except OverflowError:
        return at.replace(tzinfo=CHINA)


def safe_date(year: int, month: int, day: int) -> date | None:
    """Give the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shifted(day: date, days: float) -> date | None:
    """Give the day so many days later, None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_days(year: int, month: int, edge: str = "") -> tuple[date, date] | None:
    """Give a month's first and last day; ``first``, ``middle``, ``last`` are 1–10, 11–20, 21–last."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):  # noqa: PLR2004 - the calendar's own bounds
        return None
    last = monthrange(year, month)[1]
    first, final = {"first": (1, 10), "middle": (11, 20), "last": (21, last)}.get(edge, (1, last))
    return date(year, month, first), date(year, month, final)


def month_shift(day: date, months: int) -> date | None:
    """Give the same day so many months later, the last one where the month is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:  # noqa: PLR2004 - the calendar's own bounds
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ago(now: datetime, amount: float, unit: str) -> tuple[datetime | None, tuple[date, date] | None]:
    """Give the moment (hours and less) or the day so long before ``now``."""
    seconds = {"H": 3600, "MIN": 60, "S": 1}.get(unit)
    try:
        if seconds:
            return now - timedelta(seconds=amount * seconds), None
    except OverflowError:
        return None, None
    today = now.date()
    months = {"Y": 12, "M": 1}.get(unit)
    if months and amount * months >= 1:
        day = month_shift(today, -int(amount * months))
    else:
        day = shifted(today, -amount * {"W": 7, "M": 30}.get(unit, 1))
    return None, (day, day) if day else None


def days_of(mention: Mention, today: date | None) -> tuple[date, date] | None:
    """Give the first and last day a mention stands for, None where it fixes none."""
    if mention.days:
        return mention.days
    if mention.month is not None:
        year = mention.year or _year_of(mention, today)
        return _in_month(mention, year) if year else None
    if mention.day is not None and today:
        return _day_of_month(mention, today)
    if mention.year is not None:
        return _of_year(mention.year, mention.edge)
    return None


def _of_year(year: int, edge: str) -> tuple[date, date] | None:
    months = {"first": (1, 1), "middle": (6, 7), "last": (12, 12), "half1": (1, 6), "half2": (7, 12)}.get(edge)
    first, last = (int(edge[1]) * 3 - 2, int(edge[1]) * 3) if edge.startswith("q") else months or (1, 12)
    start, end = month_days(year, first), month_days(year, last)
    return (start[0], end[1]) if start and end else None


def _in_month(mention: Mention, year: int) -> tuple[date, date] | None:
    month = mention.month or 1
    if mention.day is None:
        return month_days(year, month, mention.edge)
    day = safe_date(year, month, mention.day)
    return (day, day) if day else None


def _year_of(mention: Mention, today: date | None) -> int | None:
    if today is None:
        return None
    days = _in_month(mention, today.year)
    if days is None:
        return today.year
    if mention.leaning == "future":
        return today.year if days[1] >= today else today.year + 1
    return today.year if days[0] - today <= SOON else today.year - 1


def _day_of_month(mention: Mention, today: date) -> tuple[date, date] | None:
    wanted = mention.day or 1
    step = 1 if mention.leaning == "future" else -1
    for months in range(4):
        around = month_shift(today.replace(day=1), step * months)
        day = around and safe_date(around.year, around.month, wanted)
        if day and (day >= today if mention.leaning == "future" else day <= today):
            return day, day
    return None


def hour_of(mention: Mention) -> tuple[int, int]:
    """Give the hour on the 24-hour clock and how many days later it falls (昨晚十二点 is the next midnight)."""
    hour, part = mention.hour or 0, mention.part
    if part in {"evening", "night"} and (hour == NOON or hour < SMALL_HOURS):
        return hour % NOON, 1
    if hour == 2 * NOON:
        return 0, 1
    return (hour + NOON if _is_second_half(mention, hour) else 0 if part == "dawn" and hour == NOON else hour), 0


def _is_second_half(mention: Mention, hour: int) -> bool:
    """Tell whether an hour on a twelve-hour clock is in the second half of the day (staff who promise 三点 mean 15:00)."""
    if mention.part == "noon":
        return hour <= AFTERNOON_OF_NOON
    if mention.part in {"afternoon", "evening", "night"}:
        return hour < NOON
    return not mention.part and mention.leaning == "future" and 1 <= hour <= OFFICE_HOURS


def at_clock(day: date, mention: Mention) -> datetime | None:
    """Give the moment at which a mention with an hour stands on a day."""
    hour, later = hour_of(mention)
    there = shifted(day, later)
    return datetime.combine(there, time(hour % 24, mention.minute), CHINA) if there else None


def value_of(mention: Mention, today: date | None) -> str | None:
    """Give a mention's ISO 8601 value: date, date-time, interval or duration; None where the words fix none."""
    if mention.vague:
        return None
    if mention.length:
        return mention.length
    ends = edges_of(mention, today)
    if ends is None:
        return None
    first, last = ends
    return _iso(first) if first == last else f"{_iso(first)}/{_iso(last)}"


def edges_of(mention: Mention, today: date | None) -> tuple[date | datetime, date | datetime] | None:
    """Give the first and last day or moment of a mention."""
    if mention.moment:
        return mention.moment, mention.moment
    days = days_of(mention, today)
    if days is None and today and mention.filled & {PART, CLOCK}:
        days = today, today
    if days is None:
        return None
    first: date | datetime = days[0]
    last: date | datetime = days[1]
    if mention.hour is not None:
        first, last = at_clock(days[0], mention) or first, at_clock(days[1], mention) or last
    until = mention.until and edges_of(_completed(mention.until, days), today)
    return (first, until[1]) if until else (first, last)


def _completed(until: Mention, days: tuple[date, date]) -> Mention:
    """Give the end of an interval the day of its beginning where it names only an hour."""
    return replace(until, days=days) if until.filled <= {PART, CLOCK} and not until.days else until


def _iso(value: date | datetime) -> str:
    return value.isoformat()
