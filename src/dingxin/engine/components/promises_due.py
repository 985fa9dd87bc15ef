"""When a promised time is due, by the conventions of the desk: working hours for working days, the end of the day for days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from dingxin.engine.components.times_value import CHINA, at_clock, days_of, edges_of, month_shift, shifted

if TYPE_CHECKING:
    from dingxin.engine.components.times_value import Mention

LAST_MINUTE = time(23, 59)
NOON = time(12)
FARTHEST = 400
"""Working days counted at the most; a promise beyond is none."""

SECONDS = {"H": 3600, "MIN": 60, "S": 1}


class Calendar(Protocol):
    """A business calendar: which days are worked, and from when to when."""

    @property
    def opens(self) -> time:
        """When a day's work begins."""
        ...

    @property
    def closes(self) -> time:
        """When a day's work ends."""
        ...

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is worked."""
        ...


class WorkWeek:
    """Monday to Friday, 09:00 to 18:00, no holidays: what counts where no calendar is passed in."""

    opens = time(9)
    closes = time(18)

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return day.weekday() < 5  # noqa: PLR2004 - Saturday and Sunday follow


def due_of(mention: Mention, now: datetime, calendar: Calendar) -> datetime | None:
    """Give the moment at which a promise for a mention of time is due; None where the words fix none. ``now`` is China's time."""
    if mention.amount and (mention.length or mention.later):
        return _after(mention, now, calendar)
    if mention.vague:
        return None
    final = mention.until or mention
    if final.moment:
        return final.moment
    if final.hour is not None:
        return _hour(final, now)
    ends = edges_of(mention, now.date())
    if ends is None:
        return None
    last = ends[1].date() if isinstance(ends[1], datetime) else ends[1]
    return datetime.combine(last, _end_of(final.part, calendar), CHINA)


def _end_of(part: str, calendar: Calendar) -> time:
    return {
        "morning": NOON, "noon": NOON, "afternoon": calendar.closes, "closing": calendar.closes, "opening": calendar.opens,
        "dawn": time(6),
    }.get(part, LAST_MINUTE)  # fmt: skip


def _hour(mention: Mention, now: datetime) -> datetime | None:
    days = days_of(mention, now.date())
    due = at_clock(days[1] if days else now.date(), mention)
    if due and due <= now and not days and mention.part in {"", "dawn"}:
        if mention.part or mention.hour == 0:
            return due + timedelta(days=1)
        later = due + timedelta(hours=12)
        return later if later > now and due.hour < 12 else due + timedelta(days=1)  # noqa: PLR2004 - the other half of the day
    return due


def _after(mention: Mention, now: datetime, calendar: Calendar) -> datetime | None:
    amount, unit = mention.amount, mention.unit
    try:
        if unit in SECONDS or (unit == "D" and amount < 1):
            return now + timedelta(seconds=amount * SECONDS.get(unit, 86400))
    except OverflowError:
        return None
    if unit == "B":
        day = _working_day(now.date(), amount, calendar)
        return datetime.combine(day, calendar.closes, CHINA) if day else None
    months = amount * {"M": 1, "Y": 12}.get(unit, 0)
    last = month_shift(now.date(), int(months)) if months >= 1 else shifted(now.date(), amount * {"W": 7, "M": 30}.get(unit, 1))
    return datetime.combine(last, LAST_MINUTE, CHINA) if last else None


def _working_day(day: date, amount: float, calendar: Calendar) -> date | None:
    wanted = max(1, round(amount + 0.01))
    there: date | None = day
    for _ in range(FARTHEST):
        there = there and shifted(there, 1)
        if there is None:
            return None
        wanted -= calendar.is_working_day(there)
        if wanted == 0:
            return there
    return None
