"""Personal numbers (C22): phone, identity, bank card, passport, plate, also as they are spoken (幺三八, 零五七幺).

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

_DIGITS = re.compile(r"[0-9](?:[ .·—–-]{0,2}[0-9()（）]){6}")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-8][0-9]{5} ?[0-9]{6} ?[0-9]{3}(?![0-9A-Za-z])")
_ISLAND_IDENTITY = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,2}[0-9]{6} ?[(（][0-9A][)）]|[A-Z][1289][0-9]{8}(?![A-Za-z0-9]))")
_LETTERED = re.compile("[A-Z][0-9]{6}")
_CARD = re.compile(r"(?<![0-9A-Za-z.])[3-9][0-9]{3}(?:[ -]{0,2}[0-9]){9,15}(?![0-9A-Za-z]|\.[0-9])")
_ISSUED = re.compile("62|4|5[1-5]|35|3[47]|60|9558")
"""How the numbers of the cards in use begin (ISO/IEC 7812: UnionPay, Visa, Mastercard, JCB, American Express, Discover)."""
_MOBILE = re.compile(
    r"(?<![0-9.*¥$])(?<![0-9]-)(?:(?:\+|00)?86[ -]{0,2}|\(\+?86\) ?)?(1[3-9][0-9][)）]?(?:[ .·—–-]{0,2}[0-9]){8}|1(?: [0-9]){10}|"
    r"1(?:-[0-9]){10}|1[3-9][0-9][,，、/][0-9]{4}[,，、/][0-9]{4})(?![0-9*]|\.[0-9])"
)
_ABROAD = re.compile(
    r"(?<![0-9A-Za-z+])\+(?!86)[1-9][0-9]{0,2}[ -]?(?:\(0?[0-9]{1,4}\)[ -]?)?[0-9](?:[ -]?[0-9]){5,11}(?![0-9])|"
    r"(?<![0-9A-Za-z.-])09[0-9]{2}-[0-9]{3}-?[0-9]{3}(?![0-9-])"
)
_ABROAD_LABELLED = re.compile(
    r"(?<![0-9A-Za-z+.-])(?:(?:\([0-9]{3}\) ?|[0-9]{3}[-. ])[0-9]{3}[-. ][0-9]{4}|0[1-9][0-9]{2,3}[ -]?[0-9]{3}[ -]?[0-9]{3,4}|"
    r"[5679][0-9]{3}[ -]?[0-9]{4}|00[1-9](?:[ -]?[0-9]){8,13})(?![0-9A-Za-z-])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z*.-])(?:(?:\+|00)86[ -]?)?(?:(?:(?<=86)|(?<=86[ -])|86[ -])(?:10|2[0-57-9]|[3-9][0-9]{2})[ -]|"
    r"[(（]0?(?:10|2[0-57-9]|[3-9][0-9]{2})[)）][ -]?|0(?:10|2[0-57-9]|"
    r"[3-9][0-9]{2})(?: ?[—–-]{1,2} ?|[ .,，/]?))"
    r"[2-8][0-9]{2,3}[ -]?[0-9]{4}(?:(?: ?转 ?|-| ?(?:分机号?|[Ee]xt\.?) ?)[0-9]{1,5})?(?![0-9*])"
)
_LOCAL = re.compile(r"(?<![0-9A-Za-z*.-])[2-8][0-9]{2,3}[ -]?[0-9]{4}(?:(?: ?转 ?|-)[0-9]{1,5})?(?![0-9*A-Za-z元块.])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-HJ-NP-Za-hj-np-z][ ·•.・-]?"
    r"([A-HJ-NP-Za-hj-np-z0-9零一二三四五六七八九幺]{4}[A-HJ-NP-Za-hj-np-z0-9零一二三四五六七八九幺挂学警港澳领使]"
    r"[A-HJ-NP-Za-hj-np-z0-9零一二三四五六七八九幺]?)(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[EeGgDdSsPpHhCcWwMm][0-9]{8}|[EeCc][A-HJ-NP-Za-hj-np-z][0-9]{7})(?![A-Za-z0-9])")
_TRAVEL = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|居留证|居留许可|军官证|[Pp]assport|PASSPORT)"
    r"(?:号码?|编号| ?(?:[Nn]umber|NUMBER|[Nn]o\.?|NO\.?|#))?(?: ?[:：#是为] ?| is | ){0,2}"
    r"(?P<no>(?=[A-Z]{0,3}[0-9])(?=[A-Z0-9]{0,5}[0-9][A-Z0-9]?[0-9])[A-Z0-9]{7,11})(?![A-Za-z0-9])"
)
_LABEL = re.compile(
    "(?P<order>订单|单号|工单|运单|快递号|快递单|物流|流水|交易|编号|编码|票号|发票|批号|批次|型号|序列|串号|IMEI|imei|"
    "货号|税号|信用代码|SKU|条码|验证码|案件|受理号|投诉号|合同|保单|券码|"
    "兑换码|取件码|取货码|单子|单(?=(?:编?号码?)?[是为:：# ]{0,3}$)|凭证|机身码|航班|车次|tracking|order|ticket|"
    "invoice|serial|SN)|(?P<phone>手机|电话|"
    "联系方式|致电|拨打|座机|固话|来电|回电|热线|传真|打我|[打拨](?=$)|"
    "(?<![单件号证卡户员编流])号码(?=[:：是为 ]{0,2}$)|(?:家|家里|单位|办公室|宿舍|店里|公司)(?=[:：是 ]{0,2}$)|"
    "[Tt]el|TEL|[Mm]obile|[Pp]hone|[Cc]all|[Cc]ell|[Rr]each me|[Nn]umber is|[Ww]hats[Aa]pp)|"
    "(?P<card>卡号|银行卡|储蓄卡|信用卡|借记卡|工行卡|建行卡|农行卡|"
    "招行卡|账户|账号|打款|收款|退到|card|Card)"
    "|(?P<identity>身[份分]证|证件|证号|ID号)|(?P<passport>护照|通行证|passport|Passport)|(?P<account>户号|会员号|用户号|"
    "学号|工号|QQ|qq)|(?P<balance>余额|积分|播放量|浏览量|阅读量|销量|流量|总数|总计|共计|数量|共(?=[有计]?$))"
)
_BESIDE = re.compile(r"[号码编为是的个：:＃#（(\[ -]{0,6}[A-Za-z0-9]{0,6}[：: -]{0,2}")
"""What may stand between the word for an order and its number; behind anything else (订单留的是…) the number is somebody's."""
_ORDER_AFTER = re.compile(
    "[，, ]?(?:[这那]一?[个张]?(?:订单|工单|运单|快递|包裹|单|件)|[是为](?:订单|工单|运单|快递单|物流单|单号))"
)
_COUNTED = re.compile("[元块@条次十百千万亿]|分(?![机])|[KMGT]B?(?![A-Za-z])|个(?!号|电话|手机)|积分|人次")
_STOP = re.compile("[。！？!?；;\n，,、]")
_LEFT_ADDRESS = re.compile("[^!-~]")
_LETTERS = re.compile(r"[A-Za-z]{1,12}$")
_TEL_WORDS = frozenset(
    ["tel", "phone", "mobile", "mob", "cell", "t", "m", "v", "vx", "wx", "call", "number", "no", "is", "on", "at", "to"]
)
_REACH = 14
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_HOTLINE = re.compile("400|800|95|100|12")
_TOLL_FREE = re.compile("[48]00[ -]$")
_NEW_ENERGY = re.compile("[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]")
NEW_ENERGY = 6
SHORTEST_CARD = 16
"""Digits of the cards in use; shorter numbers that pass the check count only where a card is named."""

FIGURES = "零一二两三四五六七八九幺洞拐勾壹贰叁肆陆柒捌玖"
_SPOKEN = re.compile(f"[{FIGURES}](?:[ ，,、。.-]{{0,2}}[{FIGURES}]){{6}}[ ，,、。.{FIGURES}-]{{0,40}}")
_AS_DIGITS = str.maketrans(dict(zip(FIGURES, "01223456789107912346789", strict=True)) | dict.fromkeys("，,、。.", " "))


def find_numbers(text: str) -> list[Span]:
    """Give kind, start and end of every personal number in a normal text, without overlap. Linear in the text."""
    if _SPOKEN.search(text):
        text = _SPOKEN.sub(_in_digits, text)
    found: list[Span] = []
    if _DIGITS.search(text):
        found += [*_identity(text), *_cards(text), *_phones(text), *_passports(text)]
    if "证" in text or "护照" in text or "assport" in text:
        found += [("passport", *match.span("no")) for match in _TRAVEL.finditer(text)]
    found += [("plate", *match.span()) for match in _PLATE.finditer(text) if _is_plate(match[1].translate(_AS_DIGITS))]
    return without_overlap(text, found)


def _in_digits(match: re.Match[str]) -> str:
    """Write a number that was spoken figure by figure in digits of the same length; marks within it become spaces."""
    words = match[0].rstrip(" ，,、。.-")
    return words.translate(_AS_DIGITS) + match[0][len(words) :]


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
    for match in _ISLAND_IDENTITY.finditer(text) if _LETTERED.search(text) else ():
        if match[0][-1] in ")）" or label_before(text, match.start()) == "identity":
            yield "id_card", *match.span()


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        digits = _plain(match[0])
        if not luhn(digits):
            continue
        label = label_before(text, match.start())
        embossed = all(len(group) == 4 for group in re.split("[ -]+", match[0])[:-1])  # noqa: PLR2004 - as on the card
        issued = len(digits) >= SHORTEST_CARD and _ISSUED.match(digits) and not _ORDER_AFTER.match(text, match.end())
        if label == "card" or (embossed and issued and label not in {"order", "identity"}):
            yield "bank_card", *match.span()


def _phones(text: str) -> Iterator[Span]:
    yield from (("mobile", *match.span()) for match in _MOBILE.finditer(text) if _is_mobile(text, match))
    if "+" in text or "09" in text:
        yield from (("mobile", *match.span()) for match in _ABROAD.finditer(text) if not _COUNTED.match(text, match.end()))
    for match in _LANDLINE.finditer(text):
        if label_before(text, match.start()) != "order" and text[match.end() : match.end() + 1] != "@":
            yield "landline", *match.span()
    for kind, pattern in (("landline", _LOCAL), ("mobile", _ABROAD_LABELLED)):
        for match in pattern.finditer(text):
            if label_before(text, match.start()) == "phone" and not _is_free(text, match):
                yield kind, *match.span()


def _is_free(text: str, match: re.Match[str]) -> bool:
    """Tell a hotline that anybody may call."""
    return bool(_TOLL_FREE.search(text, max(0, match.start() - 5), match.start()) or _HOTLINE.match(match[0]))


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
    label, end = label_before(text, match.start()), match.end()
    return label not in {"order", "balance"} and not _COUNTED.match(text, end) and not _ORDER_AFTER.match(text, end)


def _passports(text: str) -> Iterator[Span]:
    for match in _PASSPORT.finditer(text):
        label = label_before(text, match.start())
        if label == "passport" or (not label and match[0][0] in "EG"):
            yield "passport", *match.span()


def _is_plate(serial: str) -> bool:
    """Tell a plate from a word: at most two letters in the serial, or the letter of a new-energy vehicle first or last."""
    serial = serial.upper()
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
        if kind == "order" and not _BESIDE.fullmatch(before, match.end()):
            kind = ""
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
    if born is None or not 1890 <= born.year <= 2035 or not "11" <= digits[:2] <= "91":  # noqa: PLR2004 - people alive
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()
