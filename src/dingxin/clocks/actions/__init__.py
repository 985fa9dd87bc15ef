"""Every write to promises, clocks, policies and calendars, one module per noun."""

from dingxin.clocks.actions.calendars import (
    Imported,
    assign_calendar,
    create_calendar,
    import_days,
    remove_day,
    set_day,
    update_calendar,
)
from dingxin.clocks.actions.clocks import Length, pause_clock, rebase_clock, resume_clock, start_clock, stop_clock
from dingxin.clocks.actions.following import follow_case
from dingxin.clocks.actions.moving import move_clocks
from dingxin.clocks.actions.policies import GivenTerm, create_policy, set_jurisdiction, try_policy, update_policy
from dingxin.clocks.actions.promises import keep_promise, make_promises, withdraw_promise
from dingxin.clocks.actions.sweep import SWEEP_BATCH, Swept, break_overdue, ring_clocks, sweep

__all__ = [
    "SWEEP_BATCH",
    "GivenTerm",
    "Imported",
    "Length",
    "Swept",
    "assign_calendar",
    "break_overdue",
    "create_calendar",
    "create_policy",
    "follow_case",
    "import_days",
    "keep_promise",
    "make_promises",
    "move_clocks",
    "pause_clock",
    "rebase_clock",
    "remove_day",
    "resume_clock",
    "ring_clocks",
    "set_day",
    "set_jurisdiction",
    "start_clock",
    "stop_clock",
    "sweep",
    "try_policy",
    "update_calendar",
    "update_policy",
    "withdraw_promise",
]
