"""Doors without a street (C22): a building and its flat (3栋1单元), the room of a guest (1603房间, 住八幺二六)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dingxin.engine.components.personal_numbers import Span

_SPOKEN = "一二三四五六七八九"
_NUMBER = rf"(?:[0-9]{{1,3}}|[A-Z]|[{_SPOKEN}十]{{1,3}})"
_FLAT = rf"(?:[A-Z]?[0-9]{{3,4}}|[{_SPOKEN}][{_SPOKEN}零幺]{{2,3}})"
_DOOR = re.compile(
    rf"(?<![0-9A-Za-z.{_SPOKEN}-]){_NUMBER} ?(?:栋|幢|号楼|号院|座|单元|#楼?|舍) ?(?:"
    rf"(?:{_NUMBER} ?(?:单元|门|梯|号楼|座|层|楼) ?){{1,3}}(?:{_FLAT}(?:室|房|号|户)?(?![0-9元块年月日个次%]))?|"
    rf"{_FLAT}(?:室|房|号|户)?(?![0-9元块年月日个次%]))"
)
_ROOM = re.compile(
    rf"(?<![0-9A-Za-z.:：¥{_SPOKEN}-])(?:[A-Z]?[0-9]{{3,4}}[A-Z]?|[{_SPOKEN}][{_SPOKEN}零幺]{{2,3}})"
    "(?:号?房间|号?客房|号房|房(?![价型费源产屋租贷东子务管展])|室(?![内外友温]))(?![价费型])"
)
_CALLED = re.compile(
    rf"(?:房间号?码?|房号|客房|室号|房门号|门牌号?|宿舍|寝室|隔壁|对面|楼上|楼下)(?:[是为]|[:：#])? ?(?P<no>{_FLAT}[A-Z]?)"
    r"(?![0-9A-Za-z元块年月%一每起/平多间钱*人])(?!\.[0-9])"
)
_STAYS = re.compile(
    rf"(?:住在?(?:的是)?|入住了?|(?:我|我们|人)在)(?:[0-9]{{1,2}}[楼层]的?)? ?(?P<no>{_FLAT})"
    r"(?=[，。,.！!？?；;的房 ]|空调|$)(?!\.[0-9])"
)
_FROM = re.compile(rf"是(?P<no>{_FLAT})的?(?=[，。,.！!？?的]|$)")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_SHORT = 3
_HERE = frozenset("我们这里")
FIGURES = re.compile("[0-9一二三四五六七八九][0-9零一二三四五六七八九幺]{2}")
"""A text with neither this nor 单元 has no door."""
_WORDS = re.compile("[房室住寝舍栋幢座楼院#牌壁]")


def find_rooms(text: str) -> Iterator[Span]:
    """Give the doors of a normal text; those inside a longer address are left to the caller."""
    for match in _FROM.finditer(text):
        if text[match.start() - 1 : match.start()] in _HERE and not _YEAR.fullmatch(match["no"]):
            yield "address", *match.span("no")
    if _WORDS.search(text):
        yield from _doors(text)


def _doors(text: str) -> Iterator[Span]:
    yield from (("address", *match.span()) for match in _DOOR.finditer(text) if text[match.start() - 1 : match.start()] != "第")
    yield from (("address", *match.span()) for match in _ROOM.finditer(text))
    yield from (("address", *match.span("no")) for match in _CALLED.finditer(text))
    for match in _STAYS.finditer(text):
        if match[0].startswith(("住", "入住")) or (len(match["no"]) > _SHORT and not _YEAR.fullmatch(match["no"])):
            yield "address", *match.span("no")
