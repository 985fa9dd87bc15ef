"""Names that the layout tells (C22): behind the label of a form (消费者：苗春雷) and in a row of nothing but names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dingxin.engine.components.personal_numbers import Span

_LABELLED = re.compile("[人者员名主户方][:：] {0,2}(?P<name>[㐀-鿿]{2,4})(?![㐀-鿿·])")
_ROW = re.compile("[㐀-鿿]{2,4}(?:、[㐀-鿿]{2,4}){1,19}(?![㐀-鿿、])")
_HAN = re.compile("[㐀-鿿]")
_LONGEST = 4


def labelled(text: str, is_name: Callable[[str], bool]) -> Iterator[Span]:
    """Give the names that stand alone behind a colon where the word before it is one for somebody."""
    for match in _LABELLED.finditer(text):
        if is_name(match["name"]):
            yield "name", *match.span("name")


def rows(text: str, is_name: Callable[[str], bool]) -> Iterator[Span]:
    """Give the names of the rows that hold nothing but names (穆青、葛红兵、江月)."""
    mark = text.find("、")
    while mark >= 0:
        at = mark
        while at > max(0, mark - _LONGEST - 1) and _HAN.match(text[at - 1]):
            at -= 1
        match = _ROW.match(text, at) if at > mark - _LONGEST - 1 else None
        names = match[0].split("、") if match else []
        mark = text.find("、", match.end() if match else mark + 1)
        for name in names if all(map(is_name, names)) else ():
            yield "name", at, at + len(name)
            at += len(name) + 1
