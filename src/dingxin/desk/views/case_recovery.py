"""The service recovery of a case on its page: the plan at work, plans to start, and commitments to call in (E14, G7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dingxin.audit.kinds import Kind
from dingxin.knowledge.law import rules
from dingxin.recovery.models import Part, RunState, StepState
from dingxin.recovery.queries import commitments_for, fitting, plan_list, steps_of
from dingxin.recovery.wording import told_time
from dingxin.resolution.models import OptionState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from dingxin.cases.models import Case
    from dingxin.clocks.models import Promise
    from dingxin.knowledge.law import Rule
    from dingxin.recovery.models import Commitment, PlanPart, RecoveryPlan, Run, RunStep
    from dingxin.requests import StaffRequest

LAW = ("L10-02", "L01-06")  # what a public promise to consumers binds the house to
PAST = 3
PROOFS: dict[Kind, StrPromise] = {
    Kind.MESSAGE_SENT: _("shown by the reply"),
    Kind.PROMISE_KEPT: _("shown by the promise that was kept"),
    Kind.OBLIGATION_PERFORMED: _("shown by what was agreed and done"),
    Kind.CALLBACK_DONE: _("shown by the call back"),
    Kind.SURVEY_ANSWERED: _("shown by the customer's answer"),
    Kind.VERDICT_RECORDED: _("shown by the customer's verdict"),
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with the words to say, and what shows that it was done."""

    step: RunStep
    words: str
    proof: StrPromise | str


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the page shows: the run that goes on with its steps, earlier ones, plans to start, and commitments."""

    case: Case
    run: Run | None
    lines: list[StepLine]
    past: list[Run]
    plans: list[RecoveryPlan]
    owed: list[Promise]
    commitments: list[Commitment]
    law: list[Rule]
    may: dict[str, bool]


def law_of_commitments() -> list[Rule]:
    """Give the rules of law by which a public commitment is part of the contract."""
    return [rules()[name] for name in LAW]


def recovery_of(request: StaffRequest, case: Case, _at: datetime) -> Recovery:
    """Shape the recovery of a case for a member of staff: four queries at most."""
    steps = list(steps_of(case))
    runs = list({step.run_id: step.run for step in steps}.values())
    run = next((row for row in runs if row.state == RunState.GOING), None)
    mine = [step for step in steps if run and step.run_id == run.pk]
    verbs = ("start_run", "settle_step", "tie_promise", "end_run", "invoke_commitment")
    may = {verb: case.is_live and request.user.has_perm(f"recovery.{verb}", case) for verb in verbs}
    return Recovery(
        case=case, run=run, lines=_lines(case, run, mine), past=[row for row in runs if row != run][:PAST],
        plans=fitting(case, plan_list().prefetch_related(None)) if run is None and may["start_run"] else [],
        owed=_owed(case, mine) if may["tie_promise"] else [],
        commitments=list(commitments_for(case)), law=law_of_commitments(), may=may,
    )  # fmt: skip


def _lines(case: Case, run: Run | None, steps: Sequence[RunStep]) -> list[StepLine]:
    parts = {part.part: part for part in run.plan.parts.all()} if run else {}
    return [StepLine(step, _words(step, parts.get(step.part), case.language), _proof(step)) for step in steps]


def _words(step: RunStep, part: PlanPart | None, language: str) -> str:
    if step.state != StepState.OPEN or part is None:
        return ""
    if step.part == Part.ATONEMENT:
        return step.option.wording if step.option and step.option.state == OptionState.DECK else ""
    return part.said(language).replace("{due}", told_time(step.due, language))


def _proof(step: RunStep) -> StrPromise | str:
    return PROOFS.get(Kind(step.proof.kind), "") if step.proof else step.note


def _owed(case: Case, steps: Sequence[RunStep]) -> list[Promise]:
    """Give the promises that the reinstatement can hang on, where it is still to do and hangs on none."""
    loose = any(step.part == Part.REINSTATEMENT and step.state == StepState.OPEN and step.promise is None for step in steps)
    return list(case.promises.owed().order_by("due")) if loose else []
