"""Addresses in English (C22): a door, a lane or a house number of a street, and the parts around it up to the postcode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dingxin.engine.components.personal_numbers import Span

_DOOR_WORDS = r"[Rr]oom|ROOM|[Rr]m\.?|[Aa]pt\.?|[Aa]partment|[Ff]lat|[Ss]uite|[Vv]illa"
_PART_WORDS = (
    rf"{_DOOR_WORDS}|[Uu]nit|[Bb]lock|[Bb]lk\.?|[Bb]uilding|[Bb]ldg\.?|[Tt]ower|[Hh]ouse|[Ff]loor|[Ll]ane|[Nn]o\.?|[Dd]oor|"
    "[Ee]ntrance|#"
)
_WAYS = (
    "Road|Rd|Street|St|Avenue|Ave|Drive|Dr|Boulevard|Blvd|Court|Crescent|Terrace|Close|Lane|Square|Way|Lu|Jie|Dadao|Hutong|Xiang|"
    "road|street|avenue|lu|jie"
)
_REGIONS = "District|City|Province|County|Town|Village|New Area|Municipality|Subdistrict|district|city|province"
_ESTATES = (
    "Gardens?|Plaza|Mansions?|Towers?|Cent(?:re|er)|Community|Residences?|Apartments?|Campus|University|Hotel|Estate|Park|Villas?|"
    "Building|Court|Compound|Dormitory|Dorm|International"
)
_CITIES = (
    "Shanghai|Beijing|Guangzhou|Shenzhen|Hangzhou|Nanjing|Suzhou|Chengdu|Wuhan|Xi'?an|Tianjin|Chongqing|Qingdao|Ningbo|Xiamen|"
    "Dalian|Hong Kong|Kowloon|Macau|Taipei|Zhejiang|Jiangsu|Guangdong|Sichuan|Pudong|P\\.?R\\.? ?China|China|PRC|London|"
    "Singapore|New York|(?:Wan Chai|Central|Mong Kok|Tsim Sha Tsui|Sha Tin|Causeway Bay|Kwun Tong)|"
    "(?:Changning|Xuhui|Jing'?an|Huangpu|Putuo|Minhang|Yangpu|Hongkou|Baoshan|Chaoyang|Haidian|Dongcheng|Xicheng|Fengtai|Tianhe|"
    "Yuexiu|Haizhu|Nanshan|Futian|Luohu|Xihu|Binjiang|Yuhang)"
)
_NAME = r"[A-Z][A-Za-z'.]{0,18}(?: [A-Z][A-Za-z'.]{0,18}| \([A-Z][a-z]{0,9}\)){0,3}"
_FIGURE = r"[A-Z]?[0-9]{1,5}(?:-[0-9]{1,4}){0,2}[A-Z]?(?!\.[A-Za-z0-9])"
_NUMBERED = (
    rf"(?:{_PART_WORDS}) ?{_FIGURE}(?![0-9A-Za-z])|(?:[0-9]{{1,2}}(?:st|nd|rd|th)|[0-9]{{1,2}}/?) ?(?:[Ff]loor|F(?![A-Za-z]))|"
    r"(?:[Tt]ower|[Bb]lock|[Bb]uilding|[Ff]lat|[Aa]pt\.?|[Uu]nit|[Rr]oom) [A-Z](?![A-Za-z])"
)
_STREET = rf"(?:[Nn]o\.? ?)?{_FIGURE},? {_NAME}? ?(?:{_WAYS})(?![A-Za-z])\.?(?: \([A-Z][a-z]{{0,4}}\))?"
_NAMED = rf"{_NAME} (?:{_WAYS}|{_REGIONS}|{_ESTATES})(?![A-Za-z])|(?:{_CITIES})(?![A-Za-z])(?: ?[0-9]{{5,6}}(?![0-9]))?"
_BARE = r"[0-9]{3,6}(?![0-9A-Za-z%.])|[A-Z]{2} [0-9]{5}(?![0-9])|[A-Z]{1,2}[0-9]{1,2}[A-Z]? [0-9][A-Z]{2}(?![A-Za-z])"
_START = re.compile(rf"(?<![A-Za-z0-9#$¥.-])(?:(?P<street>{_STREET})|(?P<door>{_NUMBERED}))")
_MORE = re.compile(
    rf"(?:,? ?(?:of|in|at)? |, ?|，|; )(?:(?P<street>{_STREET})|(?P<door>{_NUMBERED})|(?P<named>{_NAMED})|(?P<bare>{_BARE}))"
)
_ALONE = re.compile(rf"(?:{_DOOR_WORDS}) ?(?P<no>{_FIGURE})")
_SIGNS_WORDS = """
Room room ROOM Rm rm Apt apt Apartment apartment Flat flat Suite suite Villa villa Unit unit Block block Blk Building building
Bldg Tower tower House Floor floor Lane lane No Road Rd Street St Avenue Ave Drive Dr Boulevard Blvd Court Crescent Terrace
Close Square Way Lu Jie Dadao Hutong Xiang road street avenue lu jie
"""
DOORS = frozenset(_SIGNS_WORDS.split())
"""A text without any of these words has no English address."""
_ROOM_FIGURES = 3
_PARTS = 8


def find_english_addresses(text: str) -> Iterator[Span]:
    """Give the English addresses of a normal text.

    An address is a street with its number, two numbered parts, or a door by itself.
    """
    cursor = 0
    for match in _START.finditer(text):
        if match.start() < cursor:
            continue
        kinds, end = [match.lastgroup], match.end()
        for _ in range(_PARTS):
            more = _MORE.match(text, end)
            if more is None:
                break
            kinds.append(more.lastgroup)
            end = more.end()
        if _is_address(kinds, match[0]):
            cursor = end
            yield "address", match.start(), end


def _is_address(kinds: list[str | None], first: str) -> bool:
    numbered = kinds.count("street") + kinds.count("door")
    if "street" in kinds or numbered > 1:
        return True
    alone = _ALONE.match(first)
    if alone is None:
        return False
    return len(kinds) > 1 or not first.lower().startswith(("room", "rm")) or len(alone["no"]) >= _ROOM_FIGURES
