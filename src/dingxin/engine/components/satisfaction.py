"""How disinterested readers would score a conversation (G6), and how useless they would find each turn of the staff.

The votes expected are a distribution over -2 … 2, read from the words of all turns and from what was found in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.components.blocks import product
from dingxin.engine.components.context import SPEAKERS
from dingxin.engine.features import CLIP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dingxin.engine.doc import Doc, Utterance

NUGGETS = {"customer": ("CNUG0", "CNUG", "CNUG*", "CNaN"), "agent": ("HNUG", "HNUG*", "HNaN")}
"""What readers call a turn, as a share of votes: useful (NUG), stating the problem (0) or the solution (*), useless (NaN)."""

USELESS = NUGGETS["agent"].index("HNaN")

CUTS = 4
"""Cumulative shares that make a distribution over five scores."""

PANEL = 19
"""Readers whose votes are foretold: a share of less than half of one's vote is none."""

FIRST = (0, 1, 2)
LENGTHS = (2, 3, 4)
"""Places of a turn, and lengths of a conversation in turns, that stand for themselves."""

TURN_PLACES = len(FIRST) + 2


class Satisfaction:
    """The learned judge of whole conversations."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Unpack the arrays that training wrote."""
        self._nuggets = {speaker: arrays[f"{speaker}_nuggets"].astype(np.float64) for speaker in SPEAKERS}
        self._mean, self._spread = arrays["votes_mean"].astype(np.float32), arrays["votes_spread"].astype(np.float32)
        self._axes, self._level = arrays["votes_axes"].astype(np.float64), arrays["votes_level"].astype(np.float32)
        self._marks = arrays["votes_marks"].astype(np.float32)
        self._weights = arrays["votes_weights"].astype(np.float64)
        self._width = float(arrays["votes_width"][0])

    def judge(self, docs: Sequence[Doc]) -> None:
        """Give every conversation its expected votes (``doc.memory["votes"]``) and every turn of staff how useless it is."""
        if not docs:
            return
        self.name_nuggets(docs)
        portraits = (np.array([portrait(doc) for doc in docs], dtype=np.float32) - self._mean) / self._spread
        cumulative = product(likeness(product(portraits, self._axes), self._marks, self._width), self._weights)
        cumulative += self._level + np.array([wording(doc) for doc in docs], dtype=np.float32)
        for doc, votes in zip(docs, distribution(cumulative).tolist(), strict=True):
            doc.memory["votes"] = votes

    def name_nuggets(self, docs: Sequence[Doc]) -> None:
        """Give every turn the shares of readers who would call it useful, telling or useless."""
        for speaker in SPEAKERS:
            turns = [here for doc in docs for here in doc.said if here.turn.speaker == speaker]
            if turns:
                around = np.concatenate([surroundings(doc, speaker) for doc in docs])
                shares = product(around, self._nuggets[speaker])
                for here, row in zip(turns, shares, strict=True):
                    here.nuggets = row + here.extra[: len(NUGGETS[speaker])]


def surroundings(doc: Doc, speaker: str) -> NDArray[np.float32]:
    """Give for each turn of a speaker what was found in it and in the last turns of both, and its place: [turns, values]."""
    sizes = {each: doc.memory["width"][each] for each in SPEAKERS}
    last = {each: np.zeros(sizes[each], dtype=np.float32) for each in SPEAKERS}
    rows = []
    for here in doc.said:
        if here.turn.speaker == speaker:
            places = [*(here.index == place for place in FIRST), here.index > FIRST[-1], here.index == len(doc.said) - 1]
            rows.append(np.concatenate((here.row, last["customer"], last["agent"], np.array(places, dtype=np.float32))))
        last[here.turn.speaker] = here.row
    return np.array(rows, dtype=np.float32).reshape(-1, sizes[speaker] + sum(sizes.values()) + TURN_PLACES)


def portrait(doc: Doc) -> NDArray[np.float32]:
    """Give a conversation as one row: what was found over, first, last and most, and its length in turns and in words."""
    parts = []
    for speaker in SPEAKERS:
        turns = [here for here in doc.said if here.turn.speaker == speaker]
        sizes = [min(len(here.text), CLIP) for here in turns] or [0]
        parts.append(np.log1p(np.array([sizes[0], sizes[-1], sum(sizes)], dtype=np.float32)))
        parts += [_summary([here.row for here in turns], doc.memory["width"][speaker])]
        parts += [_summary([here.nuggets for here in turns], len(NUGGETS[speaker]))]
    count = len(doc.said)
    customers = sum(here.turn.speaker == "customer" for here in doc.said)
    ends = bool(count) and doc.said[-1].turn.speaker == "customer"
    lengths = [count == length for length in LENGTHS]
    parts.append(np.array([*lengths, count > LENGTHS[-1], min(count, 12) / 6, ends, min(customers, 9) / 3], dtype=np.float32))
    return np.concatenate(parts)


def _summary(rows: list[NDArray[np.float32]], size: int) -> NDArray[np.float32]:
    table = np.array(rows, dtype=np.float32) if rows else np.zeros((1, size), dtype=np.float32)
    return np.concatenate((table.mean(axis=0), table[0], table[-1], table.max(axis=0), table[-1] - table[0]))


def wording(doc: Doc) -> NDArray[np.float32]:
    """Give what the words themselves add to the cumulative shares: mean over a speaker's turns plus their last turn."""
    total = np.zeros(CUTS, dtype=np.float32)
    for speaker in SPEAKERS:
        extra = [here.extra[len(NUGGETS[speaker]) :] for here in doc.said if here.turn.speaker == speaker]
        if extra:
            total += np.mean([row[:CUTS] for row in extra], axis=0) + extra[-1][CUTS:]
    return total


def likeness(rows: NDArray[np.float32], marks: NDArray[np.float32], width: float) -> NDArray[np.float32]:
    """Give how alike each row is to each mark: exp(-width · distance), the Laplace kernel."""
    squared = (rows * rows).sum(axis=1)[:, None] + (marks * marks).sum(axis=1) - 2 * product(rows, marks.T.astype(np.float64))
    return np.asarray(np.exp(-width * np.sqrt(np.maximum(squared, 0))), dtype=np.float32)


def distribution(cumulative: NDArray[Any]) -> NDArray[np.float64]:
    """Turn cumulative shares [conversations, 4] into shares of the five scores that sum to one; too small ones are none."""
    rising = np.maximum.accumulate(np.clip(cumulative.astype(np.float64), 0, 1), axis=1)
    full = np.column_stack((np.zeros(len(rising)), rising, np.ones(len(rising))))
    shares = np.diff(full, axis=1)
    shares[shares < 1 / (2 * PANEL)] = 0
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def useless(here: Utterance) -> float:
    """Give the share of readers (0 … 1) who would call this turn of the staff useless."""
    return float(min(max(here.nuggets[USELESS], 0.0), 1.0)) if len(here.nuggets) else 0.0
