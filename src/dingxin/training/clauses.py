"""Trains the judge of clauses on drafts whose faulty stretches are marked ``【kind:words】``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from dingxin.engine.components.clauses import NEAR, WHOLE, clauses, frame, in_context, places
from dingxin.engine.components.normalise import normalise
from dingxin.training import first
from dingxin.training.data import BLOCK, FOLDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from dingxin.training.card import Report
    from dingxin.training.data import Labelled

LONGEST = 4

FALSE_ALARMS = 0.012
"""Share of good drafts that may be called faulty for one of their clauses: by it the cut is chosen, in cross-validation."""

WHOLE_ALARMS = 0.005
"""Share of good drafts that may be called faulty as a whole."""

UNNAMED = frozenset({"abuse"})
"""What a likeness is too little to call somebody's words."""

BEYOND_WORDS = frozenset({"no_next"})
"""Faults of the whole that its words alone do not show: one must know what is still owed."""

DOUBTED = 0.09
"""Share of faulty clauses that may be called likely good: by it the doubt is chosen, in cross-validation."""

SHARE = 0.5
"""Share of a clause that must lie in a marked stretch for the clause to be at fault."""

FINE = 127
"""Steps in which the weights of n-grams are kept, to either side."""

A_FEW = 6
"""Of so many faultless turns of staff one is shown to the judge: they are of one channel, and would drown the drafts."""

_MARK = re.compile(r"【([a-z_]+):([^【】]*)】")


class Marked(NamedTuple):
    """A draft without its marks, the spans that they marked, the emotion it answers, and the faults of the whole.

    ``written`` tells that it was written to be judged.
    """

    text: str
    spans: Sequence[tuple[int, int, str]]
    emotion: int
    wholes: Sequence[str] = ()
    written: bool = True


class Clauses(NamedTuple):
    """Clauses with marks of their place, the kinds of each one's faults, and the draft each stands in; a draft's lie together."""

    texts: Sequence[str]
    kinds: Sequence[frozenset[str]]
    draft: NDArray[np.int64]
    drafts: Sequence[Marked]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Give how many clauses each draft has."""
        return np.bincount(self.draft, minlength=len(self.drafts))


def read_drafts(path: Path) -> list[Marked]:
    """Read drafts: ``trade emotion | customer | draft`` a line."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    parts = (line.split(" | ", 2) for line in lines if line and not line.startswith("# "))
    return [marked(draft, int(head.split()[1])) for head, _, draft in parts]


def marked(draft: str, emotion: int = 0) -> Marked:
    """Give a draft that answers a customer of that emotion without its marks, and what they marked."""
    return Marked(*unmarked(draft), emotion, [mark[1] for mark in _MARK.finditer(draft) if not mark[2]])


def unmarked(draft: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Give a draft without its marks and the spans that they marked."""
    text, spans, last = "", [], 0
    for mark in _MARK.finditer(draft):
        text += draft[last : mark.start()]
        if mark[2]:
            spans.append((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        last = mark.end()
    return text + draft[last:], spans


def faultless(labelled: Iterable[Labelled]) -> list[Marked]:
    """Give a few of the turns of staff that were found to be without fault, as drafts."""
    found: list[Marked] = []
    for item in labelled:
        emotion = 0
        for here, labels in zip(item.doc.said, item.labels, strict=True):
            emotion = labels.get("emotion", emotion)
            if labels.get("faults") == []:
                found.append(Marked(here.turn.text, (), emotion, written=False))
    return found[::A_FEW]


def cut_up(drafts: Sequence[Marked]) -> Clauses:
    """Cut drafts into clauses."""
    texts: list[str] = []
    kinds: list[frozenset[str]] = []
    draft: list[int] = []
    for index, item in enumerate(drafts):
        normal = normalise(item.text).text
        if item.spans and len(normal) != len(item.text):
            continue
        spans = clauses(normal)
        texts += in_context(normal, spans)
        kinds += [_kinds(*span, item.spans) for span in spans]
        draft += [index] * len(spans)
    return Clauses(texts, kinds, np.array(draft, dtype=np.int64), drafts)


def _kinds(start: int, end: int, spans: Iterable[tuple[int, int, str]]) -> frozenset[str]:
    return frozenset(kind for left, right, kind in spans if min(end, right) - max(start, left) >= SHARE * (end - start))


def train_clauses(items: Clauses, report: Report) -> dict[str, NDArray[Any]]:
    """Fit the judge; gives its arrays."""
    vocabulary = first.learn_vocabulary(items.texts, LONGEST)
    grams, rows, value = vocabulary.sparse(items.texts)
    matrix = sparse.csr_matrix((value, (grams.turn, rows)), shape=(len(items.texts), vocabulary.size))
    of_clauses, names, cuts = _fit_clauses(matrix, items, report)
    of_drafts, wholes, whole_cut = _fit_drafts(matrix, items, report)
    own, after, before, whole = np.split(of_clauses[: 4 * vocabulary.size, 0], 4)
    kinds = of_clauses[: vocabulary.size, 1:]
    weights = np.column_stack([own, kinds, NEAR * after, NEAR * before, WHOLE * whole, of_drafts[: vocabulary.size]])
    ngrams, scale = first.quantised(weights, FINE)
    return {
        "clause_labels": np.array(names),
        "clause_wholes": np.array(wholes),
        "clause_longest": np.array([LONGEST]),
        "clause_buckets": vocabulary.buckets.astype(np.uint32),
        "clause_rarity": vocabulary.rarity.astype(np.float16),
        "clause_grams": ngrams,
        "clause_scale": scale,
        "clause_level": of_clauses[-1, 1:].astype(np.float32),
        "clause_place": of_clauses[4 * vocabulary.size :, 0].astype(np.float32),
        "clause_frame": of_drafts[vocabulary.size :].astype(np.float32),
        "clause_cuts": np.array([*cuts, whole_cut]),
    }


def _fit_clauses(
    matrix: sparse.csr_matrix, items: Clauses, report: Report
) -> tuple[NDArray[np.float64], list[str], tuple[float, float]]:
    """Fit what decides that a clause is at fault, and what names the kind; gives the weights, the kinds and the cuts."""
    names = sorted({kind for its in items.kinds for kind in its} - UNNAMED)
    faulty: NDArray[np.bool_] = np.array([bool(its) for its in items.kinds])
    around = _around(matrix, items)
    cuts = _choose(_held_out(around, faulty, items.draft // BLOCK), faulty, items, report)
    alone = sparse.hstack([matrix, sparse.csr_matrix((matrix.shape[0], around.shape[1] - matrix.shape[1] - 1)), _ones(matrix)])
    wanted = [np.array([name in its for its in items.kinds]) for name in names]
    weights = [_fit(around, faulty), *(_fit(alone.tocsr(), column) for column in wanted)]
    return np.column_stack(weights), names, cuts


def _fit_drafts(matrix: sparse.csr_matrix, items: Clauses, report: Report) -> tuple[NDArray[np.float64], list[str], float]:
    """Fit what decides that a draft as a whole is at fault, and what names the kind; gives the weights, the kinds and the cut.

    A draft with faulty clauses is no example of one without fault.
    """
    chosen = [at for at, item in enumerate(items.drafts) if items.sizes[at] and _tells_of_the_whole(item)]
    its, sizes = [items.drafts[at] for at in chosen], items.sizes[chosen]
    told = (_belongs(items)[:, chosen].T @ matrix).multiply(1 / np.sqrt(sizes)[:, None])
    frames = np.array([frame(size, item.emotion) for size, item in zip(sizes, its, strict=True)])
    whole = sparse.hstack([told, frames]).tocsr()
    names = sorted({kind for item in its for kind in item.wholes})
    wanted = [np.array([name in item.wholes for item in its]) for name in names]
    lacking = np.array([bool(item.wholes) for item in its])
    logit = _held_out(whole, lacking, np.array(chosen) // BLOCK)
    written = np.array([item.written for item in its])
    cut = float(np.quantile(logit[written & ~lacking], 1 - WHOLE_ALARMS))
    report.note(
        "drafts, faulty as a whole", f"{(logit[lacking] > cut).mean():.3f} caught where {WHOLE_ALARMS:.1%} of good ones are"
    )
    return np.column_stack([_fit(whole, column) for column in (lacking, *wanted)]), names, cut


def _tells_of_the_whole(item: Marked) -> bool:
    return BEYOND_WORDS.isdisjoint(item.wholes) and bool(item.wholes or not item.spans)


def _fit(matrix: sparse.csr_matrix, wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Fit one label; the last column holds ones, and alone counts where there are too few examples."""
    if wanted.sum() >= first.FEWEST:
        return first.fit(matrix, wanted)
    weights = np.zeros(matrix.shape[1])
    weights[-1] = first.NEVER
    return weights


def _ones(matrix: sparse.csr_matrix) -> NDArray[np.float64]:
    return np.ones((matrix.shape[0], 1))


def _belongs(items: Clauses) -> sparse.csr_matrix:
    """Give which draft each clause stands in: a matrix [clauses, drafts]."""
    count = len(items.draft)
    return sparse.csr_matrix((np.ones(count), (np.arange(count), items.draft)), shape=(count, len(items.drafts)))


def _around(matrix: sparse.csr_matrix, items: Clauses) -> sparse.csr_matrix:
    """Give each clause its own words, those of the next, of the one before and of the whole draft, and its place."""
    count, sizes, belongs = len(items.draft), items.sizes, _belongs(items)
    pairs = np.flatnonzero(items.draft[1:] == items.draft[:-1])
    after = sparse.csr_matrix((np.ones(len(pairs)), (pairs, pairs + 1)), shape=(count, count))
    whole = (belongs @ (belongs.T @ matrix)).multiply(1 / np.sqrt(sizes[items.draft])[:, None])
    place = np.vstack([places(sizes[at], items.drafts[at].emotion) for at in np.unique(items.draft)])
    return sparse.hstack([matrix, after @ matrix * NEAR, after.T @ matrix * NEAR, whole * WHOLE, place]).tocsr()


def _held_out(matrix: sparse.csr_matrix, wanted: NDArray[np.bool_], block: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the log-odds of each row, from the blocks of other folds."""
    out = np.zeros(len(wanted))
    for held in range(FOLDS):
        test = block % FOLDS == held
        if test.any() and wanted[~test].any():
            out[test] = matrix[test] @ _fit(matrix[~test], wanted[~test])
    return out


def _choose(logit: NDArray[np.float64], faulty: NDArray[np.bool_], items: Clauses, report: Report) -> tuple[float, float]:
    """Give the log-odds from which few good drafts are called faulty, and those under which few faulty clauses lie.

    Notes how many bad drafts are then caught by their words alone.
    """
    known = [at for at in np.unique(items.draft) if items.drafts[at].written and not items.drafts[at].wholes]
    highest = np.array([logit[items.draft == at].max() for at in known])
    bad = np.array([faulty[items.draft == at].any() for at in known])
    cut, doubt = float(np.quantile(highest[~bad], 1 - FALSE_ALARMS)), float(np.quantile(logit[faulty], DOUBTED))
    cleared = (logit[~faulty] < doubt).mean()
    report.note("drafts, faulty clauses", f"{(highest[bad] > cut).mean():.3f} caught where {FALSE_ALARMS:.1%} of good drafts are")
    report.note("drafts, good clauses", f"{cleared:.3f} cleared where {DOUBTED:.1%} of faulty ones are")
    return cut, doubt
