"""Families of sentences in drafts that are sound, beside those that only look like them."""

import pytest

from dingxin.engine.components.faults import FaultRules, Situation
from dingxin.engine.components.normalise import normalise
from drafts import book

RULES = {language: FaultRules(book(language)) for language in ("zh", "en")}
OPEN = Situation(open=True, limit=100)
MILD = Situation(emotion=1, latest=1, open=True, limit=100)
HEATED = Situation(emotion=2, latest=2, open=True, limit=100)


def kinds(text: str, situation: Situation = OPEN, language: str = "zh") -> set[str]:
    normal = normalise(text)
    return {fault.kind for fault in RULES[language].judge(RULES[language].hear(normal.text), situation, normal)}


DONE_OR_SHOWN = [
    "杯子碎了两只，不好意思亲。两只的钱38元刚退给您。",
    "雨声大听不清是常事，想问您两句：是通话断，还是上网断？一般几点最厉害？我记着。",
    "要是嫌贵，月底来找我，可以换成19元那档。",
    "先擦一擦充电口，再换一根线试试。还不行，带来店里，免费看。",
    "余额32.5元可以退到您的银行卡，销户当天办。",
    "鞋码偏小半码，您拿着小票到一号台，换大一码就行。",
    "单子已经撤销，三个月的钱都退到话费里了。",
    "窗户我让电工上去修，您先坐靠走廊那边。",
    "不会，合同到期号码还是您的。",
    "18元是漫游包，上月9日生效。",
    "退好了，用到月底，下月不扣。",
    "刚才打断了您，对不起，您接着说。",
]
HOLLOW = [
    "非常抱歉给您带来困扰，电池的寿命跟天冷天热关系很大。",
    "师傅都是本地人，老房子的墙皮本来就脆。",
    "我们非常看重每一位客人，请您放心休息。",
    "您想省钱的心情我理解，给您带来不便了。",
    "我看到了，确实晚了两天。",
    "外线还要转总机，麻烦您了。",
    "易碎的东西，路上磕磕碰碰也是有的，给您带来不便了。",
]
SHORT_ANSWERS = [
    "发了，上午九点从苏州仓出的库，明天中午到您手里。",
    "您要的是书面，我不再打电话。书面答复7月2日前寄到您留的地址。",
    "单号是SF开头那一串，短信刚发到您手机。",
    "东西是我们卖的，当然我们管。寄回来修，或者在您那边的授权点修，您选哪样？",
]
PAPERS = [
    "请您填写遗失物品登记表并签字，保安部明天九点前查完。",
    "请提供订单号、外箱照片和购买凭证，审核三个工作日。",
    "理赔须由收件人提供发票原件，材料齐全后今天18点前受理。",
    "请扫墙上的二维码填写预约信息，今天16点起按号办理。",
    "根据平台规则，您可在7日内补充证据，今天18点前有效。",
]
SOUND = [
    "家里的灯都开不了，晚上黑着，我让电工现在上去，十分钟到。",
    "门锁识别不了指纹，急人。我带新电池上来，三分钟到。",
    "看不看得到流星我不敢打包票，观景台今晚八点开门，我给您留位子。",
    "退不退您说了算，不退的话今天20点前发出。",
    "催自己的包裹还要挨骂，太委屈了，对不起，录音我今天18点前听完回您。",
    "外包装拍一张给我好吗？我20点前告诉您怎么赔。",
    "没问过您就放了驿站，抱歉，我今天18点前给您送上楼。",
    "一个人出门在外丢了证件，慌是一定的。我现在陪您去派出所，十分钟后大堂见。",
    "封顶是首重的七倍，也就是84元，今天18点前到账。",
    "每天多走一趟太折腾，修的这几天给您一台备用机，周五18点取。",
    "“都是您自己操作失误”，这话不该说，对不起，我今天16点前查是谁说的。",
    "恶心和后怕都正常，这间不让您住了，我十分钟内给您换到新楼。",
    "脖子疼就别将就了，低枕五分钟送上来。",
    "不会让您自认倒霉，屏幕在保修里，明天10点前修好。",
    "您觉得冤枉，我理解，照片今天15点前发您。",
    "您的房号写在卡套里，不念出来，两分钟办好。",
    "电话给您留一个：负责的同事叫小顾，今天18点前回您。",
    "在的。扫地机不走，家里地没人管，是挺急。我五分钟后打给您，教您看灯。",
    "先抱抱孩子，人没事要紧，录像我18点前看完给您回电。",
    "哎呀，碎了三个，一打开肯定糟心，三个的钱今天20点前退您。",
    "贵司来函收到，账单多出两千元，给财务同事添了麻烦，3月21日17时前书面答复。",
    "两年用到八成左右，是电池常见的样子，换一块268元，今天18点前好。",
    "是不是次品现在还不能下结论，测十分钟就知道，今天18点前告诉您。",
    "听懂了，要退，不换，退货单今天18点前开好。",
    "该给的一份也不能漏，我今天18点前核对您的老号。",
    "土鸡蛋娇气，我多垫两层纸壳，破了我们赔，按您填的价，明早9点取件。",
    "附加费是公司定的，但下回改走另一条线，一件省八元，明天中午到。",
    "两次都没回音，您有火正常。到时候发不出来，您不开口我也全额退，周五18点给您准信。",
    "前任对您说过的话，我今晚8点前打电话问他。",
    "猫砂今晚8点前送到，换错的那袋您跟卖家说一声，钱我来跟他对。",
    "好心烦的一天，抱歉。洗衣记录我16点前查完。",
    "先不急着说对错，账单我一条条核，今天17点前回您电话。",
    "评价改不改都行，您的杯子今天20点前补发。",
    "这张单子全是缩写，难怪您看不懂，我17点前抄成白话发您。",
    "先打给银行挂失，我这边17点前把扣费停住。",
    "从此刻起请别再开机，明天15点前告诉您能读出多少。",
    "喂，您好，我是站长，药在我手里，11点20分前到您门口。",
    "封膜是保证没人试过用的；换色号今天18点前寄出。",
]
FAULTY = {
    "bare_no": ["这个套餐改不了。", "我们这里开不了发票，也退不了。"],
    "pass_buck": ["您去找快递员问吧。", "外包的事您问外包公司。"],
    "perfunctory": ["出门在外难免的，您担待一下。", "好的，收到。", "您就将就一晚吧。"],
    "blind_promise": ["我打包票明天一定修好。"],
    "privacy": ["他叫王强，住站点后面的宿舍楼。", "手机号我给您发过去，您自己找他。"],
    "provocative": ["话这么难听，谁敢给您办。", "您盯得这么紧，怕是闲着没事吧。"],
    "emotional_refusal": ["这个态度，我是不会给您办的。"],
    "too_casual": ["哎呀亲，别生气嘛。", "哎哟喂，手机下水游了个泳。"],
    "vague_time": ["我们会加快进度。", "排到了自然会发，单号届时短信给您。"],
}


@pytest.mark.parametrize("text", DONE_OR_SHOWN)
def test_what_is_done_asked_or_shown_is_a_next_step(text):
    assert "no_next" not in kinds(text, MILD)


@pytest.mark.parametrize("text", HOLLOW)
def test_words_about_oneself_are_no_next_step(text):
    assert "no_next" in kinds(text, MILD)


@pytest.mark.parametrize("text", SHORT_ANSWERS)
def test_a_straight_answer_to_somebody_angry_is_not_cold(text):
    assert "cold_solution" not in kinds(text, HEATED)


@pytest.mark.parametrize("text", PAPERS)
def test_papers_asked_of_somebody_angry_are_cold(text):
    assert "cold_solution" in kinds(text, HEATED)
    assert "cold_solution" not in kinds("让您受惊了，对不起。" + text, HEATED)


def test_a_mild_trouble_is_not_met_with_papers_first():
    papers = "请提供订单号和照片三张，24小时内审核。"
    assert "cold_solution" in kinds(papers, MILD)
    assert "cold_solution" not in kinds("这单我来办，明天10点前给您答复。" + papers, MILD)


@pytest.mark.parametrize("text", SOUND)
def test_what_only_looks_like_a_fault_passes(text):
    assert kinds(text, MILD) == set()


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FAULTY.items() for text in texts])
def test_what_they_look_like_is_still_a_fault(kind, text):
    assert kind in kinds(text, OPEN)


def test_a_note_of_receipt_is_enough_where_more_follows():
    assert "perfunctory" in kinds("收到，谢谢。")
    assert "perfunctory" not in kinds(
        "收到。您说的漏水我让工程师十分钟内上来看，修好前给您换到1206，行李我们来搬，您只带贵重物品就行。"
    )
    assert kinds("在的，您请说。") == set()


def test_a_refused_part_of_a_plain_answer_needs_no_way_on():
    asked = Situation(answer=True, limit=100)
    text = "能用，锅底是铁的，电磁炉、燃气灶都可以；微波炉不行。"
    assert "bare_no" in kinds(text, OPEN)
    assert "bare_no" not in kinds(text, asked)
    assert "bare_no" in kinds("孩子大了，挤着睡不好。加床是不可以的。", asked)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I hope your daughter feels better soon. The room is yours until three; shall I send up some tea?", "vague_time"),
        ("I’m sorry you won’t have it for the trip. You can choose a refund today or the right size on Thursday.", "bare_no"),
    ],
)
def test_english_wishes_and_regrets_are_no_promises_or_refusals(text, kind):
    assert kind not in kinds(text, MILD, "en")
