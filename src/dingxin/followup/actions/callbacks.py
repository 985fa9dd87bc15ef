"""Calls back: planned when a case is resolved, made until the customer is content or cannot be reached (F5, F6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked
from dingxin.cases.actions.texts import clean_text
from dingxin.cases.models import Case, Channel
from dingxin.cases.states import State
from dingxin.clocks.queries import calendar_of
from dingxin.followup.actions.plans import set_preference
from dingxin.followup.actions.verdicts import bring_back, open_after_call
from dingxin.followup.models import Attempt, Callback, CallbackState, Discontent, Outcome, Way
from dingxin.followup.queries import plan_of, preference_of
from dingxin.followup.timing import window_after

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.audit.models import Event
    from dingxin.followup.models import Plan, Preference
    from dingxin.followup.timing import Window

TRIES, RETRY_HOURS = 3, 4  # of a programme, and where a plan is gone
WAYS = {Channel.CHAT: Way.CHAT, Channel.MAIL: Way.MAIL, Channel.SMS: Way.SMS}
HEARD_BY = {way: channel for channel, way in WAYS.items()} | {Way.CALL: Channel.HOTLINE, Way.VISIT: Channel.HALL}


class Heard(NamedTuple):
    """What a call back brought: its outcome, and of one who is not content the cause and their words."""

    outcome: str
    cause: str = ""
    words: str = ""


@transaction.atomic
def plan_callbacks(event: Event) -> list[Callback]:
    """Plan one or two calls back after a case was resolved, as its plan says. Safe to run twice.

    Nothing is planned for a customer who wants no calls, nor for a case that came back or was resolved anew meanwhile.
    """
    if event.case is None or Callback.objects.filter(event=event).exists():
        return []
    case = locked(event.case)
    plan, preference = plan_of(case), preference_of(case.customer)
    if plan is None or preference.no_calls or not _still_resolved(case, event):
        return []
    lengths = [(plan.first_after, plan.first_unit)]
    if plan.second_after:
        lengths.append((plan.second_after, plan.second_unit))
    made = [
        _planned(case, plan, preference, event=event, number=number, window=_window(case, preference, event.at, *length))
        for number, length in enumerate(lengths, 1)
    ]
    record(Kind.CALLBACKS_PLANNED, case=case, actor=None, at=event.at, ids=[callback.pk for callback in made])
    return made


def _still_resolved(case: Case, event: Event) -> bool:
    last = case.events.filter(kind=Kind.CASE_RESOLVED).order_by("-seq").first()
    return case.state in {State.RESOLVED, State.CLOSED} and last is not None and last.pk == event.pk


def _planned(case: Case, plan: Plan, preference: Preference, *, event: Event, number: int, window: Window) -> Callback:
    way = plan.way or preference.way or WAYS.get(Channel(case.channel), Way.CALL)
    return Callback.objects.create(
        case=case, event=event, branch=case.branch, customer=case.customer, plan=plan, round=number,
        way=preference.way or way, due=window.start, until=window.end,
    )  # fmt: skip


def _window(case: Case, preference: Preference, at: datetime, amount: int, unit: str) -> Window:
    hours = {"earliest": preference.earliest, "latest": preference.latest}
    return window_after(at, amount, unit, calendar_of(case.branch), **hours)


@transaction.atomic
def call_off(event: Event) -> int:
    """Call off what was planned before a case came back or went on elsewhere; give the number. Safe to run twice, and late."""
    before = Callback.objects.filter(case=event.case_id, event__seq__lt=event.seq).planned()
    planned = list(before.select_for_update(of=("self",)).values_list("pk", flat=True))
    if planned:
        Callback.objects.filter(pk__in=planned).update(state=CallbackState.CALLED_OFF)
        record(Kind.CALLBACKS_CALLED_OFF, case=event.case, actor=None, at=event.at, ids=planned)
    return len(planned)


@transaction.atomic
def record_callback(callback: Callback, *, heard: Heard, actor: Staff, at: datetime) -> Callback:
    """Record what came of a call back.

    Content: the customer's verdict. Not content: the case comes back with the cause, at the step that fits it; a customer of a
    programme gets a case. Not reached: tried again within their hours, until the tries are used up. Wants no calls: never again.

    Raises:
        Refused: it was recorded before, or the cause or words of one who is not content are missing.

    """
    held = (
        Callback.objects.select_for_update(of=("self",)).select_related("case", "customer", "plan", "branch").get(pk=callback.pk)
    )
    if held.state != CallbackState.PLANNED:
        raise Refused(_("This call back is recorded already, or was called off."))
    heard = _checked(heard)
    Attempt.objects.create(callback=held, outcome=heard.outcome, cause=heard.cause, words=heard.words, by=actor, at=at)
    if heard.outcome == Outcome.NOT_REACHED:
        _try_again(held, at)
    else:
        held.state, held.outcome = CallbackState.DONE, heard.outcome
    held.save()
    record(Kind.CALLBACK_DONE, case=held.case, actor=actor, at=at, callback=held.pk, outcome=heard.outcome)
    _follow(held, heard, actor=actor, at=at)
    return held


def _checked(heard: Heard) -> Heard:
    if heard.outcome not in Outcome.values:
        raise Refused(_("“%(outcome)s” is no outcome of a call back.") % {"outcome": heard.outcome[:20]}, field="outcome")
    words = clean_text(heard.words, needed=heard.outcome == Outcome.NOT_CONTENT, field="words")
    if heard.outcome == Outcome.NOT_CONTENT and heard.cause not in Discontent.values:
        raise Refused(_("Why is the customer not content? The cause decides where the case begins again."), field="cause")
    return Heard(heard.outcome, heard.cause if heard.outcome == Outcome.NOT_CONTENT else "", words)


def _try_again(held: Callback, at: datetime) -> None:
    """Set the next try within the customer's hours; after the last one it is done."""
    tries = held.plan.attempts if held.plan else TRIES
    if held.attempts.count() >= tries:
        held.state, held.outcome = CallbackState.DONE, Outcome.NOT_REACHED
        return
    preference = preference_of(held.customer)
    hours = held.plan.retry_hours if held.plan else RETRY_HOURS
    window = window_after(
        at, hours, "work_hour", calendar_of(held.branch), earliest=preference.earliest, latest=preference.latest
    )  # fmt: skip
    held.due, held.until = window.start, window.end


def _follow(held: Callback, heard: Heard, *, actor: Staff, at: datetime) -> None:
    """Let the case follow what was heard."""
    if heard.outcome == Outcome.DECLINED:
        set_preference(held.customer, actor=actor, at=at, no_calls=True)
    elif held.case is None and heard.outcome == Outcome.NOT_CONTENT:
        held.opened = open_after_call(held, words=heard.words, actor=actor, at=at)
        held.save(update_fields=["opened"])
    elif held.case is not None and heard.outcome in {Outcome.CONTENT, Outcome.NOT_CONTENT}:
        content = heard.outcome == Outcome.CONTENT
        by = HEARD_BY[Way(held.way)]
        bring_back(held.case, content=content, cause=heard.cause, words=heard.words, channel=by, actor=actor, at=at)
