"""``dingxin import FILE``."""

from __future__ import annotations

import io
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dingxin.accounts.models import Staff
from dingxin.cases.models import Case

pytestmark = pytest.mark.django_db

LINE = {"id": "c1", "turns": [{"speaker": "customer", "text": "宽带坏了三天，请赔偿。"}]}


def run(path, **options) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import", str(path), stdout=out, stderr=err, **options)
    except SystemExit as stop:
        return int(stop.code), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(*rows, encoding="utf-8"):
        path = tmp_path / "in.jsonl"
        path.write_bytes(
            "".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(encoding)
        )
        return path

    return write


def test_a_fresh_database_needs_no_staff(file):
    status, out, _ = run(file(LINE, {**LINE, "id": "c2"}))
    assert status == 0
    assert "2" in out
    assert {case.owner.username for case in Case.objects.all()} == {"house"}
    assert Case.objects.first().handler is None


def test_again_changes_nothing(file):
    path = file(LINE)
    run(path)
    status, out, _ = run(path)
    assert (status, Case.objects.count(), Staff.objects.count()) == (0, 1, 1)
    assert "1" in out


def test_some_bad_lines_are_told_and_the_status_is_three(file):
    status, out, err = run(file(LINE, "{broken\n", {**LINE, "turns": []}))
    assert status == 3
    assert "2" in out
    assert "2" in err
    assert "3" in err
    assert Case.objects.count() == 1


def test_a_file_of_no_use_is_status_two(file, tmp_path):
    assert run(file("{broken\n"))[0] == 2
    for wrong in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(CommandError) as error:
            run(wrong)
        assert error.value.returncode == 2
    assert not Case.objects.exists()


def test_an_empty_file_is_read_whole(file):
    assert run(file())[0] == 0


def test_owner_and_branch(cast, file):
    assert run(file(LINE), owner="chen")[0] == 0
    assert run(file({**LINE, "id": "c2"}), owner="gu", branch="B")[0] == 0
    first, second = Case.objects.order_by("pk")
    assert (first.owner, first.branch) == (cast.chen, cast.branch_a)
    assert (second.owner, second.branch) == (cast.gu, cast.branch_b)
    for wrong in ({"owner": "nobody"}, {"branch": "Z"}):
        with pytest.raises(CommandError) as error:
            run(file({**LINE, "id": "c3"}), **wrong)
        assert error.value.returncode == 2


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_other_encodings(file, encoding):
    assert run(file(LINE, encoding=encoding))[0] == 0
    assert Case.objects.get().messages.get().text == LINE["turns"][0]["text"]


def test_standard_input(monkeypatch):
    raw = io.BytesIO(json.dumps(LINE).encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(raw)))
    assert run("-")[0] == 0
    assert Case.objects.count() == 1
