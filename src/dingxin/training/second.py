"""Second stage: each label again, from the first stage's verdicts on this turn and on the turns before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from dingxin.engine.components.learned import BOUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STRENGTH = 0.005
"""Inverse regularisation of the context, chosen by cross-validation on the training file."""

TRUST = 10.0
"""How much freer the weight of the label's own first-stage verdict is than those of its neighbours."""

HALF = ("demand", "risk", "fact", "need")
"""Families whose first and second verdict are weighed alike: what a turn asks or states stands mostly in its own words."""

FEW = 25
"""Labels with fewer examples keep the first stage's verdict."""


def fit(
    first: NDArray[np.float32],
    context: NDArray[np.float32],
    wanted: NDArray[np.bool_],
    known: NDArray[np.bool_],
    names: Sequence[str],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit all labels (``names``), each where it is ``known``.

    Gives the weights of the first stage's log-odds [labels, labels] and of the context [values, labels].
    """
    labels = len(names)
    bounded = np.clip(first, -BOUND, BOUND) / 2
    spread = context.std(axis=0) + 0.1
    own, around = np.eye(labels), np.zeros((context.shape[1], labels))
    for label in range(labels):
        rows = known[:, label]
        if wanted[rows, label].sum() < FEW:
            continue
        trust = np.ones(labels)
        trust[label] = TRUST
        columns = np.hstack([bounded * trust, context / spread])
        model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, random_state=0)
        weights = model.fit(columns[rows], wanted[rows, label]).coef_[0]
        share = 0.5 if names[label].partition(":")[0] in HALF else 1.0
        own[:, label] = share * weights[:labels] * trust / 2 + (1 - share) * own[:, label]
        around[:, label] = share * weights[labels:] / spread
    return own, around
