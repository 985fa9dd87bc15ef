"""Every write to the ladder and every climb, one module per noun."""

from dingxin.escalation.actions.climbing import climb_after, escalate_case
from dingxin.escalation.actions.ladder import create_rung, update_rung, update_trigger

__all__ = ["climb_after", "create_rung", "escalate_case", "update_rung", "update_trigger"]
