"""Trains the model that hears a turn clause by clause, from labels that are known of turns only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from dingxin.engine.components.by_clause import BOUND, PLACES, Cut, cut_up, mixed, places, together, words
from dingxin.training.data import FOLDS
from dingxin.training.first import NEVER, quantised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dingxin.engine.components.learned import Vocabulary

RARE = 15
"""Clauses in which an n-gram must occur to be known."""

LONGEST = 4
"""Characters of the longest n-gram that is known: longer ones teach little of a clause and fill the file."""

FEW = 25
"""Examples a label must have for its clauses to be heard."""

STRENGTH = 1.0
"""Regularisation, chosen by cross-validation."""

START = -2.5
"""Log-odds of a clause before anything is known of it."""

ROUNDS = 60
"""Steps of the descent: more change nothing in turns that were not seen."""


class Heard(NamedTuple):
    """The clauses of one speaker's turns as rows of a matrix; ``rows`` are the n-grams known, in the vocabulary of turns."""

    matrix: sparse.csr_matrix
    cut: Cut
    rows: NDArray[np.int64]


def hear(texts: Sequence[str], vocabulary: Vocabulary) -> Heard:
    """Cut turns into clauses and choose the n-grams to know."""
    cut = cut_up(texts)
    found, rows, _ = vocabulary.sparse(texts)
    clause, row, _ = words(cut, found, np.where(found.size <= LONGEST, rows, -1), vocabulary.rarity[rows])
    pairs = np.unique(clause * vocabulary.size + row)
    known = np.flatnonzero(np.bincount(pairs % vocabulary.size, minlength=vocabulary.size) >= RARE)
    place = np.full(vocabulary.size, -1, dtype=np.int64)
    place[known] = np.arange(len(known))
    clause, row, value = words(cut, found, place[rows], vocabulary.rarity[rows])
    ngrams = sparse.csr_matrix((value.astype(np.float64), (clause, row)), shape=(len(cut.turn), len(known)))
    return Heard(sparse.hstack([ngrams, places(cut)]).tocsr(), cut, known)


def fit(heard: Heard, wanted: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Fit one label on the ``chosen`` turns: the clauses that say it are those that make the turns likeliest as they are."""
    rows = np.flatnonzero(chosen[heard.cut.turn])
    matrix, turn = heard.matrix[rows], (np.cumsum(chosen) - 1)[heard.cut.turn[rows]]
    back, starts, holds = matrix.T.tocsr(), np.flatnonzero(np.diff(turn, prepend=-1)), wanted[chosen]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        told = np.clip(matrix @ weights, -30, 30)
        none = np.maximum(np.add.reduceat(np.logaddexp(0, told), starts), 1e-9)
        missed = np.exp(-none)
        slope = np.where(holds, -missed / (1 - missed + 1e-12), 1.0)
        total = np.where(holds, -np.log1p(-missed + 1e-12), none).sum() + STRENGTH / 2 * weights @ weights
        return total, back @ (slope[turn] / (1 + np.exp(-told))) + STRENGTH * weights

    first = np.zeros(matrix.shape[1])
    first[-1] = START
    return np.asarray(minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x)


def heard_labels(wanted: NDArray[np.bool_], known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give the labels for which there are examples enough, and counter-examples."""
    return np.flatnonzero(((wanted & known).sum(axis=0) >= FEW) & (~wanted & known).any(axis=0))


def learn(
    heard: Heard, wanted: NDArray[np.bool_], known: NDArray[np.bool_], fold: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit all labels; gives the weights [columns, labels], and the log-odds of turns by models that did not see them."""
    weights = np.zeros((heard.matrix.shape[1], wanted.shape[1]))
    weights[-1] = NEVER
    logits = np.full(wanted.shape, NEVER)
    for label in heard_labels(wanted, known):
        weights[:, label] = fit(heard, wanted[:, label], known[:, label])
        for held in range(FOLDS):
            told = heard.matrix @ fit(heard, wanted[:, label], known[:, label] & (fold != held))
            test = fold == held
            logits[test, label] = together(told, heard.cut.turn)[test]
    return weights, logits


def share(
    whole: NDArray[Any],
    clauses: NDArray[Any],
    wanted: NDArray[np.bool_],
    known: NDArray[np.bool_],
    labels: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Find how much the verdicts on the whole and on the clauses count for these labels: an array [3, labels].

    The verdicts are held-out ones. A label for which either would speak against itself keeps the verdict on the whole.
    """
    shares = np.zeros((3, wanted.shape[1]))
    shares[0] = 1
    for label in labels:
        rows = known[:, label]
        both = np.clip(np.column_stack((whole[rows, label], clauses[rows, label])), -BOUND, BOUND)
        model = LogisticRegression(random_state=0).fit(both, wanted[rows, label])
        of_whole, of_clauses = model.coef_[0]
        if of_whole >= 0 and of_clauses > 0:
            shares[:, label] = of_whole, of_clauses, model.intercept_[0]
    return shares


def heard_out_of_fold(
    whole: NDArray[Any], clauses: NDArray[Any], wanted: NDArray[np.bool_], known: NDArray[np.bool_], fold: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Weigh held-out verdicts on wholes and clauses by shares that were found without the turns they are used on."""
    out, labels = np.zeros(wanted.shape, dtype=np.float32), heard_labels(wanted, known)
    for held in range(FOLDS):
        kept, test = fold != held, fold == held
        out[test] = mixed(whole[test], clauses[test], share(whole[kept], clauses[kept], wanted[kept], known[kept], labels))
    return out


def pack(speaker: str, heard: Heard, weights: NDArray[np.float64], shares: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
    """Give the arrays of one speaker's model of clauses."""
    ngrams, scale = quantised(weights[:-PLACES])
    return {
        f"{speaker}_clause_rows": heard.rows.astype(np.uint32),
        f"{speaker}_clause_grams": ngrams,
        f"{speaker}_clause_scale": scale,
        f"{speaker}_clause_places": weights[-PLACES:].astype(np.float32),
        f"{speaker}_clause_shares": shares.astype(np.float32),
    }
