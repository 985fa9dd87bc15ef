"""Names of people that are not built of a Han surname and a given name (C22): 买买提·艾力, 萨日娜, 乌云其其格."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from dingxin.engine.components.personal_numbers import Span
    from dingxin.engine.components.personal_words import WordSet

_DOTTED = re.compile("[㐀-鿿]{2,10}[·•・][㐀-鿿]{2,8}")
_RUN = re.compile("[㐀-鿿]{2,8}(?![㐀-鿿])")
_DONE_BY = re.compile("([㐀-鿿]{3,8}?)(?=[就在说是来去没不已也要想给打把的][㐀-鿿])")
_FILLED_IN = re.compile(r" {0,2}[:：|｜]\s{0,3}([㐀-鿿]{2,5})(?![㐀-鿿·])")
_LATIN = re.compile(
    "[A-Z][a-z'-]{1,20}(?: [A-Z][a-z'-]{1,20}){1,3}(?![A-Za-z0-9])|[A-Z]{2,15}(?:,? [A-Z]{2,15}){1,3}(?![A-Za-z0-9])"
)

_HAN = re.compile("[㐀-鿿]")

LEAST, LONGEST = 2, 6
"""Characters that either half of a dotted name has at the least."""


def dotted(text: str, chars: AbstractSet[str], places: tuple[str, ...]) -> Iterator[Span]:
    """Give the names with a dot between their halves, both written with ``chars`` as foreign sounds are, none behind a place."""
    for match in _DOTTED.finditer(text):
        dot = next(place for place in range(match.start(), match.end()) if text[place] in "·•・")
        start, end = dot, dot + 1
        while start > match.start() and text[start - 1] in chars:
            start -= 1
        while end < match.end() and text[end] in chars:
            end += 1
        if dot - start >= LEAST and end - dot > LEAST and not text.endswith(places, start, dot):
            yield "name", start, end


def free_after(text: str, at: int, chars: AbstractSet[str], others: AbstractSet[str]) -> Iterator[Span]:
    """Give the name that fills the stretch from ``at`` to the next mark or to what is said of someone (就, 在).

    All of it is written with ``chars``, and it is none of ``others``.
    """
    for pattern in (_RUN, _DONE_BY):
        match = pattern.match(text, at)
        if match and match[0] not in others and all(char in chars for char in match[0]):
            yield "name", *match.span()
            return


def free_before(text: str, end: int, chars: AbstractSet[str], others: AbstractSet[str]) -> Iterator[Span]:
    """Give the name of two to six of ``chars`` between a mark and ``end`` (乌兰图雅女士) that is none of ``others``."""
    start = end
    while start > 0 and end - start < LONGEST and text[start - 1] in chars:
        start -= 1
    if end - start >= LEAST and text[start:end] not in others and (start == 0 or not _HAN.match(text[start - 1])):
        yield "name", start, end


def filled_in(text: str, at: int, others: WordSet) -> Iterator[Span]:
    """Give what is filled in behind a colon where a form asks for a name, unless it is one of ``others`` or begins so."""
    match = _FILLED_IN.match(text, at)
    if match and not others.begins(match[1], 0):
        yield "name", *match.span(1)


def latin_after(text: str, at: int) -> Iterator[Span]:
    """Give the name in Latin letters of two words or more that stands at a place."""
    match = _LATIN.match(text, at)
    if match:
        yield "name", *match.span()
