"""Every write to calls back, plans, preferences, surveys and programmes, one module per noun."""

from dingxin.followup.actions.callbacks import call_off, plan_callbacks, record_callback
from dingxin.followup.actions.plans import create_plan, set_preference, update_plan
from dingxin.followup.actions.programmes import Wanted, create_programme
from dingxin.followup.actions.surveys import answer_survey, create_survey

__all__ = [
    "Wanted",
    "answer_survey",
    "call_off",
    "create_plan",
    "create_programme",
    "create_survey",
    "plan_callbacks",
    "record_callback",
    "set_preference",
    "update_plan",
]
