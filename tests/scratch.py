"""A real database of its own for tests that need commits, threads or other processes.

The event log refuses to be emptied, so that a test database cannot be cleaned: such a test gets a fresh copy and throws it away.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.core.management import call_command
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_serial = count(1)


@dataclass(frozen=True)
class Scratch:
    name: str
    url: str

    @property
    def env(self) -> dict[str, str]:
        """The environment in which another process works on this database."""
        return {**os.environ, "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "dingxin.settings"}


def _sqlite() -> bool:
    return connections.settings["default"]["ENGINE"].endswith("sqlite3")


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Let ``default`` be the database of this name, for this thread and those started meanwhile."""
    kept_settings, kept = connections.settings["default"], connections["default"]
    connections.settings["default"] = {**kept_settings, "NAME": name}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = kept_settings
        connections["default"] = kept


@contextmanager
def template(folder: Path) -> Iterator[str]:
    """Make one migrated, empty database to copy from."""
    name = str(folder / "template.sqlite3") if _sqlite() else f"template_{os.getpid()}"
    _administer(f'CREATE DATABASE "{name}"')
    with pointed_at(name):
        call_command("migrate", verbosity=0)
    yield name
    _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def copy_of(source: str, folder: Path) -> Iterator[Scratch]:
    """Make a copy of the template, point ``default`` at it, and throw it away afterwards."""
    name = str(folder / "scratch.sqlite3") if _sqlite() else f"scratch_{os.getpid()}_{next(_serial)}"
    if _sqlite():
        shutil.copy(source, name)
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    with pointed_at(name):
        yield Scratch(name, _url(name))
    _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    """Run a statement on the server; an SQLite database is a file and needs none."""
    if not _sqlite():
        with connections["default"]._nodb_cursor() as cursor:  # noqa: SLF001  as Django's own test runner does
            cursor.execute(statement)


def _url(name: str) -> str:
    if _sqlite():
        return f"sqlite:///{name}"
    db = connections.settings["default"]
    who = quote(db["USER"], safe="") + (f":{quote(db['PASSWORD'], safe='')}" if db["PASSWORD"] else "")
    return f"postgres://{who}@{quote(db['HOST'], safe='')}:{db['PORT']}/{name}"
