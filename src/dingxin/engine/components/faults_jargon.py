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
        """Give the jargon in a text, without the words the customer has ``said`` themselves."""
        found = [match for match in self._book.find(text) if text[match.start : match.end] not in said] if self._book else []
        yield from found
        for hit in _ABBREVIATION.finditer(text):
            explained = text[hit.end() : hit.end() + 1] in "（(" or text[max(0, hit.start() - 1) : hit.start()] in ("（", "(")
            known = hit[0] in self._known or hit[0] in said or (explained and hit.end() < len(text))
            if known or self._to_type(text, hit.start()):
                continue
            if not any(match.start <= hit.start() < match.end for match in found):
                yield Match("jargon", *hit.span(), None)

    def _to_type(self, text: str, place: int) -> bool:
        """Tell whether letters at a place are a code that the customer is asked to type."""
        return bool(self._typed and self._typed.search(text[max(0, place - TYPED) : place]))


def abbreviations(text: str) -> set[str]:
    """Give the abbreviations in a text."""
    return set(_ABBREVIATION.findall(text))


def _expression(word: str) -> str:
    letters = word.isascii()
    return f"(?<![A-Za-z])«{re.escape(word).lower() if letters else word}»(?![A-Za-z])" if letters else f"«{word}»"


def glossary(industry: Table) -> Mapping[str, str]:
    """Give the plain word for each technical word of an industry."""
    words: Mapping[str, str] = industry.get("jargon", {})
    return words
