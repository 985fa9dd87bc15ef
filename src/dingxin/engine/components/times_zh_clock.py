"""Parts of the day and hours in Chinese: 晚上, 八点半, 14:05, 8-10点; and how to tell 三点 the hour from the three points."""

from __future__ import annotations

import re

from dingxin.engine.components.numerals import number
from dingxin.engine.components.times_length import bounds
from dingxin.engine.components.times_value import CLOCK, Context, Mention
from dingxin.engine.components.times_zh_words import PARTS


def part(mention: Mention, match: re.Match[str], _: Context) -> bool:
    """Take the part of the day."""
    mention.part = PARTS[match["part"]]
    return True


def clock(mention: Mention, match: re.Match[str], _: Context) -> bool:
    """Take an hour written with a colon."""
    mention.hour, mention.minute = int(match["ch"]), int(match["cm"])
    return True


def oclock(mention: Mention, match: re.Match[str], context: Context) -> bool:
    """Take an hour in words or figures; False for 三点 the three points."""
    hours = bounds(match["oh"])
    hour = hours[0] if hours else None
    if hour is None or hour > 24:  # noqa: PLR2004 - hours of a day
        return False
    mention.hour = int(hour)
    tail = match["om"]
    mention.minute = (
        30 if match["ohalf"] else int((number(match["oq"]) or 0) * 15) if match["oq"] else int(number(tail) or 0) if tail else 0
    )
    return mention.minute < 60 and (bool(mention.filled) or _is_hour(match, context))  # noqa: PLR2004 - minutes of an hour


def clock_span(mention: Mention, match: re.Match[str], context: Context) -> bool:
    """Take two hours: 8-10点."""
    mention.hour, last = int(number(match["h1"]) or 0), int(number(match["h2"]) or 0)
    mention.until = Mention(
        match.start("h2"), match.end(), {CLOCK}, part=mention.part, hour=last, leaning=context.leaning, days=mention.days
    )
    return mention.hour < last


_BEFORE_HOUR = re.compile(r"(?:[在从到等约于都快至每]|已经|大概|差不多|将近|今儿)$")
_AGREED = re.compile("[说约讲]好|[约到来]的")
_NOT_AN_HOUR = re.compile(r"[要建意原理希诉问需声明疑说不想请看是好小:：、]|以[上下]")


def _is_hour(match: re.Match[str], context: Context) -> bool:
    """Tell 三点 the hour from 三点 the three points, where no day or part of the day stands before it."""
    if match["ohalf"] or match["oq"] or match["om"] or match["osure"] or _AGREED.match(context.text, match.end()):
        return True
    text = context.text
    before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 2]
    at_last = before.endswith(("最晚", "最迟", "最早", "最快"))
    if not at_last and before.endswith(("第", "这", "那", "有", "早", "晚", "快", "几", "差", "说", "提", ".")):
        return False
    if match["oh"] == "一":
        return before.endswith(("到", "从"))
    if _NOT_AN_HOUR.match(after):
        return False
    if at_last or (context.leaning == "future" and before.endswith(("我", "们", "师傅", "员", "经理"))):
        return True
    return (
        match["oh"].isascii()
        or bool(_BEFORE_HOUR.search(before))
        or after[:1] in {"前", "之", "以", "到", "才", "就", "开", "左", "，", ""}
    )
