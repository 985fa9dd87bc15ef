"""First stage: for each label a logistic regression over one turn's n-grams, phrases and shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from dingxin.engine.components.learned import SLOT_VALUE, Layout, Vocabulary, phrase_key
from dingxin.engine.features import BUCKETS, SHAPE_SIZE, grams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dingxin.engine.doc import Utterance
    from dingxin.engine.phrases import PhraseBook

SENSE = "sense:"
"""Groups that are meanings, not labels: their phrases weigh one by one; to count them teaches nothing that lasts."""

RARE = 5
"""Turns in which an n-gram must occur to be known."""

FEWEST = 3
"""Examples a label must have to be learned."""

NEVER = -6.0
"""Log-odds of a label for which there are too few examples."""

STEPS = 63
"""Steps in which the weights of n-grams are kept, to either side: finer ones change no answer and fill the file."""

STRENGTH = 1.0
"""Inverse regularisation, chosen by cross-validation on the training file."""


class Features:
    """Turns of one speaker as a sparse matrix, with the columns in the order in which a model stores them."""

    def __init__(
        self, turns: Sequence[Utterance], book: PhraseBook, vocabulary: Vocabulary, signs: Sequence[str] | None = None
    ) -> None:
        """Build the matrix [turns, n-grams + phrases + dense values]; ``signs`` are those a model knows, by default all here."""
        self.groups = sorted({phrase.name for phrase in book.phrases if not phrase.name.startswith(SENSE)})
        self.phrases = [phrase_key(phrase) for phrase in book.phrases]
        self.vocabulary = vocabulary
        self.signs = sorted({sign for turn in turns for sign in turn.signs}) if signs is None else signs
        layout = Layout(book, self.groups, self.phrases, self.signs)
        found, rows, value = vocabulary.sparse([turn.text for turn in turns])
        ngrams = sparse.csr_matrix((value, (found.turn, rows)), shape=(len(turns), vocabulary.size))
        owner, found_rows = layout.phrases(turns)
        values = np.full(len(owner), SLOT_VALUE)
        slots = sparse.csr_matrix((values, (owner, found_rows)), shape=(len(turns), len(self.phrases)))
        self.matrix = sparse.hstack([ngrams, slots, layout.dense(turns)]).tocsr()


def learn_vocabulary(texts: Sequence[str], longest: int) -> Vocabulary:
    """Choose the n-grams to know and how much each counts: the rarer, the more."""
    found = grams(texts, longest)
    pairs = np.unique(found.turn * BUCKETS + found.bucket)
    frequency = np.bincount(pairs % BUCKETS, minlength=BUCKETS)
    buckets = np.flatnonzero(frequency >= RARE)
    rarity = np.log((1 + len(texts)) / (1 + frequency[buckets])) + 1
    return Vocabulary(buckets, rarity.astype(np.float16).astype(np.float32), longest)


def fit(matrix: sparse.csr_matrix, wanted: NDArray[np.bool_], weight: NDArray[Any] | None = None) -> NDArray[np.float64]:
    """Fit one label; gives the weights of all columns (zeros and a low constant where there are too few examples)."""
    if wanted.sum() < FEWEST or wanted.all():
        weights = np.zeros(matrix.shape[1])
        weights[-SHAPE_SIZE] = NEVER
        return weights
    model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=300, random_state=0)
    model.fit(matrix, wanted, sample_weight=weight)
    return np.asarray(model.coef_[0])


def fit_known(
    matrix: sparse.csr_matrix, wanted: NDArray[np.bool_], known: NDArray[np.bool_], label: int, rows: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Fit one label on those of the rows where it is known."""
    rows = rows & known[:, label]
    return fit(matrix[np.flatnonzero(rows)], wanted[rows, label])


def quantised(weights: NDArray[np.float64], steps: int = STEPS) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Give weights [n-grams, columns] in so many steps to either side, and the size of a step of each column."""
    scale = np.abs(weights).max(axis=0) / steps + 1e-12
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)
