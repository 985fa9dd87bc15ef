"""A message cut into pieces, so that the words a finding rests on can be marked. Pure: text and spans in, pieces out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAMED = {
    0x061C: "ALM", 0x200B: "ZWSP", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO",
    0x202E: "RLO", 0x2028: "LS", 0x2029: "PS", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
    0xFEFF: "BOM",
}  # fmt: skip
_KEPT = {0x09, 0x0A}
VISIBLE: dict[int, str] = (
    {code: chr(0x2400 + code) for code in range(0x20) if code not in _KEPT}
    | {0x7F: "\u2421"}
    | {code: f"⟦{code:02X}⟧" for code in range(0x80, 0xA0)}
    | {code: f"⟦{name}⟧" for code, name in _NAMED.items()}
)
MOST_COMBINING = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Words text[start:end] that carry a finding of one ``kind`` (a class of the style sheet), and the reason to show."""

    start: int
    end: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters under the same spans. ``first`` says that some span begins here: the keyboard stops once for each."""

    text: str
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    first: bool = False


def visible(text: str) -> str:
    """Give the text with control, zero-width and direction characters replaced by signs, and towers of accents cut down."""
    return _without_towers(text.translate(VISIBLE))


def _without_towers(text: str) -> str:
    if text.isascii() or not any(unicodedata.combining(char) for char in text):
        return text
    out: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MOST_COMBINING:
            out.append(char)
    return "".join(out)


def pieces(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut text[start:end] at every edge of a span; spans may nest and overlap, and those that lie outside are left out."""
    end = len(text) if end is None else min(end, len(text))
    inside = [span for span in spans if max(span.start, start) < min(span.end, end)]
    opening: dict[int, list[Span]] = {}
    closing: dict[int, list[Span]] = {}
    for span in inside:
        opening.setdefault(max(span.start, start), []).append(span)
        closing.setdefault(min(span.end, end), []).append(span)
    edges = sorted({start, end, *opening, *closing})
    found: list[Piece] = []
    here: list[Span] = []
    for left, right in pairwise(edges):
        gone = closing.get(left, ())
        here = [span for span in here if not any(span is other for other in gone)] + opening.get(left, [])
        found.append(_piece(text[left:right], here, first=left in opening))
    return found


def _piece(text: str, spans: Sequence[Span], *, first: bool) -> Piece:
    return Piece(
        text=visible(text),
        kinds=tuple(dict.fromkeys(span.kind for span in spans)),
        reasons=tuple(dict.fromkeys(span.why for span in spans if span.why)),
        first=first and bool(spans),
    )
