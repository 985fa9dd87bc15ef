"""Trains the judge of clauses on drafts whose faulty stretches are marked ``【kind:words】``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from dingxin.engine.components.clauses import ANY, clauses, in_context
from dingxin.engine.components.context import chances
from dingxin.engine.components.normalise import normalise
from dingxin.training import first
from dingxin.training.data import FOLDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from dingxin.training.card import Report

LONGEST = 4

KINDS = frozenset(
    [
        "provocative", "taboo", "ni", "hedge", "why_question", "must", "pass_buck", "perfunctory", "blame", "interrupt",
        "blind_promise", "emotional_refusal", "too_casual", "privacy",
    ]
)  # fmt: skip
"""Faults that lie in a clause itself; others hang on what else the draft says, which the rules know."""
FALSE_ALARMS = 0.01
"""Share of good drafts that may be called faulty by this judge: by it the cut is chosen, in cross-validation."""

WEIGHT = 3.0
"""How much a faulty clause counts beside a good one: they are far fewer."""

SHARE = 0.5
"""Share of a clause that must lie in a marked stretch for the clause to be at fault."""

_MARK = re.compile(r"【([a-z_]+):([^【】]*)】")


class Clause(NamedTuple):
    """A clause with marks of its place, the kinds of its faults, and the draft it stands in (-1: of no draft)."""

    text: str
    kinds: frozenset[str]
    draft: int


def read_drafts(path: Path) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Read drafts: ``trade emotion | customer | draft`` a line; gives each draft without its marks, and the marked spans."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [unmarked(line.split(" | ", 2)[2]) for line in lines if line and not line.startswith("# ")]


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


def cut_up(drafts: Sequence[tuple[str, list[tuple[int, int, str]]]], good: Iterable[str]) -> list[Clause]:
    """Cut drafts and ``good`` texts into clauses."""
    out = []
    for index, (draft, spans) in enumerate(drafts):
        normal = normalise(draft).text
        marked = spans if len(normal) == len(draft) else []
        if marked or not spans:
            out += [Clause(text, _kinds(*span, marked), index) for text, span in _clauses(normal)]
    return out + [Clause(text, frozenset(), -1) for words in good for text, _ in _clauses(normalise(words).text)]


def _clauses(text: str) -> list[tuple[str, tuple[int, int]]]:
    spans = clauses(text)
    return list(zip(in_context(text, spans), spans, strict=True))


def _kinds(start: int, end: int, spans: Iterable[tuple[int, int, str]]) -> frozenset[str]:
    inside = (kind for left, right, kind in spans if min(end, right) - max(start, left) >= SHARE * (end - start))
    return KINDS.intersection(inside)


def train_clauses(items: Sequence[Clause], report: Report) -> dict[str, NDArray[Any]]:
    """Fit the judge; gives its arrays."""
    names = [ANY, *sorted({kind for item in items for kind in item.kinds})]
    wanted = np.array([[bool(item.kinds) if name == ANY else name in item.kinds for name in names] for item in items])
    texts = [item.text for item in items]
    vocabulary = first.learn_vocabulary(texts, LONGEST)
    grams, rows, value = vocabulary.sparse(texts)
    matrix = sparse.csr_matrix((value, (grams.turn, rows)), shape=(len(texts), vocabulary.size))
    matrix = sparse.hstack([matrix, np.ones((len(texts), 1))]).tocsr()
    drafts = np.array([item.draft for item in items])
    cut = _choose_cut(_held_out(matrix, wanted[:, 0], drafts), wanted[:, 0], drafts, report)
    weights = np.column_stack([_fit(matrix, column) for column in wanted.T])
    scale = np.abs(weights[:-1]).max(axis=0) / 127 + 1e-12
    return {
        "clause_labels": np.array(names),
        "clause_longest": np.array([LONGEST]),
        "clause_buckets": vocabulary.buckets.astype(np.uint32),
        "clause_rarity": vocabulary.rarity.astype(np.float16),
        "clause_grams": np.round(weights[:-1] / scale).astype(np.int8),
        "clause_scale": scale.astype(np.float32),
        "clause_level": weights[-1].astype(np.float32),
        "clause_cut": np.array([cut]),
    }


def _fit(matrix: sparse.csr_matrix, wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
    return first.fit(matrix, wanted, np.where(wanted, WEIGHT, 1.0))


def _held_out(matrix: sparse.csr_matrix, wanted: NDArray[np.bool_], drafts: NDArray[np.int64]) -> NDArray[np.float32]:
    chance = np.zeros(len(wanted), dtype=np.float32)
    for held in range(FOLDS):
        test = drafts % FOLDS == held
        chance[test] = chances(matrix[test] @ _fit(matrix[~test], wanted[~test]))
    return chance


def _choose_cut(chance: NDArray[np.float32], wanted: NDArray[np.bool_], drafts: NDArray[np.int64], report: Report) -> float:
    """Give the cut at which few good drafts are called faulty; notes how many bad ones are then caught by their words alone."""
    known = [index for index in np.unique(drafts) if index >= 0]
    highest = np.array([chance[drafts == index].max() for index in known])
    bad = np.array([wanted[drafts == index].any() for index in known])
    cut = float(np.quantile(highest[~bad], 1 - FALSE_ALARMS))
    report.note("drafts, faulty clauses", f"{(highest[bad] > cut).mean():.3f} caught where {FALSE_ALARMS:.1%} of good drafts are")
    return cut
