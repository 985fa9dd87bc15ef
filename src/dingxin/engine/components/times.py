"""Find mentions of time in a text (A5, F1): pieces in order make one mention, two mentions joined by 到 an interval."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from dingxin.engine.components import times_en, times_zh
from dingxin.engine.components.festivals import Festivals
from dingxin.engine.components.times_en_words import CUES as CUES_EN
from dingxin.engine.components.times_value import (
    CLOCK,
    DAY,
    MONTH,
    PART,
    YEAR,
    Context,
    Mention,
    days_of,
    in_china,
    month_shift,
    safe_date,
    shifted,
)
from dingxin.engine.components.times_zh_words import NUMBER_CUE, NUMBERED, WORDED, festival_pattern, word_cues

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from typing import Any

    from dingxin.engine.components.times_value import Leaning
    from dingxin.engine.components.times_zh import Handler

FIGURES = frozenset("0123456789零一二两俩三四五六七八九十半几数好")
_SURROGATE = re.compile("[\ud800-\udfff]")
_AHEAD_AFTER = re.compile("之?前(?!台)|到期|截止|就?要|[会将]|必须|出发|结婚|生日|考试")
_AHEAD_BEFORE = re.compile("打算|准备|计划|预计|[将会等]到?$|截止|到期")
_CLOCK = re.compile("[0-9] ?[aApP][.]?[mM]")
_THAT_DAY = frozenset({"那天", "当天", "当日"})
"""Right behind a day these are part of its name: 6月3号那天."""
_EARLY = ("一早", "一大早")
_GAP = re.compile(r"[ 的]{0,2}|那天|当天|[,，]")
_JOINED = re.compile(r" ?(?:到|至|[-~～—–]{1,2}|一直到|直到) ?")
_NEW_SENTENCE = re.compile(r"[。！？!?\n]|(?<=[㐀-鿿])\.")
_GLUED = re.compile(r"[0-9.a-zA-Z]")


class Times:
    """Finds mentions of time with one language's table of festivals."""

    def __init__(self, festivals: Mapping[str, Any]) -> None:
        """Build the patterns around the festivals of the playbook."""
        self._festivals = Festivals(festivals)
        self._numbered = re.compile(NUMBERED)
        self._worded = re.compile(f"{festival_pattern(self._festivals)}|{WORDED}")
        chinese = word_cues(self._festivals)
        self._english = len(chinese)
        self._cues = AhoCorasick([*chinese, *CUES_EN], matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def find(self, text: str, at: datetime | None, leaning: Leaning = "past") -> list[Mention]:
        """Give the mentions of time in a normal text, in order; ``leaning`` says which way a date without a year looks."""
        try:
            cues = self._cues.find_matches_as_indexes(text)
        except UnicodeEncodeError:
            cues = self._cues.find_matches_as_indexes(_SURROGATE.sub("?", text))
        places = {start for index, start, _ in cues if index < self._english}
        # 从前天晚上 begins with 前天, 周一上午 ends in 上午
        places.update(start + 1 for _, start, _ in cues if text[start] in "从一")
        places.update(cue.start() for cue in NUMBER_CUE.finditer(text))
        english = any(index >= self._english for index, _, _ in cues) or _CLOCK.search(text)
        if not places and not english:
            return []
        context = Context(text, in_china(at), self._festivals, leaning)
        found = self._chinese(context, sorted(places)) if places else []
        if english:
            found = _merged(found, times_en.find(context))
        return _settled(found, context) if found else found

    def _chinese(self, context: Context, places: list[int]) -> list[Mention]:
        text, cursor, leaning = context.text, 0, context.leaning
        out: list[Mention] = []
        for at in places:
            if at < cursor:
                continue
            match = None if at and _glued(text, at) else self._piece(text, at)
            if match is None or match.lastgroup is None:
                continue
            rank, handler = times_zh.RULES[match.lastgroup]
            context.said = out[-1] if out and not _NEW_SENTENCE.search(text, out[-1].end, at) else None
            if leaning == "past" and rank <= DAY:
                context.leaning = _looks(text, match)
            if match[0] in _THAT_DAY and out and out[-1].end == at and out[-1].names_day:
                out[-1].end = cursor = match.end()
                continue
            mention = _extended(out, match, rank, handler, context) or _begun(match, rank, handler, context)
            if mention:
                if out and mention.start == out[-1].start:
                    out.pop()
                out.append(mention)
                cursor = mention.end
        return out

    def _piece(self, text: str, at: int) -> re.Match[str] | None:
        """Give the piece of a mention that stands at a place."""
        return (self._numbered.match(text, at) if text[at] in FIGURES else None) or self._worded.match(text, at)


def _looks(text: str, match: re.Match[str]) -> Leaning:
    """Say which way a date without a year or a week looks in a customer's words: back, unless the words around it look ahead."""
    ahead = _AHEAD_AFTER.match(text, match.end()) or _AHEAD_BEFORE.search(text, max(0, match.start() - 6), match.start())
    return "future" if ahead else "past"


def _merged(chinese: list[Mention], english: list[Mention]) -> list[Mention]:
    """Join the two languages' mentions; where they overlap the Chinese one stands."""
    taken = {place for mention in chinese for place in range(mention.start, mention.end)}
    others = [mention for mention in english if mention.start not in taken and mention.end - 1 not in taken]
    return sorted(chinese + others, key=lambda mention: mention.start)


def _glued(text: str, at: int) -> bool:
    """Tell whether a figure is the inside of a longer number or word."""
    if text[at] not in FIGURES or text.startswith(_EARLY, at):
        return False
    before = text[at - 1]
    if text[at].isascii():
        return bool(_GLUED.match(before))
    return before in "一二两三四五六七八九十百千万零几数"


def _extended(out: list[Mention], match: re.Match[str], rank: int, handler: Handler, context: Context) -> Mention | None:
    """Let a piece complete the mention just before it, where it is the smaller unit."""
    if not out or match.start() - out[-1].end > 2:  # noqa: PLR2004 - 那天, 当天 or a space and 的
        return None
    last = out[-1]
    between = context.text[last.end : match.start()]
    if last.length or last.vague or rank <= max(last.filled) or not _GAP.fullmatch(between):
        return None
    if between in {",", "，"} and not (rank >= PART and last.days):
        return None
    mention = replace(last, filled=set(last.filled), end=match.end())
    if not handler(mention, match, context) or mention.length:
        return None
    mention.filled.add(rank)
    return mention


def _begun(match: re.Match[str], rank: int, handler: Handler, context: Context) -> Mention | None:
    mention = Mention(match.start(), match.end(), leaning=context.leaning)
    if not handler(mention, match, context):
        return None
    mention.filled.add(rank)
    return mention


def _settled(found: list[Mention], context: Context) -> list[Mention]:
    """Join intervals, and give an hour without a day the day said before it in the same sentence."""
    out: list[Mention] = []
    anchor: Mention | None = None
    for mention in found:
        last = out[-1] if out else None
        if last is None or _NEW_SENTENCE.search(context.text, last.end, mention.start):
            out.append(mention)
            anchor = mention
            continue
        joined = last.until is None and _JOINED.fullmatch(context.text, last.end, mention.start)
        _inherit(last if joined else anchor or last, mention, context, whole=bool(joined))
        anchor = anchor if joined or mention.length or mention.vague else mention
        if joined and not (last.length or mention.length or last.vague or mention.vague):
            last.until, last.end = mention, mention.end
        else:
            out.append(mention)
    return out


def _inherit(last: Mention, mention: Mention, context: Context, *, whole: bool) -> None:
    if mention.length or mention.vague or last.length or last.vague or mention.moment:
        return
    if mention.filled <= {PART, CLOCK}:
        _take_day(last, mention, context)
        onward = whole or context.leaning == "future" or (CLOCK in last.filled and last.part in {"evening", "night"})
        if PART not in mention.filled and last.part and onward and _later(last, mention):
            mention.part = last.part
    elif min(mention.filled) == DAY and mention.day is not None and mention.month is None and last.month is not None:
        mention.year, mention.month = _month_after(last, mention, context.today)
    elif whole and min(mention.filled) == MONTH and mention.year is None and YEAR in last.filled:
        mention.year = last.year


def _take_day(last: Mention, mention: Mention, context: Context) -> None:
    """Give an hour the day said before it; 凌晨 after an evening is the next day's."""
    days = days_of(last, context.today)
    if days is None or days[0] != days[1] or (last.until and not last.until.filled <= {PART, CLOCK}):
        return
    night = mention.part == "dawn" and last.part in {"afternoon", "evening", "night"}
    day = shifted(days[0], 1) if night else days[0]
    mention.days = (day, day) if day else None


def _month_after(last: Mention, mention: Mention, today: date | None) -> tuple[int | None, int | None]:
    """Give the month of a bare 15号: the one said before, or the next where the day would lie before that."""
    days = days_of(last, today)
    same = safe_date(days[0].year, days[0].month, mention.day or 1) if days else None
    if days is None or same is None or same >= days[0]:
        return last.year, last.month
    there = month_shift(days[0].replace(day=1), 1)
    return (there.year, there.month) if there else (last.year, last.month)


def _later(last: Mention, mention: Mention) -> bool:
    return last.hour is None or mention.hour is None or mention.hour > last.hour
