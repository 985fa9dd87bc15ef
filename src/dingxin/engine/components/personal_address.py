"""Addresses (C22): from the widest place named to the last number, without the postcode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from dingxin.engine.components.personal_numbers import Span
    from dingxin.engine.components.places import Places

_NUMBER = (
    r"(?:[甲乙丙丁]?[0-9]{1,5}[甲乙丙丁]?(?: ?[-—/~] ?[0-9]{1,5}){0,3}|第?[一二三四五六七八九十百零幺两]{1,5}|"
    r"[A-Za-z][0-9]{0,3}|[0-9]{1,3}[A-Za-z]|"
    r"[甲乙丙丁东西南北](?!门))"
)
_SUFFIX = (
    r"(?:号楼|号院|号铺|号门|号之[一二三四五六七八九十0-9]{1,2}|支弄|号(?:[甲乙丙丁](?!方))?(?![线码机柜口]|出口|入口)|弄|栋|幢|座|"
    r"单元|室|房(?!间?[价费型])|层|区(?= ?[0-9A-Z])|楼(?:之[0-9]{1,2})?|组团|户|#|门(?![店口])|(?:村民)?小?组|生产队|队|社|期|"
    r"街坊|巷|梯|舍|斋|排)"
)
_UNIT = rf"{_NUMBER} ?{_SUFFIX}(?:附[0-9]{{1,3}}号)?"
_LAST = (
    r"(?: ?[-—]? ?[0-9A-Za-z]{1,5}(?:-[0-9]{1,4}){0,2}(?:室|号|房)?(?![0-9A-Za-z元块年月日点个天次%])|"
    r"[一二三四五六七八九][零一二三四五六七八九幺]{2,3}(?:室|号|房)?(?![零一二三四五六七八九十百千元块]))?"
)
_UNITS = rf"(?:{_UNIT}(?:[ ,，]?{_UNIT}){{0,5}}{_LAST}|[0-9]{{1,3}}(?: ?[-—] ?[0-9]{{1,4}}){{1,3}}(?![0-9年月日]))"
_STREET_LIST = (
    "大道 路 街道 街 胡同 里弄 道 巷 村 小区 社区 花园 苑 公寓 大厦 广场 新城 城 园 庄 湾 庭 轩 居 府 郡 镇 乡 大院 "
    "家属院 家园 国际 中心 宿舍 校区 工业区 "
    "开发区 屯 寨 坝 沟 坪 坞 堡 浜 圩 埭 大队 厂 坊 墅 邸 水岸 名都 花都 半岛 天地 世家 "
    "人家 东里 西里 南里 北里 一期 二期 三期 四期 五期 一段 二段 三段 四段 五段 "
    "六段 1期 2期 3期 "
    "4期 5期 东区 西区 南区 北区 中区 东段 西段 "
    "南段 北段 中段 一区 二区 三区 四区 五区 六区 1区 2区 3区 4区 5区 6区"
)
_STREET_WORDS = _STREET_LIST.split()
_STREET = "|".join(_STREET_WORDS)
_GENERIC = frozenset(
    f"{lead}{word}" for lead in ("", "们", "本", "该", "整个", "前", "后", "每", "上", "下") for word in _STREET_WORDS
) | {"一路"}
"""Streets and estates without a name, which are no one's address."""
_ENDINGS = tuple(_STREET_WORDS)
_ENDS = "".join(sorted({word[-1] for word in _STREET_WORDS}))
_MEASURED = re.compile(rf"[{_ENDS}](?:[东西南北][头边侧])? ?[（(]?{_UNITS}[)）]?")
# With a building and a room any name will do: 恒大绿洲5栋1203.
_HOUSED = re.compile(
    r"[㐀-鿿](?=[0-9A-Z])(?:[A-Z0-9]{1,2}区 ?)?[0-9A-Z]{1,3} ?(?:栋|幢|号楼|座|#|舍|斋|号?公寓|号?宿舍)[楼]? ?"
    r"(?:[0-9一二三四五]{1,2}单元)? ?"
    r"[0-9]{3,4}(?![0-9元块年])[室房号]?"
)
_ONWARD = re.compile(
    rf"[ ,，]?(?:[（(][^（）()]{{1,20}}[)）])?([㐀-鿿A-Za-z][㐀-鿿A-Za-z0-9]{{0,13}}?)(?:{_STREET}|院|楼|座|馆|塔) ?{_UNITS}"
)
# Behind the number of a street: a building by its name, its tower, and a storey or room that may go without 室.
_ROOMED = re.compile(
    r" ?[㐀-鿿A-Za-z]{1,12}?(?:大厦|大楼|广场|中心|公寓|酒店|宾馆|写字楼|国际|商城|商厦|花园|家园|小区|苑|城|楼) ?"
    r"(?:[A-Z0-9]{1,2} ?(?:座|塔|栋|幢|区|馆|号楼))? ?(?:[0-9]{1,3}(?:楼|层))? ?"
    r"[0-9]{3,4}(?:房|室|号)?(?![0-9元块年月日点个次天分折])"
)
_NAMED = re.compile(
    r"(?:省|市|自治区|特别行政区)? ?(?:[㐀-鿿]{2,6}?(?:市|自治州|地区|盟))? ?(?:[㐀-鿿]{1,6}?(?:新区|区|县|旗|"
    r"(?<![城超股上夜都])市)) ?"
    r"(?:[㐀-鿿]{1,7}?(?:街道|镇|乡))? ?[㐀-鿿]{1,10}?(?:大道|路(?![由过])|街(?!道)|胡同|村|小区|花园|苑|公寓|大厦|广场|家园)"
    r"(?:[㐀-鿿]{0,3}?(?:大街|路|街))?"
)
_OPENED = re.compile("[（(]")
_NAMED_HINT = re.compile("[区县旗市](?=[㐀-鿿 ]{0,18}?(?:大道|路|街|胡同|村|小区|花园|苑|公寓|大厦|广场|家园))")
_ADMIN = re.compile(r"[㐀-鿿](?:省|市|区|县|镇|乡|街道|自治州|旗)")
_ADMIN_ENDED = re.compile("[㐀-鿿](?:镇|乡|街道|县|区)[㐀-鿿]{0,6}$")
_BUILDING = re.compile("[栋幢楼座#舍斋寓]")
_FINE = re.compile("号|栋|幢|室|单元|弄|房|#|座|[0-9]舍|村.{0,4}[组队社排]|[0-9]-[0-9]")
_HAN = re.compile("[㐀-鿿]")
_DATE_NEXT = re.compile("(?:才|就|出口|入口|柜台|窗口|[发修来到下上去有]|之?[前后]|开始|还)")
_THING = re.compile(
    "(?:[这那条半网线电马公铁宽套思退出后在过段同速环]路|街上|[知报味频渠通]道|(?<![东西南北中新])一道|[这那一在进出同][个]?(?:城|园|居|府|厂|"
    "中心)|[服务客维修售后研发培训]{2}中心|个小区|个村|[国商]城|工厂|原厂|政府|邻居)$"
)
_SPACED = frozenset("省市区县镇乡道州")
_OURS_AFTER = re.compile("的?(?:中国)?(?:电信|移动|联通)?[㐀-鿿]{0,4}(?:营业厅|门店|专卖店|网点|支行|酒店|分店)")
_OURS_BEFORE = re.compile(
    "(?:营业厅|门店|分店|网点|专卖店|服务中心|维修点|维修中心|售后点|分公司|旗舰店)的?[（(]?(?:地址)?[:：是在]? ?$"
)
_REACH = 40
_PARTS = 6
"""Buildings named behind the number of a street at the most."""


class Addresses:
    """Finds addresses with the playbook's table of places."""

    def __init__(self, places: Places, table: Mapping[str, Any]) -> None:
        """Take the names of cities and the characters at which an address cannot reach further back."""
        self._places = places
        self._stops = frozenset(table.get("address_cues", "，。"))
        self._exempt: tuple[str, ...] = tuple(table.get("place_words", ()))

    def find(self, text: str) -> Iterator[Span]:
        """Give the addresses in a normal text; overlapping ones are left to the caller."""
        cursor = 0
        found: list[Span] = []
        for match in self._measured(text):
            at = match.start()
            if at < cursor:
                continue
            start = self._reach_back(text, at, cursor)
            end = match.end() - (match[0][-1] in ")）" and not _OPENED.search(match[0]))
            for _ in range(_PARTS):
                onward = _ONWARD.match(text, end) or _ROOMED.match(text, end)
                if onward is None or not self._stops.isdisjoint(onward[0].strip(" ,，()（）")):
                    break
                end = onward.end()
            if self._is_address(text[start:end], text[start : at + 1], text[end : end + 2]) and not _is_ours(text, start, end):
                whole = found.pop()[1] if found and found[-1][2] == start else start
                found.append(("address", whole, end))
                cursor = end
        yield from found
        if "区" in text or "县" in text or "旗" in text or "市" in text:
            yield from self._by_name(text)

    def _measured(self, text: str) -> list[re.Match[str]]:
        """Give the places where a street or an estate is followed by a number, in order."""
        streets = [hit for hit in _MEASURED.finditer(text) if text.endswith(_ENDINGS, max(0, hit.start() - 3), hit.start() + 1)]
        if not _BUILDING.search(text):
            return streets
        housed = list(_HOUSED.finditer(text))
        return sorted([*streets, *housed], key=lambda hit: (hit.start(), -hit.end())) if housed else streets

    def _by_name(self, text: str) -> Iterator[Span]:
        if not _NAMED_HINT.search(text):
            return
        cursor = 0
        for start, end in self._places.find(text):
            match = _NAMED.match(text, end) if start >= cursor else None
            if match and not any(char in self._stops for char in match[0]) and not _is_ours(text, start, match.end()):
                cursor = match.end()
                yield "address", start, cursor

    def _reach_back(self, text: str, at: int, floor: int) -> int:
        """Go left over the characters of a place name until a boundary; begin at a known place if one is met."""
        start, limit = at, max(floor, at - _REACH)
        while start > limit:
            char = text[start - 1]
            if char.isdigit() and text[start] in "号弄期区院":
                start -= 1
                while start > limit and text[start - 1].isdigit():
                    start -= 1
            elif (char == " " and text[start - 2 : start - 1] in _SPACED) or self._belongs_to_name(text, start - 1):
                start -= 1
            else:
                break
        if text[start:at] and (wide := self._widest(text, start, limit)) is not None:
            return wide
        known = next((place for place, _ in self._places.find(text[start:at])), None)
        return start if known is None or _ADMIN.search(text, start, start + known) else start + known

    def _widest(self, text: str, start: int, limit: int) -> int | None:
        """Give where the known place begins that leads up to ``start`` through nothing but names of districts and villages."""
        first = start
        while first > limit and _HAN.match(text[first - 1]):
            first -= 1
        at = next((place for place, _ in self._places.find(text[first:start])), None)
        if at is None or not _ADMIN_ENDED.search(text, first + at, start):
            return None
        return first + at

    def _belongs_to_name(self, text: str, at: int) -> bool:
        char = text[at]
        return bool(_HAN.match(char)) and (char not in self._stops or self._belongs(text, at))

    def _belongs(self, text: str, at: int) -> bool:
        return any(
            text[at - 1 : at + 1] == word or text[at : at + 2] == word or word in text[max(0, at - 2) : at + 3]
            for word in self._exempt
        )

    def _is_address(self, words: str, named: str, after: str) -> bool:
        """Tell an address from a part of a building (商场3楼) and from a road and a date (这条路15号才修好)."""
        if len(named) < 2 or named in _GENERIC or _THING.search(named):  # noqa: PLR2004 - a street has a name
            return False
        if (words.endswith("号") and _DATE_NEXT.match(after)) or words.startswith("号"):
            return False
        wide = bool(_ADMIN.search(words[:-1])) or any(True for _ in self._places.find(words))
        fine = bool(_FINE.search(words))
        return fine or wide


def _is_ours(text: str, start: int, end: int) -> bool:
    """Tell the address of a branch, which is no one's personal data."""
    return bool(_OURS_AFTER.match(text, end) or _OURS_BEFORE.search(text, max(0, start - 16), start))
