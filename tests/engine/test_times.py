from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.engine.components.times import Times
from dingxin.engine.components.times_value import in_china, value_of
from dingxin.playbook import load_book

AT = datetime.fromisoformat("2026-11-20T09:30:00+08:00")
TIMES = Times(load_book("zh").tables["festivals"])


def read(text, at=AT):
    today = in_china(at).date() if at else None
    return [(text[found.start : found.end], value_of(found, today)) for found in TIMES.find(text, at)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("昨天去的", "昨天", "2026-11-19"),
        ("前天晚上八点半断的网", "前天晚上八点半", "2026-11-18T20:30:00+08:00"),
        ("上个月底办的", "上个月底", "2026-10-21/2026-10-31"),
        ("6月17日下的单", "6月17日", "2026-06-17"),
        ("12月20日下的单", "12月20日", "2026-12-20"),
        ("去年12月20日", "去年12月20日", "2025-12-20"),
        ("三天前就坏了", "三天前", "2026-11-17"),
        ("两小时前打过", "两小时前", "2026-11-20T07:30:00+08:00"),
        ("春节后第二天", "春节后第二天", "2026-02-18"),
        ("大年初三", "大年初三", "2026-02-19"),
        ("除夕那天", "除夕那天", "2026-02-16"),
        ("国庆期间住的", "国庆期间", "2026-10-01/2026-10-07"),
        ("去年国庆", "去年国庆", "2025-10-01"),
        ("上周三", "上周三", "2026-11-11"),
        ("周三去过", "周三", "2026-11-18"),
        ("上周", "上周", "2026-11-09/2026-11-15"),
        ("上周末", "上周末", "2026-11-14/2026-11-15"),
        ("月初", "月初", "2026-11-01/2026-11-10"),
        ("10月中旬", "10月中旬", "2026-10-11/2026-10-20"),
        ("2025年底", "2025年底", "2025-12-01/2025-12-31"),
        ("去年", "去年", "2025-01-01/2025-12-31"),
        ("第三季度", "第三季度", "2026-07-01/2026-09-30"),
        ("上个月25号", "上个月25号", "2026-10-25"),
        ("25号扣的", "25号", "2026-10-25"),
        ("25号到期", "25号", "2026-11-25"),
        ("11月1号到5号", "11月1号到5号", "2026-11-01/2026-11-05"),
        ("1-3号", "1-3号", "2026-11-01/2026-11-03"),
        ("晚上8-10点", "晚上8-10点", "2026-11-20T20:00:00+08:00/2026-11-20T22:00:00+08:00"),
        ("昨晚十二点", "昨晚十二点", "2026-11-20T00:00:00+08:00"),
        ("下午3点多", "下午3点多", "2026-11-20T15:00:00+08:00"),
        ("2026-10-31 14:05", "2026-10-31 14:05", "2026-10-31T14:05:00+08:00"),
        ("二零二五年三月", "二零二五年三月", "2025-03-01/2025-03-31"),
        ("一个半小时", "一个半小时", "PT1H30M"),
        ("两个多月了", "两个多月", "P2M"),
        ("半个月", "半个月", "P15D"),
        ("大概三四天左右", "三四天", "P3D"),
        ("1.5小时", "1.5小时", "PT1H30M"),
        ("一年半", "一年半", "P1Y6M"),
        ("24小时内", "24小时内", "PT24H"),
        ("最近总断网", "最近", None),
        ("刚才打过", "刚才", None),
        ("好几天没人理", "好几天", None),
        ("I called yesterday at 3 pm", "yesterday at 3 pm", "2026-11-19T15:00:00+08:00"),
        ("it broke three days ago", "three days ago", "2026-11-17"),
        ("I waited 2 hours", "2 hours", "PT2H"),
        ("on 5 March 2026", "5 March 2026", "2026-03-05"),
    ],
)
def test_a_mention_of_time_has_its_words_and_its_value(text, words, value):
    assert read(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("从前天晚上开始断网", [("前天晚上", "2026-11-18")]),
        ("从前天坏到今天", [("前天", "2026-11-18"), ("今天", "2026-11-20")]),
        ("从前不这样", [("从前", None)]),
        ("说好昨天来，改第二天上午", [("昨天", "2026-11-19"), ("第二天上午", "2026-11-20")]),
        ("上周三报修，隔天下午才来人", [("上周三", "2026-11-11"), ("隔天下午", "2026-11-12")]),
        ("昨天坏的。第二天修", [("昨天", "2026-11-19"), ("第二天", None)]),
        ("上个月月底办的", [("上个月月底", "2026-10-21/2026-10-31")]),
        ("10月月初", [("10月月初", "2026-10-01/2026-10-10")]),
        ("昨晚八点打，等到九点", [("昨晚八点", "2026-11-19T20:00:00+08:00"), ("九点", "2026-11-19T21:00:00+08:00")]),
        ("周三18点来的", [("周三18点", "2026-11-18T18:00:00+08:00")]),
        ("签收7日内", [("7日内", "P7D")]),
        ("六百二一晚的房", []),
    ],
)
def test_what_stands_around_a_mention_fixes_it(text, mentions):
    assert read(text) == mentions


@pytest.mark.parametrize(
    "text",
    [
        "快一点",
        "有三点要求",
        "24小时客服",
        "坐3号线",
        "住8号楼",
        "订单20261031123",
        "打3.5折",
        "三年级",
        "今日头条",
        "祝新年快乐",
        "加我一个",
        "总共1.5元",
    ],
)
def test_what_only_looks_like_a_time_is_none(text):
    assert read(text) == []


def test_an_hour_takes_the_day_said_before_it():
    assert read("昨天上午九点下的单，下午三点就取消了") == [
        ("昨天上午九点", "2026-11-19T09:00:00+08:00"),
        ("下午三点", "2026-11-19T15:00:00+08:00"),
    ]


def test_without_a_moment_of_speaking_only_what_is_complete_has_a_value():
    assert read("昨天、2026年3月5日、三天", at=None) == [("昨天", None), ("2026年3月5日", "2026-03-05"), ("三天", "P3D")]


def test_a_moment_elsewhere_counts_in_china_time():
    assert read("昨天", datetime.fromisoformat("2026-11-20T20:00:00+00:00")) == [("昨天", "2026-11-20")]


@settings(max_examples=300)
@given(st.text(alphabet="0123456789一二三十百年月日号点半前后内周上下个天昨今明晚到-~.:：春节国庆初底 的a ", max_size=40))
def test_nothing_written_with_the_signs_of_time_raises(text):
    for found in TIMES.find(text, AT):
        assert 0 <= found.start < found.end <= len(text)
        value_of(found, AT.date())


@pytest.mark.parametrize("at", [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)])  # noqa: DTZ001 - the ends of the calendar
def test_the_ends_of_the_calendar_are_no_trap(at):
    read("昨天明天上个月下周三大后天三年前五百年前春节前两天晚上十二点", at)
    TIMES.find("明天下午，三年后，下周一", at, "future")


@pytest.mark.parametrize("text", ["1", "一", "天", "年", "1:", "三天", "昨", "1-", "半", "春节", "day ", "3 pm "])
def test_a_million_characters_take_linear_time(text):
    text *= 200_000 // len(text)
    found = TIMES.find(text, AT)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("周一上午没人", [("周一上午", "2026-11-16")]),
        ("周三一早就来了", [("周三一早", "2026-11-18")]),
        ("上周一周没网", [("上周", "2026-11-09/2026-11-15"), ("一周", "P1W")]),
        ("10月18买的锅", [("10月18", "2026-10-18")]),
        ("上个月二十交的钱", [("上个月二十", "2026-10-20")]),
        ("8号那天停水", [("8号那天", "2026-11-08")]),
        ("等了俩小时", [("俩小时", "PT2H")]),
        ("9.14下的单", [("9.14", "2026-09-14")]),
        ("八点约好的没来", [("八点", "2026-11-20T08:00:00+08:00")]),
        ("一天到晚推销", []),
        ("一年到头涨价", []),
        ("去2号窗口排队", []),
    ],
)
def test_spoken_forms_are_read_whole(text, mentions):
    assert read(text) == mentions
