"""Words a customer may not know (C6): the glossary of the industry, and abbreviations that the customer has not used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.faults_patterns import Match, PatternBook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dingxin.engine.book import Table

TYPED = 12
"""Characters before letters in which stands that they are to be typed."""

_EXPLAINED = re.compile(
    """[^，,。；;！!？?\n]{0,4}[”"」’'，,、]{0,2}(?:也?就是|意思是|是指|指的是|即(?![将日时可便刻使])|说白了|[（(]|——)"""
)
"""What stands after a word that is explained on the spot."""

_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9_@./-])[A-Z]{2,6}(?![A-Za-z0-9_@./-])")


class Jargon:
    """Finds jargon and says it plainly."""

    def __init__(self, plain: Table, industry: Table) -> None:
        """Take the words everybody's staff use (``plain``) and those of the industry."""
        words: dict[str, str] = {**plain.get("jargon", {}), **industry.get("jargon", {})}
        self._typed = re.compile(plain["typed"]) if "typed" in plain else None
        self._known = frozenset(plain.get("known", ())) | frozenset(industry.get("known", ()))
        apart = {"name": "jargon", "unless": plain.get("apart", "")}
        groups = [{**apart, "find": [_expression(word)], "say": say} for word, say in words.items()]
        self._book = PatternBook(groups, {}) if groups else None

    def find(self, text: str, said: set[str]) -> Iterator[Match]:
        """Give the jargon in a text that it does not explain, without the words the customer has ``said`` themselves."""
        found = [match for match in self._words(text) if text[match.start : match.end] not in said]
        yield from (match for match in found if not _EXPLAINED.match(text, match.end))
        for hit in _ABBREVIATION.finditer(text):
            explained = _EXPLAINED.match(text, hit.end()) or text[max(0, hit.start() - 1) : hit.start()] in ("（", "(")
            if explained or hit[0] in self._known or hit[0] in said or self._to_type(text, hit.start()):
                continue
            if not any(match.start <= hit.start() < match.end for match in found):
                yield Match("jargon", *hit.span(), None)

    def used(self, text: str) -> set[str]:
        """Give the jargon and the abbreviations in the words of a customer: they know what these mean."""
        return {text[match.start : match.end] for match in self._words(text)} | set(_ABBREVIATION.findall(text))

    def _words(self, text: str) -> list[Match]:
        return list(self._book.find(text)) if self._book else []

    def _to_type(self, text: str, place: int) -> bool:
        """Tell whether letters at a place are a code that the customer is asked to type."""
        return bool(self._typed and self._typed.search(text[max(0, place - TYPED) : place]))


def _expression(word: str) -> str:
    letters = word.isascii()
    return f"(?<![A-Za-z])«{re.escape(word).lower() if letters else word}»(?![A-Za-z])" if letters else f"«{word}»"


def glossary(industry: Table) -> Mapping[str, str]:
    """Give the plain word for each technical word of an industry."""
    words: Mapping[str, str] = industry.get("jargon", {})
    return words
