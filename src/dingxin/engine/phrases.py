"""The playbook's phrases found in a text: one automaton pass, with gaps, exceptions, negation and degree.

A phrase is plain text; ``…`` in it stands for up to ``GAP`` characters within one sentence (没…人…处理). Time is linear in the
length of the text plus the number of hits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GAP = 12
"""Longest stretch, in characters, that one ``…`` may stand for."""

REACH = 4
"""How far before a phrase, in characters, a negation or a degree word still belongs to it."""

STOPS = frozenset("。！？!?；;\n")
"""Where a sentence ends: no gap and no negation reaches across."""


_SURROGATE = re.compile("[\ud800-\udfff]")

NEVER, HINT, SURE = range(3)


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that mean one thing. ``sure`` decide by themselves, ``hint`` only weigh, ``never`` void what they cover."""

    name: str
    sure: tuple[str, ...] = ()
    hint: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    negatable: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at text[start:end]; ``sure`` as in its group; ``degree`` is 1, more with 太/非常, less with 有点."""

    name: str
    start: int
    end: int
    sure: bool
    degree: float = 1.0


class PhraseBook:
    """All phrases of a playbook in one automaton; built once, safe to share between threads."""

    def __init__(
        self, groups: Iterable[Group], negations: Sequence[str] = (), degrees: Mapping[str, float] | None = None
    ) -> None:
        """Build the automaton. ``negations`` are words that void what follows; ``degrees`` words that weigh it."""
        self._negations = tuple(negations)
        self._degrees = tuple((degrees or {}).items())
        self._slots: list[tuple[str, int, bool]] = []
        self._owners: dict[str, list[tuple[int, int, int]]] = {}
        self._longest_void = 0
        for group in groups:
            for kind, phrases in enumerate((group.never, group.hint, group.sure)):
                for phrase in dict.fromkeys(phrases):
                    self._add(group, kind, phrase)
        self._table = [(owners, _is_letter(text[0]), _is_letter(text[-1])) for text, owners in self._owners.items()]
        self._automaton = AhoCorasick(list(self._owners), store_patterns=False) if self._owners else None

    def _add(self, group: Group, kind: int, phrase: str) -> None:
        parts = [part for part in phrase.lower().split("…") if part]
        slot = len(self._slots)
        if kind == NEVER:
            self._longest_void = max(self._longest_void, len(phrase) + GAP * (len(parts) - 1))
        self._slots.append((group.name, kind, group.negatable))
        for index, part in enumerate(parts):
            self._owners.setdefault(part, []).append((slot, index, len(parts)))

    def find(self, text: str) -> list[Hit]:
        """Give every phrase in the text in order of its end; what a negation or an exception voids is left out."""
        if self._automaton is None or not text:
            return []
        text = _folded(text)
        raw = self._scan(text, self._automaton.find_matches_as_indexes(text, overlapping=True))
        if not raw:
            return []
        voids = {(name, start): end for name, kind, start, end, _ in raw if kind == NEVER}
        hits = []
        for name, kind, start, end, negatable in raw:
            if kind == NEVER or (voids and self._void(voids, name, start, end)):
                continue
            before = _before(text, start)
            if not (negatable and before.endswith(self._negations)):
                hits.append(Hit(name, start, end, kind == SURE, self._degree(before)))
        return hits

    def _void(self, voids: Mapping[tuple[str, int], int], name: str, start: int, end: int) -> bool:
        return any(voids.get((name, left), 0) >= end for left in range(start - self._longest_void, start + 1))

    def _scan(self, text: str, found: Iterable[tuple[int, int, int]]) -> list[tuple[str, int, int, int, bool]]:
        out = []
        open_parts: dict[tuple[int, int], tuple[int, int]] = {}
        for pattern, start, end in found:
            owners, left, right = self._table[pattern]
            if (left and _is_letter(text[start - 1 : start])) or (right and _is_letter(text[end : end + 1])):
                continue
            for slot, index, count in owners:
                first = start
                if index:
                    last = open_parts.get((slot, index - 1))
                    if last is None or not 0 <= start - last[1] <= GAP or not STOPS.isdisjoint(text[last[1] : start]):
                        continue
                    first = last[0]
                if index + 1 < count:
                    open_parts[slot, index] = (first, end)
                    continue
                name, kind, negatable = self._slots[slot]
                out.append((name, kind, first, end, negatable))
        return out

    def _degree(self, before: str) -> float:
        for word, weight in self._degrees:
            if before.endswith(word):
                return weight
        return 1.0


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"


def _folded(text: str) -> str:
    """Give the text in lower case, as long as before; a lone surrogate, which the automaton cannot take, becomes a question mark."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if char.isascii() else char for char in text)
    return lower.encode("utf-8", "replace").decode() if not lower.isascii() and _SURROGATE.search(lower) else lower


def _before(text: str, start: int) -> str:
    """Give the few characters before a place that are in the same clause."""
    left = text[max(0, start - REACH) : start]
    for index in range(len(left) - 1, -1, -1):
        if left[index] in STOPS or left[index] in ",，、 ":
            return left[index + 1 :]
    return left
