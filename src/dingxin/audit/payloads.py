"""What each event may carry: ids, states and numbers, never a person's words or name."""

from __future__ import annotations

from typing import TypedDict


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
    """A decision of the routing rules: by which rule, to which team and person (0: none), and what made them decide."""

    decision: int
    rule: int
    team: int
    to: int
    why: str


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
