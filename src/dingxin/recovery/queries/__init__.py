"""Every read of plans, runs, batches and commitments worth a name."""

from dingxin.recovery.queries.affected import Affected, Left, Preview, preview_batch
from dingxin.recovery.queries.batches import Progress, batch_for, batch_list, progress_of, refused_rows, waiting_batches
from dingxin.recovery.queries.commitments import commitment_list, commitments_for
from dingxin.recovery.queries.evaluation import RECURS_WITHIN, Evaluation, evaluate
from dingxin.recovery.queries.plans import fitting, plan_list, remedies_coded, remedy_for, steps_of, whole_words

__all__ = [
    "RECURS_WITHIN",
    "Affected",
    "Evaluation",
    "Left",
    "Preview",
    "Progress",
    "batch_for",
    "batch_list",
    "commitment_list",
    "commitments_for",
    "evaluate",
    "fitting",
    "plan_list",
    "preview_batch",
    "progress_of",
    "refused_rows",
    "remedies_coded",
    "remedy_for",
    "steps_of",
    "waiting_batches",
    "whole_words",
]
