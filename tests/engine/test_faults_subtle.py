"""Faults in kind words, and sound drafts that use the same words."""

import pytest

from dingxin.engine.components.faults import FaultRules, Situation
from dingxin.engine.components.normalise import normalise
from drafts import book

RULES = {language: FaultRules(book(language)) for language in ("zh", "en")}
MILD = Situation(emotion=1, latest=1, open=True, limit=100)
HELP = "让您受累了，抱歉。单子我今天17点前查完，给您回电话。"


def kinds(text: str, situation: Situation = MILD, language: str = "zh") -> set[str]:
    normal = normalise(text)
    return {fault.kind for fault in RULES[language].judge(RULES[language].hear(normal.text), situation, normal)}


SUBTLE = {
    "provocative": [
        "填单的时候多核对一个数字，这一趟就省下了。",
        "出门前打个电话确认一下，就不会白跑了。",
        "相信您今后插拔多注意一些，会好很多。",
        "下次下单可以先多看看评价。",
        "每个人对颜色的感知不一样呢。",
        "包的时候多花一点心思，是可以避免的。",
    ],
    "blame": [
        "绝大多数住客都听得明白。",
        "同一天用餐的两百多位客人都没有反映。",
        "页面下方其实有标注。",
        "师傅施工都是按规范来的。",
        "阿姨一天要打扫十八间，漏一条毛巾也是人之常情。",
        "也请您体谅一线师傅。",
        "我们夹在中间也很为难。",
        "电池的寿命跟使用习惯关系很大。",
    ],
    "perfunctory": [
        "我们将不断提升服务品质。",
        "感谢您的宝贵建议。",
        "您的安全就是我们最大的牵挂。",
        "给您温馨提示一下，退房时间是十二点。",
        "建议您仔细阅读。",
    ],
    "blind_promise": [
        "您把心放肚子里，怎么着都给您赶出来。",
        "我一定替您把它找回来。",
        "材料齐了就没有批不下来的。",
    ],
    "pass_buck": ["仓库有他们自己的判断，我插不上手。", "送货、安装各管各的。", "店里只负责卖。"],
    "early_admission": ["是我们系统扣错了。", "信息就是从我们平台漏出去的。", "医药费我们来担。"],
    "hedge": ["同事大概讲的是老政策。", "系统上个月好像出过问题。"],
    "why_question": ["那为什么电话拨了两次都没人接呢？"],
    "must": ["核实之前，您不可以离开前台。", "请您先自行换一块电池。"],
    "interrupt": ["经过不用讲了，我只问一句。"],
    "too_casual": ["这短信比闹钟还敬业。", "您就当喝了杯奶昔。"],
    "not_plain": [
        "这要从两个层面说，一个是制度层面。",
        "价格要看距离，距离又看分拣口，分拣口由时段定。",
    ],
    "ignore": ["新活动首单立减五元，欢迎体验。"],
    "bare_offer": ["新款用硅碳电池，5500毫安，90瓦快充，四纳米芯片。"],
    "privacy": ["有位姓周的女士也退了，您可以加她问问。", "我看了您的备份和相册。"],
}
SAME_WORDS = [
    "路线我给您备注好了，下一单师傅就按这条走。",
    "没有早一天提醒，让您白跑了，抱歉，今天18点前给您送上门。",
    "不少顾客问过这一点，换谁都会着急，我17点前查清回您。",
    "谢谢您体谅，件今天18点前送到。",
    "您的担心一定有道理，我17点前查完一定告诉您。",
    "我翻了聊天记录，同事4号答应过补发，今晚19点发出，单号发您。",
    "我不敢保证一定找回来，但沿路四个点我逐个打电话，今晚19点告诉您。",
    "您问为什么扣了两次，我17点前查清回您。",
    "要是查出来是我们扣错，当天退，结果今天18点前告诉您。",
    "您要来龙去脉，我17点前写成一页发您。",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SUBTLE.items() for text in texts])
def test_kind_words_do_not_hide_a_fault(kind, text):
    assert kind in kinds(HELP + text)


@pytest.mark.parametrize("text", SAME_WORDS)
def test_the_same_words_in_a_sound_draft_pass(text):
    assert kinds(text) == set()


def test_a_refusal_in_soft_words_is_one():
    assert "bare_no" in kinds("非常理解您想省钱的心情呢，您的号码暂不支持这一档哦，给您带来不便敬请谅解。")
    assert "bare_no" not in kinds("这一档暂不支持，因为它只给新号；您可以换39元那档，今天就能办。")


def test_a_guess_is_mended_in_whole_words():
    normal = normalise("大概是外机的问题吧。")
    found = RULES["zh"].judge(RULES["zh"].hear(normal.text), MILD, normal)
    assert "是不是外机的问题，我这就核实" in {fault.rewrite for fault in found}


def test_some_day_is_no_time():
    assert "vague_time" in kinds("让您多付了，抱歉。加急费以后会处理的。")
    assert "vague_time" in kinds("让您多付了，抱歉。到账要看银行，过几天您再留意一下。")


def test_another_guess_after_a_no_is_a_closed_question():
    assert "closed_question" in kinds("那是枕头太高了，对吗？", Situation(closed=True, open=True))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("provocative", "Next time please do double-check the size."),
        ("blame", "A correct address is the customer's responsibility."),
        ("blame", "A slight rattle is within tolerance."),
        ("too_casual", "Jokes aside, we will look at it by Friday."),
        ("blind_promise", "You will definitely get our best suite."),
        ("no_next", "I'm sure you know how much we care."),
    ],
)
def test_english_courtesy_does_not_hide_a_fault(kind, text):
    assert kind in kinds(text, MILD, "en")
