"""What a turn says because one of its clauses says it: every clause is heard by itself, without what stands around it.

A turn says a thing unless none of its clauses does: 1 - Π (1 - chance of a clause), the noisy or of learning from bags of
examples (Maron & Lozano-Pérez, NIPS 1997). Nobody told the model which clause it was; training finds that out. Where a whole
turn only speaks of money, here one clause must ask for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dingxin.engine.components.blocks import on_grid, product
from dingxin.engine.components.normalise import punctuated
from dingxin.engine.features import CLIP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dingxin.engine.features import Grams

CLAUSE_VALUE = 5.0
"""Length of the n-grams of a clause taken together, beside its place."""

PLACES = 4
"""Values that say where in its turn a clause stands."""

MOST = 6
"""Clauses of a turn that count for a label, the highest: many faint ones are no loud one."""

BOUND = 6.0
"""Log-odds beyond which more changes nothing when both verdicts are weighed together."""

_WIDE = CLIP + 1
_STOPS = "，,。！!？?；;：:~…\n"
_CLAUSE = re.compile(rf"^[{_STOPS}]*[^{_STOPS}]*[{_STOPS}]*|[^{_STOPS}]+[{_STOPS}]*")
"""A clause with the stops behind it: they tell a question from a statement. Every text has at least one, an empty one too."""


class Cut(NamedTuple):
    """The clauses of a batch of turns, in order: the turn of each, and where it starts and ends in it."""

    turn: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


class Told(NamedTuple):
    """The clauses of a batch of turns and the log-odds of every label in each: an array [clauses, labels]."""

    cut: Cut
    logits: NDArray[np.float32]

    def of(self, turn: int) -> Told:
        """Give the clauses of one turn."""
        its = slice(*np.searchsorted(self.cut.turn, (turn, turn + 1)))
        return Told(Cut(*(column[its] for column in self.cut)), self.logits[its])


def cut_up(texts: Sequence[str]) -> Cut:
    """Cut texts in normal form into clauses."""
    found = [[hit.span() for hit in _CLAUSE.finditer(punctuated(text[:CLIP]))] for text in texts]
    turn = np.repeat(np.arange(len(texts)), [len(its) for its in found])
    spans = np.array([span for its in found for span in its], dtype=np.int64).reshape(-1, 2)
    return Cut(turn, spans[:, 0], spans[:, 1])


def words(
    cut: Cut, found: Grams, row: NDArray[np.int64], rarity: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Give the n-grams that lie within a clause: the clause, the row and the value of each, in order of the clauses.

    ``row`` and ``rarity`` belong to the n-grams ``found`` in the turns; those with a row below zero are not known. The values
    of a clause have length CLAUSE_VALUE.
    """
    place = found.turn * _WIDE + found.place
    clause = np.searchsorted(cut.turn * _WIDE + cut.start, place, side="right") - 1
    within = place + found.size <= cut.turn[clause] * _WIDE + cut.end[clause]
    chosen = np.flatnonzero(within & (row >= 0))
    chosen = chosen[np.argsort(clause[chosen], kind="stable")]
    clause, value = clause[chosen], rarity[chosen]
    norm = np.sqrt(np.bincount(clause, value * value, minlength=len(cut.turn)))
    return clause, row[chosen], (CLAUSE_VALUE * value / np.maximum(norm, 1e-9)[clause]).astype(np.float32)


def places(cut: Cut) -> NDArray[np.float32]:
    """Say where in its turn each clause stands: how far on, whether first, whether last: an array [clauses, PLACES]."""
    count = np.bincount(cut.turn)
    at = np.arange(len(cut.turn)) - (np.cumsum(count) - count)[cut.turn]
    size = count[cut.turn]
    return np.column_stack((at / size, at == 0, at == size - 1, np.ones(len(at)))).astype(np.float32)


def together(told: NDArray[Any], turn: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give the log-odds that any clause of a turn says it, from those of its MOST highest; every turn has one or more.

    ``told`` is [clauses, labels] or [clauses]; ``turn`` ascends from zero.
    """
    starts = np.flatnonzero(np.diff(turn, prepend=-1))
    silent = np.logaddexp(0.0, told.astype(np.float64))  # -log of the chance that a clause does not say it
    ends = np.append(starts[1:], len(turn))
    for long in np.flatnonzero(ends - starts > MOST):
        its = silent[starts[long] : ends[long]]
        np.put_along_axis(its, np.argpartition(its, -MOST, axis=0)[:-MOST], 0, axis=0)
    none = np.maximum(np.add.reduceat(silent, starts, axis=0), 1e-9)
    return on_grid(none + np.log(-np.expm1(-none)))


def mixed(whole: NDArray[Any], clauses: NDArray[Any], shares: NDArray[np.float64]) -> NDArray[np.float32]:
    """Weigh the verdicts on the turn as a whole and on its clauses; ``shares`` [3, labels]: of each, and a level.

    A label without a share of its clauses keeps the verdict on the whole.
    """
    both = np.clip(whole, -BOUND, BOUND) * shares[0] + np.clip(clauses, -BOUND, BOUND) * shares[1] + shares[2]
    return np.asarray(np.where(shares[1] == 0, whole, both), dtype=np.float32)


class ByClause:
    """The trained model of one language and one speaker that hears a turn clause by clause."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], speaker: str) -> None:
        """Take the unpacked arrays that training wrote; its n-grams are some of those known of turns."""
        rows = arrays[f"{speaker}_clause_rows"].astype(np.int64)
        self._row = np.full(len(arrays[f"{speaker}_buckets"]), -1, dtype=np.int64)
        self._row[rows] = np.arange(len(rows))
        self._rarity = arrays[f"{speaker}_rarity"]
        self._grams, self._scale = arrays[f"{speaker}_clause_grams"], arrays[f"{speaker}_clause_scale"]
        self._places = arrays[f"{speaker}_clause_places"].astype(np.float64)
        self.shares = arrays[f"{speaker}_clause_shares"].astype(np.float64)

    def hear(self, texts: Sequence[str], found: Grams, rows: NDArray[np.int64]) -> Told:
        """Give the log-odds of every label in every clause of every turn.

        ``found`` are the n-grams of the texts, ``rows`` their places in the vocabulary of turns.
        """
        cut = cut_up(texts)
        clause, row, value = words(cut, found, self._row[rows], self._rarity[rows])
        told = np.zeros((len(cut.turn), len(self._scale)), dtype=np.float32)
        if len(clause):
            starts = np.flatnonzero(np.diff(clause, prepend=-1))
            told[clause[starts]] = np.add.reduceat(self._grams[row] * value[:, None], starts, axis=0)
        return Told(cut, told * self._scale + product(places(cut), self._places))

    def judge(self, whole: NDArray[np.float32], told: Told) -> NDArray[np.float32]:
        """Give the log-odds of every label in every turn, from those of the turn as a whole and of its clauses."""
        return mixed(whole, together(told.logits, told.cut.turn), self.shares)
