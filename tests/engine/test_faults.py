import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.engine.components.faults import FaultRules, Situation
from dingxin.engine.components.normalise import normalise
from drafts import book

RULES = FaultRules(book())
OPEN = Situation(open=True, limit=100)
CALM = Situation(open=None)


def kinds(text, situation=CALM, rules=RULES):
    normal = normalise(text)
    return {fault.kind for fault in rules.judge(rules.hear(normal.text), situation, normal)}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("privacy", "房号不能告诉别人，我悄悄跟您说，王先生住1208。"), ("privacy", "他的手机号按规定不能给，我私下发给您。"),
        ("provocative", "您冷静一点，我们慢慢说。"), ("provocative", "这是您自己操作不当造成的。"),
        ("provocative", "您怎么这么不讲理呢。"),
        ("interrupt", "您先让我说完。"), ("taboo", "这不归我管。"), ("taboo", "公司规定我也没办法。"),
        ("taboo", "您爱去哪儿投诉就去哪儿投诉。"),
        ("taboo", "我不知道，您再问问。"), ("ni", "麻烦你等我五分钟。"), ("hedge", "包裹应该是放在驿站了。"),
        ("hedge", "这笔钱估计下周到账。"),
        ("why_question", "您为什么不早点说呢？"), ("must", "您必须今天来一趟。"), ("must", "您要先付运费才能退。"),
        ("bare_no", "抱歉，这个退不了。"),
        ("vague_time", "我们会尽快处理。"), ("vague_time", "有消息再联系您。"),
        ("pass_buck", "破损是卖家造成的，您去找卖家吧。"),
        ("pass_buck", "这是上一班的问题。"), ("perfunctory", "好的，知道了。"), ("blame", "您说的不对，我们没有错的。"),
        ("blame", "我已经跟您说过很多遍了。"),
        ("blind_promise", "我保证明天就给您退款。"), ("blind_promise", "今晚八点前肯定到账。"),
        ("early_admission", "对不起，都是我们的错，我们全责。"),
        ("emotional_refusal", "您想都别想。"), ("not_plain", "您反映的问题已知悉，特此函复。"),
        ("privacy", "快递员的手机号是19900001234。"),
        ("privacy", "请把验证码发给我。"), ("abuse", "你有病吧。"), ("pass_buck", "你去问别的部门。"),
    ],
)  # fmt: skip
def test_each_rule_finds_its_fault(kind, text):
    assert kind in kinds(text, OPEN)


@pytest.mark.parametrize(
    "text",
    [
        "我不能保证今天一定退款，但五点前给您消息。", "我们不会推卸责任。",
        "他的电话属于隐私，没法给您，我可以替您转告他。", "住客的信息我们要保密，房号不能告诉您，我可以打电话到客房问问。",
        "您能把单号告诉我吗？",
        "同事跟您说“这不归我管”，这不应该。", "您们一家还好吗？",
        "您问为什么会多扣钱，我来说明。", "迷你音箱已经寄出。", "我今天五点前尽快给您回电。",
        "我会一直跟进，五点前给您回电。", "让您着急了，很抱歉。", "如果是质量问题，我们免费换新。",
        "您应该昨天就收到短信了，我再发一次。", "您不必提供发票。", "我已经联系快递公司，今天下午给您答复。",
        "向12315反映是您的权利。", "请您消消气，先喝口水。", "不管前因后果，我先跟您说声对不起。",
        "您一定很着急，我现在就查。", "骂人的事我们一定会查清楚。", "您没有摔过却被判人为，我们重新检测。",
        "密码请您保管好，不要告诉任何人。",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_fault_pass(text):
    assert kinds(text) == set()


def test_a_refusal_passes_with_reason_and_alternative():
    assert "bare_no" in kinds("抱歉，差价退不了。")
    assert "bare_no" not in kinds("因为是秒杀价，差价退不了，不过我可以为您申请一张优惠券。")


def test_an_admission_passes_once_the_facts_were_checked():
    words = "这35元是我们的错，我们赔您。"
    assert "early_admission" in kinds(words)
    assert "early_admission" not in kinds("经核实，" + words)
    assert "early_admission" not in kinds(words, Situation(checked=True))


def test_a_solution_before_the_feeling_is_cold():
    words = "请提供您的订单号和身份证。"
    assert "cold_solution" in kinds(words, Situation(emotion=2, open=True))
    assert "cold_solution" not in kinds(words, Situation(emotion=1, open=True))
    assert "cold_solution" not in kinds("让您白等一天，很抱歉。" + words, Situation(emotion=2, open=True))


def test_an_open_problem_wants_a_next_step():
    words = "看到杯子碎了，我们也很心疼，抱歉。"
    assert "no_next" in kinds(words, OPEN)
    assert "no_next" not in kinds(words, Situation(open=False))
    assert "no_next" not in kinds(words + "我现在就核对，五点前给您回电。", OPEN)


def test_money_beyond_the_limit_must_not_leave():
    normal = normalise("我现在就赔您五百元。")
    judged = RULES.judge(RULES.hear(normal.text), Situation(limit=100, checked=True), normal)
    assert [(fault.kind, fault.weight) for fault in judged] == [("blind_promise", "stop")]
    assert not kinds("经核实多扣了，我现在就退您五百元。", Situation(limit=500))


def test_words_of_the_customer_are_no_jargon():
    assert "jargon" in kinds("请看机身上的SN。")
    assert "jargon" not in kinds("请看机身上的SN。", Situation(words={"SN"}))


def test_after_a_no_the_next_question_is_open():
    assert "closed_question" in kinds("那您是不是欠费了？", Situation(closed=True))
    assert "closed_question" not in kinds("那您当时看到了什么提示？", Situation(closed=True))


def test_every_kind_has_rule_principle_and_reason_in_both_languages():
    patterns = {group["name"] for table in book().tables.values() for group in table.get("pattern", ())}
    reported = patterns - {"offer", "vague_try", "no_say", "curt"}
    for language in ("zh", "en"):
        rules = book(language).tables["rules"]["rule"]
        assert reported <= set(rules)
        assert all(set(rule) == {"rule", "principle", "why"} and all(rule.values()) for rule in rules.values())
    assert {rule["rule"] for rule in book().tables["rules"]["rule"].values()} == {f"C{number}" for number in range(1, 23)}


def test_what_is_said_instead_is_free_of_faults():
    says = {
        say
        for table in book().tables.values()
        for group in table.get("pattern", ())
        if (say := group.get("say", "").replace("%by%", "明天下午三点前")) and "\\" not in say
    }
    assert len(says) > 20
    clauses = {say for say in says if len(say) > 5}
    assert {say: found for say in clauses if (found := kinds(say))} == {}


@pytest.mark.parametrize("text", ["您必須明天過來。", "您 必 须 明天过来。", "抱歉。\u200b您必须ＡＢＣ"])
def test_places_are_those_of_the_text_as_given(text):
    normal = normalise(text)
    fault = next(fault for fault in RULES.judge(RULES.hear(normal.text), CALM, normal) if fault.kind == "must")
    assert normalise(text[fault.start : fault.end]).text == "您必须"


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_no_text_makes_it_raise_and_every_place_lies_inside(text):
    normal = normalise(text)
    for fault in RULES.judge(RULES.hear(normal.text), OPEN, normal):
        assert 0 <= fault.start < fault.end <= len(text)


@pytest.mark.parametrize("piece", ["您", "不", "保证", "为什么", "「", "。", "A", "１", "他的电话是", "尽快给您"])
def test_the_judgement_of_a_long_text_comes_to_its_end(piece):
    text = piece * (200_000 // len(piece))
    assert all(0 <= fault.start < fault.end <= len(text) for fault in RULES.judge(RULES.hear(text), OPEN, normalise(text)))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("must", "You must send the form first."), ("vague_time", "We will fix it as soon as possible."),
        ("taboo", "That's our policy."), ("provocative", "Please calm down."),
        ("blind_promise", "I guarantee your refund will arrive tomorrow."), ("bare_no", "We cannot refund this."),
        ("why_question", "Why didn’t you tell us?"), ("pass_buck", "Please contact the courier."),
    ],
)  # fmt: skip
def test_the_english_pack_knows_the_same_rules(kind, text):
    assert kind in kinds(text, OPEN, FaultRules(book("en")))


def test_a_good_english_reply_passes():
    words = "I'm sorry you were charged twice. I am checking it now and will call you by 5 pm today."
    assert kinds(words, OPEN, FaultRules(book("en"))) == set()
