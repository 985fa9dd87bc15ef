"""``dingxin serve`` keeps three programs running and leaves none behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from dingxin.console.management.commands.serve import free_port

SERVE = (sys.executable, "-m", "dingxin.console.main", "serve", "--port")
WITHIN = 60
PROGRAMS = 3


def children(pid: int) -> dict[str, int]:
    """The programs started by this one, by name."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        with suppress(OSError):  # it ended meanwhile
            words = Path(f"/proc/{child}/cmdline").read_text("utf-8").split("\0")
            found.update({name: int(child) for name in ("uvicorn", "db-worker", "sweep") if name in words})
    return found


def until(true, within: float = WITHIN):
    """Wait until this gives something, and give it."""
    deadline = time.monotonic() + within
    while not (found := true()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


@pytest.fixture
def server(committed_db, tmp_path):
    environment = {**committed_db.env, "DINGXIN_DATA_DIR": str(tmp_path)}
    with subprocess.Popen((*SERVE, str(free_port("127.0.0.1"))), env=environment, stdout=subprocess.PIPE) as program:  # noqa: S603  our own command
        assert b"http://127.0.0.1" in program.stdout.readline()
        yield program
        program.terminate()


def test_a_fallen_worker_is_started_again(server):
    before = children(server.pid)
    assert set(before) == {"uvicorn", "db-worker", "sweep"}
    os.kill(before["db-worker"], signal.SIGKILL)
    after = until(lambda: [now for now in [children(server.pid)] if len(now) == PROGRAMS and now != before])[0]
    assert {name for name in before if before[name] != after[name]} == {"db-worker"}


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_all_of_them(server, told):
    programs = children(server.pid).values()
    server.send_signal(told)
    assert server.wait(WITHIN) == 0
    assert [pid for pid in programs if Path(f"/proc/{pid}").exists()] == []


def test_none_is_left_behind_when_it_is_killed(server):
    programs = children(server.pid).values()
    server.kill()
    assert until(lambda: [1] if not any(Path(f"/proc/{pid}").exists() for pid in programs) else [])


def test_without_the_web_there_is_nothing_to_serve(server):
    programs = children(server.pid)
    os.kill(programs["uvicorn"], signal.SIGKILL)
    assert server.wait(WITHIN) == 1
    assert [pid for pid in programs.values() if Path(f"/proc/{pid}").exists()] == []


def test_a_taken_port_is_said(committed_db, tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        environment = {**committed_db.env, "DINGXIN_DATA_DIR": str(tmp_path)}
        command = (*SERVE, port)
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=WITHIN)  # noqa: S603  our own command
    assert ended.returncode == 1
    assert port in ended.stderr
    assert "Traceback" not in ended.stderr
