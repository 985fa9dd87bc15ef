"""The playbook's phrases found in a text: one automaton pass, with alternatives, gaps, exceptions and negation.

A phrase is plain text in which ``(a|b)`` means either, ``(a|b)?`` either or nothing, and ``…`` up to ``GAP`` characters within
one sentence: 没(有)?人…(处理|解决). Time is linear in the length of the text plus the number of hits.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = 12
"""Longest stretch, in characters, that one ``…`` may stand for."""

REACH = 4
"""How far before a phrase, in characters, a negation still belongs to it."""

STOPS = frozenset("。！？!?；;\n")
"""Where a sentence ends: no gap reaches across."""

_CLAUSE_ENDS = STOPS | frozenset(",，、 ")
_BRANCHING = frozenset("(|)")
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


class Phrase(NamedTuple):
    """One phrase of one group, as written in the playbook; ``kind`` is NEVER, HINT or SURE."""

    name: str
    kind: int
    text: str
    negatable: bool


class Hit(NamedTuple):
    """A phrase found at text[start:end]. ``slot`` is its place in ``PhraseBook.phrases``."""

    name: str
    start: int
    end: int
    sure: bool
    slot: int


class Entry(NamedTuple):
    """What one text of the automaton is part of.

    ``whole`` are the places of phrases that it is all of; ``first`` the keys (place, part) of phrases that it begins; ``later``
    key, key of the part before, and whether it is the last, of phrases that it goes on with; ``before`` the keys before alone;
    ``worded`` that it begins or ends with a Latin letter and so must not stand within a word.
    """

    whole: tuple[int, ...]
    first: frozenset[tuple[int, int]]
    later: tuple[tuple[tuple[int, int], tuple[int, int], bool], ...]
    before: frozenset[tuple[int, int]]
    worded: bool


class PhraseBook:
    """All phrases of a playbook in one automaton; built once, safe to share between threads."""

    def __init__(self, groups: Iterable[Group], negations: Sequence[str] = ()) -> None:
        """Build the automaton. ``negations`` are words that void what follows right after them."""
        self.phrases: list[Phrase] = []
        self._negations = tuple(negations)
        self._negation_ends = frozenset(negation[-1] for negation in self._negations)
        self._owners: dict[str, list[tuple[int, int, int]]] = {}
        self._longest_void = 0
        for group in groups:
            for kind, phrases in enumerate((group.never, group.hint, group.sure)):
                for text in dict.fromkeys(phrases):
                    self._add(Phrase(group.name, kind, text, group.negatable))
        self._texts = list(self._owners.items())
        self._entries: list[Entry | None] = [None] * len(self._texts)
        self._automaton = AhoCorasick(list(self._owners), store_patterns=False) if self._owners else None

    def _add(self, phrase: Phrase) -> None:
        parts = [texts for texts in map(alternatives, phrase.text.lower().split("…")) if "" not in texts]
        if phrase.kind == NEVER:
            self._longest_void = max(self._longest_void, len(phrase.text) + GAP * (len(parts) - 1))
        for index, part in enumerate(parts):
            for text in part:
                self._owners.setdefault(text, []).append((len(self.phrases), index, len(parts) - 1))
        self.phrases.append(phrase)

    def find(self, text: str) -> list[Hit]:
        """Give every phrase in the text in order of its end; what a negation or an exception voids is left out."""
        if self._automaton is None or not text:
            return []
        text = _folded(text)
        spans = self._spans(text)
        voids: dict[str, list[tuple[int, int]]] = {}
        for slot, start, end in spans:
            if self.phrases[slot].kind == NEVER:
                voids.setdefault(self.phrases[slot].name, []).append((end, start))
        hits = []
        for slot, start, end in spans:
            name, kind, _, negatable = self.phrases[slot]
            if kind == NEVER or (name in voids and _is_void(voids[name], start, end, self._longest_void)):
                continue
            if not (negatable and self._negated(text, start)):
                hits.append(Hit(name, start, end, kind == SURE, slot))
        return hits

    def _negated(self, text: str, start: int) -> bool:
        """Tell whether a negation stands right before a place."""
        return text[start - 1 : start] in self._negation_ends and _before(text, start).endswith(self._negations)

    def _spans(self, text: str) -> list[tuple[int, int, int]]:
        """Give (slot, start, end) of every phrase whose parts all stand in order and near enough."""
        spans: list[tuple[int, int, int]] = []
        parts: dict[tuple[int, int], tuple[int, int]] = {}
        places = self._automaton.find_matches_as_indexes(text, overlapping=True) if self._automaton else []
        entries = [self._entries[pattern] or self._entry(pattern) for pattern, _, _ in places]
        wanted = frozenset().union(*(entry.before for entry in entries if entry.before))  # of the many beginnings few go on
        for (_, start, end), (whole, first, later, _, worded) in zip(places, entries, strict=True):
            if worded and _within_word(text, start, end):
                continue
            if whole:
                spans += [(slot, start, end) for slot in whole]
            if not wanted:
                continue
            for key, before, last in reversed(later) if parts else ():
                if (found := parts.get(before)) and _follows(text, found[1], start):
                    if last:
                        spans.append((key[0], found[0], end))
                    else:
                        parts[key] = (found[0], end)
            for key in first & wanted:
                parts[key] = (start, end)
        return spans

    def _entry(self, pattern: int) -> Entry:
        """Give what a text of the automaton is part of; made when it is first found, for most never are."""
        text, owners = self._texts[pattern]
        entry = self._entries[pattern] = Entry(
            whole=tuple(slot for slot, _, last in owners if not last),
            first=frozenset((slot, 0) for slot, index, last in owners if last and not index),
            later=tuple(((slot, index), (slot, index - 1), index == last) for slot, index, last in owners if index),
            before=frozenset((slot, index - 1) for slot, index, _ in owners if index),
            worded=_is_letter(text[0]) or _is_letter(text[-1]),
        )
        return entry


def _within_word(text: str, start: int, end: int) -> bool:
    """Tell whether Latin letters go on before or after a span: it is part of a longer word."""
    before = _is_letter(text[start]) and _is_letter(text[start - 1 : start])
    return before or (_is_letter(text[end - 1]) and _is_letter(text[end : end + 1]))


def _follows(text: str, end: int, start: int) -> bool:
    """Tell whether what starts at ``start`` stands near enough after what ended, in the same sentence."""
    return 0 <= start - end <= GAP and STOPS.isdisjoint(text[end:start])


def _is_void(voids: list[tuple[int, int]], start: int, end: int, longest: int) -> bool:
    """Tell whether one of the voids (end and start of each, by end) covers a span; none is longer than ``longest``."""
    for place in range(bisect_left(voids, (end, 0)), len(voids)):
        right, left = voids[place]
        if left <= start:
            return True
        if right > start + longest:
            return False
    return False


@cache
def alternatives(pattern: str) -> list[str]:
    """Give every text a phrase pattern without gaps stands for, each once."""
    if _BRANCHING.isdisjoint(pattern):
        return [pattern]
    return list(dict.fromkeys(_alternatives(pattern, 0)[0]))


def _alternatives(pattern: str, at: int) -> tuple[list[str], int]:
    """Expand a pattern from a place up to the end or the bracket that closes it."""
    done: list[str] = []
    open_ends = [""]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            done, open_ends = done + open_ends, [""]
        elif pattern[at] == "(":
            inner, at = _alternatives(pattern, at + 1)
            if pattern[at + 1 : at + 2] == "?":
                inner, at = [*inner, ""], at + 1
            open_ends = [head + tail for head in open_ends for tail in inner]
        else:
            open_ends = [head + pattern[at] for head in open_ends]
        at += 1
    return done + open_ends, at


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"


def _folded(text: str) -> str:
    """Give the text in lower case, as long as before; a lone surrogate, which the automaton refuses, becomes ``?``."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if char.isascii() else char for char in text)
    return lower.encode("utf-8", "replace").decode() if _SURROGATE.search(lower) else lower


def _before(text: str, start: int) -> str:
    """Give the few characters before a place that are in the same clause."""
    for index in range(start - 1, max(0, start - REACH) - 1, -1):
        if text[index] in _CLAUSE_ENDS:
            return text[index + 1 : start]
    return text[max(0, start - REACH) : start]
