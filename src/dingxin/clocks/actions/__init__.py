"""Every write to promises, one module per noun."""

from dingxin.clocks.actions.promises import SWEEP_BATCH, break_overdue, keep_promise, make_promises

__all__ = ["SWEEP_BATCH", "break_overdue", "keep_promise", "make_promises"]
