"""Files as they come: encodings, line ends, and what a line must hold."""

from __future__ import annotations

import gzip
import io
import json

import pytest

import make
from dingxin.channels.parsing import MAX_LINE, BadLine, decode, lines_of, parse_conversation

SAID = {"id": "c1", "turns": [{"speaker": "customer", "text": "宽带坏了三天。"}, {"speaker": "agent", "text": ""}]}


def lines(raw: bytes):
    return list(lines_of(io.BufferedReader(io.BytesIO(raw))))


def jsonl(*rows, encoding="utf-8", end="\n"):
    return "".join(json.dumps(row, ensure_ascii=False) + end for row in rows).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_encoding_is_converted(encoding, end):
    found = lines(jsonl(SAID, {**SAID, "id": "二"}, encoding=encoding, end=end))
    assert [parse_conversation(line.text, at=make.AT).id for line in found] == ["c1", "二"]
    assert parse_conversation(found[0].text, at=make.AT).turns[0].text == "宽带坏了三天。"


def test_the_first_chinese_line_decides_the_encoding():
    broken = jsonl(SAID)[:-6] + b"\xe5\xae\n"
    found = lines(b'{"ascii": 1}\n' + jsonl(SAID) + broken + jsonl(SAID))
    assert [bool(line.flaw) for line in found] == [False, False, True, False]
    assert [line.number for line in found] == [1, 2, 3, 4]


def test_blank_lines_are_passed_over_and_counted():
    assert [line.number for line in lines(b"\n  \n" + jsonl(SAID) + b"\r\n\n" + jsonl(SAID).strip())] == [3, 6]


def test_a_line_without_end_is_cut_off_and_the_next_is_read():
    found = lines(b"x" * (MAX_LINE * 2 + 5) + b"\n" + jsonl(SAID))
    assert [(line.number, bool(line.flaw)) for line in found] == [(1, True), (2, False)]
    assert found[0].size == MAX_LINE * 2 + 6


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_lines(raw):
    assert lines(raw) == []


@pytest.mark.parametrize(
    "raw", [bytes(range(256)) * 50, gzip.compress(b"x" * 9999, mtime=0), b"\x00" * 10_000, b"\xff" * 10_000, b"PK\x03\x04" * 99]
)
def test_a_binary_file_is_no_conversation(raw):
    for line in lines(raw):
        if not line.flaw:
            with pytest.raises(BadLine):
                parse_conversation(line.text, at=make.AT)


def changed(**values):
    return json.dumps({**SAID, **values})


def turn(**values):
    return changed(turns=[{"speaker": "customer", "text": "坏了。", **values}])


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "null", "5", '"x"', "NaN", "[" * 100_000, "9" * 10_000, '{"id": "c1"', '{"id": "c1"} {"id": "c2"}',
        changed(id=None), changed(id=""), changed(id="  "), changed(id=[]), changed(id=True), changed(id=1.5),
        changed(id="x" * 101), changed(id="a\x00b"), changed(id="a\nb"), changed(id="\ud800"),
        changed(turns=None), changed(turns=[]), changed(turns={}), changed(turns=["x"]), changed(turns=[None]),
        turn(speaker="bot"), turn(speaker=None), turn(speaker=["customer"]), turn(text=5), turn(text="a\x00b"),
        turn(text="\ud800"), turn(text="字" * 200_001), turn(at="yesterday"), turn(at=5), turn(at=[]),
        turn(at="2999-01-01"), turn(at="0001-01-01T00:00:00+10:00"), turn(at="9999-12-31T23:59:59-10:00"),
        changed(channel=5), changed(tier=[]), changed(industry={}), changed(language=1),
        '{"id": "c1", "turns": [{"text": "没有说话的人"}]}',
    ],
)  # fmt: skip
def test_a_bad_line_has_a_reason(text):
    with pytest.raises(BadLine) as refused:
        parse_conversation(text, at=make.AT)
    assert str(refused.value)


def test_a_flaw_in_a_turn_names_the_turn():
    bad = changed(turns=[*SAID["turns"], {"speaker": "robot", "text": ""}])
    with pytest.raises(BadLine, match="3"):
        parse_conversation(bad, at=make.AT)


def test_what_is_optional_may_be_missing_unknown_or_more():
    said = parse_conversation(
        changed(channel="weibo", industry="mining", language="zh-CN", tier="gold", votes=[1], id=42), at=make.AT
    )
    assert (said.id, said.channel, said.industry, said.language, said.tier) == ("42", "", "", "zh", "gold")
    assert said.turns[1].text == ""
    silent = parse_conversation('{"id": "c1", "turns": [{"speaker": "customer", "text": null, "at": ""}]}', at=make.AT)
    assert (silent.turns[0].text, silent.turns[0].at) == ("", None)


def test_a_time_without_a_zone_is_that_of_the_house():
    assert parse_conversation(turn(at="2025-06-10T18:30:00"), at=make.AT).turns[0].at.isoformat() == "2025-06-10T18:30:00+08:00"
    assert parse_conversation(turn(at="2025-06-10T10:30:00Z"), at=make.AT).turns[0].at.isoformat() == "2025-06-10T10:30:00+00:00"
    assert parse_conversation(turn(at=None), at=make.AT).turns[0].at is None


@pytest.mark.parametrize("text", ["😡" * 999, "\u202e反", "\x07\x1b", "這個", "字" * 200_000, "   ", "\ufeff"])
def test_odd_text_is_taken_as_it_is(text):
    assert parse_conversation(turn(text=text), at=make.AT).turns[0].text == text


def test_bytes_of_json_are_decoded():
    for encoding in ("utf-8", "gbk", "utf-16", "utf-8-sig"):
        assert json.loads(decode(jsonl(SAID, encoding=encoding))) == SAID
    with pytest.raises(UnicodeDecodeError):
        decode(b"\xff\xff")
