"""``dingxin serve``: web, worker and sweep from one command."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from dingxin.console.demo.cast import PASSWORD, STAFF
from dingxin.console.first_look import look, wait_until_up

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

HOST, PORT = "127.0.0.1", 8000
WATCH_SECONDS = 0.5
REST_SECONDS = 5  # between two starts of a program that falls again and again, as on a full disk
STOP_SECONDS = 8
PR_SET_PDEATHSIG = 1  # of linux/prctl.h
DINGXIN = (sys.executable, "-m", "dingxin.console.main")


class Command(BaseCommand):
    """Starts the three programs, restarts the two that work in the background when they fall, and stops all together."""

    help = "Serve the product: web, worker and sweep."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the demo."""
        parser.add_argument("--host", default=HOST)
        parser.add_argument("--port", type=int, default=None, help=f"{PORT} by default; with --once any free one")
        parser.add_argument("--demo", action="store_true", help="bring the database up to date and fill an empty one first")
        parser.add_argument("--once", action="store_true", help="look at three pages as a demo user, print what came, and stop")

    def handle(self, *_args: Any, host: str, port: int | None, demo: bool, once: bool, **_options: Any) -> None:
        """Serve until told to stop."""
        port = free_port(host) if once and port is None else port or PORT
        if not _is_free(host, port):
            raise CommandError(_("Port %(port)d is taken: choose another with --port.") % {"port": port})
        if demo or once:
            call_command("migrate", verbosity=0)
            call_command("demo_data", if_empty=True)
        elif _is_behind():
            raise CommandError(_("The database is not up to date: run “dingxin migrate” first."))
        programs = Programs(host, port)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell started us in the background
        try:
            wait_until_up(f"http://{host}:{port}", programs.web)
            self._greet(f"http://{host}:{port}", demo=demo)
            if once:
                look(f"http://{host}:{port}", write=self.stdout.write)
                return
            programs.watch()
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            programs.stop()

    def _greet(self, address: str, *, demo: bool) -> None:
        self.stdout.write(_("Dingxin serves %(address)s") % {"address": address})
        if demo:
            for username, title in STAFF:
                self.stdout.write(f"  {username:<8} {PASSWORD}   {title}")
        self.stdout.write(_("Ctrl-C stops it."))
        self.stdout.flush()


class Programs:
    """The three programs and their supervision."""

    def __init__(self, host: str, port: int) -> None:
        self._commands = {
            "web": (
                *(sys.executable, "-m", "uvicorn", "dingxin.asgi:application", "--host", host, "--port", str(port)),
                *("--log-level", "warning", "--timeout-graceful-shutdown", "3"),
            ),
            "worker": (*DINGXIN, "db-worker", "--queue-name", "*"),
            "sweep": (*DINGXIN, "sweep"),
        }
        self._started: dict[str, float] = {}
        self._running = {name: self._start(name) for name in self._commands}

    @property
    def web(self) -> subprocess.Popen[bytes]:
        """The web program."""
        return self._running["web"]

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        self._started[name] = time.monotonic()
        # In a session of its own, so that Ctrl-C reaches this program only and it stops the others in order.
        return subprocess.Popen(  # noqa: S603  our own commands
            self._commands[name],
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  nothing but one call to the kernel
        )

    def watch(self) -> None:
        """Keep all running; without the web there is nothing to serve."""
        while self.web.poll() is None:
            for name, program in self._running.items():
                if program.poll() is not None and time.monotonic() - self._started[name] >= REST_SECONDS:
                    sys.stderr.write(_("%(name)s stopped and is started again") % {"name": name} + "\n")
                    self._running[name] = self._start(name)
            time.sleep(WATCH_SECONDS)
        raise CommandError(_("The web server stopped."))

    def stop(self) -> None:
        """Stop all: ask, wait, insist."""
        for program in self._running.values():
            program.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for program in self._running.values():
            try:
                program.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def _end_with_parent() -> None:
    """Ask the kernel (Linux) to stop this program when the one that started it is killed, so that none is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _is_behind() -> bool:
    """Whether the database lacks a table or column that this version needs."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def free_port(host: str) -> int:
    """Give a port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _is_free(host: str, port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
