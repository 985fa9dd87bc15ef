"""Read numbers as people write them: 35, 1,200.00, 三十五, 两百五, 一千二, 1.2万, 3万5, 二零二五."""

from __future__ import annotations

import re

DIGITS = {
    char: value
    for value, chars in enumerate(("零", "一壹幺", "二两贰俩", "三叁仨", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "w": 10_000, "W": 10_000, "k": 1000, "K": 1000}

# How a numeral may look; bounded, so that a million digits cost no more than a million steps.
ARABIC = r"[0-9]{1,3}(?:[,，][0-9]{3}){1,4}(?:\.[0-9]{1,4})?|[0-9]{1,12}(?:\.[0-9]{1,4})?"
HAN = r"[零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{1,16}"
NUMERAL = rf"(?:(?:{ARABIC})(?:[千万亿]|[wWkK](?![a-zA-Z]))?(?:[0-9一二三四五六七八九](?![0-9]))?|{HAN})"

_PARTS = re.compile(r"([0-9][0-9,，]*(?:\.[0-9]+)?)([千万亿wWkK]?)([0-9一二三四五六七八九]?)")


def number(words: str) -> float | None:
    """Give the value of a numeral, or None where the words are none (千万 on its own is one: 10,000,000)."""
    match = _PARTS.fullmatch(words)
    if match:
        return _mixed(*match.groups())
    if not words or any(char not in DIGITS and char not in SMALL and char not in LARGE for char in words):
        return None
    if all(char in DIGITS for char in words):
        return float("".join(str(DIGITS[char]) for char in words))
    return _spoken(words)


def _mixed(figures: str, unit: str, tail: str) -> float | None:
    """Value of 1,200.00, 1.2万 and 3万5 (35,000)."""
    value = float(figures.replace(",", "").replace("，", ""))
    if not unit:
        return None if tail else value
    scale = 1000 if unit == "千" else LARGE[unit]
    rest = int(tail) if tail.isascii() and tail else DIGITS.get(tail, 0)
    return round(value * scale + rest * scale / 10, 4)


def _spoken(words: str) -> float:
    """Value of a numeral in words; a digit at the end without a unit counts tenths of the last unit (两百五, 一万二)."""
    total = section = digit = 0
    unit = 1
    gap = False
    for char in words:
        if char in DIGITS:
            digit = digit if digit and DIGITS[char] == digit + 1 else DIGITS[char]  # 七八百 begins with seven hundred
            gap = gap or digit == 0
        elif char in SMALL:
            unit = SMALL[char]
            section += (digit or 1) * unit
            digit, gap = 0, False
        else:
            unit = LARGE[char]
            total = (total + section + digit or 1) * unit if unit > total else total + (section + digit) * unit
            section = digit = 0
            gap = False
    shorthand = digit and unit >= 100 and not gap  # noqa: PLR2004 - after 百, 千, 万; 二十五 keeps its five
    return float(total + section + (digit * unit // 10 if shorthand else digit))
