"""Service recovery: plans, runs of a case, recoveries for many, how plans did, and commitments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from ninja import Query, Router
from ninja.responses import Status

from dingxin.accounts.models import Branch
from dingxin.api import recovery_schemas as given
from dingxin.api.cases import router as cases
from dingxin.api.schemas import Moment  # noqa: TC001  ninja reads it
from dingxin.cases.models import Category
from dingxin.cases.queries import case_for
from dingxin.recovery import actions
from dingxin.recovery.actions.batches import Offer, needs_second
from dingxin.recovery.models import Commitment, RecoveryPlan, Run, RunStep
from dingxin.recovery.qualities import Weighed, judge
from dingxin.recovery.queries import (
    Affected,
    batch_for,
    batch_list,
    commitment_list,
    commitments_for,
    evaluate,
    plan_list,
    preview_batch,
    progress_of,
    refused_rows,
    steps_of,
    whole_words,
)
from dingxin.resolution.models import Remedy

if TYPE_CHECKING:
    from dingxin.recovery.models import Batch
    from dingxin.requests import StaffRequest

router = Router(tags=["recovery"])
VIEW, START, PLANS, REGISTER = (
    f"recovery.{name}" for name in ("view_recovery", "start_batch", "manage_plans", "manage_commitments")
)
USUALLY = timedelta(days=90)


def _require(request: StaffRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied(permission)


@router.get("/plans", response=list[given.PlanOut])
def list_recovery_plans(request: StaffRequest) -> Any:
    """Plans for points of failure, each with its five parts."""
    _require(request, "recovery.view_commitments")
    return plan_list()


@router.post("/plans", response={201: given.PlanOut})
def create_recovery_plan(request: StaffRequest, body: given.NewPlanIn) -> Any:
    """Add a plan."""
    _require(request, PLANS)
    return Status(201, actions.create_recovery_plan(actor=request.user, at=timezone.now(), **body.fields()))


@router.patch("/plans/{code}", response=given.PlanOut)
def update_recovery_plan(request: StaffRequest, code: str, body: given.PlanIn) -> Any:
    """Change a plan."""
    _require(request, PLANS)
    plan = RecoveryPlan.objects.get(code=code)
    return actions.update_recovery_plan(plan, actor=request.user, at=timezone.now(), **body.fields())


@router.get("/evaluation", response=list[given.EvaluationOut])
def view_recovery(request: StaffRequest, since: Moment | None = None) -> Any:
    """How each plan did, by the runs since a time (90 days by default)."""
    _require(request, VIEW)
    at = timezone.now()
    return evaluate(request.user, since=since or at - USUALLY, at=at)


@router.get("/batches", response=list[given.BatchOut])
def list_batches(
    request: StaffRequest,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Any:
    """Recoveries for many, the newest first."""
    _require(request, VIEW)
    return [_shown(batch) for batch in batch_list(request.user)[offset : offset + limit]]


@router.post("/batches/preview", response=given.PreviewOut)
def preview(request: StaffRequest, body: given.BatchIn) -> Any:
    """Whom a recovery for many would reach; nothing is kept."""
    _require(request, START)
    offer, at = _offer(body), timezone.now()
    found = preview_batch(request.user, _who(body), incident=body.incident, amount=offer.amount)
    first = found.cases[0] if found.cases else None
    return {
        "cases": [case.number for case in found.cases], "left": found.left, "total": found.total, "unhandled": found.unhandled,
        "second": needs_second(request.user, first, offer, total=found.total, at=at) if first else "",
        "words": whole_words(offer.plan, offer.remedy, offer.amount, first.branch, at=at) if first else {},
    }  # fmt: skip


@router.post("/batches", response={201: given.BatchOut})
def start_batch(request: StaffRequest, body: given.BatchIn) -> Any:
    """Start a recovery for many."""
    _require(request, START)
    made, left = actions.start_batch(
        incident=body.incident, who=_who(body), offer=_offer(body), actor=request.user, at=timezone.now()
    )
    return Status(201, _shown(batch_for(request.user, made.pk)) | {"left": left})


@router.get("/batches/{batch}", response=given.BatchOut)
def batch(request: StaffRequest, batch: int) -> Any:
    """One of them, with its progress and those who could not be told."""
    _require(request, VIEW)
    row = batch_for(request.user, batch)
    return _shown(row) | {"could_not": [{"who": one.case.number, "why": one.why} for one in refused_rows(row)[:200]]}


@router.post("/batches/{batch}/approval", response=given.BatchOut)
def approve_batch(request: StaffRequest, batch: int) -> Any:
    """Allow what one gives; nobody allows their own."""
    row = batch_for(request.user, batch, "recovery.approve_batch")
    actions.approve_batch(row, actor=request.user, at=timezone.now())
    return _shown(batch_for(request.user, batch))


@router.post("/batches/{batch}/refusal", response=given.BatchOut)
def refuse_batch(request: StaffRequest, batch: int, body: given.WhyIn) -> Any:
    """Do not allow one."""
    row = batch_for(request.user, batch, "recovery.approve_batch")
    actions.refuse_batch(row, why=body.why, actor=request.user, at=timezone.now())
    return _shown(batch_for(request.user, batch))


@router.delete("/batches/{batch}", response=given.BatchOut)
def stop_batch(request: StaffRequest, batch: int, why: Annotated[str, Query(max_length=300)]) -> Any:
    """Stop one: whoever was not told yet is not told."""
    row = batch_for(request.user, batch, "recovery.stop_batch")
    actions.stop_batch(row, why=why, actor=request.user, at=timezone.now())
    return _shown(batch_for(request.user, batch))


def _shown(row: Batch) -> dict[str, Any]:
    progress = progress_of(row)
    counted = {name: getattr(progress, name) for name in ("waiting", "done", "refused", "left", "percent")}
    remedy = row.remedy.code if row.remedy else None
    about = {"incident": row.incident.name, "plan": row.plan.code, "remedy": remedy, "started_by": row.started_by.username}
    return {
        "id": row.pk,
        "state": row.state,
        "amount": row.amount,
        "at": row.at,
        "ended_at": row.ended_at,
        **about,
        "progress": counted,
    }


def _who(body: given.BatchIn) -> Affected:
    if body.phones:
        return Affected(phones=tuple(body.phones))
    branch = Branch.objects.get(code=body.branch) if body.branch else None
    category = Category.objects.get(name=body.category) if body.category else None
    return Affected(branch=branch, category=category, product=body.product, since=body.since, until=body.until)


def _offer(body: given.BatchIn) -> Offer:
    remedy = Remedy.objects.get(code=body.remedy) if body.remedy else None
    return Offer(RecoveryPlan.objects.get(code=body.plan), body.words, body.words_en, remedy, body.amount)


@router.get("/commitments", response=list[given.CommitmentOut])
def list_commitments(request: StaffRequest) -> Any:
    """The register of commitments, each with its five qualities."""
    _require(request, "recovery.view_commitments")
    return commitment_list()


@router.post("/commitments", response={201: given.CommitmentOut})
def create_commitment(request: StaffRequest, body: given.NewCommitmentIn) -> Any:
    """Enter a commitment."""
    _require(request, REGISTER)
    return Status(201, actions.create_commitment(actor=request.user, at=timezone.now(), **body.dict(exclude_unset=True)))


@router.post("/commitments/check", response=list[given.JudgedOut])
def check_commitment(request: StaffRequest, body: given.CheckIn) -> Any:
    """Judge words by the five qualities; nothing is kept."""
    _require(request, REGISTER)
    return judge(Weighed(body.words, body.language, body.industry, body.backed))


@router.patch("/commitments/{code}", response=given.CommitmentOut)
def update_commitment(request: StaffRequest, code: str, body: given.CommitmentIn) -> Any:
    """Change a commitment."""
    _require(request, REGISTER)
    row = Commitment.objects.get(code=code)
    return actions.update_commitment(row, actor=request.user, at=timezone.now(), **body.dict(exclude_unset=True))


def _run(run: Run, steps: list[RunStep]) -> dict[str, Any]:
    shown = {"id": run.pk, "plan": run.plan.code, "batch": run.batch_id, "state": run.state, "why": run.why}
    return {**shown, "at": run.at, "ended_at": run.ended_at, "steps": steps}


@cases.get("/{number}/recoveries", response=list[given.RunOut])
def list_runs(request: StaffRequest, number: str) -> Any:
    """The plans that ran in a case, the newest first, each with its steps."""
    case = case_for(request.user, number)
    runs: dict[int, Run] = {}
    steps: dict[int, list[RunStep]] = {}
    for step in steps_of(case):
        runs.setdefault(step.run_id, step.run)
        steps.setdefault(step.run_id, []).append(step)
    return [_run(run, steps[pk]) for pk, run in runs.items()]


@cases.post("/{number}/recoveries", response={201: given.RunOut})
def start_run(request: StaffRequest, number: str, body: given.StartIn) -> Any:
    """Start a plan in a case."""
    case = case_for(request.user, number, "recovery.start_run")
    run = actions.start_run(RecoveryPlan.objects.get(code=body.plan), case, actor=request.user, at=timezone.now())
    return Status(201, _run(run, list(run.steps.select_related("owner", "proof"))))


@cases.post("/{number}/recoveries/steps/{step}", response=given.StepOut)
def settle_step(request: StaffRequest, number: str, step: int, body: given.SettleIn) -> Any:
    """Say by hand that a step is done, or left out."""
    case = case_for(request.user, number, "recovery.settle_step")
    row = RunStep.objects.get(pk=step, run__case=case)
    return actions.settle_step(row, note=body.note, skipped=body.skipped, actor=request.user, at=timezone.now())


@cases.put("/{number}/recoveries/steps/{step}/promise", response=given.StepOut)
def tie_promise(request: StaffRequest, number: str, step: int, body: given.TieIn) -> Any:
    """Let a promise stand for the reinstatement."""
    case = case_for(request.user, number, "recovery.tie_promise")
    row = RunStep.objects.select_related("run").get(pk=step, run__case=case)
    return actions.tie_promise(row, promise=body.promise, actor=request.user, at=timezone.now())


@cases.delete("/{number}/recoveries/{run}", response=given.RunOut)
def end_run(request: StaffRequest, number: str, run: int, why: Annotated[str, Query(max_length=300)]) -> Any:
    """End a plan early."""
    case = case_for(request.user, number, "recovery.end_run")
    row = actions.end_run(case.recoveries.get(pk=run), why=why, actor=request.user, at=timezone.now())
    return _run(row, list(row.steps.select_related("owner", "proof")))


@cases.get("/{number}/commitments", response=list[given.HeldOut])
def list_held_commitments(request: StaffRequest, number: str) -> Any:
    """The commitments that hold for a case, and when one was called in."""
    return commitments_for(case_for(request.user, number))


@cases.post("/{number}/commitments", response={201: given.InvocationOut})
def invoke_commitment(request: StaffRequest, number: str, body: given.InvokeIn) -> Any:
    """Call in a commitment for the customer."""
    case = case_for(request.user, number, "recovery.invoke_commitment")
    row = Commitment.objects.get(code=body.commitment)
    return Status(201, actions.invoke_commitment(case, row, actor=request.user, at=timezone.now()))
