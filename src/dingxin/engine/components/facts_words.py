"""The playbook's words for facts, found in one automaton pass: roles, kin, things, troubles, verbs, places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")
GROUPS = {"roles": "who", "kin": "who", "things": "what", "troubles": "what", "acts": "how"}

Word = tuple[str, int, int]


class FactWords:
    """The words of the tables ``facts`` and ``places``; each belongs to the fact it tells."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Build the automaton; missing tables leave it empty."""
        facts, places = tables.get("facts", {}), tables.get("places", {})
        kinds: dict[str, str] = {word: kind for group, kind in GROUPS.items() for word in _listed(facts.get(group, ""))}
        kinds |= dict.fromkeys(places.get("branches", ()), "branch")
        kinds |= dict.fromkeys(places.get("generic", ()), "where")
        kinds |= dict.fromkeys(_listed(f"{places.get('provinces', '')} {places.get('cities', '')}"), "city")
        self._words = list(kinds)
        self._kinds = list(kinds.values())
        lowered = [word.lower() for word in self._words]
        self._automaton = AhoCorasick(lowered, matchkind=MatchKind.LeftmostLongest, store_patterns=False) if kinds else None

    def find(self, text: str) -> list[Word]:
        """Give kind, start and end of the words in a text, the longest at each place, without overlap."""
        if self._automaton is None or not text:
            return []
        lower = text.lower()
        if len(lower) != len(text):
            lower = text
        try:
            found = self._automaton.find_matches_as_indexes(lower)
        except UnicodeEncodeError:
            found = self._automaton.find_matches_as_indexes(_SURROGATE.sub("?", lower))
        return [(self._kinds[index], start, end) for index, start, end in found if not _inside_word(lower, start, end)]


def _listed(words: str | list[str]) -> list[str]:
    return words.split() if isinstance(words, str) else list(words)


def _inside_word(text: str, start: int, end: int) -> bool:
    """Tell whether Latin letters stand on both sides of the seam: a word inside another word."""
    first, last = text[start], text[end - 1]
    return (_latin(first) and _latin(text[start - 1 : start])) or (_latin(last) and _latin(text[end : end + 1]))


def _latin(char: str) -> bool:
    return "a" <= char <= "z"
