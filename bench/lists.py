"""The import, and the pages people look at all day, on a small and on a large database."""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.figures import say, spread, timed
from bench.fill import fill, people
from dingxin.cases.models import Case

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff

SIZES, QUICK_SIZES = (15, 10_000, 100_000), (15, 200, 400)
ASKS, QUICK_ASKS = 50, 5
GOAL_MS = 100
OK = 200
PAGES = (
    "/", "/?box=team", "/?box=unowned", "/?box=heated", "/?box=promised", "/?box=waiting", "/?box=all", "/?box=all&page=40",
    "/search/?q=宽带", "/search/?q=赔偿", "/search/?q=态度恶劣", "/search/?q=宽带 赔偿", "/search/?q=城东店 快递包裹", "{case}",
)  # fmt: skip


def run(*, quick: bool) -> None:
    """Grow one database step by step; at each size time every page as an agent sees it, and count its queries."""
    staff = people()
    there = 0
    for size in QUICK_SIZES if quick else SIZES:
        took = timed(lambda: fill(staff, there, size))  # noqa: B023  called at once
        say(f"\nimport of {size - there} dialogues: {took:.1f} s, {(size - there) / took:.0f} a second, {_memory()}")
        there = size
        say(f"{Case.objects.count()} cases on {connection.vendor}, {os.cpu_count()} cores; goal {GOAL_MS} ms at the server")
        _pages(staff[1], QUICK_ASKS if quick else ASKS)


def _pages(person: Staff, asks: int) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person)
    case = f"/cases/{Case.objects.filter(owner=person).earliest('pk').number}/"
    for page in PAGES:
        address = page.format(case=case)
        client.get(address)  # the first one loads templates and plans
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        asked = len(queries)  # the next request empties the list
        if answer.status_code != OK:
            message = f"{address} answered {answer.status_code}"
            raise RuntimeError(message)
        seconds = [timed(lambda: client.get(address)) for _ in range(asks)]  # noqa: B023  called at once
        say(f"{page:22} {asked:3} queries {len(answer.content) // 1024:4} KiB   {spread(seconds)}")


def _memory() -> str:
    return f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
