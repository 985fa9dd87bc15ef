"""The English grammar of time; the pieces may stand in any order (3 pm tomorrow, tomorrow at 3 pm)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dingxin.engine.components.times_en_words import COUNTS, MONTHS, PARTS, PIECES, RELATIVE, SHIFTS, UNITS, WEEKDAYS
from dingxin.engine.components.times_length import iso_length
from dingxin.engine.components.times_value import (
    CLOCK,
    DAY,
    MONTH,
    PART,
    Context,
    Mention,
    ago,
    month_days,
    month_shift,
    safe_date,
    shifted,
)  # fmt: skip

Handler = Callable[[Mention, re.Match[str], Context], bool]

_GAP = re.compile(r",? ?(?:at |on |in the |in |by |before |of |around |about |the )?", re.IGNORECASE)
_WITHIN = re.compile(r"(?:within|in|inside)(?: the)?(?: next)?(?: about| around)? $", re.IGNORECASE)
_LATER = re.compile(r" (?:later|from now|after)\b", re.IGNORECASE)
_EVERY = re.compile(r"(?:every|each|per|open|24/7) ?$", re.IGNORECASE)


def find(context: Context) -> list[Mention]:
    """Give the English mentions of time in a text, in order."""
    out: list[Mention] = []
    for match in PIECES.finditer(context.text):
        if context.text[match.start() - 1 : match.start()].isalnum() and context.text[match.start() - 1].isascii():
            continue
        rank, handler = RULES[match.lastgroup or ""]
        mention = _extended(out, match, rank, handler, context)
        if mention:
            out[-1] = mention
            continue
        mention = Mention(match.start(), match.end(), leaning=context.leaning)
        if handler(mention, match, context):
            mention.filled.add(rank)
            out.append(mention)
    return out


def _extended(out: list[Mention], match: re.Match[str], rank: int, handler: Handler, context: Context) -> Mention | None:
    if not out or out[-1].length or out[-1].vague or rank in out[-1].filled:
        return None
    if not _GAP.fullmatch(context.text, out[-1].end, match.start()):
        return None
    mention = replace(out[-1], filled=set(out[-1].filled), end=match.end())
    if not handler(mention, match, context) or mention.length:
        return None
    mention.filled.add(rank)
    return mention


def _count(words: str) -> float:
    known = COUNTS.get(words.lower())
    return float(words) if known is None else known


def _length(mention: Mention, match: re.Match[str], context: Context) -> bool:
    before = context.text[max(0, match.start() - 24) : match.start()]
    if _EVERY.search(before):
        return False
    unit = UNITS[match["u"].lower()]
    low = _count(match["n"])
    halved = match["n"].lower().startswith("half") or bool(match["half"])
    count = 0.0 if halved else low
    half = halved or bool(match["andhalf"]) or "and a half" in match[0]
    mention.length = iso_length(count, unit, half=half)
    mention.amount = (_count(match["n2"]) if match["n2"] else count) + (0.5 if half else 0)
    mention.unit = "B" if match["work"] else unit
    mention.within = bool(_WITHIN.search(before))
    mention.later = bool(_LATER.match(context.text, match.end()))
    if match["ago"]:
        mention.length = ""
        mention.moment, mention.days = ago(context.now, mention.amount, mention.unit) if context.now else (None, None)
        mention.vague = mention.moment is None and mention.days is None
    return True


def _month_day(mention: Mention, match: re.Match[str], _: Context) -> bool:
    mention.month = MONTHS[(match["mo"] or match["mo2"]).lower()]
    mention.day = int(re.sub("[a-zA-Z]", "", match["d"] or match["d2"]))
    year = match["y"] or match["y2"]
    mention.year = int(year) if year else None
    return safe_date(mention.year or 2024, mention.month, mention.day) is not None


def _month(mention: Mention, match: re.Match[str], _: Context) -> bool:
    mention.month = MONTHS[match["mo3"].lower()]
    mention.year = int(match["y3"]) if match["y3"] else None
    words = match[0].lower()
    for edge, names in (("first", ("early", "the beginning")), ("middle", ("mid", "the middle")), ("last", ("late ", "the end"))):
        if words.startswith(names):
            mention.edge = edge
    return True


def _relative_day(mention: Mention, match: re.Match[str], context: Context) -> bool:
    words = match["rday"].lower()
    day = context.today and shifted(context.today, -1 if words == "last night" else RELATIVE[words])
    mention.days = (day, day) if day else None
    mention.vague = day is None
    if words.endswith("night"):
        mention.part = "evening"
        mention.filled.add(PART)
    return True


def _week(mention: Mention, match: re.Match[str], context: Context) -> bool:
    if context.today is None:
        mention.vague = True
        return True
    named, shift = WEEKDAYS[match["wd"].lower()], SHIFTS[(match["wk"] or "this").lower()]
    day = shifted(context.today, 7 * shift - context.today.weekday() + named)
    if day and not match["wk"]:
        past = context.leaning == "past"
        day = shifted(day, -7 if past and day > context.today else 7 if not past and day < context.today else 0)
    mention.days = (day, day) if day else None
    return day is not None


def _span(mention: Mention, match: re.Match[str], context: Context) -> bool:
    today = context.today
    if today is None:
        mention.vague = True
        return True
    shift = SHIFTS[(match["sh"] or "this").lower()]
    unit = (match["su"] or match["eo"].split()[-1]).lower()
    if unit == "month":
        there = month_shift(today.replace(day=1), shift)
        mention.days = month_days(there.year, there.month) if there else None
    elif unit == "year":
        mention.year = today.year + shift
    elif unit == "day":
        mention.days = today, today
    else:
        first, last = (shifted(today, 7 * shift - today.weekday() + step) for step in ((5, 6) if unit == "weekend" else (0, 6)))
        mention.days = (first, last) if first and last else None
    if match["eo"] and mention.days:
        mention.days = mention.days[1], mention.days[1]
    return True


def _part(mention: Mention, match: re.Match[str], context: Context) -> bool:
    mention.part = PARTS[match["part"].lower()]
    if match[0].lower().startswith("this") and context.today:
        mention.days = context.today, context.today
    return bool(mention.filled) or match[0].lower().startswith("this") or mention.part == "noon"


def _clock(mention: Mention, match: re.Match[str], _: Context) -> bool:
    mention.hour = int(match["h"] or match["h2"] or match["h3"])
    mention.minute = int(match["m"] or match["m2"] or 0)
    if match["ap"]:
        mention.hour = mention.hour % 12 + (12 if match["ap"].lower() == "p" else 0)
        mention.part = "24h"
    return True


def _vague(mention: Mention, _: re.Match[str], __: Context) -> bool:
    mention.vague = True
    return not mention.filled


RULES: dict[str, tuple[int, Handler]] = {
    "length": (DAY, _length), "mday": (DAY, _month_day), "dmon": (DAY, _month_day), "month": (MONTH, _month),
    "rday": (DAY, _relative_day), "week": (DAY, _week), "span": (DAY, _span), "partly": (PART, _part), "clock": (CLOCK, _clock),
    "unclear": (DAY, _vague),
}  # fmt: skip
"""What each piece fills and how; a handler says False where the words turn out to be no time."""
