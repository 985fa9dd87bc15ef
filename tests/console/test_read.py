import json
import subprocess
import sys

import pytest

from dingxin.playbook import load_engine
from jsonlines import line

TALK = {
    "id": "c1",
    "turns": [{"speaker": "customer", "text": "快递丢了，气死我了！"}, {"speaker": "agent", "text": "您好，我们会尽快处理。"}],
}


def test_a_reading_comes_out_for_each_conversation_in_order(run):
    ran = run("read", given=b"".join(line({**TALK, "id": number}) for number in range(40)))
    assert ran.status == 0
    assert [record["id"] for record in ran.records] == list(range(40))
    assert [turn["speaker"] for turn in ran.records[0]["turns"]] == ["customer", "agent"]
    assert "faults" in ran.records[0]["turns"][1]


def test_the_command_says_what_the_library_says(run):
    from dingxin.console.parse import conversation  # noqa: PLC0415 -- only this test compares

    expected = load_engine().read(conversation(TALK)).as_dict()
    assert run("read", "-", given=line(TALK)).records == [json.loads(json.dumps(expected))]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"not json\n", "not JSON"), (b"[1]\n", "not a JSON object"), (b'{"id": 1}\n', "missing"),
        (b'{"turns": 3}\n', "not a list"),
        (line({"turns": [{"speaker": "robot", "text": "x"}]}), "the speaker is 'robot'"),
        (line({"turns": ["x"]}), "turn 1"),
        (line({"turns": [{"speaker": "agent", "text": 5}]}), "not text"), (b"\x00\x01\x02\n", "binary"),
        (b'{"turns": [' + b"[" * 100_000, "nested"),
        (line({"turns": [{"speaker": "agent", "text": "x", "at": "yesterday"}]}), "not ISO 8601"),
        (b"\xff\xff\xff\n", "neither UTF-8 nor GBK"),
    ],
)  # fmt: skip
def test_a_broken_line_is_told_by_number_and_left_out(run, broken, reason):
    ran = run("read", given=line(TALK) + broken + (b"" if broken.endswith(b"\n") else b"\n") + line(TALK))
    assert ran.status == 3
    assert len(ran.records) == 2
    assert "line 2: " in ran.told
    assert reason in ran.told
    assert "2 lines read, 1 skipped" in ran.told


def test_nothing_but_broken_lines_is_of_no_use(run):
    assert run("read", given=b"x\ny\n").status == 2


def test_an_input_that_is_not_there_is_told(run):
    ran = run("read", "/nowhere/at/all.jsonl")
    assert ran.status == 2
    assert "No such file" in ran.told


def test_a_folder_is_no_input(run, tmp_path):
    assert run("read", str(tmp_path)).status == 2


def test_an_empty_input_is_read_to_its_end(run):
    ran = run("read", given=b"")
    assert (ran.status, ran.records) == (0, [])
    assert "empty" in ran.told


def test_gbk_is_understood(run):
    ran = run("read", given=json.dumps(TALK, ensure_ascii=False).encode("gbk"))
    assert ran.status == 0
    assert ran.records[0]["turns"][0]["emotion"] >= 1


def test_a_byte_order_mark_and_empty_lines_do_no_harm(run):
    assert len(run("read", given=b"\xef\xbb\xbf" + line(TALK) + b"\n\r\n" + line(TALK)).records) == 2


def test_a_line_beyond_the_limit_is_left_out(run, monkeypatch):
    monkeypatch.setattr("dingxin.console.lines.LONGEST", 2000)
    ran = run("read", given=line(TALK) + b"x" * 9000 + b"\n" + line(TALK))
    assert (ran.status, len(ran.records)) == (3, 2)
    assert "line 2: longer than" in ran.told


def test_a_file_appears_only_when_it_is_whole(run, tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(line(TALK))
    assert run("read", str(source), "--out", str(out)).status == 0
    assert json.loads(out.read_text("utf-8"))["id"] == "c1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_an_output_that_cannot_be_written_is_told(run, tmp_path):
    ran = run("read", "--out", str(tmp_path / "no" / "out.jsonl"), given=line(TALK))
    assert ran.status == 2
    assert ran.told


def test_times_without_a_zone_are_chinese_and_half_characters_survive(run):
    turn = {"speaker": "agent", "text": "三小时内回复您 \ud800", "at": "2026-11-20T09:30:00"}
    ran = run("read", given=json.dumps({"id": None, "turns": [turn]}).encode())
    assert ran.status == 0
    assert ran.records[0]["turns"][0]["promises"][0]["due"] == "2026-11-20T12:30:00+08:00"


def test_it_runs_without_django():
    code = (
        "import sys; from dingxin.console.main import main; main(['mask', '/dev/null']); "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0  # noqa: S603 -- our own words
