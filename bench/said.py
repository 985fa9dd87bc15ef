"""Conversations of invented customers, made from templates: as many as wanted, the same ones every time."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from dingxin.engine.model import Conversation, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

THINGS = (
    "宽带",
    "话费套餐",
    "彩铃业务",
    "新手机",
    "酒店房间",
    "网上买的外套",
    "快递包裹",
    "流量包",
    "充值卡",
    "机顶盒",
    "会员服务",
    "国际漫游",
)
TROUBLES = (
    "断断续续",
    "多收了钱",
    "一直没开通",
    "和当初说的不一样",
    "坏了两回",
    "到现在没有结果",
    "没经过我同意就办了",
    "到了才发现少了一件",
)
PLACES = ("城东店", "河西营业厅", "南湖网点", "你们热线", "新街口专柜", "网上客服")
DEMANDS = (
    "把钱退给我",
    "给我赔偿",
    "今天就修好",
    "换一个新的",
    "说清楚到底是怎么回事",
    "给我一个书面的道歉",
    "马上取消",
    "让你们经理回电话",
)
HEATS = (
    "我只是想问一下。", "这让我很不舒服。", "我已经打了三次电话了！", "你们的人态度恶劣，我非常生气！",
    "再不处理我就去12315投诉！", "太让人失望了。", "耽误了我一上午的生意。", "我是十年的老客户了。",
)  # fmt: skip
ANSWERS = (
    "非常抱歉给您添了麻烦，我是客服小周，这就为您查。请问是哪一天发生的？",
    "您的心情我理解，换作是我也会着急。我先跟您核对一下：{thing}{trouble}，对吗？",
    "我已经把情况转给{place}的同事，今天下午五点前给您回电话。",
    "可能是系统的问题，我们会尽快处理。",
    "您看这样好不好：我们先为您办理退费，三个工作日内到账；或者为您换一台新的。",
    "谢谢您告诉我们，您反映的问题我会一直跟到解决为止。",
)
ASIDES = (
    "上个月{day}号我在{place}办的{thing}，花了{amount}块。", "单号是DX{order}，你们自己查。", "当时的小姐说不用另外付钱的。",
    "为什么没有人告诉我？", "好，那我等你们的电话。", "你们到底什么时候能办好？", "谢谢，这样可以。", "不行，这个办法我不接受。",
)  # fmt: skip

DRAFT = (
    "您好，宽带的事我看到了，可能是线路老化，我们会尽快安排师傅上门。您必须先提供身份证照片，不然没办法处理。"
    "费用问题不归我们管，请您打热线问一下。您之前说的赔偿，规定就是规定，我也没有办法，请您耐心等待通知，给您带来不便，敬请谅解。"
)
"""A draft of about 120 characters with much to find in it."""


def lines(start: int, stop: int) -> Iterator[str]:
    """Give the conversations with these numbers as lines of an import file."""
    for number in range(start, stop):
        record = {"id": f"bench-{number}", "channel": "web", "turns": turns(number)}
        yield json.dumps(record, ensure_ascii=False)


def conversation(number: int, length: int | None = None) -> Conversation:
    """Give one conversation, of a certain number of turns or of two to eight."""
    said = tuple(Turn(turn["speaker"], turn["text"]) for turn in turns(number, length))
    return Conversation(said, id=f"bench-{number}", language="zh")


def turns(number: int, length: int | None = None) -> list[dict[str, Any]]:
    """Give the turns of a conversation: the customer begins, the two take turns."""
    draw = Random(number)  # noqa: S311  repeatable, not secret
    topic = {"thing": draw.choice(THINGS), "trouble": draw.choice(TROUBLES), "place": draw.choice(PLACES)}
    spoken = [_opening(draw, topic)]
    for place in range(1, length or draw.randint(2, 8)):
        template = draw.choice(ANSWERS if place % 2 else ASIDES)
        detail = {"day": draw.randint(1, 28), "amount": draw.randint(5, 3000), "order": draw.randint(10**7, 10**8)}
        spoken.append(template.format(**topic, **detail))
    return [{"speaker": "agent" if place % 2 else "customer", "text": text} for place, text in enumerate(spoken)]


def _opening(draw: Random, topic: dict[str, str]) -> str:
    return f"我在{topic['place']}办的{topic['thing']}{topic['trouble']}，{draw.choice(HEATS)}请你们{draw.choice(DEMANDS)}。"
