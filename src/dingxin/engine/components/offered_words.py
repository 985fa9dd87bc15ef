"""The words in which staff hold something out to a customer, and those that take it back: asked, refused, only perhaps."""

from __future__ import annotations

import re

_SIGN = "您你"
_YOU = f"[{_SIGN}]们?"
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
                          r"给[您你](?:转|打|补|发|充|存)?(?=[^，。查核对看讲说解释算列]{0,4}(?:¥|"
                          r"[0-9一二两三四五六七八九十百千万.,]{1,10}(?:元|块|圆)))|"
                          r"\b(?:compensat(?:e|ion|ing)|credit(?:ed|ing)?|pay|give|offer)\b", re.IGNORECASE)),
)  # fmt: skip
"""Kinds of remedy in the order in which they are looked for, with the verbs that give them."""

MONEY = frozenset({"refund", "part_refund", "waiver", "credit", "discount"})
"""Kinds whose worth is a sum of money."""

WORTH = MONEY | {"gift"}
"""Kinds that are given by the sum that is said."""

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

MOVES = re.compile(
    rf"(?<![{_SIGN}])(?<![{_SIGN}]已)(?:转账?|打款|汇款?|划转?|打)(?:给|到|进|入|过)?[^，。]{{0,12}}[您你]|"
    r"(?:到|进|回)[您你][^，。]{0,8}(?:账|卡|户)|(?:到账|入账)(?![了没吗户])|"
    rf"(?:{_US})[^，。您你]{{0,6}}(?:承担|负责出|来出|来付|买单|报销|出(?=$|[的吧了])|付(?=$))|算(?:{_US})的|"
    r"(?:不用|不必|无需|不需要)[您你]?(?:再|来)?(?:付|交|出|掏|承担)(?![过现])|"
    r"[您你]们?(?:也|就|都)?(?:不用|不必|无需|不需要)(?:再)?(?:付|交|出|掏|承担)(?![过现])|"
    r"便宜[您你]|^便宜|给[您你]们?(?=[0-9])|(?:给|为|帮)[您你][^，。]{0,6}(?:便宜|优惠|减|打折|抹|扣掉)|优惠[您你]|少[收付交](?:[您你]|(?=[0-9¥一二两三四五六七八九十]))|扣减|抹掉|"
    r"(?:[您你]|让[您你]|保证|确保)[^，。]{0,8}(?:会|将|能|就|都|保证|一定|可以)?[^，。没未]{0,4}(?:收到|拿到|得到|领到)|"
    r"\b(?:transfer|wire|send|deposit|put|remit|mail)\b[^.]{0,30}\byour?\b|\b(?:take|knock|cut|deduct|reduce)\b[^.]{0,20}\boff\b|"
    r"\bin(?:to)? your account\b|\byou(?:'ll| will| shall)\b[^.]{0,12}\b(?:get|receive)\b|\byou get\b|\bon its way\b|\bowe you\b|"
    r"\b(?:refund|compensation|reimbursement|credit|voucher|discount) of\b|\brefund (?:is|will)\b",
    re.IGNORECASE,
)
"""That a sum comes to the customer, or is not theirs to pay, without saying why; counts only where the sum is said."""

FREED = re.compile(
    r"(?:不用|不必|无需|不需要)[您你]?(?:再|来)?(?:付|交|出|掏|承担)|[您你]们?(?:也|就|都)?(?:不用|不必|无需|不需要)(?:再)?(?:付|交|出|掏|承担)"
)
"""That something is not theirs to pay: no refusal."""

AGREED = re.compile(
    rf"(?:^|{_US}|领导|经理|总部)(?:也|都|就|已经?|完全|当然|商量后)?(?:同意|答应)(?!不了)(?![{_SIGN}]?(?:吗|的话|后|之后|再|才|接受))|"
    rf"(?:按|照|依)[{_SIGN}](?:说|要|提|讲)[^，。]{{0,12}}(?:办|来|给|处理)|"
    r"(?:说|要|提出?|要求|希望)的?[^，。]{0,14}没问题|^[^，。账单费]{0,12}没问题|^(?:好的?|行|可以)$"
)
"""That we say yes to a sum that was named."""

RECITES = re.compile(r"(?:要求|诉求|希望|想法|意见)[^，。]{0,10}(?:记下|明白|了解|知道|清楚|收到|如下|是)|复述|确认一下|核对一下")
"""That what the customer asks for is told back to them, one by one."""

OURS = re.compile(rf"我|{_US}|[给为帮替][{_SIGN}]")
"""That it is we who speak of what we do."""

COMPENSATES = re.compile(r"赔|补偿|补[给贴您你]|\bcompensat", re.IGNORECASE)
"""That something is made good, not only that money comes."""

TOTAL = re.compile(r"一共|总共|合计|共计|总计|加起来|\b(?:in total|altogether|in all|together)\b", re.IGNORECASE)
"""That a sum is that of several things."""

NAMES = re.compile(
    r" *(?:金额|数额|总额|总数|一共|总共|合计|共计|总计|共|即|就是|也就是|算下来|大约|大概|约|是|为|的)? *"
    r"(?:是|为|共|有|：|:)? *$"
)
"""What stands between the naming of a remedy and its sum in the next clause."""

TELLS = re.compile(
    rf"(?:(?:[{_SIGN}]|客户|顾客|关于|对于|至于|针对)[^，。]{{0,12}}(?:说|提到?|提出|要求|诉求|想要?|希望|认为|觉得|写|讲|称|反映|问|叫|名为)[了过的到是着]{{0,2}}|"
    r"所谓的?|关于|对于|至于|针对|叫|名为|"
    r"\byour?\b[^.]{0,16}\b(?:said|say|ask(?:ed)?(?: for)?|want(?:ed)?|wrote|"
    r"mention(?:ed)?|demand(?:ed)?|request(?:ed)?|claim(?:ed)?|words?)|"
    r"\b(?:about|regarding|concerning|called))[ ,，:：]*$",
    re.IGNORECASE,
)
"""What stands before words that are quoted of the customer, or a name."""

NOT_SO = re.compile(
    "不能|无法|没法|没办法|没有办法|不可以|不可能|不予|不会|不行|不支持|不同意|不赔|不退|[退赔免换补]不了|"
    "没有?权限|无权|做不到|难以|不敢|恕|谈不上|不属于|没有?依据|[没未]有?(?:到账|收到|拿到|得到)|"
    "不涉及|不用退|不必|无需|不需要|不存在|免谈|拒绝|误以为|"
    r"\b(?:cannot|can't|can not|won't|will not|unable|not able|impossible|never|don't|do not|doesn't|does not|isn't|"
    r"not entitled|no longer|refuse|decline|nor|without (?:a )?refund)\b|\bnot\b(?! only)|\bno (?:refund|compensation)",
    re.IGNORECASE,
)
"""That it is not given."""

ASKING = re.compile(
    rf"是否|是不是|有没有|能不能|可不可以|多少|怎么|如何|为什么|什么时候|哪[种个些一]|请问|想问|(?<![为帮给替]){_YOU}(?:是|是想|"
    rf"想|想要|要|希望|需要|打算|觉得|认为|说|提|指|问|"
    rf"要求|申请|反映|期望|主张|坚持)|(?<![为帮给替]){_YOU}(?:之前|刚才|上次|一直|这边)?(?:的)?(?:要求|诉求|希望|申请|想法|说法|"
    rf"意见|主张)|关于|对于|至于|针对|提出|所说|"
    r"\b(?:do|would|did|are|have|could|can|may|should) you\b|\b(?:whether|how much|what|which|why|regarding|concerning)\b|"
    r"\byou(?:'ve|'d)? (?:want|ask|demand|request|say|said|mention|expect|would like|feel|think|claim)",
    re.IGNORECASE,
)
"""That it is asked, or told of the customer."""

TOPIC = re.compile("关于|对于|至于|针对|regarding|concerning", re.IGNORECASE)
"""That it is only said what is spoken of."""

WE_GIVE = re.compile(
    rf"(?:{_US})[^，。您你]{{0,8}}[退赔补送返免减转打付给](?:还|给|回|到|付|偿)*[您你]|\b(?:I|we)(?:'ll| will| can)\b",
    re.IGNORECASE,
)
"""That we give what was named before it."""

TOLD = re.compile(
    r"(?:同事|客服|店员|师傅|系统)(?:[^，。]{0,6})(?:说|承诺|答应|才)|"
    r"(?:商家|卖家|对方|他们?|她们?|银行|保险公司?|厂家|运营商|平台|快递公司|航空公司|代理商|第三方|中介|支付宝|微信)"
    r"(?:[^，。]{0,6})(?:说|承诺|答应|退|赔|补偿|会|将|才)|像|比如|例如|案例|其他客户|别的客户|"
    r"(?:退|赔|补偿)[^，。]{0,6}(?:过了|到账了|成功)|"
    r"\b(?:the (?:seller|bank|insurer|merchant|courier)|they|he|she)\b",
    re.IGNORECASE,
)
"""That it is told of others."""

DONE = re.compile(
    r"已经?(?:退|赔|返|补|免|送|转|打|存|汇|到账|换|经?由)|已于|\b(?:already|has been|have been|have(?:n't)? received)\b",
    re.IGNORECASE,
)
"""That it was given already."""

THEN = re.compile(
    r"昨[天日]|上[周月次]|当时|之前[^，。]{0,6}[退赔免送补]|\b(?:yesterday|last (?:week|month)|was|were|had)\b", re.IGNORECASE
)
"""That the past is spoken of."""

NOW = re.compile(
    r"今[天晚日]|现在|马上|立刻|立即|这就|明天|稍后|\b(?:today|now|tonight|tomorrow|will|shall)\b|'ll\b", re.IGNORECASE
)
"""That it is done now or soon, whenever it was first spoken of."""

RULE = re.compile(
    r"规定|政策|条款|法律|法规|《|三包|规则|协议|合同|一般|通常|标准|原则上|活动期间|凡是|无理由|"
    r"\b(?:policy|policies|terms|rules?|according to|generally|usually|normally|by law|customers who|eligible)\b",
    re.IGNORECASE,
)
"""That a rule is explained."""

PLAINLY = re.compile(
    rf"(?:给|为|帮|替){_YOU}[^，。]{{0,8}}[退赔补送返免减换]|[退赔补送返免减换](?:还|给|回|到|付|偿|掉)*{_YOU}|本次|这次|此次|"
    rf"\b(?:I|we)(?:'ll| will)",
    re.IGNORECASE,
)
"""That we do it, whatever the rule."""

SETTLED = re.compile(
    r"经过?[^，。后再]{0,8}(?:请示|研究|商量|讨论|协商|评估|审核|审批|批准|核实|核查|考虑)(?!以?后|之后|了?再|了?才)|"
    r"(?:向[^，。]{0,8})?(?:申请|请示|商量|研究|讨论|协商|争取|审批|审核|核实|批)(?:清楚)?(?:到|下来|好|过|完|妥|成功|通过)了?+(?!以?后|之后|再|才)|考虑到|考虑[您你]|"
    r"\b(?:your|this) request\b|"
    r"\b(?:have|got|with) (?:the |my |our )?(?:\w+ )?approval\b",
    re.IGNORECASE,
)
"""That what it hung on is over: asked, weighed, found."""

PERHAPS = re.compile(
    r"可能(?!的话)|也许|或许|有机会|尽量|尽力|试试|看看|"
    r"\b(?:try(?:ing)?|might|perhaps|maybe|may be|possibly|see if|see whether)\b",
    re.IGNORECASE,
)
"""That it is not sure, in the clause itself."""

PENDING = re.compile(
    rf"(?:如果|若是?|要是|倘若|假如|假设|万一|一旦|只要|除非)(?![{_SIGN}](?!们?的)|(?:愿意|同意|接受|方便|需要|觉得|"
    rf"没有?(?:其他|别的)?意见|不介意|点头|可以|认可|喜欢|想))|(?:可能|可以|允许|属实|确实|有误|查实|能|行)的话|"
    r"(?<!已)(?<!经)(?:核实|查实|查清|查明|核查|核对|确认|检测|鉴定|调查|审核|审批|批准|判断|评估|证实)(?:清楚|"
    r"无误|属实|通过|完毕?|好|结果)?"
    r"(?:以?后|之后|了?再|才|出来|是否|确实|属于|为)|属实|等[^，。]{0,14}(?:后|结果|再)|待[^，。]{0,10}后|"
    r"(?<!的)(?<!款)(?<!偿)申请(?!书|表|单|的)|提交[^，。]{0,10}申请|申请(?:已经?)?(?:提交|递交|上报)|请示|争取|商量|协商|研究|讨论|上报|报给|评估|考虑|建议(?:公司|上级|领导|经理|财务|总部)|"
    r"向[^，。]{0,8}(?:经理|主管|上级|公司|领导|总部)|"
    r"\bif(?! your?\b(?!r))|\b(?:once|when|after|as soon as)\b(?! you\b)|\b(?:provided|unless|should it|subject to|depending|"
    r"ask my|ask the|request(?!ed)|(?<!a )check|consider|approval|"
    r"apply (?:for|to (?:my|the|our|head))|(?:will|to|must|should) investigate)\b",
    re.IGNORECASE,
)
"""That it hangs on something that is not sure and not the customer's to do, or is only asked for; said before it holds on."""

PROVIDED = re.compile("前提是|为准|(?:核实|审核|审批|批准|检测|查清|确认)(?:通过|无误|属实)?(?:以?后|之后|了?再)")
"""The same, said afterwards."""

SWORN = re.compile(r"承诺|保证|一定|\b(?:promise|guarantee)\b", re.IGNORECASE)
"""That it is promised, whatever is still to be done."""

AGAIN = re.compile(
    r"再(?!次|跟|和|对|说|核|查|确认|看)|另外|额外|此外|外加|另[给补赔送]|加[送赔补]|除了?[^，。]{0,16}(?:外|，)|(?<![退归返偿])还(?:会|能|可以|要|将|另|有)|"
    r"(?<![退归返偿])还(?=[给为帮][您你]?[^，。]{0,4}[补赔送减免])|同时|并(?:且|会)?(?=[^，。]{0,4}[退赔补送减免给])|以及|加上|"
    r"\b(?:another|additional|extra|on top|further|plus|as well|also)\b",
    re.IGNORECASE,
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

NO_PRICE = re.compile(
    r"(?:满了?|原价|售价|价格|单价|(?<!少)付了?|(?<!少)交了?|花了?|消费了?|预?存了?|"
    r"(?<![给帮为][您你])充值?了?|买|每|paid|cost)[ 的]?$"
)
"""What stands before an amount that is not given."""
