"""Every write to a resolution: one file per noun, each verb ending in one event."""

from dingxin.resolution.actions.agreement import Owed, Said, choose_option, confirm_agreement
from dingxin.resolution.actions.catalogue import create_remedy, update_remedy
from dingxin.resolution.actions.deck import build_deck, edit_option, object_option, put_aside_option
from dingxin.resolution.actions.demands import confirm_demand, correct_demand, record_cause, record_demand, strike_demand
from dingxin.resolution.actions.hearing import hear_case
from dingxin.resolution.actions.needs import confirm_need, rank_need, record_need, strike_need
from dingxin.resolution.actions.performance import fail_obligation, perform_obligation, reverse_performance
from dingxin.resolution.actions.shelving import raise_points, settle_point, shelve_point, take_up_point
from dingxin.resolution.actions.stand import Judgement, judge_case, record_expectation, record_notice, record_view, set_aim

__all__ = [
    "Judgement",
    "Owed",
    "Said",
    "build_deck",
    "choose_option",
    "confirm_agreement",
    "confirm_demand",
    "confirm_need",
    "correct_demand",
    "create_remedy",
    "edit_option",
    "fail_obligation",
    "hear_case",
    "judge_case",
    "object_option",
    "perform_obligation",
    "put_aside_option",
    "raise_points",
    "rank_need",
    "record_cause",
    "record_demand",
    "record_expectation",
    "record_need",
    "record_notice",
    "record_view",
    "reverse_performance",
    "set_aim",
    "settle_point",
    "shelve_point",
    "strike_demand",
    "strike_need",
    "take_up_point",
    "update_remedy",
]
