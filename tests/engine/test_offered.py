"""What a draft offers: kind, amount and words, in Chinese and English; and what offers nothing."""

from __future__ import annotations

from time import process_time

import pytest

from dingxin.engine.components.offered import find_offers

OFFERED = [
    ("我赔您五千块。", "credit", 5000),
    ("我们给您全额退款。", "refund", None),
    ("您放心，这35元我今天就退给您。", "refund", 35),
    ("多扣的三十五元，我今天退给您。", "refund", 35),
    ("我已经核实，多扣了35元，现在就退您35元。", "refund", 35),
    ("按规定，我给您全额退款3000元。", "refund", 3000),
    ("给您补偿50元话费，您看可以吗？", "credit", 50),
    ("送您一份小礼物。", "gift", None),
    ("我给您换一台全新的。", "replacement", None),
    ("再给您补偿200元。", "credit", 200),
    ("免单，今晚的房费不收您的了。", "waiver", None),
    ("这一晚的房费1,200元我为您免掉。", "waiver", 1200),
    ("我能为您办理退回其中的35元，三个工作日内退到您付款的账户。", "refund", 35),
    ("我为您的账户存入20元抵用金，今天到账，下一次消费时自动抵扣。", "credit", 20),
    ("我会把您的钱一分不少退回来。", "refund", None),
    ("赔您5000", "credit", 5000),
    ("同意退款。", "refund", None),
    ("只要您同意，我们今天就退您300元。", "refund", 300),
    ("我们退一赔三给您。", "credit", None),
    ("這筆３５元我今天退給您。", "refund", 35),
    ("We will refund you 300 yuan today.", "refund", 300),
    ("We’ll give you a full refund.", "refund", None),
    ("Your full refund will be in your account tomorrow.", "refund", None),
    ("I can waive the fee of 35 yuan for you.", "waiver", 35),
    ("We will send you a replacement tomorrow.", "replacement", None),
]
NOT_OFFERED = [
    "如果核实是多扣的，我们会全额退给您。",
    "核实清楚以后，三天内把钱退给您。",
    "您要求退300元，我没法答应。",
    "您说的“退一赔三”，我们做不到。",
    "按照规定，七天内可以全额退款。",
    "请问您是想退款吗？",
    "我向经理申请全额退款给您。",
    "全额退款给您，这一点我做不到。",
    "您的退款已经到账。",
    "退款进度您可以在手机上查。",
    "银行会在三天内把钱退给您。",
    "您账单里的35元是信息费，您付的300元里没有它。",
    "给您添了麻烦，真是抱歉，换作是我也会着急。我这就去核对您这个月的账单，今天下午五点前打电话告诉您结果。",
    "您把商品退回来就行。",
    "我给您一个满意的答复。",
    "我把截图发送给您。",
    "这个业务我帮您退订。",
    "您好，退房时间是中午十二点。",
    "您能不能接受退一半？",
    "I am afraid we cannot refund you 300 yuan.",
    "If the check shows we overcharged you, we will refund the 35 yuan.",
    "Do you want a refund of 300 yuan?",
    "I will check the bill and call you by five.",
    "I'll ask my manager to refund you 300 yuan.",
    "According to the terms, customers get a full refund within seven days.",
    "The bank will return the money within three days.",
    "",
]


@pytest.mark.parametrize(("words", "kind", "amount"), OFFERED)
def test_an_offer_is_found_with_its_kind_and_amount(words, kind, amount):
    offers = find_offers(words).offers
    assert [(one.kind, one.amount) for one in offers] == [(kind, amount)]
    assert 0 <= offers[0].start < offers[0].end <= len(words)


@pytest.mark.parametrize("words", NOT_OFFERED)
def test_what_is_none_is_not_found(words):
    assert find_offers(words).offers == []


@pytest.mark.parametrize(
    ("words", "times", "whole", "again"),
    [
        ("我们给您全额退款。", 1, True, False), ("我今天把钱退给您。", 1, False, False), ("我们双倍退给您。", 2, True, False),
        ("我们退一赔三给您。", 4, True, False), ("另外我给您补偿50元。", 0, False, True), ("我给您退运费。", 0, False, False),
    ],
)  # fmt: skip
def test_it_is_told_how_much_of_the_money_in_question_it_is(words, times, whole, again):
    (offer,) = find_offers(words).offers
    assert (offer.times, offer.whole, offer.again) == (times, whole, again)


def test_several_offers_are_found_in_order():
    draft = "这35元我今天退给您。另外我给您补偿50元话费，再送您一份小礼物。"
    assert [(one.kind, one.amount) for one in find_offers(draft).offers] == [("refund", 35), ("credit", 50), ("gift", None)]


@pytest.mark.parametrize("unit", ["退", "给您退", "您", "5", "，", "元", "“", "a", "退您5元，", "如果", " refund you", "("])
def test_time_is_linear(unit):
    text = unit * (1_000_000 // len(unit))
    start = process_time()
    find_offers(text)
    assert process_time() - start < 8
