from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.promises import Promises
from dingxin.engine.components.times import Times
from dingxin.playbook import load_book

AT = datetime.fromisoformat("2026-11-20T09:30:00+08:00")  # a Friday
ZH = load_book("zh").tables
TIMES = Times(ZH["festivals"])
CHINESE = Promises(TIMES, ZH["promises"])
ENGLISH = Promises(TIMES, load_book("en").tables["promises"])


def due(text, finder=CHINESE, at=AT, calendar=None):
    return [found.due.isoformat()[:16] for found in finder.find(normalise(text), at, calendar)]


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("我们会在三个工作日内回复您。", ["2026-11-25T18:00"]),
        ("退款将在1-3个工作日内原路退回您的账户。", ["2026-11-25T18:00"]),
        ("我明天下午三点前给您回电话。", ["2026-11-21T15:00"]),
        ("您放心，24小时内一定给您一个答复。", ["2026-11-21T09:30"]),
        ("半小时内师傅会跟您联系。", ["2026-11-20T10:00"]),
        ("我10分钟后给您回过去电话。", ["2026-11-20T09:40"]),
        ("今天下班前给您答复。", ["2026-11-20T18:00"]),
        ("今天之内给您处理好。", ["2026-11-20T23:59"]),
        ("今天我会把情况核实清楚。", ["2026-11-20T23:59"]),
        ("明天给您回复。", ["2026-11-21T23:59"]),
        ("后天上午安排人上门检修。", ["2026-11-22T12:00"]),
        ("今天下午给您回电。", ["2026-11-20T18:00"]),
        ("中午前给您结果。", ["2026-11-20T12:00"]),
        ("今晚八点前恢复网络。", ["2026-11-20T20:00"]),
        ("最晚明天中午，我给您结果。", ["2026-11-21T12:00"]),
        ("本周五之前给您答复。", ["2026-11-20T23:59"]),
        ("下周三前完成更换。", ["2026-11-25T23:59"]),
        ("本周内安排师傅上门。", ["2026-11-22T23:59"]),
        ("月底前把钱退到您的卡里。", ["2026-11-30T23:59"]),
        ("下个月10号前到账。", ["2026-12-10T23:59"]),
        ("11月25日前会把35元退还到您的账户。", ["2026-11-25T23:59"]),
        ("11月25日下午4点前会有专员联系您。", ["2026-11-25T16:00"]),
        ("一周内会有专员联系您。", ["2026-11-27T23:59"]),
        ("三天内给您补发。", ["2026-11-23T23:59"]),
        ("两三天内给您答复。", ["2026-11-23T23:59"]),
        ("半个月内给您结论，我会跟进到底，也会回访。", ["2026-12-05T23:59"]),
        ("三天后我再给您回访。", ["2026-11-23T23:59"]),
        ("请给我们两天时间，一定给您一个满意的答复。", ["2026-11-22T23:59"]),
        ("我会给您回电，明天下午五点前。", ["2026-11-21T17:00"]),
        ("我3点前联系您。", ["2026-11-20T15:00"]),
        ("明天一上班我就去核实。", ["2026-11-21T09:00"]),
        ("已安排师傅明天上午上门。", ["2026-11-21T12:00"]),
        ("您的问题三个工作日内专员会联系您。", ["2026-11-25T18:00"]),
        ("您投诉的事，明天还要跟您确认一次。", ["2026-11-21T23:59"]),
        ("您一晚没睡好，今天还有会要开，我下午两点前给您换好房。", ["2026-11-20T14:00"]),
        ("您等了这么久，今天下午三点前一定给您答复。", ["2026-11-20T15:00"]),
        ("您稍等，明天就要给您退。", ["2026-11-21T23:59"]),
        ("您会在三个工作日内收到我们的退款。", ["2026-11-25T18:00"]),
        ("抱歉无法立即处理，但三个工作日内一定答复您。", ["2026-11-25T18:00"]),
        ("我明天下午3点前给您回复，您看可以吗？", ["2026-11-21T15:00"]),
        ("今天上午十一点前核实清楚，下午三点前给您回电。", ["2026-11-20T11:00", "2026-11-20T15:00"]),
        ("我现在就去查，今天下午四点前把结果告诉您。明天上午10点我再确认一次。", ["2026-11-20T16:00", "2026-11-21T10:00"]),
        ("給您帶來麻煩了，三個工作日內回覆您，也會有專員聯繫您。", ["2026-11-25T18:00"]),
    ],
)
def test_a_promised_time_is_found_with_its_due_time(text, moments):
    assert due(text) == moments


@pytest.mark.parametrize(
    "text",
    [
        "我不能答应您三天内解决。", "三天内恐怕解决不了。", "今天没办法给您答复。", "我没法保证明天就能修好。",
        "恐怕无法在24小时内处理完。",
        "如果三天内没收到，请联系我们。", "若您同意，我们三天内处理。", "收到资料后三个工作日内处理。",
        "您寄回后我们三天内退款。",
        "您昨天下午打来的电话我们已经记录。", "昨天上午给您打过电话。", "今天已经给您回复了。", "上周三已经给您退款了。",
        "我们三天前就处理好了。",
        "退款一般3-5个工作日到账。", "按规定，7天内可以退货。", "7天无理由退货。", "通常情况下24小时内会恢复。",
        "我们的营业时间是早上9点到下午6点，欢迎来电。",
        "活动截止11月30日，过期不再办理。", "您可以在7天内申请退货。", "请您三天内提供材料，我们好处理。",
        "请在今天下午五点前回复我们。",
        "您看明天下午三点可以吗？", "您明天下午方便接电话吗？", "您什么时候方便，明天可以吗？", "我尽快给您处理。",
        "稍后给您回电。",
        "今天给您带来不便非常抱歉。", "今天为您服务的是客服小美。", "让您等了三天，实在抱歉，我马上处理。",
        "您反映的是上个月的账单。", "您说明天下午要出门。",
        "您一晚没睡好，今天还有会要开，真的很抱歉。", "您一路赶来，明天还要去医院，我先帮您把房间安排好。",
        "听您说等了三天，实在辛苦，今天还要赶路。", "我们经理今天有会要开。", "您等了这么久，明天还要再等一天，我很抱歉。",
        "您提到“三天内给您退款”这句话，我来核实。", "晚上好，请问有什么可以帮您处理？", "可查询近六个月内的详单。",
        "质保期一年，您放心使用，我们负责维修。",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_promise_is_none(text):
    assert due(text) == []


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("We will call you back within 3 working days.", ["2026-11-25T18:00"]),
        ("I will reply by 3 pm tomorrow.", ["2026-11-21T15:00"]),
        ("Our engineer will visit you on Monday morning.", ["2026-11-23T12:00"]),
        ("You'll receive the refund within 48 hours.", ["2026-11-22T09:30"]),
        ("If you do not hear within 2 days, please call us.", []),
        ("Refunds usually take 5 working days.", []),
        ("I cannot promise a fix within 3 days.", []),
        ("We called you yesterday at 3 pm.", []),
        ("Could you come by 3 pm tomorrow?", []),
    ],
)
def test_english_promises_follow_the_same_conventions(text, moments):
    assert due(text, ENGLISH) == moments


def test_the_words_of_a_promise_are_those_of_the_text():
    text = "您好，我们会在三个工作日内回复您。"
    (found,) = CHINESE.find(normalise(text), AT)
    assert found.text == text[found.start : found.end] == "三个工作日内回复您"


def test_without_a_moment_of_speaking_the_due_time_is_open():
    (found,) = CHINESE.find(normalise("三个工作日内回复您"), None)
    assert found.due is None


class _Holiday:
    opens, closes = time(10), time(17)

    def is_working_day(self, day):
        return day != date(2026, 11, 23) and day.weekday() < 5


def test_the_calendar_passed_in_counts_the_working_days():
    assert due("三个工作日内回复您", calendar=_Holiday()) == ["2026-11-26T17:00"]
    assert due("今天下班前回复您", calendar=_Holiday()) == ["2026-11-20T17:00"]


@given(st.text(alphabet="我们您会给回复处理三天工作日内前明下午点如果不能，。？ 0123456789", max_size=50))
def test_places_are_inside_the_text(text):
    for found in CHINESE.find(normalise(text), AT):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text",
    ["明天", "明天回复", "三天内回复您，", "，", "如果明天", "您", "回复明天，", "明天把", "三点前", "我会", "给您", "十分钟"],
)
def test_a_long_text_comes_to_an_end(text):
    normal = normalise(text * (200_000 // len(text)))
    for found in CHINESE.find(normal, AT):
        assert normal.raw[found.start : found.end] == found.text
