"""Drafts and clauses of drafts that read like a fault (C1-C22), whether a pattern names them or not: a linear model over n-grams.

A clause is judged in its draft: by its own words, by those of its neighbours and of the whole, by its place, and by the feeling
that the draft answers. The draft as a whole is judged by all its words: what is missing in it stands nowhere.

The weights of an n-gram, in this order: for a fault of its clause, for each kind of fault, for a fault of the clause before it,
of the one after it, of any clause of the draft; for a fault of the whole, for each kind of those.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dingxin.engine.components.faults_patterns import Match
from dingxin.engine.components.learned import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

NEAR, WHOLE = 0.4, 0.4
"""How much the words of a neighbour, and of the whole draft, count beside those of the clause."""

HOTTEST = 3

ENOUGH = 3
"""Clauses a draft must have for what speaks against one of them to be doubted: of less the words say too little."""

SHORTEST = 3
LONGEST = 80
"""Characters of a clause that is judged."""

MOST = 200
"""Clauses of one text that are judged; no reply to a customer is longer."""

REMEMBERED = 500
"""Clauses whose words are kept weighed."""

_WORDS = re.compile("[㐀-鿿]")
"""What a clause needs to be at fault: a link or a number is none."""

_CLAUSE = re.compile(r"[^，,。！？!?；;：:\n…“”]+[！？!?]?")


class Judged(NamedTuple):
    """The clauses of a draft, the kind of each that is likely at fault (empty: none), and those that are likely good.

    ``whole`` is the kind of fault that likely lies in the draft as a whole, empty for none.
    """

    spans: Sequence[tuple[int, int]] = ()
    kinds: Sequence[str] = ()
    good: Sequence[bool] = ()
    whole: str = ""

    @property
    def likely(self) -> list[Match]:
        """Give the clauses that are likely at fault."""
        return [Match(kind, *span, None) for span, kind in zip(self.spans, self.kinds, strict=True) if kind]

    def clears(self, start: int, end: int) -> bool:
        """Tell whether all clauses at a span are likely good: what else speaks against these words is doubtful."""
        here = [good for good, (left, right) in zip(self.good, self.spans, strict=True) if left < end and start < right]
        return bool(here) and all(here) and len(self.spans) >= ENOUGH


class ClauseJudge:
    """Judges the clauses of a draft; built once, safe to share between threads."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take the arrays that training wrote."""
        self._labels, self._wholes = ([str(label) for label in arrays[name]] for name in ("clause_labels", "clause_wholes"))
        self._vocabulary = Vocabulary(
            arrays["clause_buckets"].astype(np.int64),
            arrays["clause_rarity"].astype(np.float32),
            int(arrays["clause_longest"][0]),
        )
        self._weights, self._scale = arrays["clause_grams"], arrays["clause_scale"]
        self._level, self._place = arrays["clause_level"].astype(np.float32), arrays["clause_place"].astype(np.float32)
        self._frame = arrays["clause_frame"].astype(np.float32)
        self._cut, self._doubt, self._whole_cut = (float(value) for value in arrays["clause_cuts"])
        self._seen: dict[str, NDArray[np.float32]] = {}

    def judge(self, text: str, emotion: int) -> Judged:
        """Judge the clauses of a draft that answers a customer of that ``emotion`` (0-3)."""
        spans = clauses(text)
        if not spans:
            return Judged()
        said = self._weighed(in_context(text, spans))
        faulty, kinds = self.clauses(said, emotion)
        likely = [chance >= self._cut and bool(_WORDS.search(text, *span)) for chance, span in zip(faulty, spans, strict=True)]
        named = [self._labels[kind] if bad else "" for kind, bad in zip(kinds, likely, strict=True)]
        lacking, *its = self.draft(said, emotion)
        whole = self._wholes[int(np.argmax(its))] if its and lacking >= self._whole_cut else ""
        return Judged(spans, named, (faulty < self._doubt).tolist(), whole)

    def clauses(self, said: NDArray[np.float32], emotion: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Give the log-odds that each clause of a draft is at fault, and the place of its likeliest kind."""
        kinds = len(self._labels)
        after, before, whole = said[:, kinds + 1 : kinds + 4].T
        faulty: NDArray[np.float32] = said[:, 0] + places(len(said), emotion) @ self._place + whole.sum() / np.sqrt(len(said))
        faulty[:-1] += after[1:]
        faulty[1:] += before[:-1]
        return faulty, (said[:, 1 : kinds + 1] + self._level).argmax(axis=1)

    def draft(self, said: NDArray[np.float32], emotion: int) -> NDArray[np.float32]:
        """Give the log-odds that a draft as a whole is at fault, then those of each kind of such faults."""
        told = said[:, len(self._labels) + 4 :].sum(axis=0) / np.sqrt(len(said))
        return np.asarray(told + frame(len(said), emotion) @ self._frame, dtype=np.float32)

    def _weighed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give what the words of each clause say; remembered, for drafts are typed key by key."""
        seen = self._seen
        new = [text for text in dict.fromkeys(texts) if text not in seen]
        if new:
            grams, rows, value = self._vocabulary.sparse(new)
            out = np.zeros((len(new), len(self._scale)), dtype=np.float32)
            np.add.at(out, grams.turn, self._weights[rows] * value[:, None])
            kept = seen if len(seen) < REMEMBERED else {text: seen[text] for text in texts if text in seen}
            seen = self._seen = {**kept, **dict(zip(new, out * self._scale, strict=True))}
        return np.array([seen[text] for text in texts])


def frame(count: int, emotion: int) -> NDArray[np.float32]:
    """Give what a draft answers and how many clauses it has: an array [6] that ends in a one."""
    return np.array([*(emotion == level for level in range(HOTTEST + 1)), count / 10, 1], dtype=np.float32)


def places(count: int, emotion: int) -> NDArray[np.float32]:
    """Give the place of each clause of a draft, and the frame of the draft: an array [clauses, 9] that ends in ones."""
    out = np.zeros((count, 9), dtype=np.float32)
    out[:, 0] = np.arange(count) / count
    out[0, 1] = out[-1, 2] = 1
    out[:, 3:] = frame(count, emotion)
    return out


def clauses(text: str) -> list[tuple[int, int]]:
    """Cut a text into the clauses that are judged, without the punctuation between them; quoted words stand alone."""
    spans = [hit.span() for hit in _CLAUSE.finditer(text)]
    return [span for span in spans if SHORTEST <= span[1] - span[0] <= LONGEST and not _quoted(text, span[0])][:MOST]


def _quoted(text: str, start: int) -> bool:
    return text[start - 1 : start] == "“"


def in_context(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Give each clause between marks of its place: what opens a text is not what ends it."""
    last = len(spans) - 1
    return [("^" if at == 0 else "<") + text[start:end] + ("$" if at == last else ">") for at, (start, end) in enumerate(spans)]
