"""Amounts of money (A5): 三十五块, 8000多, 1,200.00元, 两百五, 1.2万, ¥99, RMB 120; only money counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.amounts_bare import PER, Amount, at_figures, scaled, without_unit
from dingxin.engine.components.numerals import ARABIC, NUMERAL, number

if TYPE_CHECKING:
    from collections.abc import Iterator

_MORE = "多|余|来|几"
_HINT = re.compile(r"[元块圆毛角¥$币钱洋]")
_LATIN_HINT = re.compile("RMB|Rmb|rmb|CNY|cny|[Yy]uan|USD|dollar|bucks|kuai")
_LEADING = re.compile(
    rf"(?:[¥$]|(?<![A-Za-z])(?:RMB|rmb|Rmb|CNY|cny|USD|US\$)|"
    rf"人民币(?=[0-9])) ?(?P<figure>{ARABIC})(?: ?(?P<scale>[万千](?!米|瓦)|[kKwW](?![A-Za-z])))?(?: ?(?:元|块|"
    rf"yuan)(?!旦))?"
)
_TRAILING = re.compile(
    rf"(?P<figure>{NUMERAL})(?P<more>{_MORE})?(?P<scale>[百千万亿])?(?:{_MORE})?个? ?"
    r"(?:(?:美|日|欧|港)?元(?!旦|素|件|气|宵|老|首|月|器|/?[MmGg])整?|块(?![屏板表地肉砖糖布石蛋]|电池|手表|玻璃|硬盘|"
    r"内存|充电|主板|移动)钱?|圆(?![形圈满])|人民币|大洋"
    r"|(?:yuan|RMB|rmb|CNY|dollars|bucks|kuai)(?![A-Za-z]))"
    r"(?P<tail>零?[0-9一二两三四五六七八九](?:毛|角)(?:[0-9一二三四五六七八九]分)?钱?|"
    rf"(?<=块)(?!{PER})[0-9一二三四五六七八九](?={PER}|包邮|[^0-9一二三四五六七八九十百千万点年月日天个次分号折条台盒箱包瓶袋张件双套斤公人位晚夜小周星]|$)|半(?!天|年|个|夜))?"
)
_SMALL = re.compile(
    r"(?<![0-9.元块零])(?P<figure>[0-9]{1,2}|[一二两三四五六七八九])(?:(?P<dime>毛|角)(?:钱|(?![度落色]))|(?P<cent>分)钱)"
)


def find_amounts(text: str) -> list[Amount]:
    """Give the amounts in a normal text, in order; linear in its length."""
    found: list[Amount] = []
    if _HINT.search(text) or _LATIN_HINT.search(text):
        found += [*_with_currency(text), *_with_unit(text), *_change(text)]
    found += without_unit(text)
    return _first_of_each(sorted(found, key=lambda amount: (amount.start, -amount.end))) if len(found) > 1 else found


def _first_of_each(found: list[Amount]) -> list[Amount]:
    kept: list[Amount] = []
    for amount in found:
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return kept


def _with_currency(text: str) -> Iterator[Amount]:
    for match in _LEADING.finditer(text):
        value = scaled(match["figure"], match["scale"])
        if value is not None:
            yield Amount(*match.span(), value)


def _with_unit(text: str) -> Iterator[Amount]:
    for match in at_figures(_TRAILING, text):
        value = scaled(match["figure"], match["scale"])
        if value is None or not _is_money(match, text):
            continue
        yield Amount(*match.span(), round(value + _coins(match["tail"]), 4))


def _is_money(match: re.Match[str], text: str) -> bool:
    """Tell 一块 the coin from 一块儿 together and 几百块 from a figure."""
    if text[match.start() - 1 : match.start()] in {"几", "数", "上", "成"} or match["figure"][0] in "百千万亿":
        return False
    alone = match["figure"] == "一" and match[0] == "一块"
    return not alone or text[match.end() : match.end() + 1] in {"/", "一", "每"}


def _coins(tail: str | None) -> float:
    """Value of what stands after 块: 五 and 五毛 are 0.5, 五毛三分 is 0.53."""
    if not tail:
        return 0
    if tail == "半":
        return 0.5
    tail = tail.removeprefix("零")
    cents = number(tail[2]) if "分" in tail else 0
    return (number(tail[0]) or 0) / 10 + (cents or 0) / 100


def _change(text: str) -> Iterator[Amount]:
    for match in _SMALL.finditer(text) if any(coin in text for coin in "毛角分") else ():
        value = number(match["figure"])
        if value is not None:
            yield Amount(*match.span(), value / (10 if match["dime"] else 100))
