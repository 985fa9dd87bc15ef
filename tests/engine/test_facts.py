from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.engine.components.facts import Facts
from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.personal import PersonalFinder
from dingxin.playbook import load_book

AT = datetime.fromisoformat("2026-11-20T09:30:00+08:00")
TABLES = load_book("zh").tables
FACTS = Facts(TABLES)
PERSONAL = PersonalFinder(TABLES)


def find(text):
    normal = normalise(text)
    return FACTS.find(normal, AT, PERSONAL.find(normal))


def said(text, kind):
    return [fact.text for fact in find(text) if fact.kind == kind]


STORY = "我上个月25号在城南营业厅办的宽带，客服李女士说三天内装好，结果打了三次电话都没来，订单号20261025001234，多扣了我96块钱"


def test_a_story_yields_all_kinds_of_facts_with_their_values():
    facts = {(fact.kind, fact.text): fact for fact in find(STORY)}
    assert facts["when", "上个月25号"].value == "2026-10-25"
    assert facts["when", "三天内"].value == "P3D"
    assert ("where", "城南营业厅") in facts
    assert ("what", "宽带") in facts
    assert ("who", "李女士") in facts
    assert facts["who", "20261025001234"].number == "order"
    assert facts["what", "96块钱"].amount == 96
    assert ("how", "结果打了三次电话都没来") in facts


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("订单号：A2026112000123", "A2026112000123", "order"),
        ("工单20261120093", "20261120093", "order"),
        ("维修单号是W88001234", "W88001234", "order"),
        ("退货单号TH20261120", "TH20261120", "order"),
        ("运单SF1990000123456", "SF1990000123456", "tracking"),
        ("快递单号771990000123456", "771990000123456", "tracking"),
        ("就是YT1990000123456这个", "YT1990000123456", "tracking"),
        ("会员号88001234", "88001234", "account"),
        ("燃气户号1990000123", "1990000123", "account"),
        ("我的手机19900001234", "19900001234", "phone"),
        ("座机010-62340000", "010-62340000", "phone"),
        ("my order number is 2026112000123", "2026112000123", "order"),
    ],
)
def test_a_number_says_what_it_is(text, words, number):
    assert (words, number) in [(fact.text, fact.number) for fact in find(text) if fact.kind == "who"]


@pytest.mark.parametrize("text", ["打了10086", "拨打12315", "打400-800-1234", "95588客服", "2026年11月20日", "扣了1200元"])
def test_hotlines_dates_and_money_are_no_ones_number(text):
    assert [fact for fact in find(text) if fact.number] == []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("住1203房间", "where", "1203房间"),
        ("在阳光小区", "where", "阳光小区"),
        ("快递员把包裹扔了", "who", "快递员"),
        ("我妈去办的", "who", "我妈"),
        ("因为系统升级所以停了", "why", "因为系统升级所以停了"),
        ("你们施工导致断网", "why", "你们施工导致"),
        ("已经重启过了，也不行", "how", "已经重启过了"),
    ],
)
def test_the_other_facts_point_at_their_words(text, kind, words):
    assert words in said(text, kind)


def test_traditional_and_simplified_give_the_same_places():
    places = [
        [(fact.kind, fact.start, fact.end, fact.value) for fact in find(text)]
        for text in ("昨天在营业厅办的宽带", "昨天在營業廳辦的寬帶")
    ]
    assert places[0] == places[1]


@settings(max_examples=300)
@given(st.text())
def test_places_are_those_of_the_text_as_given(text):
    for fact in find(text):
        assert text[fact.start : fact.end] == fact.text
        assert fact.text


@pytest.mark.parametrize("text", ["客服", "打了", "因为", "营业厅", "导致", "A1", "单号1", "，", "我在：", "·"])
def test_a_long_text_comes_to_an_end(text):
    normal = normalise(text * (200_000 // len(text)))
    assert all(fact.text == normal.raw[fact.start : fact.end] for fact in FACTS.find(normal, AT))
