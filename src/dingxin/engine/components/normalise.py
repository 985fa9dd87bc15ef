"""Bring a text into one form before anything reads it, and lead every finding back to the words as they were given.

Full-width letters and digits become half-width, traditional and variant characters simplified, invisible characters
vanish and spaced-out Chinese (投 诉) closes up. Chinese punctuation, letter case and emoji stay.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from itertools import chain

from dingxin.engine.components.hanzi import SIMPLIFIED, VARIANTS

CJK = "㐀-䶿一-鿿"

# Format and control characters that print nothing: they hide words from a reader of patterns, not from a person.
_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff"
)


def _folding() -> dict[int, str]:
    """Give the characters that stand for exactly one other character."""
    table = {ord(variant): plain for variant, plain in zip(VARIANTS, SIMPLIFIED, strict=True)}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？"}
    for code in chain(range(0x660, 0x66A), range(0x6F0, 0x6FA), range(0x966, 0x970), range(0x1D7CE, 0x1D800)):
        table[code] = str(unicodedata.decimal(chr(code)))
    table |= dict.fromkeys([0x09, 0xA0, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)], " ")
    table |= {
        ord(sign): plain for sign, plain in zip("「」『』﹐﹕﹖﹗﹔﹫﹪﹩￥〇〜‐‑‒−﹣", "“”‘’，：？！；@%$¥零~-----", strict=True)
    }
    return table


_FOLDING = _folding()
# Beyond the basic plane whole ranges are asked for: a set with many such characters would lose its fast bitmap.
_BASIC = "".join(re.escape(chr(code)) for code in _FOLDING if code <= 0xFFFF)  # noqa: PLR2004 - the end of the basic plane
_FOLDED = f"{_BASIC}\U00020000-\U0002ebe0\U0001d7ce-\U0001d7ff"
_ODD = re.compile(f"[{_FOLDED}{_INVISIBLE}]")
_DROPPED = re.compile(f"[{_INVISIBLE}]+")
_GAP = re.compile(rf"(?<=[{CJK}]) {{1,3}}(?=[{CJK}])")
_IDEOGRAPH = re.compile(f"[{CJK}]")
_POINT = re.compile(r"(?<=[㐀-䶿一-鿿）)”\]。])\.+(?![0-9A-Za-z])|(?<=[㐀-䶿一-鿿）)”\]])\.{2,}|(?<=[A-Za-z0-9)])\.(?=\s|$)")
_SPACE = re.compile("(?<=[㐀-䶿一-鿿。]) (?=[㐀-䶿一-鿿])")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in its normal form. ``origin[i]`` is the place in ``raw`` of ``text[i]``; None where the places are the same."""

    raw: str
    text: str
    origin: array[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Lead a span of ``text`` back to ``raw`` (code points, end exclusive)."""
        if self.origin is None or start >= end:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """Give the words as written that stand at a span of ``text``."""
        first, last = self.span(start, end)
        return self.raw[first:last]


def normalise(raw: str) -> Normal:
    """Bring ``raw`` into normal form in linear time; text that is normal already is passed on as it is."""
    if not _ODD.search(raw) and (" " not in raw or not _GAP.search(raw)):
        return Normal(raw, raw)
    text = raw.translate(_FOLDING)
    text, origin = _without(text, None, [hit.span() for hit in _DROPPED.finditer(text)])
    text, origin = _without(text, origin, [hit.span() for hit in _GAP.finditer(text) if _spells_out(text, *hit.span())])
    return Normal(raw, text, origin)


def punctuated(text: str) -> str:
    """Give a normal text with the stops that are written as points or spaces as such; every place stays."""
    text = _POINT.sub(lambda hit: "。" * len(hit[0]), text) if "." in text else text
    return _SPACE.sub("，", text) if " " in text else text


def _spells_out(text: str, start: int, end: int) -> bool:
    """Tell whether a gap stands next to a lone character, as in 投 诉, rather than between two phrases."""
    return not (_IDEOGRAPH.match(text[start - 2 : start - 1]) and _IDEOGRAPH.match(text, end + 1))


def _without(text: str, origin: array[int] | None, holes: list[tuple[int, int]]) -> tuple[str, array[int] | None]:
    """Give the text without the holes, and where each of its characters came from."""
    if not holes:
        return text, origin
    starts = [0, *(end for _, end in holes)]
    ends = [*(start for start, _ in holes), len(text)]
    places = array("I")
    for start, end in zip(starts, ends, strict=True):
        places.extend(range(start, end) if origin is None else origin[start:end])
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True)), places
