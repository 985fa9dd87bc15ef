"""The judge of whole conversations: ridge regressions on the votes of nineteen readers (Zeng et al., EVIA 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import Ridge

from dingxin.engine.components.context import SPEAKERS
from dingxin.engine.components.learned import spoken
from dingxin.engine.components.satisfaction import NUGGETS, distribution, likeness, portrait, surroundings
from dingxin.engine.scoring_votes import nmd, rsnod
from dingxin.training.data import FOLDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dingxin.engine.doc import Doc
    from dingxin.training.card import Report

    Record = Mapping[str, Any]
    Floats = NDArray[np.float64]

SCORES = (-2, -1, 0, 1, 2)

NUGGET_LOSS = 8.0
VOTE_LOSS = 20.0
"""Regularisation of the shares of a turn and of the votes on a conversation."""

SHARE = {"customer": 1.0, "agent": 0.5}
DENSE = 0.1
PORTRAIT = 20.0
LIKENESS = 100.0
"""How much the words of each speaker, phrases and shape beside n-grams, what was found, and its likeness to others count."""

WIDTH = 0.4
MARKS = 1200
"""How near another conversation must be to count as alike, and how many are kept to compare with."""

TINY = 1e-6
"""Eigenvalues below this are noise."""

AROUND = 0.3
"""How much the surroundings of a turn count beside its own words."""


@dataclass(frozen=True)
class Judge:
    """What was fitted: weights of the words of each speaker's turns (extra first-stage columns) and the other arrays."""

    words: dict[str, Floats]
    arrays: dict[str, NDArray[Any]]


def fit(
    records: Sequence[Record],
    docs: Sequence[Doc],
    matrices: Mapping[str, sparse.csr_matrix],
    ngrams: Mapping[str, int],
    report: Report,
) -> Judge:
    """Fit on conversations whose turns carry their chances (``row``); ``matrices`` are the features of each speaker's turns."""
    own, arrays = {}, {}
    for speaker in SPEAKERS:
        own[speaker], around = fit_nuggets(speaker, records, docs, matrices[speaker], report)
        arrays[f"{speaker}_nuggets"] = around.astype(np.float32)
    words, rest = fit_votes(readers_votes(records), docs, matrices, ngrams, report)
    return Judge({speaker: np.hstack([own[speaker], words[speaker]]) for speaker in SPEAKERS}, arrays | rest)


def readers_votes(records: Sequence[Record]) -> Floats:
    """Give the share of each score among the readers of each conversation: an array [conversations, 5]."""
    votes = [record["votes"]["satisfaction"] for record in records]
    return np.array([[its.count(score) / len(its) for score in SCORES] for its in votes])


def fit_nuggets(
    speaker: str, records: Sequence[Record], docs: Sequence[Doc], matrix: sparse.csr_matrix, report: Report
) -> tuple[Floats, Floats]:
    """Fit how readers call a turn; gives weights of its own words [columns, shares] and of its surroundings [values, shares].

    Sets the shares of every turn by models that did not see its conversation.
    """
    turns = [turn for record in records for turn in record["turns"] if turn["speaker"] == speaker]
    wanted = np.array(
        [[turn["nuggets"].get(name, 0) / sum(turn["nuggets"].values()) for name in NUGGETS[speaker]] for turn in turns]
    )
    around = np.concatenate([surroundings(doc, speaker) for doc in docs])
    scale = AROUND / (around.std(axis=0) + 0.05)
    columns = sparse.hstack([matrix, sparse.csr_matrix(around * scale)]).tocsr()
    fold = np.array([index % FOLDS for index, doc in enumerate(docs) for here in doc.said if here.turn.speaker == speaker])
    shares = np.zeros(wanted.shape, dtype=np.float32)
    for held in range(FOLDS):
        shares[fold == held] = columns[fold == held] @ _ridge(columns[fold != held], wanted[fold != held])
    for here, row in zip(spoken(docs, speaker), shares, strict=True):
        here.nuggets = row
    fits = [np.corrcoef(*pair)[0, 1] for pair in zip(shares.T, wanted.T, strict=True)]
    report.note(
        f"{speaker} turns, shares of votes",
        ", ".join(f"{name} r {fit:.3f}" for name, fit in zip(NUGGETS[speaker], fits, strict=True)),
    )
    weights = _ridge(columns, wanted)
    return weights[: matrix.shape[1]], weights[matrix.shape[1] :] * scale[:, None]


def _ridge(columns: sparse.csr_matrix, wanted: Floats) -> Floats:
    model = Ridge(alpha=NUGGET_LOSS, solver="sparse_cg", tol=1e-4, fit_intercept=False)
    return np.asarray(model.fit(columns, wanted).coef_).T


def fit_votes(
    votes: Floats, docs: Sequence[Doc], matrices: Mapping[str, sparse.csr_matrix], ngrams: Mapping[str, int], report: Report
) -> tuple[dict[str, Floats], dict[str, NDArray[Any]]]:
    """Fit the cumulative shares of the scores; gives the weights of words (mean part, last part) and the other arrays."""
    parts = {speaker: _over_turns(speaker, docs, matrices[speaker], ngrams[speaker]) for speaker in SPEAKERS}
    portraits = np.array([portrait(doc) for doc in docs], dtype=np.float64)
    mean, spread = portraits.mean(axis=0), portraits.std(axis=0) + 0.05
    rows = ((portraits - mean) / spread).astype(np.float32)
    marks = rows[np.linspace(0, len(rows) - 1, min(MARKS, len(rows))).astype(int)].astype(np.float16).astype(np.float32)
    values, vectors = np.linalg.eigh(likeness(marks, marks, WIDTH).astype(np.float64))
    root = vectors[:, values > TINY] / np.sqrt(values[values > TINY])
    alike = likeness(rows, marks, WIDTH) @ root
    kernel = LIKENESS * alike @ alike.T + PORTRAIT / rows.shape[1] * rows.astype(np.float64) @ rows.T
    kernel += sum((part @ part.T).toarray() for pair in parts.values() for part in pair)
    cumulative = np.cumsum(votes, axis=1)[:, :4]
    check(votes, kernel, cumulative, report)
    level = cumulative.mean(axis=0)
    dual = np.linalg.solve(kernel + VOTE_LOSS * np.eye(len(kernel)), cumulative - level)
    words = {
        speaker: np.hstack([_scaled(part.T @ dual, speaker, ngrams[speaker]) for part in pair]) for speaker, pair in parts.items()
    }
    return words, {
        "votes_mean": mean.astype(np.float32),
        "votes_spread": spread.astype(np.float32),
        "votes_linear": (PORTRAIT / rows.shape[1] * rows.T @ dual).astype(np.float32),
        "votes_marks": marks.astype(np.float16),
        "votes_weights": (LIKENESS * root @ (alike.T @ dual)).astype(np.float32),
        "votes_width": np.array([WIDTH]),
        "votes_level": level.astype(np.float32),
    }


def _over_turns(
    speaker: str, docs: Sequence[Doc], matrix: sparse.csr_matrix, ngrams: int
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Give each conversation's mean turn and last turn of a speaker, scaled as they count in the kernel."""
    owner = np.array([index for index, doc in enumerate(docs) for here in doc.said if here.turn.speaker == speaker])
    turns = np.arange(len(owner))
    count = np.bincount(owner, minlength=len(docs))
    ends = np.flatnonzero(np.diff(owner, append=-1))
    shape = (len(docs), len(owner))
    mean = sparse.csr_matrix((1 / count[owner], (owner, turns)), shape=shape)
    last = sparse.csr_matrix((np.ones(len(ends)), (owner[ends], ends)), shape=shape)
    scaled = (matrix @ sparse.diags(_scale(speaker, matrix.shape[1], ngrams))).tocsr()
    return mean @ scaled, last @ scaled


def _scale(speaker: str, size: int, ngrams: int) -> Floats:
    scale = np.full(size, np.sqrt(SHARE[speaker]))
    scale[ngrams:] *= np.sqrt(DENSE)
    return scale


def _scaled(weights: Floats, speaker: str, ngrams: int) -> Floats:
    return weights * _scale(speaker, len(weights), ngrams)[:, None]


def check(votes: Floats, kernel: Floats, cumulative: Floats, report: Report) -> None:
    """Note the measures of the field by cross-validation over conversations."""
    fold = np.arange(len(kernel)) % FOLDS
    found = np.zeros(cumulative.shape)
    for held in range(FOLDS):
        kept, test = fold != held, fold == held
        level = cumulative[kept].mean(axis=0)
        dual = np.linalg.solve(kernel[np.ix_(kept, kept)] + VOTE_LOSS * np.eye(kept.sum()), cumulative[kept] - level)
        found[test] = kernel[np.ix_(test, kept)] @ dual + level
    shares = distribution(found)
    correlation = np.corrcoef(shares @ SCORES, votes @ SCORES)[0, 1]
    report.note(
        "satisfaction", f"NMD {nmd(shares, votes):.4f}, RSNOD {rsnod(shares, votes):.4f}, r of the mean {correlation:.3f}"
    )
