"""Chooses, by cross-validation, the probability from which each label counts as found."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

STEPS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
ROUNDS = 3


def best_cuts(wanted: NDArray[np.bool_], chance: NDArray[np.float64]) -> NDArray[np.float64]:
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
