"""Clauses of a draft that read like a fault (C1-C22) though no pattern names them: a linear model over a clause's n-grams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from dingxin.engine.components.context import chances
from dingxin.engine.components.faults_patterns import Match
from dingxin.engine.components.learned import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

ANY = "any"
"""The label of a clause with whatever fault; it decides, the others name the kind."""

SHORTEST = 3
LONGEST = 80
"""Characters of a clause that is judged."""

MOST = 200
"""Clauses of one text that are judged; no reply to a customer is longer."""

REMEMBERED = 500
"""Clauses whose verdict is kept."""

_CLAUSE = re.compile(r"[^，,。！？!?；;：:\n…“”]+[！？!?]?")


class ClauseJudge:
    """Judges the clauses of a draft; built once, safe to share between threads."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take the arrays that training wrote."""
        self._labels = [str(label) for label in arrays["clause_labels"]]
        self._any = self._labels.index(ANY)
        self._vocabulary = Vocabulary(
            arrays["clause_buckets"].astype(np.int64),
            arrays["clause_rarity"].astype(np.float32),
            int(arrays["clause_longest"][0]),
        )
        self._weights, self._scale = arrays["clause_grams"], arrays["clause_scale"]
        self._level = arrays["clause_level"].astype(np.float32)
        self._cut = float(arrays["clause_cut"][0])
        self._names = [label for label in self._labels if label != ANY]
        self._seen: dict[str, str] = {}

    def find(self, text: str) -> list[Match]:
        """Give the clauses that are likely at fault, each with the kind that is likeliest."""
        spans = clauses(text)
        kinds = self._judged(in_context(text, spans)) if spans else []
        return [Match(kind, *span, None) for span, kind in zip(spans, kinds, strict=True) if kind]

    def _judged(self, texts: Sequence[str]) -> list[str]:
        """Give the likeliest kind of each clause, empty where it is likely good; remembered, for drafts are typed key by key."""
        seen = self._seen
        new = [text for text in dict.fromkeys(texts) if text not in seen]
        if new:
            logits = self.logits(new)
            faulty = chances(logits[:, self._any]) >= self._cut
            kinds = np.delete(logits, self._any, axis=1).argmax(axis=1)
            fresh = {text: self._names[kind] if bad else "" for text, kind, bad in zip(new, kinds, faulty, strict=True)}
            kept = seen if len(seen) < REMEMBERED else {text: seen[text] for text in texts if text in seen}
            seen = self._seen = {**kept, **fresh}
        return [seen[text] for text in texts]

    def logits(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give the log-odds of every label in every clause: an array [clauses, labels]."""
        grams, rows, value = self._vocabulary.sparse(texts)
        out = np.zeros((len(texts), len(self._level)), dtype=np.float32)
        np.add.at(out, grams.turn, self._weights[rows] * value[:, None])
        return np.asarray(out * self._scale + self._level)


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
