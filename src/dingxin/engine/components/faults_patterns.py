"""Patterns of the playbook found in the words of the staff.

A pattern is a regular expression over the normal form of a text with three shorthands: ``«a|b»`` marks its anchors (plain
words, of which one must occur: only then is the expression tried), ``~4`` is a gap of up to four characters within one clause,
``%you%`` stands for the word list of that name. All anchors are searched in one automaton pass, an expression is tried only in
the sentence in which its anchor stands, and sentences are cut at ``LONGEST``: time is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dingxin.engine.book import Table

LONGEST = 300
"""Longest stretch, in characters, that is searched as one sentence."""

MOSTLY = 0.8
"""Share of a text in quotation marks from which the quotation is the text itself, not somebody else's words."""

SENTENCE = re.compile(rf"[^。！？!?；;\n]{{1,{LONGEST}}}[。！？!?；;\n]*[”’\"]?|[。！？!?；;\n]+")
_CLAUSE_END = re.compile("[，,。！？!?；;：:\n]+")
_SHORTHAND = re.compile(r"~(\d+)|%(\w+)%|«([^»]*)»")
_PLAIN = re.compile("«[^»]*»")
_QUOTED = re.compile('“[^“”]{1,80}”|‘[^‘’]{1,80}’|"[^"\n]{1,80}"')
_ASCII = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class Span(NamedTuple):
    """A stretch of a text, end exclusive."""

    start: int
    end: int


class Match(NamedTuple):
    """Words that a pattern found, and the words that would mend them (None: no rewording of the span alone can)."""

    name: str
    start: int
    end: int
    say: str | None


class Expression:
    """A regular expression with the shorthands, compiled when it is first tried: of most the anchors never occur."""

    __slots__ = ("_compiled", "_source", "_words")

    def __init__(self, source: str, words: Mapping[str, str]) -> None:
        """Take the expression and the word lists that its shorthands name."""
        self._source, self._words = source, words
        self._compiled: re.Pattern[str] | None = None

    def get(self) -> re.Pattern[str]:
        """Give the compiled expression."""
        if self._compiled is None:
            self._compiled = compiled(self._source, self._words)
        return self._compiled


@dataclass(frozen=True, slots=True)
class Pattern:
    """One expression. ``unless`` voids a match that it touches, ``without`` one whose sentence holds it.

    ``find`` is None where the anchors are all there is to find; ``whole`` widens the match to its ``clause`` or ``sentence``;
    ``fixed`` tells that ``say`` takes nothing over from the match; ``plain`` that every match stands as it is found.
    """

    name: str
    find: Expression | None
    whole: str
    say: str | None
    fixed: bool
    unless: Expression | None
    without: Expression | None
    plain: bool


class PatternBook:
    """The patterns of a playbook, built once, safe to share between threads."""

    def __init__(self, groups: Iterable[Table], words: Mapping[str, str]) -> None:
        """Compile the groups: tables with ``name``, ``find`` and whatever else ``Pattern`` holds."""
        self._patterns: list[Pattern] = []
        anchors: dict[str, list[int]] = {}
        for group in groups:
            for source in group["find"]:
                for anchor in _anchors(source):
                    anchors.setdefault(anchor, []).append(len(self._patterns))
                self._patterns.append(_pattern(group, source, words))
        self._owners = [tuple(dict.fromkeys(owners)) for owners in anchors.values()]
        self._automaton = AhoCorasick(list(anchors), store_patterns=False)

    def find(self, text: str) -> list[Match]:
        """Give all matches in the text, in the order of their starts, the longer first."""
        places = self._automaton.find_matches_as_indexes(_folded(text), overlapping=True) if text else []
        if not places:
            return []
        looked = _Looked(text)
        found: set[Match] = set()
        spans: dict[tuple[int, int], list[tuple[int, int, re.Match[str] | None]]] = {}
        for anchor, start, end in places:
            index = bisect_right(looked.starts, start) - 1
            for owner in self._owners[anchor]:
                find = self._patterns[owner].find
                if find is None:
                    spans.setdefault((owner, index), []).append((start, end, None))
                elif (owner, index) not in spans:
                    spans[owner, index] = _hits(find.get(), text, looked.sentences[index])
        for (owner, index), hits in spans.items():
            if hits:
                pattern = self._patterns[owner]
                if pattern.plain and not looked.quotes:
                    found.update([Match(pattern.name, start, end, pattern.say) for start, end, _ in hits if start < end])
                else:
                    found.update(_kept(pattern, looked, looked.sentences[index], hits))
        return sorted(found, key=lambda match: (match.start, -match.end, match.name, match.say or ""))


def _hits(find: re.Pattern[str], text: str, sentence: Span) -> list[tuple[int, int, re.Match[str] | None]]:
    """Give what an expression finds in a sentence; most find nothing, which one look tells."""
    first = find.search(text, *sentence)
    return [(*hit.span(), hit) for hit in find.finditer(text, first.start(), sentence.end)] if first else []


class _Looked:
    """A text with its sentences and its quotations."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = split(text)
        self.starts = [sentence.start for sentence in self.sentences]
        self.quotes = _quotes(text)
        self._openings = [quote.start for quote in self.quotes]

    def quoted(self, end: int) -> bool:
        """Tell whether words that end there stand within quotation marks: somebody else said them."""
        place = bisect_right(self._openings, end - 1) - 1
        return place >= 0 and end <= self.quotes[place].end


def split(text: str) -> list[Span]:
    """Cut a text into its sentences; every character belongs to one."""
    return [Span(*hit.span()) for hit in SENTENCE.finditer(text)]


def clause(text: str, start: int, end: int) -> Span:
    """Widen a span to the clauses it stands in, without the punctuation around them."""
    low, high = max(0, start - LONGEST), min(len(text), end + LONGEST)
    before = [hit.end() for hit in _CLAUSE_END.finditer(text, low, start)]
    after = _CLAUSE_END.search(text, end, high)
    return Span(before[-1] if before else low, after.start() if after else high)


def _kept(
    pattern: Pattern, looked: _Looked, sentence: Span, hits: Iterable[tuple[int, int, re.Match[str] | None]]
) -> Iterator[Match]:
    """Give the hits of a pattern in a sentence that no exception voids."""
    text = looked.text
    if pattern.without and pattern.without.get().search(text, *sentence):
        return
    voids = [void.span() for void in pattern.unless.get().finditer(text, *sentence)] if pattern.unless else ()
    for start, end, hit in hits:
        if start == end or looked.quoted(end) or any(left < end and start < right for left, right in voids):
            continue
        say = pattern.say if pattern.fixed or hit is None or pattern.say is None else hit.expand(pattern.say)
        yield Match(pattern.name, *_widened(pattern.whole, text, sentence, start, end), say)


def _widened(whole: str, text: str, sentence: Span, start: int, end: int) -> Span:
    if whole == "clause":
        return clause(text, start, end)
    if whole == "sentence":
        return Span(sentence.start, sentence.start + len(text[slice(*sentence)].rstrip("。！？!?；;\n")))
    return Span(start, end)


def _quotes(text: str) -> list[Span]:
    quotes = [Span(*hit.span()) for hit in _QUOTED.finditer(text)]
    return quotes if sum(end - start for start, end in quotes) < MOSTLY * len(text) else []


def _anchors(source: str) -> list[str]:
    plain = source.replace("’", "'").lower()
    found = [anchor for hit in _SHORTHAND.finditer(plain) if hit[3] for anchor in hit[3].split("|")]
    if not found:
        message = f"a fault pattern has no «anchor»: {source}"
        raise ValueError(message)
    return found


def _pattern(group: Table, source: str, words: Mapping[str, str]) -> Pattern:
    def maybe(key: str) -> Expression | None:
        return Expression(group[key], words) if group.get(key) else None

    unless, without, whole, fixed = (
        maybe("unless"),
        maybe("without"),
        group.get("whole", "match"),
        "\\" not in group.get("say", ""),
    )
    return Pattern(
        name=group["name"],
        find=None if _PLAIN.fullmatch(source) else Expression(source, words),
        whole=whole,
        say=group.get("say"),
        fixed=fixed,
        unless=unless,
        without=without,
        plain=whole == "match" and fixed and unless is without is None,
    )


def compiled(source: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """Compile an expression with the shorthands ``«»``, ``~`` and ``%`` and these word lists."""

    def spelled(hit: re.Match[str]) -> str:
        if hit[1]:
            return f"[^，,。！？!?；;：:\\n]{{0,{hit[1]}}}"
        return f"(?:{words[hit[2]]})" if hit[2] else f"(?:{'|'.join(map(re.escape, hit[3].split('|')))})"

    plain = source.replace("’", "'")
    return re.compile(_SHORTHAND.sub(spelled, _SHORTHAND.sub(spelled, plain)), re.IGNORECASE)


def _folded(text: str) -> str:
    """Give the text in small letters, as long as before; a lone surrogate, which has no UTF-8, becomes a question mark."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text.translate(_ASCII)
    try:
        lower.encode()
    except UnicodeEncodeError:
        return lower.encode("utf-8", "replace").decode()
    return lower
