"""Money without a unit (A5): 扣了300, 一个月六百二, 4999的手机, 原来99现在129; what stands around the figure tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dingxin.engine.components.numerals import ARABIC, HAN, number

if TYPE_CHECKING:
    from collections.abc import Iterator

PER = "一(?:小时|分钟|公斤|[晚夜斤克个只条件双张台套份盒箱包瓶袋人位次趟天日周月年平米间节杯碗单桌])"
"""What a price is counted by: 三块五一斤, 600元一晚."""
_VERBS = (
    "花费|花|扣款|扣除|扣费|扣走|扣|收费|收取|多收|收|退款|退还|退回|退|赔偿|赔付|赔|补偿|补|支付|付款|付|缴费|缴|交费|"
    "交|充值|充|卖|买|费|价|款|金|额|加价|最少|最多|至少|流量包|[一两二三四五六七八九十俩仨每][双件套份斤盒箱瓶袋位间次]|价格|价值|标价|原价|售价|定价|报价|要价|进价|现价|总价"
    "|保价|保额|货值|违约金|滞纳金|保证金|[会工测房车水电气]费|套餐|定损|估价|到账|满|赚|借|贷|刷|保了|只给|就给|要|每月扣"
    "|房价|票价|降到|涨到|降了|涨了|便宜|贵|损失|欠费|欠|余额|月租|话费|费用|金额|总共|一共|合计|运费|押金|定金|订金|"
    "租金|工资|罚款|罚|差价|实付|应付|到手|消费|砍价|砍|降价|涨价|差|亏|报销|开价|共|累计|每天|每次|每月|每晚|每年|"
    "每人|每个月|一晚上|一夜|一晚|一天|一年|一个月|一张|一台|转账|转|打款|返现|返|减免|减|省|预存|存|维修费|修理费|手续费|年费|月费"
)
_NO_COUNT = (
    r"(?![0-9.:：/%A-Za-z*~—-]|[多来余几]?(?: ?(?:个|年|月|日|号|天|次|台|部|条|人|分|小时|点|时|兆|折|倍|级|款|米|斤|"
    r"积分|版|名|家|位|秒|层|楼|期|张|份|单|件|双|套|盒|只|遍|趟|回|周|星期|礼拜|岁|流量|起|段|瓶|袋|箱|间|晚|样|种|笔|"
    r"块|元|毛|角|赔|刻|下|直|些|定|切|般|边|会|共|致|旦|再|律|味|点|系|向|半|家|路|声|口|手|代|通|发|眼|整|道|时|"
    r"百分|步|公里|户|字|码|度|粉|播放|克|升|平|辆|本|页|章|集|课|节)))"
)
"""No measure word follows: what is counted is money."""
_LED = re.compile(
    rf"(?:{_VERBS})(?:了|我|您|你|我们|给|说是|说|就是|是|为|在|要|至少|整整|将近|差不多|大概|大约|共|才|只有|只剩|还有|还剩|剩|只|"
    rf"又|就|近|约|掉|走|到|高达|[:：]| ){{0,4}}$"
)
_BARE = re.compile(
    rf"(?P<figure>(?>(?:{ARABIC})(?:[千万亿](?![0-9])|[wWkK](?![a-zA-Z]))?|{HAN}))(?P<more>多|余)?(?P<scale>[千万亿])?{_NO_COUNT}"
)
_GOODS = (
    "的(?:[㐀-鿿]{0,3}(?:手机(?!号)|机子|电脑|平板|电视|耳机|手表|冰箱|空调|洗衣机|衣服?|大衣|裙子?|裤子?|鞋子?|靴子|包|箱子?|床垫|沙发|"
    "套餐|房间?|票|课|年卡|会员|东西|价|订单|单子|快递|货|合约|礼盒|奶粉|护肤品|口红))"
)
_GOODS_NEXT = re.compile(_GOODS)
_MANY = re.compile(
    rf"(?P<figure>(?:{ARABIC})[千万]?|{HAN})(?:多?(?={_GOODS})|多(?=的?(?:价|钱|话费)|块|买|的?[，,。！!？?、]|的$|$)|"
    rf"(?=(?<!月[0-9])(?<!月[0-9]{{2}})(?<![日号初])(?:买的|卖的)|包邮|(?<!十){PER}(?!性)))"
)
# 六百二, 两千八, 1万5: the last unit is left out, as people do with money.
_SHORT = re.compile(
    r"(?P<figure>(?:[一二两三四五六七八九]万)?(?:[一二两三四五六七八九]千)?[一二两三四五六七八九]百[一二三四五六七八九]|"
    r"(?:[一二两三四五六七八九]万)?[一二两三四五六七八九]千[一二三四五六七八九]|"
    r"(?:[一二两三四五六七八九]?十[一二两三四五六七八九]?|[一二两三四五六七八九])万[一二三四五六七八九]|"
    rf"[0-9]{{1,3}}万[1-9一二三四五六七八九])(?:(?={PER})|(?=一分(?:钱|都|也|[没未不]))|(?![一二三四五六七八九十百千万亿零])(?!环|线|班){_NO_COUNT})"
)
_LARGE = re.compile(
    rf"(?P<figure>[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?[万亿]|[一二两三四五六七八九十]{{1,3}}百?[万亿])(?![一二三四五六七八九十]){_NO_COUNT}"
)
_PLACED = re.compile("的[㐀-鿿]{0,3}(?:房|订单|单子|快递|货|票|课)")
"""Things that a figure names rather than prices: 1208的房间."""
_OWED = re.compile("合同|贷|保|息|[多少][给收扣算退]|[扣退亏欠赚]|赔|损失|货值|投资|价|款|钱|债|罚|付|交|花|卖|买|签")
# A figure that ends a clause, where the text speaks of money: 原来99，现在129.
_LOOSE_LED = re.compile(
    "(?:原来|本来|原价|原先|原本|现在|以前|之前|变成|改成|换成|涨成|降成|加起来|算下来|说是|的是|写着?|显示|[少短找]了|[买订拍卖]的|才|从|变|到|剩|仅|各|：|，)$"
)
_LOOSE = re.compile(rf"(?:{ARABIC}|{HAN})(?=的?[，,。！!？?；;、]|$|变|涨|降|改成|到[0-9一二三四五六七八九])")
_PRICED = re.compile("[价费钱元块¥贵退扣赔租账买卖花涨降]|套餐|便宜|优惠|押金|定金|运费|违约金")
_HOTLINE = re.compile("10[0-9]{3}|123[0-9]{2}|9[56][0-9]{3}")
_NAMED = re.compile("(?:号|码|房|单|拨|打|转|工|间|楼|层|型|尾|第|至|年|月|日|时|点|分)[：，到]?$")
_FIGURES = "0-9零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_FIRST_FIGURE = re.compile(rf"[{_FIGURES}](?<![{_FIGURES}.,A-Za-z第双初*-][{_FIGURES}])")
_SPENT = re.compile("花|买|卖|价|钱|费|扣|退|赔|付|充|贵|损失|消费|手机|机子|电脑")
_IDIOM = re.compile("[退假缺少错]一[赔罚]$|假$|分之$")
LEAST = 10
"""The least figure that counts as money where no unit is said."""
MOST = 10_000_000
"""Figures from here on are telephones and orders where no unit is said."""
LED = 16
"""How far back, in characters, a figure may stand from the verb that makes it money."""
LONGEST = 5
"""Characters of a figure that ends a clause; longer ones are names of things."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money at text[start:end], in yuan."""

    start: int
    end: int
    yuan: float


def without_unit(text: str) -> Iterator[Amount]:
    """Give the figures in a normal text that are money without saying so; they may overlap."""
    yield from _after_verbs(text)
    if any(sign in text for sign in "多一的包"):
        yield from _of_goods(text)
    if any(unit in text for unit in "百千万亿"):
        yield from _short(text)
    if _PRICED.search(text):
        yield from _loose(text)


def _after_verbs(text: str) -> Iterator[Amount]:
    """Give the figures that follow what one does with money: 扣了300, 押金五百."""
    for match in at_figures(_BARE, text):
        value = scaled(match["figure"], match["scale"])
        if value is None or not LEAST <= value < MOST or match[0][0] in "百千万亿" or _HOTLINE.fullmatch(match["figure"]):
            continue
        start = match.start()
        if text[start - 1 : start] == "要" and text.startswith("的", match.end()):  # a size: 要42的
            continue
        if _LED.search(text, max(0, start - LED), start) and not _IDIOM.search(text, max(0, start - 3), start):
            yield Amount(*match.span(), value)


def _of_goods(text: str) -> Iterator[Amount]:
    """Give the prices told by what they were paid for: 4999的手机, 8000多, 428一晚."""
    for match in at_figures(_MANY, text):
        value = number(match["figure"])
        if value is None or value >= MOST or (value < LEAST and "." not in match["figure"]):
            continue
        sure = text[match.end() : match.end() + 1] in {"一", "包"} or (_GOODS_NEXT.match(text, match.end()) and value > LEAST)
        if (sure and not _PLACED.match(text, match.end())) or _SPENT.search(text, max(0, match.start() - 12), match.end() + 8):
            yield Amount(*match.span(), value)


def _short(text: str) -> Iterator[Amount]:
    """Give numbers with the last unit left out, and large ones where the words around them speak of money."""
    for match in at_figures(_SHORT, text):
        yield Amount(*match.span(), number(match["figure"]) or 0)
    for match in at_figures(_LARGE, text):
        if _OWED.search(text, max(0, match.start() - 8), match.start()):
            yield Amount(*match.span(), number(match["figure"]) or 0)


def _loose(text: str) -> Iterator[Amount]:
    """Give the figures that end a clause behind a word of comparison, where the text speaks of money near by."""
    for match in at_figures(_LOOSE, text):
        start, end = match.span()
        value = number(match[0])
        if (
            value is None
            or (value < LEAST and "." not in match[0])
            or len(match[0]) > LONGEST
            or match[0][0] == "0"
            or _HOTLINE.fullmatch(match[0])
        ):
            continue
        near = _PRICED.search(text, max(0, start - 20), start) or _PRICED.search(text, end, end + 12)
        led = _LOOSE_LED.search(text, max(0, start - 4), start)
        if near and led and not _NAMED.search(text, max(0, start - 3), start):
            yield Amount(start, end, value)


def at_figures(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Give the matches of a pattern that begin with the first figure of a number."""
    for place in _FIRST_FIGURE.finditer(text):
        match = pattern.match(text, place.start())
        if match:
            yield match


def scaled(figure: str, scale: str | None) -> float | None:
    """Give the value of a figure with the unit behind it (3 and 万), None where it is none."""
    value = number(figure)
    if value is None or not scale:
        return value
    return value * {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "k": 1000, "K": 1000, "w": 10_000, "W": 10_000}[scale]
