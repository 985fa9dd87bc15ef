"""Files of those to be called who did not complain."""

from __future__ import annotations

import json

import pytest

import make
from dingxin.channels.prospects import prospects_in
from dingxin.followup.models import Source

pytestmark = pytest.mark.django_db
BAD = ("你们的网一直断，真让人失望。", "不知道。", "算了，问了也白问，以后不用你们了。", "随便。")


def line(number, texts, **more):
    turns = [{"speaker": "customer" if place % 2 == 0 else "agent", "text": text} for place, text in enumerate(texts)]
    return json.dumps({"id": f"c{number}", "channel": "chat", "industry": "telecom", "turns": turns, **more}, ensure_ascii=False)


def test_a_list_in_any_encoding_is_read():
    text = "电话,姓名,原因\r\n199 0000 7777,钱若,到期\r\n"
    for raw in (text.encode(), text.encode("gb18030"), text.encode("utf-8-sig"), text.encode("utf-16")):
        found = prospects_in(raw, at=make.AT)
        assert (found.source, found.wanted) == (Source.LIST, [("199 0000 7777", "钱若", "到期")])


def test_conversations_are_looked_through_and_bad_lines_told():
    raw = "\n".join([line(1, BAD, phone="19900007777", name="钱若"), "{broken", json.dumps([1])]).encode()
    found = prospects_in(raw, at=make.AT)
    assert found.source == Source.CONVERSATIONS
    assert [number for number, _why in found.bad] == [2, 3]
    assert {wanted.phone for wanted in found.wanted} <= {"19900007777"}


@pytest.mark.parametrize("raw", [b"", b"\x00", b"\xff\xfe", b"{", b"[]", b'{"id":1}', b"\xef\xbb\xbf{}"])
def test_nonsense_gives_nobody(raw):
    assert all(not wanted.phone.isdigit() for wanted in prospects_in(raw, at=make.AT).wanted)
