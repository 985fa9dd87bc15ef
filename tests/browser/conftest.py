"""The product as its user has it: served from a fresh data folder, looked at in Debian's Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from playwright.sync_api import sync_playwright

from dingxin.console.demo.cast import PASSWORD, STAFF
from negotiating import Desk
from scratch import pointed_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

STARTS_WITHIN = 120
Answer = TypeVar("Answer")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(address: str) -> bool:
    with suppress(OSError), closing(HTTPConnection(address.removeprefix("http://"), timeout=5)) as connection:
        connection.request("GET", "/accounts/login/")
        return connection.getresponse().status == 200
    return False


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    """The folder in which the product keeps what it is told."""
    return Path(tmp_path_factory.mktemp("data"))


@pytest.fixture
def in_served(data, django_db_blocker) -> Callable[[Callable[[], Answer]], Answer]:
    """``in_served(question)`` answers a question from the database of the product that is served."""

    def ask(question: Callable[[], Answer]) -> Answer:
        def there() -> Answer:
            with django_db_blocker.unblock(), pointed_at(str(data / "dingxin.sqlite3")):
                return question()

        with ThreadPoolExecutor(1) as pool:  # a thread without the browser's event loop, in which Django asks no database
            return pool.submit(there).result()

    return ask


@pytest.fixture(scope="session")
def served(data) -> Iterator[str]:
    """The address of the product with its demo data."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment["DINGXIN_DATA_DIR"] = str(data)
    command = [sys.executable, "-m", "dingxin.console.main", "serve", "--demo", "--port", str(port)]
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603  our own command
        try:
            deadline = time.monotonic() + STARTS_WITHIN
            while not _answers(address):
                assert server.poll() is None, "the server did not start"
                assert time.monotonic() < deadline, "the server did not answer"
                time.sleep(0.3)
            yield address
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def sign_in(served, chromium) -> Iterator[Callable[..., Page]]:
    """``sign_in("name")`` gives a window in which this person is signed in. What the browser complains of fails the test."""
    windows = []
    complaints: list[str] = []

    def listen(message):
        if message.type in {"error", "warning"} and "status of 422" not in message.text:  # a refusal is an answer
            complaints.append(message.text)

    def signed_in(username: str, *, width: int = 1440, height: int = 900, **options) -> Page:
        window = chromium.new_context(base_url=served, viewport={"width": width, "height": height}, **options)
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(10_000)
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/")
        return page

    yield signed_in
    for window in windows:
        window.close()
    assert not complaints


@pytest.fixture
def pictures(tmp_path) -> Path:
    """Where pictures go: a folder thrown away, or docs/images when DINGXIN_PICTURES is set."""
    return Path(__file__).parents[2] / "docs/images" if os.environ.get("DINGXIN_PICTURES") else tmp_path


@pytest.fixture(scope="session")
def agent() -> str:
    """The user name of an agent of the demo."""
    return next(username for username, _title in STAFF)


@pytest.fixture
def desk_of(sign_in, pictures) -> Callable[..., Desk]:
    """``desk_of("name")`` gives the desk of a member of staff, in a browser of their own."""
    return lambda username, **options: Desk(sign_in(username, **options), pictures)
