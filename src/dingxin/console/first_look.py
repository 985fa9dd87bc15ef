"""Looking at a served product as a person would: signing in, the inbox, a case."""

from __future__ import annotations

import re
import time
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from dingxin.console.demo.cast import PASSWORD, STAFF

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

UP_SECONDS = 60
OK = 200


class Browser:
    """A browser of the simplest kind: keeps cookies, follows redirects."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> tuple[int, str]:
        """Give status and text of a page."""
        return self._ask(Request(self._address + path))  # noqa: S310  our own server

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Send a form; give status and text of the page that follows."""
        request = Request(self._address + path, urlencode(form).encode(), {"Referer": self._address + path})  # noqa: S310  our own server
        return self._ask(request)

    def _ask(self, request: Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8")
        except HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


def wait_until_up(address: str, web: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers.

    Raises:
        CommandError: it stopped, or did not answer within UP_SECONDS.

    """
    deadline = time.monotonic() + UP_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        try:
            Browser(address).get("/accounts/login/")
        except (URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise CommandError(_("The web server did not come up."))


def look(address: str, *, write: Callable[[str], object]) -> None:
    """Ask for the sign-in page, the inbox and a case, and write what came.

    Raises:
        CommandError: one of them did not come as it should.

    """
    browser = Browser(address)
    status, page = _report("/accounts/login/", browser.get("/accounts/login/"), write)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {"csrfmiddlewaretoken": token[1] if token else "", "login": STAFF[0][0], "password": PASSWORD}
    status, page = browser.post("/accounts/login/", form)
    if status != OK or "/accounts/login/" in page.partition("</head>")[0]:
        raise CommandError(_("Signing in as %(user)s did not work.") % {"user": STAFF[0][0]})
    _status, inbox = _report("/?box=all", browser.get("/?box=all"), write)
    case = re.search(r'href="(/cases/[0-9-]+/)', inbox)
    if case is None:
        raise CommandError(_("The inbox shows no case."))
    _report(case[1], browser.get(case[1]), write)


def _report(path: str, answer: tuple[int, str], write: Callable[[str], object]) -> tuple[int, str]:
    status, page = answer
    title = re.search(r"<title>\s*(.*?)\s*</title>", page, re.DOTALL)
    write(f"{status}  {path:<24} {len(page.encode()):>7} B  {title[1] if title else '-'}")
    if status != OK:
        raise CommandError(_("%(path)s answered %(status)d.") % {"path": path, "status": status})
    return answer
