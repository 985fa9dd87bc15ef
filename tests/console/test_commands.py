"""``dingxin cases``, ``sweep`` and ``create-token``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

import make
from dingxin.accounts.queries import staff_by_token
from dingxin.api.schemas import CaseOut
from dingxin.audit.models import Event
from dingxin.clocks.models import Promise
from dingxin.console.management.commands.serve import free_port

DINGXIN = (sys.executable, "-m", "dingxin.console.main")


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def test_cases_as_json_newest_first_with_the_keys_of_the_api(cast, at):
    old = make.closed_case(cast.lin, at=at - timedelta(days=1))
    new = make.case(cast.zhao, text="手机\n花屏了。")
    rows = [json.loads(line) for line in run("cases", as_json=True).splitlines()]
    assert [row["number"] for row in rows] == [new.number, old.number]
    assert set(rows[0]) == set(CaseOut.model_fields)
    assert (rows[1]["state"], rows[1]["close_reason"], rows[1]["owner"]) == ("closed", "content", "lin")


def test_cases_as_a_table(cast):
    case = make.case(cast.lin, title="宽带断线")
    (line,) = run("cases").splitlines()
    assert line.startswith(case.number)
    assert line.endswith("宽带断线")
    assert "A" in line


def test_cases_of_an_empty_database(db):
    assert run("cases", as_json=True) == ""


def test_cases_cost_the_same_for_thirty_as_for_one(cast, django_assert_num_queries):
    make.case(cast.lin)
    with django_assert_num_queries(1):
        run("cases", as_json=True)
    for _ in range(29):
        make.case(cast.lin)
    with django_assert_num_queries(1):
        run("cases", as_json=True)


def promised(cast, hours: float) -> Promise:
    case, due = make.case(cast.lin), timezone.now() + timedelta(hours=hours)
    return Promise.objects.create(case=case, message=case.messages.get(), made_by=cast.lin, text="回电", due=due)


def test_sweep_once(cast):
    late, early = promised(cast, -1), promised(cast, 1)
    assert "1" in run("sweep", once=True)
    assert "0" in run("sweep", once=True)
    assert list(Event.objects.filter(kind="promise.broken").values_list("data", flat=True)) == [{"id": late.pk}]
    early.refresh_from_db()
    assert early.state == "open"


def test_the_sweep_goes_on_until_it_is_told_to_stop(committed_db, cast):
    command = [sys.executable, "-m", "django", "sweep", "--pause", "0.1"]
    with subprocess.Popen(command, env=committed_db.env, stderr=subprocess.PIPE) as sweep:  # noqa: S603  our own command
        late = promised(cast, -1)
        deadline = time.monotonic() + 20
        while Promise.objects.get(pk=late.pk).state == "open" and time.monotonic() < deadline:
            time.sleep(0.1)
        assert Promise.objects.get(pk=late.pk).state == "broken"
        sweep.send_signal(signal.SIGTERM)
        assert sweep.wait(timeout=10) == 0
        assert sweep.stderr.read() == b""


def test_a_token_is_printed_once_and_alone(cast):
    secret = run("create_token", "lin", label="报表").strip()
    assert staff_by_token(secret) == cast.lin
    assert Event.objects.filter(kind="token.created").count() == 1
    for wrong in ("nobody", ""):
        with pytest.raises(CommandError):
            run("create_token", wrong, label="报表")


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"DINGXIN_DATA_DIR": "/proc/nowhere"}, "/proc/nowhere"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://nobody:geheim@127.0.0.1:1/none"}, "127.0.0.1"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(tmp_path, variables, word):
    environment = {"PATH": "/usr/bin", "DINGXIN_DATA_DIR": str(tmp_path), **variables}
    for command in ("cases", "migrate"):
        ended = subprocess.run([*DINGXIN, command], env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own command
        assert ended.returncode == 1
        assert ended.stderr.count("\n") == 1
        assert word in ended.stderr
        assert "geheim" not in ended.stderr


def test_an_empty_address_of_the_database_means_the_embedded_one(tmp_path):
    environment = {"PATH": "/usr/bin", "DINGXIN_DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    subprocess.run([*DINGXIN, "migrate", "-v0"], env=environment, check=True)  # noqa: S603  our own command
    assert (tmp_path / "dingxin.sqlite3").exists()


def test_a_database_that_is_behind_is_not_served(tmp_path):
    environment = {"PATH": "/usr/bin", "DINGXIN_DATA_DIR": str(tmp_path)}
    command = [*DINGXIN, "serve", "--port", str(free_port("127.0.0.1"))]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own command
    assert ended.returncode == 1
    assert "dingxin migrate" in ended.stderr


@pytest.mark.parametrize(("name", "value"), [("DINGXIN_TIME_ZONE", "Mars/North"), ("DINGXIN_LOG_LEVEL", "loud")])
def test_a_setting_that_cannot_be_is_told_in_a_line(name, value, tmp_path):
    environment = {**os.environ, "DINGXIN_DATA_DIR": str(tmp_path), name: value}
    command = (sys.executable, "-m", "dingxin.console.main", "check")
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603  our own command
    assert ended.returncode == 1
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr
