"""Regression by likeness: what was voted for conversations that are alike in what matters.

A Laplace kernel over directions that the regression itself found to matter: the mean outer product of its gradients is their
measure (one step of the recursive feature machine of Radhakrishnan, Beaglehole, Pandit, Belkin, Science 2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import solve

from dingxin.engine.components.satisfaction import likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WIDTH = 0.25
"""How fast likeness falls with distance; the root of the mean square of all rows has length 1."""

LIKENESS = 100.0
LOSS = 20.0
"""How much likeness counts beside the words, and the regularisation of both."""

AXES = 32
SHARPNESS = 0.4
"""Directions that are kept, and the power of their measure by which they count."""

LEAST = 0.02
"""How much a value counts that stands in no relation to the votes."""

TINY = 1e-6
"""Distance below which two rows are the same."""


@dataclass(frozen=True)
class Alike:
    """What was fitted: how rows are brought to scale and turned [values, axes], the marks [rows, axes] and their weights."""

    mean: Floats
    spread: Floats
    axes: Floats
    marks: NDArray[np.float32]
    level: Floats
    dual: Floats

    def predict(self, rows: Floats, words: Floats) -> Floats:
        """Give what is expected of rows [n, values] whose words are as like those of the marks as ``words`` [n, marks] says."""
        turned = ((rows - self.mean) / self.spread @ self.axes).astype(np.float32)
        return np.asarray((LIKENESS * likeness(turned, self.marks, WIDTH) + words) @ self.dual + self.level)


def fit(rows: Floats, words: Floats, wanted: Floats) -> Alike:
    """Fit to what is wanted of each row [rows, columns]; ``words`` is the likeness of the words, [rows, rows]."""
    mean, spread, level = rows.mean(axis=0), rows.std(axis=0) + 0.05, wanted.mean(axis=0)
    scaled, rest = (rows - mean) / spread, wanted - level
    axes = _of_length_one(scaled, np.diag(relation(scaled, rest) + LEAST))
    marks = (scaled @ axes).astype(np.float32)
    axes = _of_length_one(scaled, directions(axes, marks, _dual(marks, words, rest)))
    marks = (scaled @ axes).astype(np.float16).astype(np.float32)
    return Alike(mean, spread, axes, marks, level, _dual(marks, words, rest))


def relation(scaled: Floats, wanted: Floats) -> Floats:
    """Give how far each value goes with what is wanted: the mean of its absolute correlations."""
    scale = np.outer(scaled.std(axis=0) + TINY, wanted.std(axis=0) + TINY)
    return np.asarray(np.abs(scaled.T @ wanted / len(scaled) / scale).mean(axis=1))


def directions(axes: Floats, marks: NDArray[np.float32], dual: Floats) -> Floats:
    """Give the directions [values, AXES] along which the regression changes most, scaled by how much it does."""
    kernel = likeness(marks, marks, WIDTH)
    distance = -np.log(kernel) / WIDTH
    slope = np.where(distance > TINY, kernel / np.maximum(distance, TINY), 0)
    measure = np.zeros((len(axes), len(axes)))
    for column in dual.T:
        pull = slope * column
        gradient = (pull.sum(axis=1)[:, None] * marks - pull @ marks) @ axes.T
        measure += gradient.T @ gradient
    values, vectors = np.linalg.eigh(measure / np.trace(measure))
    return np.asarray(vectors[:, -AXES:] * np.maximum(values[-AXES:], 0) ** SHARPNESS)


def _of_length_one(scaled: Floats, axes: Floats) -> Floats:
    return np.asarray(axes / np.sqrt(((scaled @ axes) ** 2).sum(axis=1).mean()))


def _dual(marks: NDArray[np.float32], words: Floats, rest: Floats) -> Floats:
    kernel = LIKENESS * likeness(marks, marks, WIDTH) + words
    kernel[np.diag_indices_from(kernel)] += LOSS
    return np.asarray(solve(kernel, rest, assume_a="pos"))
