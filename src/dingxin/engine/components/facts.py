"""Facts a customer states (A5): when, where, who, what, why and how, each with the words that state it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.amounts import find_amounts
from dingxin.engine.components.facts_words import FactWords
from dingxin.engine.components.normalise import punctuated
from dingxin.engine.components.numbers import find_labelled, phones_among
from dingxin.engine.components.times import Times
from dingxin.engine.components.times_value import in_china, value_of
from dingxin.engine.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from dingxin.engine.components.facts_words import Word
    from dingxin.engine.components.normalise import Normal
    from dingxin.engine.model import Personal

_CLAUSE = re.compile(r"[^,，。！？!?；;\n]{2,80}")
_CAUSE = re.compile(
    r"(?:就?是?因为|由于|原因是|起因是|都怪)[^,，。！？!?；;\n]{2,60}|[^,，。！？!?；;\n]{2,40}(?:导致|造成|引起|害得)|"
    r"because (?:of )?[^,.!?;\n]{3,80}|due to [^,.!?;\n]{3,80}"
)
_CAUSE_HINT = re.compile("因|由于|导致|造成|引起|害得|怪|because|due to")
_COURSE = re.compile("[了过后]|次|遍|趟|回|又|还是|仍然|结果|没人|没有|一直|不行|让我|叫我|说是|才|再|都")
_TAG = re.compile(r"(?:我在(?:这里)?|地点|位置|显示地图)[:：] ?[^\s,，。！？!?；;\n]{2,24}|[㐀-鿿]{2,6}·[㐀-鿿A-Za-z0-9]{2,20}")
_ROOM = re.compile(r"(?<![0-9A-Za-z.])[0-9]{3,4}(?:号?房间?|室|号客房)(?![价费型])|(?<![0-9.])[0-9]{1,2}(?:楼|层)(?![0-9盘房])")
_STOP = frozenset(
    "放送寄存住进出走开办买问我你您他她它们的了在到去是从和跟给被把让请这那个有为找说打对向与于又就也都还没不很太家上下里"
    ',，。:：、；;！!？?（）() @“”"\n'
)
_HANDLE = re.compile(r"@[^\s@,，。:：;；!！?？、()（）]{1,24}")
_HANDLES = 20
"""Names of accounts looked at in one turn: what stands inside them states no fact."""
_REACH = 10
_PLACES = frozenset({"branch", "where", "city"})
_ROOM_HINT = re.compile("[0-9](?:号|房|室|楼|层)")
_BREAKS = frozenset(",，。！？!?；;\n")
_LONGEST = 80


class Facts:
    """Finds facts with a language's tables ``facts``, ``places``, ``festivals``."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]], times: Times | None = None) -> None:
        """Build the automaton of words; ``times`` may be shared with the finder of promises."""
        self._times = times or Times(tables.get("festivals", {}))
        self._words = FactWords(tables)

    def find(self, normal: Normal, at: datetime | None, personal: tuple[Personal, ...] = ()) -> tuple[Fact, ...]:
        """Give the facts in a turn said at ``at``, in order; ``personal`` are the personal data found in it.

        ``when`` carries ISO values counted from ``at``, amounts are in yuan on ``what``, numbers on ``who``.
        """
        text = punctuated(normal.text)
        found = [*self._when(normal, at), *_amounts(normal), *_who(normal, personal)]
        named = self._named(text)
        if _CAUSE_HINT.search(text):
            named += [("why", *match.span()) for match in _CAUSE.finditer(text)]
        for kind, start, end in named:
            first, last = (start, end) if normal.origin is None else normal.span(start, end)
            found.append(Fact(kind, normal.raw[first:last], first, last))
        return tuple(sorted(found, key=_order))

    def _when(self, normal: Normal, at: datetime | None) -> Iterator[Fact]:
        now = in_china(at)
        today = now.date() if now else None
        for mention in self._times.find(normal.text, at):
            yield _fact(normal, "when", mention.start, mention.end, value=value_of(mention, today))

    def _named(self, text: str) -> list[Word]:
        """Give what the playbook's words tell: places, who and what (each word once), and the course of events."""
        words = self._words.find(text)
        if "@" in text:
            handles = [match.span() for match in _HANDLE.finditer(text)]
            words = [word for word in words if not any(start <= word[1] < end for start, end in handles[:_HANDLES])]
        out: list[Word] = [("where", start, end) for start, end in _places(text, words)]
        if not words:
            return out
        seen = set()
        acts = []
        for word in words:
            kind, start, end = word
            if kind == "how":
                acts.append(start)
            elif kind in {"who", "what"} and text[start:end] not in seen:
                seen.add(text[start:end])
                out.append(word)
        return out + [("how", start, end) for start, end in _courses(text, acts)] if acts else out


def _order(fact: Fact) -> tuple[int, int]:
    return fact.start, fact.end


def _fact(normal: Normal, kind: str, start: int, end: int, **more: Any) -> Fact:
    first, last = normal.span(start, end)
    return Fact(kind, normal.raw[first:last], first, last, **more)


def _amounts(normal: Normal) -> Iterator[Fact]:
    for amount in find_amounts(normal.text):
        yield _fact(normal, "what", amount.start, amount.end, amount=amount.yuan)


def _who(normal: Normal, personal: tuple[Personal, ...]) -> Iterator[Fact]:
    """Give the numbers and names that say who: labelled numbers, and what was found as personal data."""
    labelled = [(number, *normal.span(start, end)) for number, start, end in find_labelled(normal.text)]
    for number, item in phones_among(personal):
        if not any(start < item.end and item.start < end for _, start, end in labelled):
            labelled.append((number, item.start, item.end))
    for number, start, end in labelled:
        yield Fact("who", normal.raw[start:end], start, end, number=number)
    for item in personal:
        if item.kind == "name":
            yield Fact("who", item.text, item.start, item.end)
        elif item.kind == "address":
            yield Fact("where", item.text, item.start, item.end)


def _places(text: str, words: list[Word]) -> list[tuple[int, int]]:
    """Give branches with their names, cities, rooms, areas and location tags, without overlap."""
    spans = [(_named_from(text, start) if kind == "branch" else start, end) for kind, start, end in words if kind in _PLACES]
    if "·" in text or "我在" in text or "地" in text:
        spans += [match.span() for match in _TAG.finditer(text)]
    if _ROOM_HINT.search(text):
        spans += [match.span() for match in _ROOM.finditer(text)]
    if len(spans) < 2:  # noqa: PLR2004 - one span overlaps nothing
        return spans
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


def _named_from(text: str, at: int) -> int:
    """Give where the name of a branch begins: back to the nearest word that does not belong to a name."""
    start = at
    while start > max(0, at - _REACH) and text[start - 1] not in _STOP:
        start -= 1
    return start


def _courses(text: str, acts: list[int]) -> Iterator[tuple[int, int]]:
    """Give the clauses that tell what happened or what was tried; ``acts`` are where their verbs begin."""
    reach = 0
    for act in acts:
        if act < reach:
            continue
        start, floor = act, max(reach, act - _LONGEST)
        while start > floor and text[start - 1] not in _BREAKS:
            start -= 1
        clause = _CLAUSE.match(text, start)
        if clause and _COURSE.search(clause[0]):
            yield start + len(clause[0]) - len(clause[0].lstrip()), clause.end()
        reach = clause.end() if clause else act + 1
