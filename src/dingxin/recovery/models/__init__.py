"""Plans, runs, batches and commitments, by noun."""

from dingxin.recovery.models.batches import BATCH_ONGOING, HELD, Batch, BatchRow, BatchState, Incident, RowState
from dingxin.recovery.models.commitments import Commitment, Invocation, When
from dingxin.recovery.models.plans import Part, PlanPart, RecoveryPlan, Way, Who
from dingxin.recovery.models.runs import Run, RunState, RunStep, StepState

__all__ = [
    "BATCH_ONGOING",
    "HELD",
    "Batch",
    "BatchRow",
    "BatchState",
    "Commitment",
    "Incident",
    "Invocation",
    "Part",
    "PlanPart",
    "RecoveryPlan",
    "RowState",
    "Run",
    "RunState",
    "RunStep",
    "StepState",
    "Way",
    "When",
    "Who",
]
