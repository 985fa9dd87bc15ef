"""Names of people that are not built of a Han surname and a given name (C22): 买买提·艾力, 萨日娜, 乌云其其格."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from dingxin.engine.components.personal_numbers import Span

_DOTTED = re.compile("[㐀-鿿]{2,10}[·•・][㐀-鿿]{2,8}")
_RUN = re.compile("[㐀-鿿]{2,8}(?![㐀-鿿])")
LEAST = 2
"""Characters that either half of a dotted name has at the least."""


def dotted(text: str, chars: AbstractSet[str]) -> Iterator[Span]:
    """Give the names with a dot between their halves, both written with ``chars`` as foreign sounds are."""
    for match in _DOTTED.finditer(text):
        dot = next(place for place in range(match.start(), match.end()) if text[place] in "·•・")
        start, end = dot, dot + 1
        while start > match.start() and text[start - 1] in chars:
            start -= 1
        while end < match.end() and text[end] in chars:
            end += 1
        if dot - start >= LEAST and end - dot > LEAST:
            yield "name", start, end


def free_after(text: str, at: int, chars: AbstractSet[str]) -> Iterator[Span]:
    """Give the name that fills the stretch from ``at`` to the next mark, where all of it is written with ``chars``."""
    match = _RUN.match(text, at)
    if match and all(char in chars for char in match[0]):
        yield "name", *match.span()
