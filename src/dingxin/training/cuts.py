"""Chooses, by cross-validation, the probability from which each label counts as found."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.components.feeling import graded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STEPS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
ROUNDS = 3

GRADE_STEPS = tuple(np.arange(0.05, 0.75, 0.05).round(2).tolist())


def best_cuts(wanted: NDArray[np.bool_], chance: NDArray[Any]) -> NDArray[np.float64]:
    """Give the cuts [labels] that make the micro-F1 over these labels highest, found one label after another."""
    cuts = np.full(wanted.shape[1], 0.35)
    best = micro_f1(wanted, chance >= cuts)
    for _, label, step in product(range(ROUNDS), range(wanted.shape[1]), STEPS):
        kept, cuts[label] = cuts[label], step
        score = micro_f1(wanted, chance >= cuts)
        if score > best + 1e-9:
            best = score
        else:
            cuts[label] = kept
    return cuts


def micro_f1(wanted: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    """Give the F1 over all labels together."""
    total = int(found.sum() + wanted.sum())
    return 2 * int((found & wanted).sum()) / total if total else 1.0


def level_cuts(level: NDArray[np.int64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the cuts on an expected level that make the quadratic-weighted kappa with the true level highest."""
    ranges = (np.arange(0.4, 0.9, 0.05), np.arange(1.1, 1.6, 0.05), np.arange(1.8, 2.4, 0.1))
    return np.array(max(product(*ranges), key=lambda cuts: kappa(level, np.digitize(expected, cuts))))


def kappa(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Give Cohen's kappa with quadratic weights for levels from 0."""
    size = int(max(one.max(), other.max())) + 1
    table = np.zeros((size, size))
    np.add.at(table, (one, other), 1)
    weight = (np.arange(size)[:, None] - np.arange(size)) ** 2
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(1 - (weight * table).sum() / (weight * chance).sum())


def grade_cuts(
    level: NDArray[np.int64], chance: NDArray[np.float32], lengths: Sequence[int], known: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    """Give the cuts of ``feeling.graded`` that make the macro-F1 of the grade highest, found one after another, and that F1.

    ``level`` and ``chance`` [turns, 3] run over the customer turns of all conversations, ``lengths`` of them in each; the
    F1 is that of the turns whose grade is ``known``.
    """
    rows = chance.tolist()
    cuts = [0.5, 0.5, 0.4, 0.4, 0.2]
    best = 0.0
    for _, place, step in product(range(ROUNDS), range(len(cuts)), GRADE_STEPS):
        kept, cuts[place] = cuts[place], step
        score = macro_f1(level[known], _standing(rows, lengths, cuts)[known])
        if score > best + 1e-9:
            best = score
        else:
            cuts[place] = kept
    return np.array(cuts), best


def _standing(rows: list[list[float]], lengths: Sequence[int], cuts: Sequence[float]) -> NDArray[np.int64]:
    out, turn = np.zeros(len(rows), dtype=np.int64), 0
    for length in lengths:
        level = 0
        for at in range(turn, turn + length):
            level = out[at] = graded(rows[at], level, cuts)
        turn += length
    return out


def macro_f1(wanted: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    """Give the mean F1 over the levels that occur."""
    return float(np.mean([micro_f1(wanted == level, found == level) for level in np.unique(wanted)]))
