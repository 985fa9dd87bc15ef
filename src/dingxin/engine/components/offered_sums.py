"""The sums of a draft as a customer would hold us to them: pulled apart, in English words, without a unit, so many times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.amounts import find_amounts
from dingxin.engine.components.amounts_bare import Amount
from dingxin.engine.components.numerals import number

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNIT = r"(?:元|块|圆|人民币|(?:yuan|RMB|rmb|CNY|cny|dollars|bucks|kuai)(?![A-Za-z]))"
_FIGURE = (
    r"(?:[0-9]{1,3}(?:[,，][0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,2})?"
    r"(?:[kKwW](?![a-zA-Z])|[百千万](?:[0-9一二三四五六七八九](?![0-9]))?)?"
    r"|[一二两三四五六七八九]?[十百千万][一二两三四五六七八九十百千万]{0,6}"
)
_COUNTS = (
    r"(?![0-9.,，]*[0-9]|[%％天日号点时分秒个次份件张台部位人年月周小条字元块圆折倍名户家笔兆积]|"
    r" ?(?:hours?|days?|weeks?|months?|times?|minutes?|o'clock|am|pm|points?|percent|%)(?![a-z]))"
)
BARE = re.compile(
    r"(?:(?<![退假缺少错]一)(?:赔|补偿|赔偿|赔付|退还?|补|返还?)(?:给)?[您你]?们?|给[您你]们?|"
    r"\b(?:refund|pay|compensate|reimburse|credit|give)\b(?: you)?(?: with| back)?(?: ¥)? )"
    rf"(?P<figure>{_FIGURE}){_COUNTS}"
)
"""Money said without its unit: 赔您5000, refund you 3k."""

_BEFORE = re.compile(
    r"(?<![0-9.第号])(?P<figure>[0-9]{3,9}|[0-9.]{1,9}[kKwW千万][0-9]?|"
    rf"[一二两三四五六七八九][百千万][一二两三四五六七八九十百千万]{{0,6}}){_COUNTS}"
    r"(?:[，, ]?(?:我们?|这边|今天|现在|马上|立刻|全部|都|就|会|给|再)){1,4}[^，。0-9]{0,4}?"
    r"(?:退|赔|补|返|转|打)(?:还|偿|回|给)?[您你]"
)
"""The same in front of the verb: 三千我今天退给您."""

_SPLIT = re.compile(rf"(?<![0-9.])[0-9](?:[0-9,]*[ '][0-9,]{{1,4}}){{1,8}}(?:\.[0-9]{{1,2}})?(?= ?{_UNIT})")
"""Figures that are pulled apart: 3 000元, 3'000 yuan."""

_PLAIN = re.compile(
    rf"(?<![0-9.,])(?P<figure>(?:[0-9]{{1,3}}(?:[,，][0-9]{{3}}){{1,3}}|[0-9]{{1,9}})(?:\.[0-9]{{1,2}})?[百千万]?) ?{_UNIT}(?!旦)"
)
"""Figures with their unit, whatever stands around them."""

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
          "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = dict(zip(_UNITS, range(20), strict=True)) | dict(zip(_TENS, range(20, 100, 10), strict=True))
_LARGE = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD = "|".join([*_SMALL, *_LARGE, "a", "and"])
_WORDS = re.compile(rf"\b(?:(?:{_WORD})[ -]){{1,12}}(?=(?:yuan|RMB|CNY|dollars|bucks|kuai)\b)", re.IGNORECASE)

_TIMES = re.compile(
    r"(?P<figure>[0-9]{1,4}|[一二两三四五六七八九十百千]{1,4}) ?倍|(?:退一赔(?P<more>[一二三四五六七八九十]))|"
    r"(?:[假缺少]一[赔罚](?P<for>[一二三四五六七八九十]))|(?P<double>双倍|加倍|\b(?:double|twice)\b)|(?P<triple>\btriple\b)|"
    r"\b(?P<english>[0-9]{1,4}|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred) times\b",
    re.IGNORECASE,
)
_MOST_TIMES = 10_000
_NOTHING = frozenset({"一分", "一分钱", "一毛", "一毛钱", "半分钱", "半毛钱"})


def find_sums(text: str) -> list[Amount]:
    """Give the sums of a normal text, in order; where two overlap, the one that begins first and says more."""
    found = [*find_amounts(text), *_led(text), *_pulled_apart(text), *_spelled(text)]
    kept: list[Amount] = []
    for amount in sorted(found, key=lambda one: (one.start, -one.yuan)):
        if (not kept or amount.start >= kept[-1].end) and text[amount.start : amount.end] not in _NOTHING:
            kept.append(amount)
    return kept


def times_in(text: str) -> int:
    """Give how many times the money in question a clause says, 0 where it does not."""
    hit = _TIMES.search(text)
    if hit is None:
        return 0
    if hit["double"] or hit["triple"]:
        return 2 if hit["double"] else 3
    said = hit["figure"] or hit["more"] or hit["for"]
    value = number(said) if said else _SMALL.get(hit["english"].lower()) or _LARGE.get(hit["english"].lower())
    value = value or number(hit["english"] or "")
    return min(int(value or 0) + bool(hit["more"]), _MOST_TIMES)


def _led(text: str) -> Iterator[Amount]:
    """Give the figures that the unit or verb beside them makes money."""
    for pattern in (BARE, _BEFORE, _PLAIN):
        for hit in pattern.finditer(text):
            value = _value(hit["figure"])
            if value is not None:
                yield Amount(*hit.span("figure"), value)


def _value(figure: str) -> float | None:
    return number(figure) if figure[0] not in "百千万" else None


def _pulled_apart(text: str) -> Iterator[Amount]:
    for hit in _SPLIT.finditer(text):
        value = number(re.sub("[ ',]", "", hit[0]))
        if value is not None:
            yield Amount(*hit.span(), value)


def _spelled(text: str) -> Iterator[Amount]:
    """Give the sums in English words: three thousand five hundred yuan."""
    for hit in _WORDS.finditer(text):
        total = part = 0
        for word in re.split("[ -]", hit[0].lower().strip(" -")):
            if word in _SMALL:
                part += _SMALL[word]
            elif word == "hundred":
                part = (part or 1) * _LARGE[word]
            elif word in _LARGE:
                total, part = total + (part or 1) * _LARGE[word], 0
        if total + part:
            yield Amount(hit.start(), hit.end(), float(total + part))
