"""Every write to promises and calendars, one module per noun."""

from dingxin.clocks.actions.calendars import (
    Imported,
    assign_calendar,
    create_calendar,
    import_days,
    remove_day,
    set_day,
    update_calendar,
)
from dingxin.clocks.actions.promises import SWEEP_BATCH, break_overdue, keep_promise, make_promises

__all__ = [
    "SWEEP_BATCH",
    "Imported",
    "assign_calendar",
    "break_overdue",
    "create_calendar",
    "import_days",
    "keep_promise",
    "make_promises",
    "remove_day",
    "set_day",
    "update_calendar",
]
