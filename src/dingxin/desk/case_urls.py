"""The addresses of one case: the page itself and one for each verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from dingxin.desk.views import case, case_followup, case_ladder, clock_moves, composer, hall, joining, moves
from dingxin.desk.views.doors import signed_in

if TYPE_CHECKING:
    from django.urls import URLPattern

    from dingxin.desk.views.doors import View


def _verb(route: str, view: View) -> URLPattern:
    return path(route, signed_in(require_POST(view)), name=view.__name__)


urlpatterns = [
    path("", signed_in(require_safe(case.case)), name="case"),
    path("ladder/", signed_in(require_safe(case_ladder.ladder)), name="ladder"),
    _verb("escalation/", case_ladder.escalate_case),
    _verb("messages/", composer.add_customer_message),
    _verb("replies/", composer.send_reply),
    _verb("review/", composer.review_draft),
    _verb("notes/", composer.write_note),
    _verb("taking/", moves.take_case),
    _verb("handover/", moves.hand_over),
    _verb("handover/acceptance/", moves.accept_handover),
    _verb("handover/refusal/", moves.refuse_handover),
    _verb("routing/override/", moves.override_routing),
    _verb("grade/", moves.correct_grade),
    _verb("category/", moves.categorise_case),
    _verb("observations/", moves.observe_customer),
    _verb("facts/confirmation/", moves.confirm_facts),
    _verb("facts/<int:fact>/rejection/", moves.reject_fact),
    _verb("promises/<int:promise>/keeping/", moves.keep_promise),
    _verb("promises/<int:promise>/withdrawal/", clock_moves.withdraw_promise),
    _verb("clocks/", clock_moves.start_clock),
    _verb("clocks/<int:clock>/pause/", clock_moves.pause_clock),
    _verb("clocks/<int:clock>/resumption/", clock_moves.resume_clock),
    _verb("clocks/<int:clock>/stop/", clock_moves.stop_clock),
    _verb("clocks/<int:clock>/due/", clock_moves.rebase_clock),
    _verb("resolution/", moves.mark_resolved),
    path("hall/", signed_in(require_safe(hall.hall)), name="hall"),
    _verb("hall/observations/", hall.observe_in_hall),
    _verb("cooling/", hall.begin_cooling),
    _verb("cooling/steps/", hall.tick_step),
    _verb("cooling/end/", hall.end_cooling),
    _verb("cooling/room/", hall.ask_quiet_room),
    _verb("cooling/room/<int:pk>/answer/", hall.answer_quiet_room),
    _verb("survey/", case_followup.create_survey),
    _verb("verdict/", moves.record_verdict),
    _verb("closure/", moves.close_case),
    _verb("closure/final/", moves.give_final_answer),
    _verb("reopening/", moves.reopen_case),
    _verb("merging/", joining.merge_case),
    _verb("links/", joining.link_case),
]
