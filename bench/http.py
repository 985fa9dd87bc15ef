"""Twenty people typing replies, each keystroke pause a review over HTTP, against ``dingxin serve`` on loopback."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from random import random
from threading import Barrier
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.figures import say, spread, timed
from bench.fill import PASSWORD, fill, people
from bench.said import DRAFT
from dingxin.cases.models import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dingxin.accounts.models import Staff

PAUSE_SECONDS = 1.0  # between two reviews of somebody who types: the composer asks when the keys rest
STEPS = 12  # reviews while one draft grows
GOAL_P99_MS = 30.0
OK, UP_SECONDS = 200, 60
LOGIN = "/accounts/login/"


class Person:
    """Somebody signed in, with a case before them."""

    def __init__(self, port: int, staff: Staff) -> None:
        self._http = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        case = Case.objects.filter(owner=staff).order_by("-revision").first()
        self._review = f"/cases/{case.number}/review/" if case else ""
        page = self.ask("GET", LOGIN)[1]
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"csrfmiddlewaretoken": found[1] if found else "", "login": staff.username, "password": PASSWORD}
        if self.ask("POST", LOGIN, form)[0] != 302:  # noqa: PLR2004  signed in, the inbox follows
            message = f"signing in as {staff.username} did not work"
            raise RuntimeError(message)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Give status and text of the answer; keeps the connection and the cookies."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()), "HX-Request": "true"}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self._cookies.get("csrftoken", "")}
        self._http.request(method, path, urlencode(form or {}), headers)
        answer = self._http.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, text

    def type(self, drafts: int, pause: float, ready: Barrier) -> list[float]:
        """Write some drafts, asking for the review of each as it grows; give how long each answer took, in seconds."""
        self._http.close()  # the server closes a connection that rested; the next word opens one
        self.review(DRAFT)  # every industry's engine is loaded once
        ready.wait()
        time.sleep(random() * pause)  # noqa: S311  people do not begin in step
        seconds = []
        for step in range(drafts * STEPS):
            seconds.append(timed(lambda: self.review(DRAFT[: len(DRAFT) * (step % STEPS + 1) // STEPS])))  # noqa: B023  called at once
            time.sleep(pause)
        return seconds

    def review(self, draft: str) -> None:
        """Ask for the review of a draft."""
        status, text = self.ask("POST", self._review, {"text": draft})
        if status != OK:
            message = f"{self._review} answered {status}: {text[:200]}"
            raise RuntimeError(message)


def run(*, quick: bool) -> None:
    """Time the reviews of twenty people at a typing pace, then of one, then of all without a pause."""
    staff = people()
    if not Case.objects.exists():
        fill(staff, 0, 15 * len(staff))
    drafts = 1 if quick else 5
    with _served() as port:
        persons = [Person(port, person) for person in staff]
        say(f"the very first review after the start: {timed(lambda: persons[0].review(DRAFT)) * 1000:.0f} ms")
        say(f"typing: a review {PAUSE_SECONDS:g} s after the last answer; goal p99 {GOAL_P99_MS:g} ms")
        _report("1 person, typing", persons[:1], drafts, PAUSE_SECONDS)
        _report(f"{len(persons)} people, typing", persons, drafts, PAUSE_SECONDS)
        _report(f"{len(persons)} people, without a pause", persons, drafts, 0)


def _report(name: str, persons: list[Person], drafts: int, pause: float) -> None:
    ready = Barrier(len(persons) + 1)
    with ThreadPoolExecutor(len(persons)) as pool:
        jobs = [pool.submit(person.type, drafts, pause, ready) for person in persons]
        ready.wait()
        start = time.perf_counter()
        seconds = [took for job in jobs for took in job.result()]
        rate = len(seconds) / (time.perf_counter() - start)
    say(f"{name:28} {rate:6.1f} reviews/s   {spread(seconds)}")


@contextmanager
def _served() -> Iterator[int]:
    """Serve on a free port as a house does; give the port."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = (sys.executable, "-m", "dingxin.console.main", "serve", "--port", str(port))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:  # noqa: S603  our own command
        try:
            _wait(port, server)
            yield port
        finally:
            server.terminate()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + UP_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    message = "the server did not come up"
    raise RuntimeError(message)
