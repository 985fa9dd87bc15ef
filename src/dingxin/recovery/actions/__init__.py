"""Every write to plans, runs, batches and commitments, one module per noun."""

from dingxin.recovery.actions.batches import approve_batch, refuse_batch, start_batch, stop_batch
from dingxin.recovery.actions.commitments import create_commitment, invoke_commitment, lapse_commitment, update_commitment
from dingxin.recovery.actions.plans import create_recovery_plan, update_recovery_plan
from dingxin.recovery.actions.runs import end_run, settle_step, start_run, tie_promise
from dingxin.recovery.actions.working import CHUNK, work_batches

__all__ = [
    "CHUNK",
    "approve_batch",
    "create_commitment",
    "create_recovery_plan",
    "end_run",
    "invoke_commitment",
    "lapse_commitment",
    "refuse_batch",
    "settle_step",
    "start_batch",
    "start_run",
    "stop_batch",
    "tie_promise",
    "update_commitment",
    "update_recovery_plan",
    "work_batches",
]
