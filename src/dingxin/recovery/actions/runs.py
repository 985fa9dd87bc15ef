"""A plan at work in a case (E14): started, tracked step by step against what really happened, and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dingxin.accounts.queries import in_charge
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live
from dingxin.cases.actions.texts import clean_line
from dingxin.clocks.models import Promise
from dingxin.clocks.queries import calendar_of
from dingxin.recovery.atoning import has_its_amount, put_in_deck
from dingxin.recovery.models import Part, Run, RunState, RunStep, StepState, Who
from dingxin.recovery.queries.plans import remedy_for
from dingxin.recovery.wording import due_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.audit.models import Event
    from dingxin.cases.models import Case
    from dingxin.recovery.models import Batch, PlanPart, RecoveryPlan
    from dingxin.resolution.models import Option

NOTE_CHARS = 300
SETTLED = (StepState.DONE, StepState.SKIPPED)


@transaction.atomic
def start_run(plan: RecoveryPlan, case: Case, *, actor: Staff, at: datetime, batch: Batch | None = None) -> Run:
    """Start a plan in a case: five steps, each with who does it and until when; its remedy goes into the deck.

    Raises:
        Refused: the plan is out of use, the case is closed or merged, or another plan is still going on in it.

    """
    case = locked(case)
    require_live(case)
    if not plan.is_active:
        raise Refused(_("This plan is out of use."), field="plan")
    try:
        with transaction.atomic():
            run = Run.objects.create(plan=plan, case=case, batch=batch, started_by=actor, at=at)
    except IntegrityError as error:
        raise Refused(_("A plan is going on in this case already: finish or end it first."), field="plan") from error
    parts = {part.part: part for part in plan.parts.all()}
    option = None if batch else _atonement(parts.get(Part.ATONEMENT), case, plan, actor=actor, at=at)
    _make_steps(run, parts, option, at=at)
    record(Kind.RECOVERY_STARTED, case=case, actor=actor, at=at, id=run.pk, plan=plan.pk, batch=batch.pk if batch else 0)
    return run


def _atonement(part: PlanPart | None, case: Case, plan: RecoveryPlan, *, actor: Staff, at: datetime) -> Option | None:
    remedy = remedy_for(part, case.industry) if part else None
    if part is None or remedy is None or not has_its_amount(remedy, part.amount):
        return None
    return put_in_deck(case, remedy, part.amount, reason=_("Plan “%(plan)s”") % {"plan": plan}, actor=actor, at=at)


def _make_steps(run: Run, parts: dict[str, PlanPart], option: Option | None, *, at: datetime) -> None:
    case, calendar = run.case, calendar_of(run.case.branch)
    duty = in_charge(case.branch, at=at) if any(part.who == Who.DUTY for part in parts.values()) else None
    handler = case.handler or case.owner
    RunStep.objects.bulk_create(
        RunStep(
            run=run, part=part, owner=duty.staff if duty and row.who == Who.DUTY else handler, due=due_of(row, calendar, at=at),
            way=row.way, option=option if part == Part.ATONEMENT else None,
        )
        for part in Part
        if (row := parts.get(part))
    )  # fmt: skip


@transaction.atomic
def settle_step(step: RunStep, *, note: str, skipped: bool = False, actor: Staff, at: datetime) -> RunStep:
    """Say by hand that a step is done, or left out, and answer for it with a note.

    Raises:
        Refused: no note is given, or the step was settled before.

    """
    note = clean_line(note, NOTE_CHARS)
    if not note:
        raise Refused(_("Say in a few words what was done, or why it is left out."), field="note")
    state = StepState.SKIPPED if skipped else StepState.DONE
    if not _settled(step, state, note=note, settled_by=actor, at=at):
        raise Refused(_("This step is settled already."))
    return step


@transaction.atomic
def prove_step(step: RunStep, *, event: Event) -> bool:
    """Record that a step happened, with the event that shows it; whether it was still to do."""
    return _settled(step, StepState.DONE, proof=event, settled_by=event.actor, at=event.at)


def _settled(step: RunStep, state: StepState, *, settled_by: Staff | None, at: datetime, **more: object) -> bool:
    values = {"state": state, "settled_by": settled_by, "settled_at": at, **more}
    if not RunStep.objects.filter(pk=step.pk, state=StepState.OPEN, run__state=RunState.GOING).update(**values):
        return False
    step.refresh_from_db()
    run = Run.objects.select_related("case").get(pk=step.run_id)
    record(Kind.RECOVERY_STEP_SETTLED, case=run.case, actor=settled_by, at=at, id=step.pk, part=step.part, outcome=state)
    if not run.steps.filter(state=StepState.OPEN).exists():
        _close(run, RunState.DONE, actor=settled_by, at=at)
    return True


@transaction.atomic
def tie_promise(step: RunStep, *, promise: int, actor: Staff, at: datetime) -> RunStep:
    """Let a promise to the customer stand for the reinstatement: when it is kept, the step is done.

    Raises:
        Refused: the step is not the reinstatement, or is settled; the promise is not one of the case, or is not owed any more.

    """
    found = Promise.objects.owed().filter(pk=promise, case=step.run.case_id).first()
    if found is None:
        raise Refused(_("This promise is not owed in this case."), field="promise")
    open_still = RunStep.objects.filter(pk=step.pk, part=Part.REINSTATEMENT, state=StepState.OPEN)
    if not open_still.update(promise=found, due=found.due, owner=found.made_by):
        raise Refused(_("Only a reinstatement that is still to do hangs on a promise."))
    step.refresh_from_db()
    record(Kind.RECOVERY_STEP_SETTLED, case=step.run.case, actor=actor, at=at, id=step.pk, part=step.part, outcome=step.state)
    return step


@transaction.atomic
def end_run(run: Run, *, why: str, actor: Staff, at: datetime) -> Run:
    """End a run early, and say why.

    Raises:
        Refused: no reason is given, or it has ended.

    """
    why = clean_line(why, NOTE_CHARS)
    if not why:
        raise Refused(_("Say why the plan is not carried out to its end."), field="why")
    if not _close(run, RunState.ENDED, actor=actor, at=at, why=why):
        raise Refused(_("This plan has come to its end already."))
    return run


def _close(run: Run, state: RunState, *, actor: Staff | None, at: datetime, why: str = "") -> bool:
    if not Run.objects.filter(pk=run.pk, state=RunState.GOING).update(state=state, why=why, ended_at=at):
        return False
    run.refresh_from_db()
    record(Kind.RECOVERY_ENDED, case=run.case, actor=actor, at=at, id=run.pk, outcome=state)
    return True
