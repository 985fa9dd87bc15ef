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
    r"(?:(?P<tracking>(?:圆通|中通|申通|韵达|极兔|百世|德邦|顺丰|邮政|京东快递)的?(?:单号?)?|运单编?号?|快递单号?|快递号|快递编号|物流单号?|物流编?号|包裹单?号|面单号?|邮件号|快件号?|"
    r"(?<![A-Za-z])(?:tracking|waybill)(?: (?:number|no\.?|code))?)"
    r"|(?P<order>(?:订|工|受理|投诉|维修|报修|检修|退货|退款|换货|服务|安装|预约|预订|寄修|售后|申诉|派工|保修|返修|"
    r"入住|订房|回访|退换货|检测|送修|退机|换机|移机|催件|查件|理赔|结算|验机|装机|移装|拆机)单(?:编号|号码|号)?|"
    r"(?:订|受理|投诉|维修|报修|检修|退货|退款|换货|服务|安装|预约|预订|寄修|售后|申诉|派工|保修|返修|入住|订房|回访|"
    r"退换货|理赔)(?:编号|号码|号)|确认号|票号|单子号?"
    r"|案件号|流水号|(?P<slip>单号)|凭证号|取件码|编号|(?<![A-Za-z])(?:order|ticket|case|reference|booking|confirmation|"
    r"repair)(?: (?:number|no\.?|id|code))?)"
    r"|(?P<account>会员(?:卡)?(?:编?号|ID|账号)?|客户(?:编?号|代码)|用户(?:编?号|ID)|户号|缴费号|[电水]?表号|"
    r"燃气(?:编?号|户号)|宽带(?:[账帐]号|号)?|[账帐][号户]|卡号|学号"
    r"|(?<![A-Za-z])(?:account|member(?:ship)?|customer|card)(?: (?:number|no\.?|id))?))码?(?:[:：]|是|为|叫|[尾末后]四?[号位]|"
    r"号码?|[#＃]|no\.?|就是|is(?![a-z])|[ ,，（(【]){0,4}$",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"[年月日号元块天次个点万千百多]|小时")
_REACH = 18
_NEAR = 60
"""How far around a bare 单号 the words of a parcel make it a waybill's."""
LEAST_DIGITS = 4
"""Figures that a number has at the least; shorter ones name nothing."""

_CARRIER = re.compile(
    r"(?<![A-Za-z0-9])(?:SF|YT|JT|JDVB|JDV|JD|ZTO|STO|YD|EMS|DPK|DB|TT|UC)[0-9]{10,15}(?![A-Za-z0-9])", re.IGNORECASE
)
_PARCEL = re.compile("快递|快件|包裹|物流|运单|派送|派件|签收|揽收|保价|公斤|驿站|寄[了到出件的]|转运|中转|网点|收件")
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
    if label is None:
        return ""
    if label["slip"] and _PARCEL.search(text, max(0, start - _NEAR), start + _NEAR):
        return "tracking"
    return "order" if label["order"] else label.lastgroup or ""


def phones_among(personal: tuple[Personal, ...]) -> Iterator[tuple[str, Personal]]:
    """Give those personal data that are phone or account numbers, with the kind of number."""
    for item in personal:
        if item.kind in PHONES:
            yield "phone", item
        elif item.kind in ACCOUNTS:
            yield "account", item
