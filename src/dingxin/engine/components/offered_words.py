"""The words in which staff hold something out to a customer, and those that take it back: asked, refused, only perhaps."""

from __future__ import annotations

import re

_YOU = "[您你]们?"
_US = "我们?|咱们?|本店|本公司|店里|公司|酒店|这边|这里|我方|我司|我店|小店"

GIVING = (
    ("replacement", re.compile("(?:换|更换|补发|重发|换发|换货)(?:给|成|到|为)?|换[一新个台件套部份]|调换|"
                               r"\b(?:replac(?:e|ement)|exchange)\b", re.IGNORECASE)),
    ("upgrade", re.compile(r"(?<!系统)(?<!版本)(?<!软件)(?<!优化)升级(?!改造|优化|版|修复|中)|升一[级档]|提速|"
                           r"升[到至为]|高一级|\bupgrad(?:e|ing)\b", re.IGNORECASE)),
    ("discount", re.compile(r"优惠券|折扣券|打[一二三四五六七八九0-9.]{1,3}折|(?:抵|减)价券|\b(?:discount|"
                            r"voucher|coupon)s?\b", re.IGNORECASE)),
    ("gift", re.compile("赠送|赠[您你]|(?<![发推派配运寄投])送[您你给一两二三份个台部张]|[送给](?:您|"
                        "你)?[^，。]{0,6}(?:礼[物品包]|果盘|早餐)|"
                        r"\b(?:gift|present|free (?!to\b|from\b|of\b|time\b)\w+)\b", re.IGNORECASE)),
    ("waiver", re.compile(r"免[掉去除收了单]|减免|全免|免(?=[您你]|[一两三半全这那])|不收[您你]?|划[掉去]|不用[您你]?(?:付|交)|"
                          r"\bwaiv(?:e|ing)\b|\bfree of charge\b|\bon the house\b|\bwithout charge\b", re.IGNORECASE)),
    ("refund", re.compile(r"(?<!闪)退(?!房|订|租|网|市|休|换|一赔|让|出|步|货(?!退款)|[到至]我|回来(?:给我|"
                          r"的商品))|返还|返[给您你现]|还给[您你]|"
                          r"\b(?:refund|reimburse)(?:ed|ing)?\b|\bmoney back\b|\b(?:return|give|"
                          r"send) (?:\w+ ){0,3}money\b", re.IGNORECASE)),
    ("credit", re.compile(r"赔(?!礼|罪|不是|笑)|补偿|补[给贴您你]|存入|充[到入给]|抵扣|抵用|购物金|报销|付给|"
                          r"给[您你](?:转|打|补|发|充|存)?(?=[^，。]{0,4}(?:¥|"
                          r"[0-9一二两三四五六七八九十百千万.,]{1,10}(?:元|块|圆)))|"
                          r"\b(?:compensat(?:e|ion|ing)|credit(?:ed|ing)?|pay|give|offer)\b", re.IGNORECASE)),
)  # fmt: skip
"""Kinds of remedy in the order in which they are looked for, with the verbs that give them."""

MONEY = frozenset({"refund", "part_refund", "waiver", "credit", "discount"})
"""Kinds whose worth is a sum of money."""

TO_YOU = re.compile(
    rf"(?:给|为|帮|替|向|与|和){_YOU}|(?:退|赔|补|送|返|免|减|赠|付|转|打|抵|还|换|偿|升)(?:还|给|回|到|付|偿|送|"
    rf"去|掉|款给|一赔)?{_YOU}|"
    rf"(?:{_US})[^您你]{{0,14}}(?:退|赔|补|送|返|免|减|赠|换|升|不收)|"
    rf"(?<![您你])(?:同意|答应|决定|愿意|可以|能|会|将|马上|立刻|立即|现在|直接|这就|安排|办理|全额|全部|全款|统统|都)"
    rf"[^您你]{{0,8}}(?:退|赔|补偿|免单|全免|减免|换新)|^(?:免单|全免|(?:全额)?退款?(?=[，。给您你]|$))|不收{_YOU}|"
    rf"(?:{_US})[^您你，。]{{0,8}}把[^，。]{{0,12}}(?:退|还给)|"
    r"\b(?:I|we)(?:'ll|'d| will| can| would| am| are|'m|'re| shall| have decided| agree)?\b[^.]{0,24}?\b(?:refund|"
    r"reimburse|compensate|"
    r"credit|waive|pay|give|offer|return|send|replace|exchange|upgrade|throw in|add|discount|provide)|"
    r"\byou(?:'ll| will| shall| can have| are getting| get)\b[^.]{0,20}?\b(?:get|receive|have|be|getting|your|a|the)\b|"
    r"\byour (?:full )?(?:refund|money) (?:is|will be)\b|\b(?:full|complete) refund (?:is|will be|for you)\b|"
    r"\bhere(?:'s| is)\b",
    re.IGNORECASE,
)
"""That it is we who give, or you who receive."""

NOT_SO = re.compile(
    "不能|无法|没法|没办法|没有办法|不可以|不可能|不予|不会|不行|不支持|不同意|不赔|不退|[退赔免换补]不了|"
    "没有?权限|无权|做不到|难以|不敢|恕|谈不上|不属于|没有?依据|"
    "不涉及|不用退|不必|无需|不需要|不存在|免谈|拒绝|误以为|"
    r"\b(?:cannot|can't|can not|won't|will not|unable|not able|impossible|never|don't|do not|doesn't|does not|isn't|"
    r"not entitled|no longer|refuse|decline|nor|without (?:a )?refund)\b|\bnot\b(?! only)|\bno (?:refund|compensation)",
    re.IGNORECASE,
)
"""That it is not given."""

ASKING = re.compile(
    rf"是否|是不是|有没有|能不能|可不可以|多少|怎么|如何|为什么|什么时候|哪[种个些一]|请问|想问|{_YOU}(?:是|是想|"
    rf"想|想要|要|希望|需要|打算|觉得|认为|说|提|指|问|"
    rf"要求|申请|反映|期望|主张|坚持)|{_YOU}(?:之前|刚才|上次|一直|这边)?(?:的)?(?:要求|诉求|希望|申请|想法|说法|"
    rf"意见|主张)|关于|对于|至于|针对|提出|所说|"
    r"\b(?:do|would|did|are|have|could|can|may|should) you\b|\b(?:whether|how much|what|which|why|regarding|concerning)\b|"
    r"\byou(?:'ve|'d)? (?:want|ask|demand|request|say|said|mention|expect|would like|feel|think|claim)",
    re.IGNORECASE,
)
"""That it is asked, or told of the customer."""

TOLD = re.compile(
    r"(?:同事|客服|店员|师傅|商家|卖家|对方|他们?|她们?|银行|保险公司?|厂家|运营商|平台|快递公司|航空公司|系统|"
    r"代理商|第三方|中介|支付宝|微信)"
    r"(?:[^，。]{0,6})(?:说|承诺|答应|退|赔|补偿|会|将|才)|已经?(?:退|赔|返|补|免|送|到账|换|经?由)|已于|"
    r"昨[天日]|上[周月次]|当时|之前[^，。]{0,6}[退赔免送补]|"
    r"(?:退|赔|补偿)[^，。]{0,6}(?:过了|到账了|成功)|像|比如|例如|案例|其他客户|别的客户|"
    r"\b(?:already|yesterday|last (?:week|month)|was|were|has been|have been|had|the (?:seller|bank|insurer|merchant|"
    r"courier)|they|he|she)\b",
    re.IGNORECASE,
)
"""That it is told of the past or of others."""

RULE = re.compile(
    r"规定|政策|条款|法律|法规|《|三包|规则|协议|合同|一般|通常|标准|原则上|活动期间|凡是|无理由|"
    r"\b(?:policy|policies|terms|rules?|according to|generally|usually|normally|by law|customers who|eligible)\b",
    re.IGNORECASE,
)
"""That a rule is explained."""

PLAINLY = re.compile(
    rf"(?:给|为|帮|替){_YOU}[^，。]{{0,8}}[退赔补送返免减换]|[退赔补送返免减](?:还|给|回|到|付|偿|掉)*{_YOU}|"
    rf"\b(?:I|we)(?:'ll| will)",
    re.IGNORECASE,
)
"""That we do it, whatever the rule."""

PERHAPS = re.compile(
    rf"(?:如果|若是?|要是|倘若|假如|假设|万一|一旦|只要|除非|的话)(?!{_YOU}?(?:愿意|同意|接受|方便|需要|觉得|"
    rf"没有?(?:其他|别的)?意见|不介意|点头|可以|认可|喜欢|想))|"
    r"(?<!已)(?<!经)(?:核实|查实|查清|查明|核查|核对|确认|检测|鉴定|调查|审核|审批|批准|判断|评估|证实)(?:清楚|"
    r"无误|属实|通过|完毕?|好|结果)?"
    r"(?:以?后|之后|了?再|才|出来|是否|确实|属于|为)|属实|等[^，。]{0,14}(?:后|结果|再)|待[^，。]{0,10}后|"
    r"申请|请示|争取|商量|协商|研究|讨论|上报|报给|试试|看看|尽量|尽力|可能|也许|或许|有机会|考虑|建议|评估|"
    r"向(?:经理|主管|上级|公司)|"
    r"\b(?:if(?! you (?:like|agree|accept|wish|want|are happy|prefer|don't mind|say))|once|when|after|as soon as|"
    r"provided|unless|should it|subject to|depending|"
    r"apply|ask my|ask the|request|check|see if|see whether|try|might|perhaps|maybe|may be|possibly|consider|approval|"
    r"investigat)",
    re.IGNORECASE,
)
"""That it hangs on something that is not sure, or is only asked for."""

PROVIDED = re.compile("前提是|为准|(?:核实|审核|审批|批准|检测|查清|确认)(?:通过|无误|属实)?(?:以?后|之后|了?再)")
"""The same, said afterwards."""

AGAIN = re.compile(
    r"再(?!次)|另外|额外|此外|外加|另[给补赔送]|加[送赔补]|\b(?:another|additional|extra|on top|further|plus)\b", re.IGNORECASE
)
"""That it comes on top of what was offered before."""

WHOLE = re.compile(
    r"全额|全部|全款|全数|所有(?:的)?[钱费款]|一分不[少差]|免单|全免|都[退免]|整单|"
    r"\b(?:full|fully|entire|whole|all(?: of)? (?:your|the)|everything|complete)\b",
    re.IGNORECASE,
)
"""That it is all the money in question."""

PART = re.compile(
    r"部分|一部分|一些|差价|差额|运费|邮费|手续费|\b(?:part|partial|partly|some of|shipping|difference)\b", re.IGNORECASE
)
"""That it is less."""

TIMES = ((re.compile("退一赔十|假一[赔罚]十|十倍|ten times", re.IGNORECASE), 10), (re.compile("退一赔三", re.IGNORECASE), 4),
         (re.compile(r"三倍|假一[赔罚]三|\btriple|three times", re.IGNORECASE), 3),
         (re.compile(r"双倍|两倍|二倍|加倍|退一赔一|\bdouble|\btwice", re.IGNORECASE), 2))  # fmt: skip
"""How many times the money in question."""

BARE = re.compile(
    r"(?:赔|补偿|赔偿|赔付|退还?|补|返还?)(?:给)?[您你]?们?(?P<figure>[0-9]{2,9}(?:\.[0-9]{1,2})?|"
    r"[一二两三四五六七八九]?[十百千万][一二两三四五六七八九十百千万]{0,6})"
    r"(?![0-9.%天日号点时分个次份件张台部位人年月周小条字房元块折倍])"
)
"""Money said without its unit."""

NO_PRICE = re.compile(r"(?:满|原价|售价|价格|单价|付了?|交了?|花了?|消费|买|每)$")
"""What stands before an amount that is not given."""
