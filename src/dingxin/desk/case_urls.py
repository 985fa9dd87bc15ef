"""The addresses of one case: the page itself and one for each verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path
from django.views.decorators.http import require_safe

from dingxin.desk import recovery_urls
from dingxin.desk.views import case, case_followup, case_ladder, clock_moves, composer, hall, joining, moves
from dingxin.desk.views.doors import signed_in, verb

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver


urlpatterns: list[URLPattern | URLResolver] = [
    path("", signed_in(require_safe(case.case)), name="case"),
    path("ladder/", signed_in(require_safe(case_ladder.ladder)), name="ladder"),
    verb("escalation/", case_ladder.escalate_case),
    verb("messages/", composer.add_customer_message),
    verb("replies/", composer.send_reply),
    verb("review/", composer.review_draft),
    verb("notes/", composer.write_note),
    verb("taking/", moves.take_case),
    verb("handover/", moves.hand_over),
    verb("handover/acceptance/", moves.accept_handover),
    verb("handover/refusal/", moves.refuse_handover),
    verb("routing/override/", moves.override_routing),
    verb("grade/", moves.correct_grade),
    verb("category/", moves.categorise_case),
    verb("observations/", moves.observe_customer),
    verb("facts/confirmation/", moves.confirm_facts),
    verb("facts/<int:fact>/rejection/", moves.reject_fact),
    verb("promises/<int:promise>/keeping/", moves.keep_promise),
    verb("promises/<int:promise>/withdrawal/", clock_moves.withdraw_promise),
    verb("clocks/", clock_moves.start_clock),
    verb("clocks/<int:clock>/pause/", clock_moves.pause_clock),
    verb("clocks/<int:clock>/resumption/", clock_moves.resume_clock),
    verb("clocks/<int:clock>/stop/", clock_moves.stop_clock),
    verb("clocks/<int:clock>/due/", clock_moves.rebase_clock),
    verb("resolution/", moves.mark_resolved),
    path("hall/", signed_in(require_safe(hall.hall)), name="hall"),
    verb("hall/observations/", hall.observe_in_hall),
    verb("cooling/", hall.begin_cooling),
    verb("cooling/steps/", hall.tick_step),
    verb("cooling/end/", hall.end_cooling),
    verb("cooling/room/", hall.ask_quiet_room),
    verb("cooling/room/<int:pk>/answer/", hall.answer_quiet_room),
    verb("survey/", case_followup.create_survey),
    verb("verdict/", moves.record_verdict),
    verb("closure/", moves.close_case),
    verb("closure/final/", moves.give_final_answer),
    verb("reopening/", moves.reopen_case),
    verb("merging/", joining.merge_case),
    verb("links/", joining.link_case),
    path("", include("dingxin.desk.evidence_urls")),
    path("", include("dingxin.desk.resolution_urls")),
    path("", include(recovery_urls.of_case)),
]
