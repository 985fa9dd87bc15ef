"""The closed list of what can happen, and the payload that each event carries.

A payload holds ids, states and numbers, never a person's words or name: a person can be forgotten while the record stands.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from dingxin.audit.payloads import (
    AbsenceCases,
    AbsenceRef,
    AgreementConfirmed,
    ApprovalRef,
    BatchEnded,
    BatchStarted,
    CalendarDayRef,
    CalendarDays,
    CalendarRef,
    CallbackDone,
    CaseRef,
    CauseRecorded,
    Change,
    ClockPaused,
    ClockRebased,
    ClockRung,
    ClocksStopped,
    Closing,
    CommitmentInvoked,
    CoolingStep,
    DemandChanged,
    EntryRef,
    Escalated,
    EvidenceAdded,
    EvidenceExported,
    Fields,
    HandoverPassed,
    HandoverRef,
    Judged,
    Lent,
    MessageRef,
    NeedRanked,
    Objected,
    Opened,
    OptionChosen,
    OptionsPresented,
    Overridden,
    PassedOn,
    ProgrammeRef,
    Received,
    Ref,
    Refs,
    Reopening,
    RoomAnswered,
    RoomAsked,
    Routed,
    RunEnded,
    RunStarted,
    RunStepSettled,
    Settled,
    SurveyAnswered,
    Tried,
    VerdictRef,
)


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
    OPTION_CHOSEN = "option.chosen"
    AGREEMENT_CONFIRMED = "agreement.confirmed"
    AGREEMENT_SETTLED = "agreement.settled"
    OBLIGATION_PERFORMED = "obligation.performed"
    OBLIGATION_FAILED = "obligation.failed"
    OBLIGATION_REVERSED = "obligation.reversed"
    BUDGET_CREATED = "budget.created"
    BUDGET_UPDATED = "budget.updated"
    BUDGET_FUNDED = "budget.funded"
    LIMIT_CREATED = "limit.created"
    LIMIT_UPDATED = "limit.updated"
    MONEY_PAID = "money.paid"
    MONEY_REVERSED = "money.reversed"
    APPROVAL_ASKED = "approval.asked"
    APPROVAL_APPROVED = "approval.approved"
    APPROVAL_LOWERED = "approval.lowered"
    APPROVAL_REFUSED = "approval.refused"
    APPROVAL_WITHDRAWN = "approval.withdrawn"
    APPROVAL_PASSED_ON = "approval.passed_on"
    APPROVAL_DELEGATED = "approval.delegated"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_VIEWED = "evidence.viewed"
    EVIDENCE_EXPORTED = "evidence.exported"
    CONCERN_NAMED = "concern.named"
    CONCERN_WITHDRAWN = "concern.withdrawn"
    MALICE_REVIEW_ASKED = "malice_review.asked"
    MALICE_REVIEW_VIEWED = "malice_review.viewed"
    MALICE_REVIEW_DECIDED = "malice_review.decided"
    MALICE_REVIEW_APPEALED = "malice_review.appealed"
    MALICE_REVIEW_SETTLED = "malice_review.settled"
    RECOVERY_PLAN_CREATED = "recovery_plan.created"
    RECOVERY_PLAN_UPDATED = "recovery_plan.updated"
    RECOVERY_STARTED = "recovery.started"
    RECOVERY_STEP_SETTLED = "recovery.step_settled"
    RECOVERY_ENDED = "recovery.ended"
    BATCH_STARTED = "batch.started"
    BATCH_APPROVED = "batch.approved"
    BATCH_REFUSED = "batch.refused"
    BATCH_STOPPED = "batch.stopped"
    BATCH_ENDED = "batch.ended"
    COMMITMENT_CREATED = "commitment.created"
    COMMITMENT_UPDATED = "commitment.updated"
    COMMITMENT_INVOKED = "commitment.invoked"
    COMMITMENT_LAPSED = "commitment.lapsed"
    DEMAND_CHANGED = "demand.changed"
    DEMAND_RECORDED = "demand.recorded"
    DEMAND_CONFIRMED = "demand.confirmed"
    DEMAND_CORRECTED = "demand.corrected"
    DEMAND_STRUCK = "demand.struck"
    CAUSE_RECORDED = "demand.cause_recorded"
    NEED_RECORDED = "need.recorded"
    NEED_CONFIRMED = "need.confirmed"
    NEED_STRUCK = "need.struck"
    NEED_RANKED = "need.ranked"
    VIEW_RECORDED = "view.recorded"
    EXPECTATION_RECORDED = "expectation.recorded"
    CASE_JUDGED = "case.judged"
    NOTICE_GIVEN = "notice.given"
    AIM_SET = "aim.set"
    POINT_SHELVED = "point.shelved"
    POINT_DUE = "point.due"
    POINT_TAKEN_UP = "point.taken_up"
    POINT_SETTLED = "point.settled"
    REMEDY_CREATED = "remedy.created"
    REMEDY_UPDATED = "remedy.updated"
    DECK_BUILT = "deck.built"
    OPTION_EDITED = "option.edited"
    OPTION_OBJECTED = "option.objected"
    OPTION_PUT_ASIDE = "option.put_aside"
    OPTIONS_PRESENTED = "options.presented"


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
    Kind.OPTION_CHOSEN: OptionChosen,
    Kind.AGREEMENT_CONFIRMED: AgreementConfirmed,
    Kind.AGREEMENT_SETTLED: Settled,
    Kind.OBLIGATION_PERFORMED: Settled,
    Kind.OBLIGATION_FAILED: Ref,
    Kind.OBLIGATION_REVERSED: Settled,
    Kind.BUDGET_CREATED: Ref,
    Kind.BUDGET_UPDATED: Fields,
    Kind.BUDGET_FUNDED: EntryRef,
    Kind.LIMIT_CREATED: Ref,
    Kind.LIMIT_UPDATED: Fields,
    Kind.MONEY_PAID: EntryRef,
    Kind.MONEY_REVERSED: EntryRef,
    Kind.APPROVAL_ASKED: ApprovalRef,
    Kind.APPROVAL_APPROVED: Ref,
    Kind.APPROVAL_LOWERED: Ref,
    Kind.APPROVAL_REFUSED: Ref,
    Kind.APPROVAL_WITHDRAWN: Ref,
    Kind.APPROVAL_PASSED_ON: ApprovalRef,
    Kind.APPROVAL_DELEGATED: ApprovalRef,
    Kind.EVIDENCE_ADDED: EvidenceAdded,
    Kind.EVIDENCE_VIEWED: Ref,
    Kind.EVIDENCE_EXPORTED: EvidenceExported,
    Kind.CONCERN_NAMED: Ref,
    Kind.CONCERN_WITHDRAWN: Ref,
    Kind.MALICE_REVIEW_ASKED: Ref,
    Kind.MALICE_REVIEW_VIEWED: Ref,
    Kind.MALICE_REVIEW_DECIDED: Ref,
    Kind.MALICE_REVIEW_APPEALED: Ref,
    Kind.MALICE_REVIEW_SETTLED: Ref,
    Kind.RECOVERY_PLAN_CREATED: Ref,
    Kind.RECOVERY_PLAN_UPDATED: Fields,
    Kind.RECOVERY_STARTED: RunStarted,
    Kind.RECOVERY_STEP_SETTLED: RunStepSettled,
    Kind.RECOVERY_ENDED: RunEnded,
    Kind.BATCH_STARTED: BatchStarted,
    Kind.BATCH_APPROVED: Ref,
    Kind.BATCH_REFUSED: Ref,
    Kind.BATCH_STOPPED: Ref,
    Kind.BATCH_ENDED: BatchEnded,
    Kind.COMMITMENT_CREATED: Ref,
    Kind.COMMITMENT_UPDATED: Fields,
    Kind.COMMITMENT_INVOKED: CommitmentInvoked,
    Kind.COMMITMENT_LAPSED: CommitmentInvoked,
    Kind.DEMAND_CHANGED: DemandChanged,
    Kind.DEMAND_RECORDED: Ref,
    Kind.DEMAND_CONFIRMED: Ref,
    Kind.DEMAND_CORRECTED: Ref,
    Kind.DEMAND_STRUCK: Ref,
    Kind.CAUSE_RECORDED: CauseRecorded,
    Kind.NEED_RECORDED: Ref,
    Kind.NEED_CONFIRMED: Ref,
    Kind.NEED_STRUCK: Ref,
    Kind.NEED_RANKED: NeedRanked,
    Kind.VIEW_RECORDED: Ref,
    Kind.EXPECTATION_RECORDED: Ref,
    Kind.CASE_JUDGED: Judged,
    Kind.NOTICE_GIVEN: MessageRef,
    Kind.AIM_SET: Ref,
    Kind.POINT_SHELVED: Ref,
    Kind.POINT_DUE: Ref,
    Kind.POINT_TAKEN_UP: Ref,
    Kind.POINT_SETTLED: Ref,
    Kind.REMEDY_CREATED: Ref,
    Kind.REMEDY_UPDATED: Fields,
    Kind.DECK_BUILT: Refs,
    Kind.OPTION_EDITED: Fields,
    Kind.OPTION_OBJECTED: Objected,
    Kind.OPTION_PUT_ASIDE: Ref,
    Kind.OPTIONS_PRESENTED: OptionsPresented,
}
