"""What was promised, and when a branch works."""

from dingxin.clocks.models.calendars import BranchCalendar, Calendar, CalendarDay, DayKind, ordinary_week
from dingxin.clocks.models.promise import Promise, PromiseQuerySet, PromiseState

__all__ = [
    "BranchCalendar",
    "Calendar",
    "CalendarDay",
    "DayKind",
    "Promise",
    "PromiseQuerySet",
    "PromiseState",
    "ordinary_week",
]
