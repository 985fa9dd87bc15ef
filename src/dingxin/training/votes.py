"""The judge of whole conversations: regressions on the votes of nineteen readers (Zeng et al., EVIA 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import Ridge

from dingxin.engine.components.context import SPEAKERS
from dingxin.engine.components.listener import spoken
from dingxin.engine.components.satisfaction import CUTS, NUGGETS, USELESS, distribution, portrait, surroundings
from dingxin.engine.scoring_votes import HALF, nmd, rsnod
from dingxin.training import alike
from dingxin.training.cuts import micro_f1
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
"""Regularisation of the shares of a turn."""

SHARE = {"customer": 0.3, "agent": 0.15}
DENSE = 0.1
"""How much the words of each speaker count beside what was found, and phrases and shape beside n-grams."""

HALVES = (0.5, 0.48, 0.46, 0.44, 0.42, 0.4)
"""Foretold shares that may stand for half of the readers: a regression draws all shares towards their mean."""

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
    factor = np.ones(wanted.shape[1])
    if speaker == "agent":
        factor[USELESS] = stretch(shares[:, USELESS], wanted[:, USELESS], report)
    for here, row in zip(spoken(docs, speaker), (shares * factor).astype(np.float32), strict=True):
        here.nuggets = row
    fits = [np.corrcoef(*pair)[0, 1] for pair in zip(shares.T, wanted.T, strict=True)]
    report.note(
        f"{speaker} turns, shares of votes",
        ", ".join(f"{name} r {fit:.3f}" for name, fit in zip(NUGGETS[speaker], fits, strict=True)),
    )
    weights = _ridge(columns, wanted) * factor
    return weights[: matrix.shape[1]], weights[matrix.shape[1] :] * scale[:, None]


def stretch(foretold: NDArray[np.float32], wanted: Floats, report: Report) -> float:
    """Give the factor by which the foretold share of readers who call a turn useless tells best which turns half of them do."""
    figures = [(micro_f1(wanted >= HALF, foretold >= cut), cut) for cut in HALVES]
    figure, cut = max(figures)
    report.note("useless turns of the staff", f"F1 {figure:.3f}, without stretching {figures[0][0]:.3f}")
    return HALF / cut


def _ridge(columns: sparse.csr_matrix, wanted: Floats) -> Floats:
    model = Ridge(alpha=NUGGET_LOSS, solver="sparse_cg", tol=1e-4, fit_intercept=False)
    return np.asarray(model.fit(columns, wanted).coef_).T


def fit_votes(
    votes: Floats, docs: Sequence[Doc], matrices: Mapping[str, sparse.csr_matrix], ngrams: Mapping[str, int], report: Report
) -> tuple[dict[str, Floats], dict[str, NDArray[Any]]]:
    """Fit the cumulative shares of the scores; gives the weights of words (mean part, last part) and the other arrays."""
    parts = {speaker: _over_turns(speaker, docs, matrices[speaker], ngrams[speaker]) for speaker in SPEAKERS}
    portraits = np.array([portrait(doc) for doc in docs], dtype=np.float64)
    alike_words = np.asarray(sum((part @ part.T).toarray() for pair in parts.values() for part in pair))
    cumulative = np.cumsum(votes, axis=1)[:, :CUTS]
    check(votes, portraits, alike_words, cumulative, report)
    fitted = alike.fit(portraits, alike_words, cumulative)
    words = {
        speaker: np.hstack([_scaled(part.T @ fitted.dual, speaker, ngrams[speaker]) for part in pair])
        for speaker, pair in parts.items()
    }
    return words, {
        "votes_mean": fitted.mean.astype(np.float32),
        "votes_spread": fitted.spread.astype(np.float32),
        "votes_axes": fitted.axes.astype(np.float32),
        "votes_marks": fitted.marks.astype(np.float16),
        "votes_weights": (alike.LIKENESS * fitted.dual).astype(np.float32),
        "votes_width": np.array([alike.WIDTH]),
        "votes_level": fitted.level.astype(np.float32),
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


def check(votes: Floats, portraits: Floats, words: Floats, cumulative: Floats, report: Report) -> None:
    """Note the measures of the field by cross-validation over conversations."""
    fold = np.arange(len(votes)) % FOLDS
    found = np.zeros(cumulative.shape)
    for held in range(FOLDS):
        kept, test = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        fitted = alike.fit(portraits[kept], words[np.ix_(kept, kept)], cumulative[kept])
        found[test] = fitted.predict(portraits[test], words[np.ix_(test, kept)])
    shares = distribution(found)
    correlation = np.corrcoef(shares @ SCORES, votes @ SCORES)[0, 1]
    report.note(
        "satisfaction", f"NMD {nmd(shares, votes):.4f}, RSNOD {rsnod(shares, votes):.4f}, r of the mean {correlation:.3f}"
    )
