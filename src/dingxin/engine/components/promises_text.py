"""How the sentence of a promise is built (F1): its clauses, what is done in it where no known verb stands, what voids it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dingxin.engine.components.times_value import CLOCK, PART, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

_STOP = re.compile(r"[。！？!?；;\n]{1,4}|(?<=[㐀-鿿])\.|(?<=[a-z0-9]{2})\.(?= |$)|~+(?=[㐀-鿿 ])")
COMMA = re.compile("[,，、：:]|——| - |(?<=[一-龥]) (?=[一-龥])")
AFTER_TIME = re.compile(r" ?(?:之|以)?[前内](?:后)?|左右|之间|为止|期间|以内|的时候|里|时")
BEARING = 150
"""How far, in characters, the words of a sentence bear on a time in it."""

AT_MOST = re.compile("最[多长晚迟快]|预计|不超过|不晚于|不迟于|争取|至多|at most|no later")
SCENE = re.compile("[好啦]|快乐|起(?!来|草)|(?:以内|之内|内)?[）)]?的(?!时候|时间)")
TOLD_AFTER = re.compile("[^会将一定肯保证就]{1,12}的$")
NEEDS = re.compile("(?:需要?|得|要|用|takes?)(?:大约|大概|约)? ?$")
TODAY = re.compile("今|当天|today|tonight", re.IGNORECASE)
FOR_YOU = re.compile("[给为帮][您你](?!带来|造成|添)")
BINDING = re.compile("[给为帮][您你](?!带来|造成|添)|[到给还退进入]您|最[多长晚迟快]|不超过|不晚于|不迟于|争取|至多")
OFFER = re.compile("请|欢迎|随时|可以?致电|please|feel free", re.IGNORECASE)
IF_AFTER = re.compile(
    "前提是|的话(?![费务题术])|如果|(?<![a-z])(?:if|once|provided|unless) |(?:[没未不]|没有)[㐀-鿿]{1,6}[会将则]", re.IGNORECASE
)
PLEDGE = re.compile("答应|承诺|保证|确定|确认|promise|guarantee")
OWN_PLEDGE = re.compile("[只但改就]|承诺|保证|答应")
RECEIVES = re.compile(
    "(?:您(?:会|将|就|便|即|一定)?(?:能|可以|可)?|[会将就便即能可]{1,3}(?:以|够)?)(?:收到|接到|看到|拿到|用上)|you(?:'ll| will)",
    re.IGNORECASE,
)
CALLS = re.compile("话[费务题术]")
"""多扣的话费 is no condition."""
CANNOT = re.compile("[㐀-鿿](?<![要免])不(?:了(?!解)|过来|上(?!报)|到(?!时)|成|动)")
"""来不了, 做不到: it will not be done."""
DONE = re.compile("(?:了|过(?![来去])|到了|完了|(?<=查询)到|(?<=核实)到|(?<=确认)到)(?![会再将])")
# Right before a time: it is done already, it is someone's word repeated, it is not until then, it is a duty of the customer.
VOID_BEFORE = re.compile(
    "(?:已|已经|早就?)(?:[于在])?$|[说承诺答应要求提约][好过到]?的$|(?:写|显示|记录|登记|标注)着?的?是?为?[在于]?$|(?:要|得|需)(?:等)?到$|不是(?:说|指)?(?:在|于)?$|"
    "(?<![我们员部师长理])(?:要|须|需|得|应|请|务必)[在于]$|[到至]$|别(?:给我|再|在)?$|不会再?[在于]?$|(?:昨|前天|上个?[月周]|上次|刚才|当时)[^,，]{0,10}(?:说|讲|答应|承诺|约好?)[^,，]{0,6}$|您是?(?:想|要求|希望|要|叫|让|说)[让要叫]?我们?$|(?:物流|系统|页面|官网|快递|短信|信息)上?显示[㐀-鿿]{0,8}$|(?:直到|持续到)$"
)
NEGATED = re.compile(
    "(?:(?<!差)不|没|未|没有)(?:会|能|再|想|打算|准备|一定|给您?|把|用|需要?|安排|方便|可以|可|太|便|对外|另行|单独|"
    "提供|支持){0,2}$"
)
_SUBJECT = (
    "(?:我们?|咱们?|[㐀-鿿]{1,5}(?:师傅|部门?|组|员|同事|经理|主管|店长|工程师|财务|客服)|师傅|财务|专员|专人|同事|客服|"
    "主管|经理|店长|厂家|仓库|保洁|前台|电工|管家|站长|站点)"
)
_ADVERB = (
    "(?:[就再会先都也必能可准还便亲]|一定|肯定|保证|准时|按时|马上|立刻|立即|重新|当面|一起|统一|全部|"
    "全数|尽量|尽快|争取|亲自|可以|务必|继续|第一时间|一早|一到[岗班]就?|单独|[来去](?=[㐀-鿿]))"
)
_DOES = (
    "(?:[来去送寄退返换改修查找拿取催补赔报拨写核翻调搬领撤免减盯教陪装订派租测录签验铺搞](?![年源回看说])|到(?!期|底|此|货[前后]|店[前后])|"
    "[发](?![生现票展挥])|打(?![扰算烊折])|回(?!事)|开(?!始|心|放|会|业|启|门)|出(?!现|了|于|门|差|示)|"
    "看(?!到|来|您|起)|放(?!心|假)|走(?!势)|接(?!受|到|着|下)|转(?!眼)|还(?!是|有|不|没|要|请|望|会)|"
    "通(?!常|过|话)|整理|收拾|打扫|清理|解冻|解锁|生效|反映|请示|汇总|书面|会诊|带[着上]?|有(?!些|点|关|效|时|的)[㐀-鿿]|"
    "[到做弄办查修搞理核改开换调谈配备拆装铺接算]{1,2}(?:好|完|清|妥|齐|通|成|出来?)|把|将|给|跟|向|替)"
)
_DOES_NEXT = re.compile(
    rf"[, ，]?(?:[之以]?[前内]|左右)?{_SUBJECT}?{_ADVERB}{{0,4}}{_DOES}|"
    r"[, ，]?(?:[之以]?[前内]|左右)?[㐀-鿿]{0,4}会(?!有|是|比|议|员|计|来|就|不|没)[㐀-鿿]"
)
_DOES_SOMEWHERE = re.compile(
    r"把(?=[㐀-鿿0-9A-Za-z“]{2})|[给为帮替跟陪向](?:[您你]|家里|客户|客人|孩子|老人)(?!带来|造成|添|服务|[，。,])(?=[㐀-鿿0-9一])|"
    r"(?:让|派|请|叫|安排|通知)(?:[㐀-鿿]{0,5})(?:师傅|部|组|员|同事|经理|主管|店长|财务|客服|保洁|前台|厂家|仓库|电工|人)(?=[㐀-鿿])|"
    rf"去您|(?:[会将就能必]|一定|保证|准时|肯定|必须|可以){_DOES}|[㐀-鿿](?:打|回|发|退|还|寄|赔|接|报|转|补|送|找)[您你](?![的们]?[，。,])|"
    r"[改换修退返调转恢]回(?!来?电)|[到进]您(?![的们]?[，。,])"
)
# With an express limit any doing counts: 三点前复机, 今晚前销掉.
_BEFORE_LIMIT = re.compile(
    r"(?:[之以]?[前内]|左右)?+[,，]?+(?!都|没|不|未|无|有|是|的|可|您|你|请|已|内|为止|如|若|还|也|算|享|即可)[㐀-鿿]{2,}"
)
_EXPRESS = re.compile("[之以]?[前内](?!台|面|厅|往|容|部|存)")
BROKEN = re.compile(
    "[,，](?:结果|可是?|但是?|却|也|实际)?[㐀-鿿]{0,4}(?:没有?|未)(?:能)?(?:做到|兑现|实现|履行|来|修|到|处理|办)"
)
SOON = re.compile("就能?[到来好给送修办打回]|必|准能?|一定")
OF_THEM = re.compile("(?:^|[,，、：:])(?:听|知道|因为|想到|看|难怪)?您(?!放心|别|不用|先|好|稍|请|等等|看|的|[㐀-鿿]{1,6}的)")
"""Begins a clause that says what the customer does or did."""
PLANS = re.compile("(?:一早|一大早|上午|下午|晚上)?[还又也正就]?(?:要(?![是给为把])|得(?!到)|有[㐀-鿿]{1,6}[要得]|赶|打算|准备)")
"""Right behind a time: what somebody means to do or has to; the customer, where the sentence has begun with them."""
BUSY = re.compile("[还又也正]?有(?:个|一个|几个|两个)?(?:会|课|考试|面试|约|航班)(?:[要得呢]|$)")
"""有会要开: that somebody is not free is no promise, and its 会 no will."""
NOW = re.compile("(?:就|先|马上|立刻)?(?:先把[^,，]{1,8})?[退发寄送补办改修装换][好到掉完]?|先把")
_SERVES = re.compile("会有[点些影比]|将[来近就]|就[是算]|能[否不]")


def does_next(text: str, start: int, end: int) -> re.Match[str] | None:
    """Give what someone does right behind a time (下午三点前我到), behind a subject and adverbs at the most."""
    return _DOES_NEXT.match(text, start, end)


def does_anything(text: str, start: int, end: int, mention: Mention) -> re.Match[str] | None:
    """Give whatever is done right behind an express limit (三天内, 三点前)."""
    express = mention.within or mention.part == "closing" or text[mention.end - 1] in "前内" or _EXPRESS.match(text, mention.end)
    return _BEFORE_LIMIT.match(text, start, end) if express else None


def does_somewhere(text: str, start: int, end: int) -> re.Match[str] | None:
    """Give what is done in a stretch by its build: something taken in hand (把…), someone served (给您…), a will and a verb."""
    for match in _DOES_SOMEWHERE.finditer(text, start, end):
        if not _SERVES.match(text, match.start()):
            return match
    return None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        yield start, stop.end()
        start = stop.end()
    if start < len(text):
        yield start, len(text)


def placed(mentions: list[Mention], text: str) -> Iterator[tuple[int, int, Mention]]:
    """Give each mention with the sentence in which it stands, cut to what may bear on it."""
    sentences = _sentences(text)
    start, end = next(sentences)
    for mention in mentions:
        while mention.start >= end:
            start, end = next(sentences)
        yield max(start, mention.start - BEARING), min(end, mention.end + BEARING), mention


def clause(text: str, start: int, end: int, mention: Mention) -> tuple[int, int]:
    """Give the stretch between commas in which a mention stands."""
    comma = COMMA.search(text, mention.end, end)
    return last_comma(text, start, mention.start), comma.start() if comma else end


def last_comma(text: str, start: int, end: int) -> int:
    """Give where the clause begins that reaches up to ``end``."""
    last = start
    for match in COMMA.finditer(text, start, max(start, end)):
        last = match.end()
    return last


def tail(text: str, end: int, limit: int) -> int:
    """Let the span of an act take in its object where the clause ends soon after."""
    rest = text[end:limit].rstrip("。！？!?；;.\n ")
    if len(rest) <= 8:  # noqa: PLR2004 - 您处理结果 and the like
        return end + len(rest)
    return end + 1 if rest[0] in "您你" else end


def with_part(mentions: list[Mention], match: re.Match[str], part: str, now: datetime | None) -> list[Mention]:
    """Add a part of the day such as 下班前 to the mention right before it, or as a mention of its own."""
    for index, mention in enumerate(mentions):
        if 0 <= match.start() - mention.end <= 1 and not mention.length and CLOCK not in mention.filled:
            joined = replace(mention, end=match.end(), part=part, filled=mention.filled | {PART})
            return [*mentions[:index], joined, *mentions[index + 1 :]]
    day = now.date() if now else None
    alone = Mention(match.start(), match.end(), {PART}, days=(day, day) if day else None, part=part)
    return sorted([*mentions, alone], key=lambda mention: mention.start)


def any_of(words: Sequence[str], *, whole: bool = False) -> re.Pattern[str]:
    """Match any of the words; Latin ones only where a word begins, and with ``whole`` only where it ends too."""
    end = "(?![A-Za-z])" if whole else ""
    listed = sorted(words, key=len, reverse=True)
    parts = [rf"(?<![A-Za-z]){re.escape(word)}{end}" if word[:1].isascii() else re.escape(word) for word in listed]
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)
