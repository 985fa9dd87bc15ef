"""Numbers that identify something (A5): phone, order, tracking and account numbers; hotlines are no one's number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dingxin.engine.model import Personal

_NUMBER = re.compile(r"[0-9][0-9A-Za-z-]{3,31}(?<![-])")
_PREFIX = re.compile(r"[A-Za-z]{1,5}-?$")
_LABEL = re.compile(
    r"(?:(?P<tracking>运单编?号?|快递单号?|快递号|快递编号|物流单号?|物流编?号|包裹单?号|面单号?|邮件号|快件号?|"
    r"(?<![A-Za-z])(?:tracking|waybill)(?: (?:number|no\.?|code))?)"
    r"|(?P<order>(?:订|工|受理|投诉|维修|报修|检修|退货|退款|换货|服务|安装|预约|预订|寄修|售后|申诉|派工|保修|返修|"
    r"入住|订房|回访|退换货)单?(?:编号|单号|号码|号)|[订工]单|确认号|票号"
    r"|案件号|流水号|单号|凭证号|取件码|编号|(?<![A-Za-z])(?:order|ticket|case|reference|booking|confirmation|"
    r"repair)(?: (?:number|no\.?|id|code))?)"
    r"|(?P<account>会员(?:卡)?(?:编?号|ID|账号)?|客户(?:编?号|代码)|用户(?:编?号|ID)|户号|缴费号|[电水]?表号|"
    r"燃气(?:编?号|户号)|宽带(?:[账帐]号|号)?|[账帐][号户]|卡号|学号"
    r"|(?<![A-Za-z])(?:account|member(?:ship)?|customer|card)(?: (?:number|no\.?|id))?))码?(?:[:：]|是|为|叫|尾号|"
    r"号码?|[#＃]|no\.?|就是|is(?![a-z])|[ ,，（(【]){0,4}$",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"[年月日号元块天次个点万千百多]|小时")
_REACH = 18
LEAST_DIGITS = 4
"""Figures that a number has at the least; shorter ones name nothing."""

_CARRIER = re.compile(
    r"(?<![A-Za-z0-9])(?:SF|YT|JT|JDVB|JDV|JD|ZTO|STO|YD|EMS|DPK|TT|UC)[0-9]{10,15}(?![A-Za-z0-9])", re.IGNORECASE
)
PHONES = frozenset({"mobile", "landline"})
ACCOUNTS = frozenset({"bank_card"})


def find_labelled(text: str) -> list[tuple[str, int, int]]:
    """Give kind (order, tracking, account), start and end of the numbers in a normal text that say what they are."""
    found = []
    for match in _NUMBER.finditer(text):
        if sum(map(str.isdigit, match[0])) < LEAST_DIGITS or _MEASURE.match(text, match.end()):
            continue
        letters = _PREFIX.search(text, max(0, match.start() - 6), match.start())
        start, end = letters.start() if letters else match.start(), match.end()
        if text[start - 1 : start].isascii() and text[start - 1 : start].isalnum():
            continue
        kind = "tracking" if _CARRIER.fullmatch(text, start, end) else _kind_before(text, start)
        if kind:
            found.append((kind, start, end))
    return found


def _kind_before(text: str, start: int) -> str:
    label = _LABEL.search(text, max(0, start - _REACH), start)
    return (label.lastgroup or "") if label else ""


def phones_among(personal: tuple[Personal, ...]) -> Iterator[tuple[str, Personal]]:
    """Give those personal data that are phone or account numbers, with the kind of number."""
    for item in personal:
        if item.kind in PHONES:
            yield "phone", item
        elif item.kind in ACCOUNTS:
            yield "account", item
