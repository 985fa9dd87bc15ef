"""The Chinese grammar of time: pieces (去年, 上个月底, 17号, 前天, 晚上, 八点半, 三天前), each filling fields of a mention."""

from __future__ import annotations

import re
from collections.abc import Callable

from dingxin.engine.components import times_zh_clock as clock
from dingxin.engine.components.numerals import number
from dingxin.engine.components.times_length import bounds, iso_length
from dingxin.engine.components.times_value import (
    CLOCK,
    DAY,
    MONTH,
    PART,
    YEAR,
    Context,
    Mention,
    ago,
    days_of,
    month_shift,
    safe_date,
    shifted,
)
from dingxin.engine.components.times_zh_words import (
    DAYS,
    EDGES,
    SHIFTS,
    SHORT_PARTS,
    UNITS,
    WEEKDAYS,
    YEARS,
)  # fmt: skip

Handler = Callable[[Mention, re.Match[str], Context], bool]


def _iso(mention: Mention, match: re.Match[str], _: Context) -> bool:
    year, month, day = int(match["iy"]), int(match["im"]), int(match["id"])
    mention.year, mention.month, mention.day = year, month, day
    return safe_date(year, month, day) is not None


def _year(mention: Mention, match: re.Match[str], _: Context) -> bool:
    figures = match["y"] or match["y2"]
    value = number(figures)
    mention.year = int(value or 0) + (2000 if match["y2"] else 0)
    mention.edge = _year_edge(match["yedge"])
    return value is not None


def _year_edge(words: str | None) -> str:
    return {None: "", "上半年": "half1", "下半年": "half2"}.get(words) or EDGES.get((words or "").removeprefix("年")[:1], "")


def _relative_year(mention: Mention, match: re.Match[str], context: Context) -> bool:
    if context.today is None:
        mention.vague = True
        return True
    mention.year = context.today.year + YEARS[match["ry"]]
    mention.edge = _year_edge(match["ryedge"])
    return True


def _bare_year(mention: Mention, match: re.Match[str], context: Context) -> bool:
    mention.vague = context.today is None
    mention.year = context.today.year if context.today else None
    mention.edge = _year_edge(match["by"])
    return True


def _quarter(mention: Mention, match: re.Match[str], context: Context) -> bool:
    mention.vague = context.today is None and mention.year is None
    mention.year = mention.year or (context.today.year if context.today else None)
    mention.edge = f"q{int(number(match['q']) or 1)}"
    return True


def _month(mention: Mention, match: re.Match[str], _: Context) -> bool:
    mention.month = int(number(match["mo"]) or 0)
    _bare_day(mention, match["mday"])
    mention.edge = EDGES.get(match["medge"] or "", "")
    return True


def _relative_month(mention: Mention, match: re.Match[str], context: Context) -> bool:
    there = context.today and month_shift(context.today.replace(day=1), SHIFTS[match["rm"]])
    mention.vague = there is None
    if there:
        mention.year, mention.month = there.year, there.month
    _bare_day(mention, match["rmday"])
    mention.edge = EDGES.get(match["rmedge"] or "", "")
    return True


def _bare_day(mention: Mention, words: str | None) -> None:
    if words:
        mention.day = int(number(words) or 0)
        mention.filled.add(DAY)


def _bare_edge(mention: Mention, match: re.Match[str], context: Context) -> bool:
    mention.vague = context.today is None
    if context.today:
        mention.year, mention.month = context.today.year, context.today.month
    mention.edge = EDGES[match["be"] or match["be2"]]
    return True


def _month_day(mention: Mention, match: re.Match[str], _: Context) -> bool:
    mention.month, mention.day = int(match["mm"]), int(match["md"])
    return safe_date(2024, mention.month, mention.day) is not None


def _day(mention: Mention, match: re.Match[str], _: Context) -> bool:
    mention.day = int(number(match["d"]) or 0)
    return 1 <= mention.day <= 31  # noqa: PLR2004 - days of a month


def _day_span(mention: Mention, match: re.Match[str], context: Context) -> bool:
    first, last = int(number(match["d1"]) or 0), int(number(match["d2"]) or 0)
    mention.day = first
    mention.until = Mention(match.start("d2"), match.end(), {DAY}, mention.year, mention.month, last, leaning=context.leaning)
    return 1 <= first < last <= 31  # noqa: PLR2004 - days of a month


def _relative_day(mention: Mention, match: re.Match[str], context: Context) -> bool:
    day = context.today and shifted(context.today, DAYS[match["rd"]])
    mention.vague = day is None
    mention.days = (day, day) if day else None
    short = match["rdp"]
    if short:
        mention.part = SHORT_PARTS[short]
        mention.filled.add(PART)
    return True


def _week(mention: Mention, match: re.Match[str], context: Context) -> bool:
    today, shift, named = context.today, match["wk"], match["wd"]
    if not named and shift is None:
        return False
    if today is None:
        mention.vague = True
        return True
    monday = shifted(today, 7 * SHIFTS[shift or "本"] - today.weekday())
    if named is None:
        last = monday and shifted(monday, 6)
        mention.days = (monday, last) if monday and last else None
        return mention.days is not None
    first = monday and shifted(monday, WEEKDAYS[named])
    if first and shift is None:
        past = context.leaning == "past"
        first = shifted(first, -7 if past and first > today else 7 if not past and first < today else 0)
    last = first and (shifted(first, 1) if named == "末" else first)
    mention.days = (first, last) if first and last else None
    return mention.days is not None


_BARE_NAMES = frozenset({"十一", "315", "三一五", "三八", "六一"})
"""Names that are figures too: festivals only where more is said (十一期间)."""


def _festival(mention: Mention, match: re.Match[str], context: Context) -> bool:
    name, today = match["fest"] or match["eve"], context.today
    known = "春节" if match["eve"] else name
    if mention.year is not None:
        first = context.festivals.day(known, mention.year)
    else:
        first = context.festivals.near(known, today, context.leaning) if today else None
    if name in _BARE_NAMES and not (match["fspan"] or match["fday"] or mention.year is not None):
        return False
    offset = -1 if match["eve"] else 0
    if match["fday"]:
        offset += _festival_offset(match)
    elif match["fth"]:
        offset += int(number(match["fth"]) or 1) - 1
    after = match["fafter"] or ""
    mention.vague = first is None or bool(after and not (context.leaning == "future" and after.endswith("前")))
    day = first and shifted(first, offset)
    if first and day:
        mention.days = context.festivals.holiday(known, first) if match["fspan"] else (day, day)
    return True


def _festival_offset(match: re.Match[str]) -> int:
    if match["fn"] is None:
        return -1 if match["fday"] == "前夕" else 0
    count = int(number(match["fn"]) or 1)
    if match["fdir"] == "前":
        return -count
    return count - 1 if match["fnth"] else count


def _lunar(mention: Mention, match: re.Match[str], context: Context) -> bool:
    count = int(number(match["lunar"] or match["lunar2"] or match["zheng"] or match["la"].removeprefix("初")) or 1)
    known, offset = ("腊八", count - 8) if match["la"] else ("春节", count - 1)
    year = mention.year
    first = context.festivals.day(known, year) if year is not None else None
    if year is None and context.today:
        first = context.festivals.near(known, context.today, context.leaning)
    day = first and shifted(first, offset)
    mention.vague = day is None
    mention.days = (day, day) if day else None
    return True


_PRICE = re.compile("[百千万][一二两三四五六七八九]一$")
"""六百二一晚 is a price by the night."""


def _length(mention: Mention, match: re.Match[str], context: Context) -> bool:
    before = context.text[max(0, match.start() - 1) : match.start()]
    if (
        mention.filled
        or before in {"每", "第"}
        or _PRICE.search(match["n"])
        or (before in {"某", "哪", "有", "那"} and match[0] in {"一天", "一年"})
    ):
        return False
    unit = UNITS[match["u"]]
    values = bounds(match["n"])
    half = bool(match["half"] == "半" or match["tail"] == "半")
    if match["n"] == "半":
        values, half = (0, 0), True
    mention.filled.add(DAY)
    if values is None or (match["n"] == "半" and unit == "D"):
        mention.vague = True
        mention.length = "?"
        return True
    scale, unit = {"Q": (3, "M"), "K": (15, "MIN"), "B": (1, "D")}.get(unit, (1, unit))
    low, high = values[0] * scale, values[1] * scale
    rest = (float(number(match["rn"]) or 0), UNITS[match["ru"]]) if match["ru"] else None
    mention.length = iso_length(low, unit, half=half, rest=rest)
    mention.amount, mention.unit = high + (0.5 if half else 0), "B" if UNITS[match["u"]] == "B" else unit
    if rest and rest[1] == "MIN":
        mention.amount += rest[0] / 60
    return _anchored(mention, match["after"], context)


def _anchored(mention: Mention, after: str | None, context: Context) -> bool:
    """Turn a length followed by 前 into the time it points to; note 内 and 后."""
    if not after:
        return True
    mention.within = after[-1] in "内里"
    mention.later = after[-1] == "后"
    if not mention.within:
        mention.length, mention.vague = "", True
    if after[-1] == "前" and context.now:
        mention.moment, mention.days = ago(context.now, mention.amount, mention.unit)
        mention.vague = mention.moment is None and mention.days is None
    return True


_NEXT_DAY = frozenset({"次日", "第二天", "隔天", "翌日"})


def _unclear(mention: Mention, match: re.Match[str], context: Context) -> bool:
    """Take words that fix no day, but for 第二天 behind a day just named, or in what staff promise."""
    day = None
    if match[0] in _NEXT_DAY:
        named = days_of(context.said, context.today) if context.said else None
        base = named[1] if named else context.today if context.leaning == "future" else None
        day = base and shifted(base, 1)
    mention.vague = day is None
    mention.days = (day, day) if day else None
    return not mention.filled


RULES: dict[str, tuple[int, Handler]] = {
    "iso": (DAY, _iso), "year": (YEAR, _year), "ryear": (YEAR, _relative_year), "byear": (YEAR, _bare_year),
    "quarter": (MONTH, _quarter), "month": (MONTH, _month), "rmonth": (MONTH, _relative_month), "bedge": (MONTH, _bare_edge),
    "numeric": (DAY, _month_day), "day": (DAY, _day), "dayspan": (DAY, _day_span), "rday": (DAY, _relative_day),
    "week": (DAY, _week), "festival": (DAY, _festival), "lunarday": (DAY, _lunar), "length": (DAY, _length),
    "unclear": (DAY, _unclear), "partly": (PART, clock.part), "clockspan": (CLOCK, clock.clock_span),
    "clock": (CLOCK, clock.clock), "oclock": (CLOCK, clock.oclock),
}  # fmt: skip
"""What each piece fills and how; a handler says False where the words turn out to be no time."""
