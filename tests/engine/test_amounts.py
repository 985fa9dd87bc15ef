import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.engine.components.amounts import find_amounts
from dingxin.engine.components.numerals import number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("三十五", 35), ("两百五", 250), ("一千二", 1200), ("一万二", 12000), ("二十五", 25), ("一百零五", 105),
        ("三千零五十", 3050),
        ("1.2万", 12000), ("3万5", 35000), ("1,200.00", 1200), ("二零二五", 2025), ("两千万", 20_000_000), ("8千", 8000),
        ("", None), ("元", None),
    ],
)  # fmt: skip
def test_numerals_are_read_as_people_write_them(words, value):
    assert number(words) == value


@pytest.mark.parametrize(
    ("text", "words", "yuan"),
    [
        ("扣了我三十五块", "三十五块", 35), ("退我1,200.00元", "1,200.00元", 1200), ("花8000多买的手机", "8000多", 8000),
        ("多收96块钱", "96块钱", 96), ("两百五买的", "两百五", 250), ("花了1.2万", "1.2万", 12000), ("要两块五", "两块五", 2.5),
        ("就五毛钱", "五毛钱", 0.5), ("付了10块零五毛", "10块零五毛", 10.5), ("赔我五百", "五百", 500), ("￥99", "￥99", 99),
        ("RMB 120", "RMB 120", 120),
        ("原价6999元", "6999元", 6999), ("一共5万元", "5万元", 50000), ("充了100，没到账", "100", 100), ("月租58", "58", 58),
        ("I paid 300 yuan", "300 yuan", 300), ("refund $30", "$30", 30), ("十几块钱", "十几块钱", 10),
    ],
)  # fmt: skip
def test_an_amount_has_its_words_and_its_value(text, words, yuan):
    text = text.replace("￥", "¥")
    assert [(text[found.start : found.end], found.yuan) for found in find_amounts(text)] == [(words.replace("￥", "¥"), yuan)]


@pytest.mark.parametrize(
    "text",
    [
        "一块去",
        "换一块屏幕",
        "三块电池",
        "元旦",
        "3单元",
        "退一赔三",
        "假一赔十",
        "充值100次",
        "买了3台",
        "扣了20M流量",
        "收了三天",
        "交了三年",
        "买一送一",
        "扣12分",
    ],
)
def test_what_is_no_money_is_no_amount(text):
    assert find_amounts(text) == []


@given(st.text(alphabet="0123456789一二十百千万亿块元毛角分钱多几.,，¥RMB退赔花 ", max_size=40))
def test_places_are_inside_the_text(text):
    last = 0
    for found in find_amounts(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end


@pytest.mark.parametrize("text", ["1", "一", "块", "1元", "一块", "花", "花1", "1,", "万", "¥", "多"])
def test_a_million_characters_take_linear_time(text):
    text *= 200_000 // len(text)
    ends = [place for amount in find_amounts(text) for place in (amount.start, amount.end)]
    assert ends == sorted(ends)
