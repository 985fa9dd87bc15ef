"""The closed list of what can happen, what each event carries, and the sentence people read.

A payload holds ids, states and numbers, never a person's words or name: a person can be forgotten while the record stands.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypedDict

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Kind(StrEnum):
    """What can happen, named as noun.verb."""

    CASE_OPENED = "case.opened"
    CASE_IMPORTED = "case.imported"
    MESSAGE_RECEIVED = "message.received"
    MESSAGE_SENT = "message.sent"
    NOTE_WRITTEN = "note.written"
    GRADE_CHANGED = "grade.changed"
    GRADE_CORRECTED = "grade.corrected"
    CASE_CATEGORISED = "case.categorised"
    CUSTOMER_OBSERVED = "customer.observed"
    CUSTOMER_CREATED = "customer.created"
    CUSTOMER_UPDATED = "customer.updated"
    FACTS_CONFIRMED = "facts.confirmed"
    FACT_REJECTED = "fact.rejected"
    CASE_TAKEN = "case.taken"
    HANDOVER_OFFERED = "handover.offered"
    HANDOVER_ACCEPTED = "handover.accepted"
    HANDOVER_REFUSED = "handover.refused"
    CASE_RESOLVED = "case.resolved"
    VERDICT_RECORDED = "verdict.recorded"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    CASE_MERGED = "case.merged"
    CASE_LINKED = "case.linked"
    PROMISE_MADE = "promise.made"
    PROMISE_KEPT = "promise.kept"
    PROMISE_BROKEN = "promise.broken"
    PROMISE_WITHDRAWN = "promise.withdrawn"
    CLOCKS_STARTED = "clocks.started"
    CLOCKS_STOPPED = "clocks.stopped"
    CLOCK_WARNED = "clock.warned"
    CLOCK_BREACHED = "clock.breached"
    CLOCK_PAUSED = "clock.paused"
    CLOCK_RESUMED = "clock.resumed"
    CLOCK_REBASED = "clock.rebased"
    POLICY_CREATED = "policy.created"
    POLICY_UPDATED = "policy.updated"
    JURISDICTION_SET = "jurisdiction.set"
    STAFF_CREATED = "staff.created"
    STAFF_UPDATED = "staff.updated"
    BRANCH_CREATED = "branch.created"
    BRANCH_UPDATED = "branch.updated"
    TEAM_CREATED = "team.created"
    TEAM_UPDATED = "team.updated"
    CATEGORY_CREATED = "category.created"
    CATEGORY_UPDATED = "category.updated"
    TOKEN_CREATED = "token.created"  # noqa: S105  the name of an event
    TOKEN_REVOKED = "token.revoked"  # noqa: S105  the name of an event
    CALENDAR_CREATED = "calendar.created"
    CALENDAR_UPDATED = "calendar.updated"
    CALENDAR_ASSIGNED = "calendar.assigned"
    CALENDAR_DAY_SET = "calendar.day_set"
    CALENDAR_DAY_REMOVED = "calendar.day_removed"
    CALENDAR_DAYS_IMPORTED = "calendar.days_imported"
    HANDOVER_TIMED_OUT = "handover.timed_out"
    CASE_PASSED_ON = "case.passed_on"
    CASE_LENT = "case.lent"
    CASE_RETURNED = "case.returned"
    CASE_ROUTED = "case.routed"
    ROUTING_OVERRIDDEN = "routing.overridden"
    RULE_CREATED = "rule.created"
    RULE_UPDATED = "rule.updated"
    RULE_TRIED = "rule.tried"
    RULE_SWITCHED_ON = "rule.switched_on"
    RULE_SWITCHED_OFF = "rule.switched_off"
    RULE_REMOVED = "rule.removed"
    SKILL_CREATED = "skill.created"
    SKILL_UPDATED = "skill.updated"
    SKILLS_SET = "skills.set"
    ABSENCE_RECORDED = "absence.recorded"
    ABSENCE_BEGUN = "absence.begun"
    ABSENCE_ENDED = "absence.ended"
    DUTY_PLANNED = "duty.planned"
    DUTY_REMOVED = "duty.removed"
    CASE_ESCALATED = "case.escalated"
    RUNG_CREATED = "rung.created"
    RUNG_UPDATED = "rung.updated"
    TRIGGER_UPDATED = "trigger.updated"
    CALLBACKS_PLANNED = "callbacks.planned"
    CALLBACKS_CALLED_OFF = "callbacks.called_off"
    CALLBACK_DONE = "callback.done"
    PLAN_CREATED = "plan.created"
    PLAN_UPDATED = "plan.updated"
    PREFERENCE_SET = "preference.set"
    PROGRAMME_CREATED = "programme.created"
    SURVEY_CREATED = "survey.created"
    SURVEY_ANSWERED = "survey.answered"
    COOLING_BEGUN = "cooling.begun"
    COOLING_STEP_DONE = "cooling.step_done"
    COOLING_ENDED = "cooling.ended"
    QUIET_ROOM_ASKED = "quiet_room.asked"
    QUIET_ROOM_ANSWERED = "quiet_room.answered"


class MessageRef(TypedDict):
    """A message and what was read in it."""

    message: int


class Received(TypedDict):
    """A customer's message: where it was heard and how heated it was read."""

    message: int
    emotion: int


class Opened(TypedDict):
    """How a case came in."""

    channel: str


class Change(TypedDict):
    """A value that moved from one state to another."""

    before: str
    after: str


class Fields(TypedDict):
    """Names of the fields that were changed, not their contents."""

    id: int
    fields: list[str]


class Ref(TypedDict):
    """One row, by id."""

    id: int


class Refs(TypedDict):
    """Several rows, by id."""

    ids: list[int]


class HandoverRef(TypedDict):
    """A hand-over and the member of staff it is offered to."""

    handover: int
    to: int


class VerdictRef(TypedDict):
    """The customer's verdict: content or not."""

    verdict: int
    content: bool


class Closing(TypedDict):
    """Why a case may close: the customer is content, or a manager gave the final answer."""

    reason: str


class Reopening(TypedDict):
    """What brought a case back: a person, the customer's message or a verdict of discontent."""

    cause: str


class CalendarRef(TypedDict):
    """A calendar and the branch that works by it from now on."""

    id: int
    branch: int


class CalendarDayRef(TypedDict):
    """A calendar and one day of it, as in 2026-02-14."""

    id: int
    day: str


class CalendarDays(TypedDict):
    """A calendar and how many days were entered in it or changed."""

    id: int
    number: int


class CaseRef(TypedDict):
    """The other case."""

    other: int


class ClocksStopped(TypedDict):
    """Clocks that stopped: in time, late, or because they were needed no more."""

    ids: list[int]
    outcome: str


class ClockRung(TypedDict):
    """A clock of which something was due at the time of the event, and when that was noticed."""

    id: int
    noticed: str


class ClockPaused(TypedDict):
    """A clock and what it waits for."""

    id: int
    pause: str


class ClockRebased(TypedDict):
    """A clock, its due time before and after, and why it moved."""

    id: int
    due_before: str
    due_after: str
    why: str


class HandoverPassed(TypedDict):
    """A hand-over that nobody answered in time, who has the case now, and why it is they (on duty, or else)."""

    handover: int
    to: int
    why: str


class PassedOn(TypedDict):
    """Who owns a case now whose owner left, and why it is they (on duty, or else)."""

    to: int
    why: str


class Lent(TypedDict):
    """Who looks after a case (``to``) while somebody (``of``) is away, by which absence."""

    absence: int
    of: int
    to: int


class Routed(TypedDict):
    """A decision of the routing rules: by which rule, to which team and person (0: none)."""

    decision: int
    rule: int
    team: int
    to: int


class Overridden(TypedDict):
    """A decision of the routing rules, and whom a person chose instead."""

    decision: int
    to: int


class Tried(TypedDict):
    """A routing rule, and how many of so many past cases it would have sent on."""

    id: int
    matched: int
    cases: int


class AbsenceRef(TypedDict):
    """An absence, and whose."""

    id: int
    staff: int


class AbsenceCases(TypedDict):
    """An absence, whose, and how many cases changed hands."""

    id: int
    staff: int
    cases: int


class Escalated(TypedDict):
    """A climb on the ladder: to which rung, why, and to whom the case was offered (0: nobody)."""

    escalation: int
    rung: int
    cause: str
    to: int


class CallbackDone(TypedDict):
    """A call back and what came of it."""

    callback: int
    outcome: str


class ProgrammeRef(TypedDict):
    """A programme of calls back and how many customers are on its list."""

    id: int
    customers: int


class SurveyAnswered(TypedDict):
    """A survey and whether the customer is content."""

    survey: int
    content: bool


class CoolingStep(TypedDict):
    """A cold handling and the step that was done."""

    id: int
    step: str


class RoomAsked(TypedDict):
    """A request for a quiet room and who was asked (0: nobody was there)."""

    request: int
    to: int


class RoomAnswered(TypedDict):
    """A request for a quiet room and whether there is one."""

    request: int
    granted: bool


PAYLOADS: dict[Kind, type[Any]] = {
    Kind.CASE_OPENED: Opened,
    Kind.CASE_IMPORTED: Opened,
    Kind.MESSAGE_RECEIVED: Received,
    Kind.MESSAGE_SENT: MessageRef,
    Kind.NOTE_WRITTEN: MessageRef,
    Kind.GRADE_CHANGED: Change,
    Kind.GRADE_CORRECTED: Change,
    Kind.CASE_CATEGORISED: Fields,
    Kind.CUSTOMER_OBSERVED: Ref,
    Kind.CUSTOMER_CREATED: Ref,
    Kind.CUSTOMER_UPDATED: Fields,
    Kind.FACTS_CONFIRMED: Refs,
    Kind.FACT_REJECTED: Ref,
    Kind.CASE_TAKEN: Ref,
    Kind.HANDOVER_OFFERED: HandoverRef,
    Kind.HANDOVER_ACCEPTED: HandoverRef,
    Kind.HANDOVER_REFUSED: HandoverRef,
    Kind.CASE_RESOLVED: Change,
    Kind.VERDICT_RECORDED: VerdictRef,
    Kind.CASE_CLOSED: Closing,
    Kind.CASE_REOPENED: Reopening,
    Kind.CASE_MERGED: CaseRef,
    Kind.CASE_LINKED: CaseRef,
    Kind.PROMISE_MADE: Refs,
    Kind.PROMISE_KEPT: Ref,
    Kind.PROMISE_BROKEN: Ref,
    Kind.PROMISE_WITHDRAWN: Ref,
    Kind.CLOCKS_STARTED: Refs,
    Kind.CLOCKS_STOPPED: ClocksStopped,
    Kind.CLOCK_WARNED: ClockRung,
    Kind.CLOCK_BREACHED: ClockRung,
    Kind.CLOCK_PAUSED: ClockPaused,
    Kind.CLOCK_RESUMED: Ref,
    Kind.CLOCK_REBASED: ClockRebased,
    Kind.POLICY_CREATED: Ref,
    Kind.POLICY_UPDATED: Fields,
    Kind.JURISDICTION_SET: Ref,
    Kind.STAFF_CREATED: Ref,
    Kind.STAFF_UPDATED: Fields,
    Kind.BRANCH_CREATED: Ref,
    Kind.BRANCH_UPDATED: Fields,
    Kind.TEAM_CREATED: Ref,
    Kind.TEAM_UPDATED: Fields,
    Kind.CATEGORY_CREATED: Ref,
    Kind.CATEGORY_UPDATED: Fields,
    Kind.TOKEN_CREATED: Ref,
    Kind.TOKEN_REVOKED: Ref,
    Kind.CALENDAR_CREATED: Ref,
    Kind.CALENDAR_UPDATED: Fields,
    Kind.CALENDAR_ASSIGNED: CalendarRef,
    Kind.CALENDAR_DAY_SET: CalendarDayRef,
    Kind.CALENDAR_DAY_REMOVED: CalendarDayRef,
    Kind.CALENDAR_DAYS_IMPORTED: CalendarDays,
    Kind.HANDOVER_TIMED_OUT: HandoverPassed,
    Kind.CASE_PASSED_ON: PassedOn,
    Kind.CASE_LENT: Lent,
    Kind.CASE_RETURNED: Lent,
    Kind.CASE_ROUTED: Routed,
    Kind.ROUTING_OVERRIDDEN: Overridden,
    Kind.RULE_CREATED: Ref,
    Kind.RULE_UPDATED: Fields,
    Kind.RULE_TRIED: Tried,
    Kind.RULE_SWITCHED_ON: Ref,
    Kind.RULE_SWITCHED_OFF: Ref,
    Kind.RULE_REMOVED: Ref,
    Kind.SKILL_CREATED: Ref,
    Kind.SKILL_UPDATED: Fields,
    Kind.SKILLS_SET: Ref,
    Kind.ABSENCE_RECORDED: AbsenceRef,
    Kind.ABSENCE_BEGUN: AbsenceCases,
    Kind.ABSENCE_ENDED: AbsenceCases,
    Kind.DUTY_PLANNED: Refs,
    Kind.DUTY_REMOVED: Ref,
    Kind.CASE_ESCALATED: Escalated,
    Kind.RUNG_CREATED: Ref,
    Kind.RUNG_UPDATED: Fields,
    Kind.TRIGGER_UPDATED: Fields,
    Kind.CALLBACKS_PLANNED: Refs,
    Kind.CALLBACKS_CALLED_OFF: Refs,
    Kind.CALLBACK_DONE: CallbackDone,
    Kind.PLAN_CREATED: Ref,
    Kind.PLAN_UPDATED: Fields,
    Kind.PREFERENCE_SET: Ref,
    Kind.PROGRAMME_CREATED: ProgrammeRef,
    Kind.SURVEY_CREATED: Ref,
    Kind.SURVEY_ANSWERED: SurveyAnswered,
    Kind.COOLING_BEGUN: Ref,
    Kind.COOLING_STEP_DONE: CoolingStep,
    Kind.COOLING_ENDED: Ref,
    Kind.QUIET_ROOM_ASKED: RoomAsked,
    Kind.QUIET_ROOM_ANSWERED: RoomAnswered,
}

SENTENCES: dict[Kind, StrPromise] = {
    Kind.CASE_OPENED: _("%(actor)s opened the case"),
    Kind.CASE_IMPORTED: _("%(actor)s imported the conversation"),
    Kind.MESSAGE_RECEIVED: _("The customer's message was recorded by %(actor)s"),
    Kind.MESSAGE_SENT: _("%(actor)s replied to the customer"),
    Kind.NOTE_WRITTEN: _("%(actor)s wrote an internal note"),
    Kind.GRADE_CHANGED: _("The grade moved from %(before)s to %(after)s"),
    Kind.GRADE_CORRECTED: _("%(actor)s corrected the grade from %(before)s to %(after)s"),
    Kind.CASE_CATEGORISED: _("%(actor)s changed category or product"),
    Kind.CUSTOMER_OBSERVED: _("%(actor)s noted how the customer looks"),
    Kind.CUSTOMER_CREATED: _("%(actor)s created a customer"),
    Kind.CUSTOMER_UPDATED: _("%(actor)s changed the customer's details"),
    Kind.FACTS_CONFIRMED: _("%(actor)s recorded that the customer confirmed the facts"),
    Kind.FACT_REJECTED: _("%(actor)s struck a fact that was read wrongly"),
    Kind.CASE_TAKEN: _("%(actor)s took the case"),
    Kind.HANDOVER_OFFERED: _("%(actor)s offered the case to %(to)s"),
    Kind.HANDOVER_ACCEPTED: _("%(actor)s accepted the case"),
    Kind.HANDOVER_REFUSED: _("%(actor)s did not accept the case"),
    Kind.CASE_RESOLVED: _("%(actor)s marked the case resolved"),
    Kind.VERDICT_RECORDED: _("%(actor)s recorded the customer's verdict: %(content)s"),
    Kind.CASE_CLOSED: _("%(actor)s closed the case: %(reason)s"),
    Kind.CASE_REOPENED: _("The case was reopened: %(cause)s"),
    Kind.CASE_MERGED: _("%(actor)s merged this case with %(other)s"),
    Kind.CASE_LINKED: _("%(actor)s linked this case with %(other)s"),
    Kind.PROMISE_MADE: _("%(actor)s promised a time"),
    Kind.PROMISE_KEPT: _("%(actor)s kept a promise"),
    Kind.PROMISE_BROKEN: _("A promised time passed"),
    Kind.PROMISE_WITHDRAWN: _("%(actor)s took a promise back with the customer's consent"),
    Kind.CLOCKS_STARTED: _("Clocks were started"),
    Kind.CLOCKS_STOPPED: _("Clocks stopped: %(outcome)s"),
    Kind.CLOCK_WARNED: _("A clock is close to its time"),
    Kind.CLOCK_BREACHED: _("The time of a clock passed"),
    Kind.CLOCK_PAUSED: _("%(actor)s paused a clock: %(pause)s"),
    Kind.CLOCK_RESUMED: _("A paused clock runs again"),
    Kind.CLOCK_REBASED: _("A due time moved from %(due_before)s to %(due_after)s: %(why)s"),
    Kind.POLICY_CREATED: _("%(actor)s created a policy"),
    Kind.POLICY_UPDATED: _("%(actor)s changed a policy"),
    Kind.JURISDICTION_SET: _("%(actor)s said whose law a branch stands under"),
    Kind.STAFF_CREATED: _("%(actor)s created a staff account"),
    Kind.STAFF_UPDATED: _("%(actor)s changed a staff account"),
    Kind.BRANCH_CREATED: _("%(actor)s created a branch"),
    Kind.BRANCH_UPDATED: _("%(actor)s changed a branch"),
    Kind.TEAM_CREATED: _("%(actor)s created a team"),
    Kind.TEAM_UPDATED: _("%(actor)s changed a team"),
    Kind.CATEGORY_CREATED: _("%(actor)s created a category"),
    Kind.CATEGORY_UPDATED: _("%(actor)s changed a category"),
    Kind.TOKEN_CREATED: _("%(actor)s created an API token"),
    Kind.TOKEN_REVOKED: _("%(actor)s revoked an API token"),
    Kind.CALENDAR_CREATED: _("%(actor)s created a calendar"),
    Kind.CALENDAR_UPDATED: _("%(actor)s changed a calendar"),
    Kind.CALENDAR_ASSIGNED: _("%(actor)s gave a branch another calendar"),
    Kind.CALENDAR_DAY_SET: _("%(actor)s changed a day of a calendar"),
    Kind.CALENDAR_DAY_REMOVED: _("%(actor)s removed a day from a calendar"),
    Kind.CALENDAR_DAYS_IMPORTED: _("%(actor)s entered holidays and working days"),
    Kind.HANDOVER_TIMED_OUT: _("Nobody answered the offer in time: the case went to %(to)s (%(why)s)"),
    Kind.CASE_PASSED_ON: _("The case went to %(to)s (%(why)s), because whoever had it does not work here any more"),
    Kind.CASE_LENT: _("%(to)s looks after the case while %(of)s is away"),
    Kind.CASE_RETURNED: _("The case is back with %(of)s"),
    Kind.CASE_ROUTED: _("The routing rules sent the case on"),
    Kind.ROUTING_OVERRIDDEN: _("%(actor)s overrode the routing and chose %(to)s"),
    Kind.RULE_CREATED: _("%(actor)s created a routing rule"),
    Kind.RULE_UPDATED: _("%(actor)s changed a routing rule"),
    Kind.RULE_TRIED: _("%(actor)s tried a routing rule on past cases"),
    Kind.RULE_SWITCHED_ON: _("%(actor)s switched a routing rule on"),
    Kind.RULE_SWITCHED_OFF: _("%(actor)s switched a routing rule off"),
    Kind.RULE_REMOVED: _("%(actor)s removed a routing rule"),
    Kind.SKILL_CREATED: _("%(actor)s created a skill"),
    Kind.SKILL_UPDATED: _("%(actor)s changed a skill"),
    Kind.SKILLS_SET: _("%(actor)s said what somebody can do"),
    Kind.ABSENCE_RECORDED: _("%(actor)s entered an absence"),
    Kind.ABSENCE_BEGUN: _("Somebody went away; a colleague stands in"),
    Kind.ABSENCE_ENDED: _("Somebody is back"),
    Kind.DUTY_PLANNED: _("%(actor)s planned duty"),
    Kind.DUTY_REMOVED: _("%(actor)s took a shift off the duty roster"),
    Kind.CASE_ESCALATED: _("The case climbed to “%(rung)s”: %(cause)s"),
    Kind.RUNG_CREATED: _("%(actor)s added a rung to the ladder"),
    Kind.RUNG_UPDATED: _("%(actor)s changed a rung of the ladder"),
    Kind.TRIGGER_UPDATED: _("%(actor)s changed what makes a case climb by itself"),
    Kind.CALLBACKS_PLANNED: _("Calls back to the customer were planned"),
    Kind.CALLBACKS_CALLED_OFF: _("Planned calls back were called off"),
    Kind.CALLBACK_DONE: _("%(actor)s called the customer back: %(outcome)s"),
    Kind.PLAN_CREATED: _("%(actor)s created a plan of calls back"),
    Kind.PLAN_UPDATED: _("%(actor)s changed a plan of calls back"),
    Kind.PREFERENCE_SET: _("%(actor)s noted when the customer wants to be called"),
    Kind.PROGRAMME_CREATED: _("%(actor)s set up a programme of calls back"),
    Kind.SURVEY_CREATED: _("%(actor)s made a link for the customer's verdict"),
    Kind.SURVEY_ANSWERED: _("The customer answered by the link: %(content)s"),
    Kind.COOLING_BEGUN: _("%(actor)s began to calm the customer away from the hall"),
    Kind.COOLING_STEP_DONE: _("%(actor)s ticked a step of the cold handling"),
    Kind.COOLING_ENDED: _("%(actor)s ended the cold handling"),
    Kind.QUIET_ROOM_ASKED: _("%(actor)s asked %(to)s for a quiet room"),
    Kind.QUIET_ROOM_ANSWERED: _("%(actor)s answered for the quiet room"),
}
