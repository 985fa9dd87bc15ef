import tracemalloc

import pytest

from dingxin.console.main import main
from jsonlines import line


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(count):
        source = tmp_path / f"{count}.jsonl"
        source.write_bytes(line({"text": "没有个人资料的一句话。" * 50}) * count)
        tracemalloc.start()
        assert main(["mask", str(source), "--out", str(tmp_path / "out")]) == 0
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(600) < 1.5 * peak(60) + 500_000


def test_help_lists_every_command(capsys):
    assert main([]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in ("read", "review", "mask", "score", "import"))


def test_unknown_options_are_refused():
    with pytest.raises(SystemExit) as refused:
        main(["read", "--nonsense"])
    assert refused.value.code == 2


def test_other_commands_are_handed_to_django(monkeypatch):
    import django.core.management  # noqa: PLC0415 -- only this test needs it

    asked = []
    monkeypatch.setattr(django.core.management, "execute_from_command_line", asked.append)
    assert main(["verify-log", "--all"]) == 0
    assert asked == [["dingxin", "verify_log", "--all"]]
