"""Personal numbers and network addresses (C22): phone, identity, bank card, passport, plate, e-mail, WeChat.

Check digits: identity numbers after GB 11643-1999 (ISO 7064 MOD 11-2), cards after ISO/IEC 7812-1 (Luhn); plates after
GA 36-2018.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.times_value import safe_date

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[str, int, int]

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_DIGITS = re.compile(r"[0-9](?:[ .·—–-]{0,2}[0-9()（）]){6}")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-8](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-8][0-9]{5} ?[0-9]{6} ?[0-9]{3}(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z.])[3-9][0-9]{3}(?:[ -]{0,2}[0-9]){9,15}(?![0-9A-Za-z]|\.[0-9])")
_MOBILE = re.compile(
    r"(?<![0-9.*¥$])(?:(?:\+|00)?86[ -]?|\(\+?86\) ?)?(1[3-9][0-9](?:[ .·—–-]{0,2}[0-9]){8}|1(?: [0-9]){10}|"
    r"1(?:-[0-9]){10})(?![0-9*]|\.[0-9])"
)
_SPOKEN = re.compile(r"[一幺][三四五六七八九](?:[ -]?[零一二三四五六七八九幺]){9}(?! ?[零一二三四五六七八九幺十百千万])")
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z*.-])(?:(?:\+|00)86[ -]?)?(?:(?:(?<=86)|(?<=86[ -])|86[ -])(?:10|2[0-57-9]|[3-9][0-9]{2})[ -]|"
    r"[(（]0?(?:10|2[0-57-9]|[3-9][0-9]{2})[)）][ -]?|0(?:10|2[0-57-9]|"
    r"[3-9][0-9]{2})(?: - |[ -]?))"
    r"[2-8][0-9]{2,3}[ -]?[0-9]{4}(?:(?: ?转 ?|-|(?: ?分机 ?))[0-9]{1,5})?(?![0-9*])"
)
_LOCAL = re.compile(r"(?<![0-9A-Za-z*.-])[2-8][0-9]{2,3}[ -]?[0-9]{4}(?:(?: ?转 ?|-)[0-9]{1,5})?(?![0-9*A-Za-z元块.])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-HJ-NP-Za-hj-np-z][ ·•.・-]?"
    r"([A-HJ-NP-Za-hj-np-z0-9]{4}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳领使][A-HJ-NP-Za-hj-np-z0-9]?)(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[EeGgDdSsPpHhCcWwMm][0-9]{8}|[EeCc][A-HJ-NP-Za-hj-np-z][0-9]{7})(?![A-Za-z0-9])")
_WECHAT = re.compile(
    r"(?:微信(?!公众|小程|支付|群)号?|(?<![A-Za-z])(?:[vVwW][xX]|[wW]e[cC]hat)(?![A-Za-z])(?: ?ID|号)?|[vV薇威]信号?|"
    r"(?<![A-Za-z])[vV](?=[:：]))"
    r"(同?号|[账帐]号|ID|id)?( ?(?:[:：是为]|is|叫) ?| ?我? ?)(?P<handle>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@-])"
)
_WXID = re.compile(r"(?<![A-Za-z0-9_])wxid_[A-Za-z0-9]{6,24}(?![A-Za-z0-9_])")

_LABEL = re.compile(
    "(?P<order>订单|单号|工单|运单|快递号|快递单|物流|流水|交易|编号|编码|票号|发票|批号|批次|型号|序列|串号|IMEI|imei|"
    "货号|SKU|条码|验证码|案件|受理号|投诉号|合同|保单|券码|"
    "兑换码|取件码|取货码|单子|单(?=(?:编?号码?)?[是为:：# ]{0,3}$)|凭证|机身码|航班|车次|tracking|order|ticket|"
    "invoice|serial|SN)|(?P<phone>手机|电话|"
    "联系方式|致电|拨打|座机|固话|来电|回电|热线|传真|打我|[打拨](?=$)|(?:家|家里|单位|办公室|宿舍|店里|公司)(?=[:：是 ]{0,2}$)|"
    "[Tt]el|TEL|mobile|Mobile|phone|Phone|[Cc]all|cell)|(?P<card>卡号|银行卡|储蓄卡|信用卡|借记卡|工行卡|建行卡|农行卡|"
    "招行卡|账户|账号|打款|收款|退到|card|Card)"
    "|(?P<identity>身份证|证件|证号|ID号)|(?P<passport>护照|通行证|passport|Passport)|(?P<account>户号|会员号|用户号|"
    "学号|工号|QQ|qq)|(?P<balance>余额|积分|播放量|浏览量|阅读量|销量|流量|总数|总计|共计|数量|共(?=[有计]?$))"
)
_COUNTED = re.compile("[元块@条次]|分(?![机])|[KMGT]B?(?![A-Za-z])|个(?!号|电话|手机)|积分|人次")
_STOP = re.compile("[。！？!?；;\n，,、]")
_LEFT_ADDRESS = re.compile("[^!-~]")
_LETTERS = re.compile(r"[A-Za-z]{1,12}$")
_TEL_WORDS = frozenset(["tel", "phone", "mobile", "mob", "cell", "t", "m", "v", "vx", "wx", "call", "number", "no", "is"])
_REACH = 14
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_WECHAT_HINT = re.compile("[微薇威vVwW][信xXeE]|[vV][:：]")
_EMAIL_HINT = re.compile("@[A-Za-z0-9]")
_SPOKEN_FIGURES = frozenset("零一二两三四五六七八九幺")
_HOTLINE = re.compile("400|800|95|100|12")
_TOLL_FREE = re.compile("[48]00[ -]$")
_NEW_ENERGY = re.compile("[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]")
NEW_ENERGY = 6
SHORTEST_CARD = 16
"""Digits of the cards in use; shorter numbers that pass the check count only where a card is named."""


def find_numbers(text: str) -> list[Span]:
    """Give kind, start and end of every personal number in a normal text, without overlap. Linear in the text."""
    found: list[Span] = []
    if "@" in text and _EMAIL_HINT.search(text):
        found += [("email", *match.span()) for match in _EMAIL.finditer(text)]
    if any(sign in text for sign in "信xXvVW") and _WECHAT_HINT.search(text):
        found += _wechat(text)
    if _DIGITS.search(text):
        found += [*_identity(text), *_cards(text), *_phones(text), *_passports(text)]
    elif _SPOKEN.search(text):
        found += _spoken(text)
    found += [("plate", match.start(), match.end()) for match in _PLATE.finditer(text) if _is_plate(match)]
    return without_overlap(text, found)


def without_overlap(text: str, found: list[Span]) -> list[Span]:
    """Keep of overlapping spans the one that comes first in the list."""
    if len(found) < 2:  # noqa: PLR2004 - one span overlaps nothing
        return found
    claimed = bytearray(len(text))
    kept = []
    for kind, start, end in found:
        if not any(claimed[start:end]):
            claimed[start:end] = b"\1" * (end - start)
            kept.append((kind, start, end))
    return kept


def _identity(text: str) -> Iterator[Span]:
    for match in _IDENTITY.finditer(text):
        if identity_checks(_plain(match[0])):
            yield "id_card", *match.span()
    for match in _OLD_IDENTITY.finditer(text):
        digits = _plain(match[0])
        label = label_before(text, match.start())
        born = safe_date(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
        if label == "identity" or (born and "11" <= digits[:2] <= "65" and not label):
            yield "id_card", *match.span()


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        digits = _plain(match[0])
        if not luhn(digits) or any(len(group) != 4 for group in re.split("[ -]+", match[0])[:-1]):  # noqa: PLR2004 - as embossed
            continue
        label = label_before(text, match.start())
        usual = len(digits) >= SHORTEST_CARD and digits[0] in "3456" and label not in {"order", "identity"}
        if label == "card" or usual:
            yield "bank_card", *match.span()


def _phones(text: str) -> Iterator[Span]:
    for match in _MOBILE.finditer(text):
        if _is_mobile(text, match):
            yield "mobile", *match.span()
    yield from _spoken(text)
    for match in _LANDLINE.finditer(text):
        if label_before(text, match.start()) != "order":
            yield "landline", *match.span()
    for match in _LOCAL.finditer(text):
        free = _TOLL_FREE.search(text, max(0, match.start() - 5), match.start()) or _HOTLINE.match(match[0])
        if label_before(text, match.start()) == "phone" and not free:
            yield "landline", *match.span()


def _spoken(text: str) -> Iterator[Span]:
    for match in _SPOKEN.finditer(text):
        if text[match.start() - 1 : match.start()] not in _SPOKEN_FIGURES:
            yield "mobile", *match.span()


def _is_mobile(text: str, match: re.Match[str]) -> bool:
    """Tell a mobile number from the digits of an order, by what stands before it and by where the gaps are."""
    groups = re.split(r"[^0-9]+", match[1])
    shape = tuple(map(len, groups))
    if (len(groups) > 5 and len(set(shape)) > 1) or ("." in match[1] and shape != (3, 4, 4)):  # noqa: PLR2004 - or figure by figure
        return False
    address = text.rfind("://", max(0, match.start() - 80), match.start())
    if address >= 0 and not _LEFT_ADDRESS.search(text, address, match.start()):
        return False
    letters = _LETTERS.search(text, max(0, match.start() - _REACH), match.start())
    if (
        letters
        and letters.end() == match.start()
        and letters[0].strip(" :：.").lower() not in _TEL_WORDS
        and letters[0][-1].isalpha()
    ):
        return False
    return label_before(text, match.start()) not in {"order", "balance"} and not _COUNTED.match(text, match.end())


def _passports(text: str) -> Iterator[Span]:
    for match in _PASSPORT.finditer(text):
        label = label_before(text, match.start())
        if label == "passport" or (not label and match[0][0] in "EG"):
            yield "passport", *match.span()


def _wechat(text: str) -> Iterator[Span]:
    for match in _WECHAT.finditer(text):
        handle = match["handle"]
        said = match[1] or "号" in match[0] or any(sign in match[2] for sign in ":：是为")
        if said or any(char.isdigit() or char in "_-" for char in handle):
            yield "wechat", *match.span("handle")
    for match in _WXID.finditer(text):
        yield "wechat", *match.span()


def _is_plate(match: re.Match[str]) -> bool:
    """Tell a plate from a word: at most two letters in the serial, or the letter of a new-energy vehicle first or last."""
    serial: str = match[1].upper()
    letters = sum(char.isalpha() and char.isascii() for char in serial)
    if len(serial) == NEW_ENERGY:
        return _NEW_ENERGY.fullmatch(serial) is not None
    return letters <= 2 and sum(char.isdigit() for char in serial) >= 2  # noqa: PLR2004 - GA 36-2018


def _plain(words: str) -> str:
    return re.sub("[^0-9Xx]", "", words)


def label_before(text: str, start: int) -> str:
    """Say what the words before a number call it: order, phone, card, identity, passport, account, or nothing."""
    before = _STOP.split(text[max(0, start - _REACH) : start])[-1]
    kind = ""
    for match in _LABEL.finditer(before):
        kind = match.lastgroup or ""
    return kind


def luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - cast out nines
    return total % 10 == 0 and len(set(digits)) > 1


def identity_checks(digits: str) -> bool:
    """Tell whether 18 characters are a resident identity number: a birth date and the check character (GB 11643-1999)."""
    born = safe_date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    if born is None or not 1890 <= born.year <= 2035 or not "11" <= digits[:2] <= "83":  # noqa: PLR2004 - people alive
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()
