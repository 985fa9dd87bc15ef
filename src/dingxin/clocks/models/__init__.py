"""What was promised, what a house holds itself to, and when a branch works."""

from dingxin.clocks.models.calendars import BranchCalendar, Calendar, CalendarDay, DayKind, ordinary_week
from dingxin.clocks.models.clock import ONGOING, Basis, Clock, ClockBook, ClockQuerySet, ClockState, PauseCause, RebaseCause
from dingxin.clocks.models.policy import Change, Duty, Jurisdiction, Policy, Term, Trigger
from dingxin.clocks.models.promise import Promise, PromiseQuerySet, PromiseState

__all__ = [
    "ONGOING",
    "Basis",
    "BranchCalendar",
    "Calendar",
    "CalendarDay",
    "Change",
    "Clock",
    "ClockBook",
    "ClockQuerySet",
    "ClockState",
    "DayKind",
    "Duty",
    "Jurisdiction",
    "PauseCause",
    "Policy",
    "Promise",
    "PromiseQuerySet",
    "PromiseState",
    "RebaseCause",
    "Term",
    "Trigger",
    "ordinary_week",
]
