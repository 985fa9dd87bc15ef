"""The addresses of the verbs of a resolution, below those of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from django.views.decorators.http import require_http_methods

from dingxin.desk.views import agreement_moves, approval_moves, deck_moves, stand_moves
from dingxin.desk.views.doors import signed_in, verb

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    verb("demands/", stand_moves.record_demand),
    verb("demands/<int:pk>/confirmation/", stand_moves.confirm_demand),
    verb("demands/<int:pk>/correction/", stand_moves.correct_demand),
    verb("demands/<int:pk>/strike/", stand_moves.strike_demand),
    verb("demands/<int:pk>/cause/", stand_moves.record_cause),
    verb("needs/", stand_moves.record_need),
    verb("needs/<int:pk>/confirmation/", stand_moves.confirm_need),
    verb("needs/<int:pk>/rank/", stand_moves.rank_need),
    verb("needs/<int:pk>/strike/", stand_moves.strike_need),
    verb("view/", stand_moves.record_view),
    verb("expectation/", stand_moves.record_expectation),
    path("judgement/", signed_in(require_http_methods(["GET", "HEAD", "POST"])(stand_moves.judge_case)), name="judge_case"),
    verb("judgement/notice/<int:pk>/", stand_moves.record_notice),
    verb("aim/", stand_moves.set_aim),
    verb("points/", stand_moves.shelve_point),
    verb("points/<int:pk>/taking-up/", stand_moves.take_up_point),
    verb("points/<int:pk>/settlement/", stand_moves.settle_point),
    verb("options/", deck_moves.build_deck),
    verb("options/<int:pk>/wording/", deck_moves.edit_option),
    verb("options/<int:pk>/objection/", deck_moves.object_option),
    verb("options/<int:pk>/withdrawal/", deck_moves.put_aside_option),
    verb("approvals/", approval_moves.ask_approval),
    verb("approvals/<int:pk>/withdrawal/", approval_moves.withdraw_approval),
    verb("choice/", agreement_moves.choose_option),
    verb("agreement/", agreement_moves.confirm_agreement),
    verb("obligations/<int:pk>/performance/", agreement_moves.perform_obligation),
    verb("obligations/<int:pk>/failure/", agreement_moves.fail_obligation),
    verb("obligations/<int:pk>/performance/reversal/", agreement_moves.reverse_performance),
]
