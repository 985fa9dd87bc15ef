"""How mentions of time are written in Chinese: the pieces, as patterns with bounded repetition, and what their words stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dingxin.engine.components.festivals import Festivals

HAN = "一二两三四五六七八九十"
SHORT = rf"(?:[0-9]{{1,2}}|[{HAN}]{{1,3}})"
EDGES = {"初": "first", "上旬": "first", "中": "middle", "中旬": "middle", "底": "last", "末": "last", "下旬": "last"}
EDGE = "初(?![一二三四五六七八九十始次])|上旬|中旬|中(?=[,，。的我你就开]|$)|底|末|下旬"
PARTS = {
    "凌晨": "dawn", "清晨": "morning", "早上": "morning", "早晨": "morning", "上午": "morning", "一大早": "morning",
    "大清早": "morning", "一早": "morning", "早间": "morning", "中午": "noon", "正午": "noon", "下午": "afternoon",
    "午后": "afternoon", "傍晚": "evening", "晚上": "evening", "晚间": "evening", "夜晚": "evening", "夜里": "night",
    "半夜": "night", "大半夜": "night", "深夜": "night", "午夜": "night",
}  # fmt: skip
DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
SHORT_PARTS = {"早": "morning", "晨": "morning", "晚": "evening", "夜": "night"}
WEEKDAYS = {**dict(zip("一二三四五六日123456", (*range(7), *range(6)), strict=True)), "天": 6, "7": 6, "末": 5}
SHIFTS = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "下": 1, "下下": 2}
YEARS = {"大前": -3, "前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "后": 2}
UNITS = {
    "年": "Y", "月": "M", "季度": "Q", "周": "W", "星期": "W", "礼拜": "W", "天": "D", "日": "D", "工作日": "B", "晚": "D", "晚上": "D",
    "小时": "H", "钟头": "H", "钟": "H", "分钟": "MIN", "分": "MIN", "刻钟": "K", "秒": "S", "秒钟": "S",
}  # fmt: skip

NUMBERED = "|".join([
    r"(?P<iso>(?P<iy>(?:19|20)[0-9]{2}) ?[-/.年] ?(?P<im>1[0-2]|0?[1-9]) ?[-/.月] ?(?P<id>3[01]|[12][0-9]|0?[1-9])(?![0-9])(?:日|号)?)",
    r"(?P<year>(?:(?P<y>(?:19|20)[0-9]{2}|[一二][九零][零一二三四五六七八九]{2})|(?P<y2>[0-4][0-9])(?=年(?:底|初|末|1?[0-9]月|[一二三四五六七八九十]{1,2}月)))"
    r"(?:年度?)(?P<yedge>年?(?:初|底|末|中(?=[,，。的我]|$))|上半年|下半年)?)",
    rf"(?P<month>(?P<mo>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?![租费薪供饼嫂亮子均结卡内球])份?(?P<medge>{EDGE})?)",
    r"(?P<day>(?P<d>3[01]|[12][0-9]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
    r"(?![楼线门院店厅房机柜库台桌单元客服员码段仓车码座铺位公栋]))",
    r"(?P<clock>(?P<ch>2[0-4]|1[0-9]|0?[0-9])[:：](?P<cm>[0-5][0-9])(?:[:：][0-5][0-9])?(?![0-9:：]))",
    rf"(?P<oclock>(?P<oh>{SHORT})(?:点|时(?=[0-5]?[0-9]分|许|整|左右))(?!击|评|赞|名|播|餐|单|滴|数|个|头)"
    r"(?:(?P<ohalf>半)|(?P<oq>[一三])刻|(?P<om>[0-5]?[0-9](?![0-9%])|[零一二三四五]?十?[一二三四五六七八九十](?!个|次|天))分?|(?P<osure>钟|多|整|许))?)",
    r"(?P<numeric>(?P<mm>1[0-2]|0?[1-9])[./-](?P<md>3[01]|[12][0-9]|0?[1-9])(?=[日号]|早|晚|上午|下午|中午|凌晨|当天|那天| ?[0-9]{1,2}[:：点])[日号]?)",
    rf"(?P<length>(?P<n>(?:[0-9]{{1,4}}(?:\.[0-9])?|[{HAN}百]{{1,5}}|半)(?: ?[-~～—至到或] ?(?:[0-9]{{1,4}}(?:\.[0-9])?|[{HAN}]{{1,3}}))?|好?几|数|[nN])"
    r" ?(?:十[几来多余]|[多来余几])? ?个?(?P<half>半|多)? ?"
    r"(?P<u>工作日|年(?![级轻龄卡费代款货会月])|月(?=[内之以])|(?<=[个俩半])月(?!租|费)|(?<=个多)月|(?<=个半)月|季度|周(?![边围末一二三四五六日年岁到])|星期(?![一二三四五六日天])"
    r"|礼拜(?![一二三四五六日天])|天(?![猫气津空然河翼才鹅窗线地])|日(?=[内之以后])|小时(?!客服|热线|营业|服务|在线|人工|自助|便利)|钟头|(?<=个)钟"
    r"|分钟|刻钟|秒钟|秒(?![杀针懂回])|晚上|晚(?![点饭餐班安会]))"
    rf"(?P<tail>半|多)?(?:[零又]?(?P<rn>{SHORT})个?(?P<ru>月|天|小时|分钟|分|秒))?"
    r"(?P<after>(?:之|以)?前(?![台面厅往期提任端者缀途景列])|(?:之|以)?内(?![容部存])|(?:之|以)?后(?![台面续门来者])|里(?![面程]))?)",
])  # fmt: skip

WORDED = "|".join([
    r"(?P<rday>(?P<rd>大前|大后|[前昨今明后])(?:[天日](?!前台|猫)|儿个?|(?P<rdp>[早晚夜晨]))(?!宫|报|餐|饭|点))",
    r"(?P<ryear>(?P<ry>大前|[前去今本明后])年度?(?P<ryedge>年?(?:初|底|末|中(?=[,，。的我]|$))|上半年|下半年)?)",
    r"(?P<byear>(?P<by>年初|年底|年末|年中(?=[,，。的我]|$)|上半年|下半年))",
    rf"(?P<rmonth>(?P<rm>上上|下下|[上下这本当])个?月(?![球饼])份?(?P<rmedge>{EDGE})?)",
    r"(?P<bedge>月?(?P<be>[上中下]旬)|月(?P<be2>初|中(?=[,，。的我]|$)|底|末))",
    r"(?P<week>(?:(?P<wk>上上|下下|[上下这本])个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末1-7](?![0-9年岁]))?)(?![边围])",
    r"(?P<quarter>(?:第?(?P<q>[一二三四1-4])季度))",
    r"(?P<lunarday>(?:大年|(?:农历)?正月|农历)初(?P<lunar>[一二三四五六七八九十])|初(?P<lunar2>[一二三四五六七八九十])(?![次中期级年]))",
    r"(?P<partly>(?P<part>" + "|".join(sorted(PARTS, key=len, reverse=True)) + r"))",
    r"(?P<unclear>最近(?!的[^时日])|近期|近来|近[几两]天|前[几两些]天|前阵子|前段时间|前一?段时间|前不久|不久前|[这那][几两些]天|这段时间|这阵子|那段时间|那天|那晚"
    r"|当天|当晚|当日|隔天|次日|第二天|翌日|刚才|刚刚|方才|以前|从前|之前(?=[,，。就也还打我在都一]|$)|上一?次|有一天)",
])  # fmt: skip


def festival_pattern(festivals: Festivals) -> str:
    """Give the pattern of festivals and days counted from them."""
    names = "|".join(map(re.escape, festivals.names)) or "(?!)"
    return (
        rf"(?P<festival>(?:(?P<fest>{names})|(?P<eve>除夕夜?|大年三十|年三十|大年夜))(?![0-9路街月日号])"
        r"(?:节?(?P<fspan>期间|假期|长假|放假|黄金周)|节?(?P<fday>当[天日]|那[天日]|前夕|(?P<fdir>前|后|过后)(?:的)?(?P<fnth>第)?(?P<fn>[一二两三四五六七1-7])天)"
        r"|节?(?P<fafter>之?前|之?后|过后|以来))?)"
    )


NUMBER_CUE = re.compile(
    r"[0-9一二两三四五六七八九十半几数好](?<![0-9A-Za-z.][0-9])(?=[0-9零一二两三四五六七八九十百几]{0,5}(?:\.[0-9])?"
    r"(?: ?[~～—至到或] ?[0-9一二两三四五六七八九十]{1,4})? ?(?:[多来余几]?个?[半多]? ?(?:[年月日号天点周晚秒]|星期|礼拜|小时|钟|分钟|刻钟|工作日|季度"
    r"|时[0-9许整左])|[:：/.-][0-9]))"
)
"""Where a mention of time may begin with a figure."""


def word_cues(festivals: Festivals) -> list[str]:
    """Give the words with which a mention of time may begin where it does not begin with a figure."""
    relative = [first + last for first in DAYS for last in ("天", "日", "儿", *SHORT_PARTS)]
    months = [first + count + "月" for first in SHIFTS for count in ("", "个")]
    weeks = [first + count + unit for first in SHIFTS for count in ("", "个") for unit in ("周", "星期", "礼拜")]
    years = [first + "年" for first in YEARS]
    lunar = ["初" + figure for figure in HAN]
    listed = (
        "年初 年底 年末 年中 上半年 下半年 月初 月底 月末 月中 上旬 中旬 下旬 星期 礼拜 正月 农历 大年 年三十 除夕 第一季 第二季 第三季 第四季 最近 近期 近来 近几天 近两天 "
        "前几天 前两天 前些天 前阵子 前段时间 前一段时间 前不久 不久前 这几天 这两天 这些天 那几天 那两天 这段时间 这阵子 那段时间 那天 那晚 当天 当晚 当日 隔天 次日 第二天 翌日 "
        "刚才 刚刚 方才 以前 从前 之前 上次 上一次 有一天"
    ).split()
    weekdays = [f"周{day}" for day in WEEKDAYS]
    return list(dict.fromkeys([*relative, *months, *weeks, *years, *lunar, *listed, *weekdays, *PARTS, *festivals.names]))
