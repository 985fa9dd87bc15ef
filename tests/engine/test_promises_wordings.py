from datetime import datetime

import pytest

from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.promises import Promises
from dingxin.engine.components.times import Times
from dingxin.playbook import load_book

AT = datetime.fromisoformat("2026-11-20T09:30:00+08:00")  # a Friday
ZH = load_book("zh").tables
PROMISES = Promises(Times(ZH["festivals"]), ZH["promises"])


def due(text):
    return [found.due.isoformat()[:16] for found in PROMISES.find(normalise(text), AT)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("二十分钟后我给您打过去。", "2026-11-20T09:50"),
        ("周一上午师傅到现场检修。", "2026-11-23T12:00"),
        ("下周二一早我给您送过去。", "2026-11-24T12:00"),
        ("25号之前把多收的话费退还给您。", "2026-11-25T23:59"),
        ("多扣的话费三天内退还到账。", "2026-11-23T23:59"),
    ],
)
def test_a_time_is_promised(text, moment):
    assert due(text) == [moment]


@pytest.mark.parametrize(
    "text",
    [
        "人为损坏不在此列，一年内免费换新。",
        "物流显示包裹明天到站。",
        "我们不会在本周内停您的机。",
        "经营者应当十日内答复。",
        "两天内确实调配不过来。",
        "后天电工请假，来不了。",
        "没有哪家店能保证半小时内送到。",
        "上周同事说三天内修好，是我们没跟上。",
        "您是想让我们明天就换。",
    ],
)
def test_what_will_not_be_done_or_is_anothers_word_is_no_promise(text):
    assert due(text) == []
