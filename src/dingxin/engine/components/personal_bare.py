"""Names without a cue (C22): full names told by their characters and what stands on either side, and 小张, 老李, 阿芳."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.personal_words import WordSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any

    from dingxin.engine.components.personal_numbers import Span

_HAN = re.compile("[㐀-䶿一-鿿]")
_PLACE_NEXT = frozenset("路街镇村乡县市区巷弄桥寺庙店馆厂站省湾港")
NOTHING, SAID, OTHER = 0, 1, 2
"""What stands beside a name: a mark or nothing, a word that leads up to a name or says something of someone, any other word."""
BOTH = 2


def letters(table: Mapping[str, Any], key: str) -> frozenset[str]:
    """Give the characters of a table's entry."""
    return frozenset("".join(str(table.get(key, "")).split()))


class BareNames:
    """Finds full names and familiar forms (小张) anywhere in a text with the playbook's table of people."""

    def __init__(self, table: Mapping[str, Any], places: AbstractSet[str]) -> None:
        """Take the characters of surnames and given names, and the words that only look like names."""
        self._compound = frozenset(table.get("compound", ()))
        self._given, self._sure = letters(table, "given"), letters(table, "sure_given")
        self._plain, self._weak = letters(table, "plain"), letters(table, "weak_given")
        self._leads = letters(table, "leads")
        self._cues = WordSet(word for key in ("cues", "weak_cues", "own_cues") for word in table.get(key, ()))
        self._ends = letters(table, "not_given")
        does = (*table.get("after_names", ()), *table.get("titles", ()))
        self._does, self._does_long = WordSet(does), WordSet(word for word in does if len(word) > 1)
        self._begins = frozenset(table.get("begins", ()))
        self._not_surnames = WordSet(table.get("not_surnames", ()))
        self._not_names = WordSet((*table.get("not_names", ()), *table.get("brands", ()), *places))
        self._shops = WordSet(table.get("shops", ()))
        given = f"[{''.join(sorted(self._given))}]{{1,2}}"
        self._possible = re.compile(f"[{''.join(sorted(letters(table, 'surnames')))}]{given}" if self._given else "(?!)")
        self._two = re.compile(given if self._given else "(?!)")
        self._frequent = letters(table, "familiar")
        self._nick = self._sure | letters(table, "nick_given")
        familiar = "".join(sorted(self._frequent))
        self._familiar = re.compile(f"[小老阿][{familiar}{''.join(sorted(self._nick))}]" if familiar else "(?!)")
        self._not_familiar = WordSet(table.get("not_familiar", ()))
        self._compares = frozenset(table.get("compares", ""))

    def find(self, text: str) -> Iterator[Span]:
        """Give the names in a normal text; overlapping ones are left to the caller."""
        match = self._possible.search(text)
        while match:
            end = self._end(text, match.start(), 1, match.end())
            if end:
                yield "name", match.start(), end
            match = self._possible.search(text, end or match.start() + 1)
        for match in self._familiar.finditer(text):
            start, end = match.span()
            known = self._nick if text[start] == "阿" else self._frequent
            if (
                text[start + 1] not in known
                or text[start - 1 : start] in self._compares
                or self._not_familiar.begins(text, start)
            ):
                continue
            beside = self._left(text, start), self._right(text, end, self._does)
            if text[start] == "小" or beside.count(OTHER) < BOTH - (text[start] == "阿"):
                yield "name", start, end

    def wide(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Give the name that begins with the surname of two characters that stands at a place."""
        given = self._two.match(text, end)
        last = self._end(text, start, end - start, given.end()) if given else 0
        if last:
            yield "name", start, last

    def _end(self, text: str, start: int, wide: int, limit: int) -> int:
        """Give the end of the name that begins at a place with a surname so wide, 0 where there is none."""
        if self._not_surnames.ends(text, start + 1, start - 3):
            return 0
        for given in (2, 1):
            end = start + wide + given
            if end <= limit and self._is_name(text, start, start + wide, end):
                return end
        return 0

    def _is_name(self, text: str, start: int, first: int, end: int) -> bool:
        """Judge a surname and what follows it by the characters and by the sides on which it stands apart."""
        given = text[first:end]
        if len(given) < BOTH and (text[start] not in self._plain or given in self._weak):
            return False
        if text[end : end + 1] in _PLACE_NEXT or self._is_word(text, start, end):
            return False
        right = self._right(text, end, self._does if end - start > BOTH else self._does_long)
        sure = sum(char in self._sure for char in given)
        likely = sure and (first - start == BOTH or text[start] in self._plain)
        if right == OTHER and not (likely and len(given) == BOTH):
            return False
        apart = (self._left(text, start) != OTHER) + (right != OTHER)
        plain = apart == BOTH and text[start] in self._plain
        if (given in self._begins and not plain) or (right and self._goes_on(text, end, sure)) or self._shops.begins(text, end):
            return False
        if likely and sure == BOTH:
            return True
        return apart == BOTH or bool(apart and likely and len(given) == BOTH)

    def _is_word(self, text: str, start: int, end: int) -> bool:
        return text[start:end] in self._begins or self._not_names.begins(text, start)

    def _goes_on(self, text: str, end: int, sure: int) -> bool:
        """Tell whether the last character begins the next word."""
        return text[end - 1 : end + 1] in self._begins or (text[end - 1] in self._weak and sure < BOTH)

    def _left(self, text: str, at: int) -> int:
        """Say what stands before a place."""
        if at == 0 or not _HAN.match(text[at - 1]):
            return NOTHING
        return SAID if text[at - 1] in self._leads or self._cues.ends(text, at) else OTHER

    def _right(self, text: str, end: int, does: WordSet) -> int:
        """Say what stands behind a place."""
        if end >= len(text) or not _HAN.match(text[end]):
            return OTHER if text[end : end + 1] == "·" else NOTHING
        said = text[end] in self._ends or does.begins(text, end) or text[end : end + 2] in self._begins
        return SAID if said else OTHER
