"""What settles the steps of a run: the events that show that each really happened. Safe to run twice, and late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dingxin.audit.kinds import Kind
from dingxin.audit.reactions import on
from dingxin.cases.models import Message
from dingxin.clocks.models import Promise
from dingxin.recovery.actions import lapse_commitment
from dingxin.recovery.actions.runs import prove_step
from dingxin.recovery.models import Part, RunState, RunStep, StepState
from dingxin.resolution.models import Obligation, ObligationState, Option, RemedyKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dingxin.audit.models import Event

ACTS = {Part.APOLOGY: "apology", Part.EMPATHY: "empathy"}
NEAR = timedelta(hours=1)
MENDS = (RemedyKind.REDO, RemedyKind.REPAIR, RemedyKind.REPLACEMENT, RemedyKind.CORRECTION)
WORDS_ONLY = (RemedyKind.APOLOGY, RemedyKind.EXPLANATION)


def open_steps(event: Event, *parts: Part) -> QuerySet[RunStep]:
    """Give the steps of these parts that are still to do in the case of an event and were before it."""
    steps = RunStep.objects.filter(run__case=event.case_id, run__state=RunState.GOING, run__at__lte=event.at)
    return steps.filter(part__in=parts, state=StepState.OPEN).select_related("run")


@on(Kind.MESSAGE_SENT)
def hear_apology(event: Event) -> None:
    """A reply that was read as an apology, or as empathy, is that part; a remedy it offered is the atonement."""
    message = Message.objects.get(pk=event.data["message"])
    acts = message.reading.get("acts", [])
    for step in open_steps(event, *ACTS):
        if ACTS[Part(step.part)] in acts:
            prove_step(step, event=event)
    offered = Option.objects.filter(message=message).exclude(kind__in=WORDS_ONLY).order_by("pk").first()
    for step in open_steps(event, Part.ATONEMENT) if offered else ():
        RunStep.objects.filter(pk=step.pk).update(option=offered)
        prove_step(step, event=event)


@on(Kind.PROMISE_MADE)
def hang_on_promise(event: Event) -> None:
    """A time told in a reply that is the time of the reinstatement: the step hangs on that promise."""
    for step in open_steps(event, Part.REINSTATEMENT).filter(promise=None):
        made = Promise.objects.owed().filter(pk__in=event.data["ids"], due__gte=step.due - NEAR, due__lte=step.due + NEAR)
        if promise := made.order_by("due").first():
            RunStep.objects.filter(pk=step.pk, promise=None).update(promise=promise)


@on(Kind.PROMISE_KEPT)
def keep_reinstatement(event: Event) -> None:
    """The promise that the reinstatement hangs on was kept."""
    for step in open_steps(event, Part.REINSTATEMENT).filter(promise=event.data["id"]):
        prove_step(step, event=event)


@on(Kind.OBLIGATION_PERFORMED)
def perform_parts(event: Event) -> None:
    """What was agreed is done: what mends is the reinstatement, what is given besides is the atonement."""
    done = Obligation.objects.filter(pk=event.data["id"], state=ObligationState.DONE).select_related("option").first()
    if done is None or done.option is None:
        return
    part = Part.REINSTATEMENT if done.option.kind in MENDS else Part.ATONEMENT
    for step in open_steps(event, part):
        prove_step(step, event=event)


@on(Kind.CALLBACK_DONE)
@on(Kind.SURVEY_ANSWERED)
@on(Kind.VERDICT_RECORDED)
def hear_afterwards(event: Event) -> None:
    """The customer was asked afterwards, and was reached."""
    if event.data.get("outcome") != "not_reached":
        for step in open_steps(event, Part.FOLLOW_UP):
            prove_step(step, event=event)


@on(Kind.CLOCK_BREACHED)
def lapse(event: Event) -> None:
    """We were late with a commitment that gives something then."""
    lapse_commitment(clock=event.data["id"], at=event.at)
