"""Addresses (C22): from the widest place named to the last number, without the postcode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from dingxin.engine.components.personal_numbers import Span

_NUMBER = (
    r"(?:[0-9]{1,5}(?: ?[-—/~] ?[0-9]{1,5}){0,3}|[一二三四五六七八九十百]{1,4}|[A-Za-z][0-9]{0,3}|[0-9]{1,3}[A-Za-z]|"
    r"[甲乙丙丁东西南北])"
)
_SUFFIX = r"(?:号楼|号院|号铺|号(?![线码机])|弄|栋|幢|座|单元|室|房(?!间?[价费型])|层|楼|户|#|门(?![店口])|组|期|街坊|巷)"
_UNIT = rf"{_NUMBER} ?{_SUFFIX}(?:附[0-9]{{1,3}}号)?"
_LAST = r"(?: ?[-—]? ?[0-9A-Za-z]{1,5}(?:室|号|房)?(?![0-9A-Za-z元块年月日点个天次%]))?"
_UNITS = rf"(?:{_UNIT}(?:[ ,，]?{_UNIT}){{0,5}}{_LAST}|[0-9]{{1,3}}(?: ?[-—] ?[0-9]{{1,4}}){{1,3}}(?![0-9年月日]))"
_STREET_LIST = (
    "大道 路 街道 街 胡同 里弄 道 巷 弄 村 小区 社区 花园 苑 公寓 大厦 广场 新城 城 园 庄 湾 庭 轩 居 府 郡 镇 乡 大院 "
    "家属院 家园 国际 中心 宿舍 校区 工业区 "
    "开发区 厂 坊 墅 邸 水岸 名都 花都 半岛 天地 世家 人家 东里 西里 南里 北里 一期 二期 三期 四期 五期 1期 2期 3期 "
    "4期 5期 东区 西区 南区 北区 中区 东段 西段 "
    "南段 北段 中段 一区 二区 三区 四区 五区 六区 1区 2区 3区 4区 5区 6区"
)
_STREET_WORDS = _STREET_LIST.split()
_STREET = "|".join(_STREET_WORDS)
_ENDINGS = tuple(_STREET_WORDS)
_ENDS = "".join(sorted({word[-1] for word in _STREET_WORDS}))
_MEASURED = re.compile(rf"[{_ENDS}] ?[（(]?{_UNITS}[)）]?")
_ONWARD = re.compile(rf"[ ,，]?(?:[（(][^（）()]{{1,20}}[)）])?([㐀-鿿A-Za-z]{{1,14}}?)(?:{_STREET}|院|楼) ?{_UNITS}")
_NAMED = re.compile(
    r"(?:省|市|自治区|特别行政区)? ?(?:[㐀-鿿]{2,6}?(?:市|自治州|地区|盟))? ?(?:[㐀-鿿]{1,6}?(?:新区|区|县|旗|市)) ?"
    r"(?:[㐀-鿿]{1,7}?(?:街道|镇|乡))? ?[㐀-鿿]{1,10}?(?:大道|路(?![由过])|街(?!道)|胡同|村|小区|花园|苑|公寓|大厦|广场|家园)"
    r"(?:[㐀-鿿]{0,3}?(?:大街|路|街))?"
)
_NAMED_HINT = re.compile("[区县旗市](?=[㐀-鿿 ]{0,18}?(?:大道|路|街|胡同|村|小区|花园|苑|公寓|大厦|广场|家园))")
_ADMIN = re.compile(r"[㐀-鿿](?:省|市|区|县|镇|乡|街道|自治州|旗)")
_HAN = re.compile("[㐀-鿿]")
_DATE_NEXT = re.compile("(?:才|就|[发修来到下上去有]|之?[前后]|开始|还)")
_THING = re.compile(
    "(?:[这那条半一网线电马公铁宽套思退出后在过段同]路|街上|[知报味频渠通一]道|[这那一在进出同][个]?(?:城|园|居|府|厂|"
    "中心)|[服务客维修售后研发培训]{2}中心|个小区|个村|[国商]城|工厂|原厂|政府|邻居)$"
)
_REACH = 40


class Addresses:
    """Finds addresses with the playbook's table of places."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take the names of cities and the characters at which an address cannot reach further back."""
        self._places = Places(table)
        self._stops = frozenset(table.get("address_cues", "，。"))
        self._exempt: tuple[str, ...] = tuple(table.get("place_words", ()))

    def find(self, text: str) -> Iterator[Span]:
        """Give the addresses in a normal text; overlapping ones are left to the caller."""
        cursor = 0
        for match in _MEASURED.finditer(text):
            at = match.start()
            if at < cursor or not text.endswith(_ENDINGS, max(0, at - 3), at + 1):
                continue
            start = self._reach_back(text, at, cursor)
            end = match.end()
            while (onward := _ONWARD.match(text, end)) and self._stops.isdisjoint(onward[1]):
                end = onward.end()
            if self._is_address(text[start:end], text[start : at + 1], text[end : end + 2]):
                yield "address", start, end
                cursor = end
        yield from self._by_name(text)

    def _by_name(self, text: str) -> Iterator[Span]:
        if not _NAMED_HINT.search(text):
            return
        cursor = 0
        for start, end in self._places.find(text):
            match = _NAMED.match(text, end) if start >= cursor else None
            if match and not any(char in self._stops for char in match[0]):
                cursor = match.end()
                yield "address", start, cursor

    def _reach_back(self, text: str, at: int, floor: int) -> int:
        """Go left over the characters of a place name until a boundary; begin at a known place if one is met."""
        start = at
        while start > max(floor, at - _REACH):
            char = text[start - 1]
            if char == " ":
                if not _ADMIN.match(text, max(0, start - 3)) and text[start - 2 : start - 1] not in set("省市区县镇乡道州"):
                    break
            elif not _HAN.match(char) or (char in self._stops and not self._belongs(text, start - 1)):
                break
            start -= 1
        known = next((place for place, _ in self._places.find(text[start:at])), None)
        return start + known if known is not None else start

    def _belongs(self, text: str, at: int) -> bool:
        return any(
            text[at - 1 : at + 1] == word or text[at : at + 2] == word or word in text[max(0, at - 2) : at + 3]
            for word in self._exempt
        )

    def _is_address(self, words: str, named: str, after: str) -> bool:
        """Tell an address from a part of a building (商场3楼) and from a road and a date (这条路15号才修好)."""
        if len(named) < 2 or _THING.search(named):  # noqa: PLR2004 - a street has a name
            return False
        if words.endswith("号") and _DATE_NEXT.match(after):
            return False
        wide = bool(_ADMIN.search(words[:-1])) or any(True for _ in self._places.find(words))
        fine = bool(re.search(r"号|栋|幢|室|单元|弄|房|#|座|[0-9]-[0-9]", words))
        return fine or wide
