"""Hide personal data in a text and keep its shape useful (C22).

=========  =======================================  =======================
kind       what stays                               example
=========  =======================================  =======================
mobile     first three and last four figures        138****8000
landline   area code and last four figures          010-****5678
id_card    first three and last two characters      110*************2X
bank_card  last four figures                        **** **** **** 1111
passport   first and last two characters            E******78
plate      province, letter and last character      京A****5
email      first letter and the domain              z***@example.com
wechat     first two characters                     ab***
qq         first two figures                        58*******
name       first character (English: of each word)  王**, 张*, Mr. S****
address    province, city and district              北京市朝阳区****
=========  =======================================  =======================

A masked text holds nothing that would be masked again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.personal_numbers import FIGURES

if TYPE_CHECKING:
    from dingxin.engine.components.personal import PersonalFinder
    from dingxin.engine.model import Personal

_KEPT = {
    "mobile": (3, 4),
    "landline": (0, 4),
    "id_card": (3, 2),
    "bank_card": (0, 4),
    "passport": (1, 2),
    "plate": (1, 1),
    "qq": (2, 0),
}
_COUNTRY = re.compile(r"[(（]?(?:\+|＋|00|００)?(?:86|８６)[)）]?[ -]?(?=1|１)")
_AREA = re.compile(r"(?:(?:\+|00)86[ -]?)?[(（]?0(?:10|2[0-9]|[3-9][0-9]{2})[)）]?")
_DISTRICT = re.compile(r".{0,20}?(?:新区|区|县|旗|州|市(?!.{0,6}[区县市]))")
_HAN = 0x2E80
_ROUNDS = 4
"""How often a masked text is looked at again; one look is enough but for texts made to trick it."""


def mask(text: str, finder: PersonalFinder) -> tuple[str, tuple[Personal, ...]]:
    """Give the text without personal data, and what was found in it (places in the text as given)."""
    found = finder.find(normalise(text))
    masked, again = text, found
    for _ in range(_ROUNDS):
        if not again:
            break
        masked = _replaced(masked, again)
        again = finder.find(normalise(masked))
    return masked, found


def _replaced(text: str, found: tuple[Personal, ...]) -> str:
    parts, cursor = [], 0
    for item in found:
        parts += [text[cursor : item.start], masked_words(item.kind, item.text)]
        cursor = item.end
    return "".join([*parts, text[cursor:]])


def masked_words(kind: str, words: str) -> str:
    """Give personal data of a kind with its telling characters hidden."""
    if kind == "email":
        name, _, domain = words.replace("＠", "@").partition("@")
        return f"{name[:1]}***@{domain}"
    if kind == "wechat":
        return f"{words[:2]}***"
    if kind == "name":
        return re.sub(r"(?<=[A-Z])[A-Za-z'-]+", _stars, words) if words.isascii() else words[:1] + "*" * (len(words) - 1)
    if kind == "address":
        kept = _DISTRICT.match(words)
        return f"{kept[0] if kept and len(kept[0]) < len(words) else words[:2]}****"
    head = _COUNTRY.match(words) if kind == "mobile" else _AREA.match(words) if kind == "landline" else None
    cut = head.end() if head else 0
    return words[:cut] + _hidden(words[cut:], *_KEPT[kind])


def _stars(match: re.Match[str]) -> str:
    return (
        match[0]
        if match.string[match.start() - 1 : match.end()] in {"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof"}
        else "*" * len(match[0])
    )


def _hidden(words: str, first: int, last: int) -> str:
    """Hide all letters and figures but the first and last few; what stands between them stays."""
    places = [
        place for place, char in enumerate(words) if char.isdigit() or char in FIGURES or (char.isalpha() and ord(char) < _HAN)
    ]
    hidden = set(places[first : max(first, len(places) - last)])
    return "".join("*" if place in hidden else char for place, char in enumerate(words))
