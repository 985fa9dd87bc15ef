"""What follows by itself from what people do, carried out after each step of the demo as the worker would in a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.cases import tasks as cases
from dingxin.escalation import tasks as escalation
from dingxin.followup import tasks as followup
from dingxin.recovery import tasks as recovery
from dingxin.resolution import tasks as resolution

if TYPE_CHECKING:
    from collections.abc import Callable

FOLLOWS: dict[str, tuple[Callable[[Event], None], ...]] = {
    Kind.CASE_OPENED: (cases.refresh_tier,),
    Kind.MESSAGE_RECEIVED: (resolution.hear, escalation.climb_when_asked),
    Kind.GRADE_CHANGED: (
        cases.look_again_who_it_belongs_to,
        escalation.climb_when_serious,
    ),
    Kind.GRADE_CORRECTED: (
        cases.look_again_who_it_belongs_to,
        escalation.climb_when_serious,
    ),
    Kind.CLOCK_BREACHED: (recovery.lapse, escalation.climb_when_late),
    Kind.PROMISE_BROKEN: (escalation.climb_when_late,),
    Kind.CASE_IMPORTED: (resolution.hear,),
    Kind.MESSAGE_SENT: (recovery.hear_apology,),
    Kind.PROMISE_MADE: (recovery.hang_on_promise,),
    Kind.PROMISE_KEPT: (recovery.keep_reinstatement,),
    Kind.OBLIGATION_PERFORMED: (recovery.perform_parts,),
    Kind.CALLBACK_DONE: (recovery.hear_afterwards,),
    Kind.CASE_RESOLVED: (followup.plan_after_solution,),
    Kind.CASE_REOPENED: (followup.call_off_what_is_planned,),
    Kind.CASE_CLOSED: (resolution.free_what_is_not_agreed,),
}


def follow(after: int) -> int:
    """Carry out what follows from the events later than one (by id), and from what that causes; give the last one's id."""
    while events := list(Event.objects.filter(pk__gt=after).order_by("pk")):
        for event in events:
            for react in FOLLOWS.get(event.kind, ()):
                react(event)
        after = events[-1].pk
    return after
