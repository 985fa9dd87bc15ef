"""A database of the simulation's own."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import dj_database_url
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK = {
    "transaction_mode": "IMMEDIATE",
    # Nobody misses it when the power goes.
    "init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
}


@contextmanager
def scratch_database(url: str = "") -> Iterator[None]:
    """Let all go to an empty database: the one named, or one that is made for this and gone afterwards; never the house's own.

    Raises:
        CommandError: the address is none, or it is that of the house's own database.

    """
    with TemporaryDirectory(prefix="dingxin-simulation-") as folder:
        wanted = _parsed(url or f"sqlite:///{Path(folder) / 'simulation.sqlite3'}")
        own = connections.settings["default"]
        if _place(wanted) == _place(own):
            raise CommandError(_("This is the database of the house: the simulation is not played there."))
        if wanted["ENGINE"].endswith("sqlite3"):
            wanted["OPTIONS"] = QUICK
        with _pointed_at(wanted):
            call_command("migrate", verbosity=0)
            yield


def _parsed(url: str) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(url))
    except ValueError:  # its words may hold the password
        raise CommandError(_("This is no address of a database, as in postgresql://user:password@host/name.")) from None


def _place(settings: dict[str, Any]) -> tuple[str, ...]:
    """Give what tells one database from another."""
    if settings["ENGINE"].endswith("sqlite3"):
        return ("sqlite3", str(Path(settings["NAME"]).absolute()))
    return tuple(str(settings.get(key) or "") for key in ("ENGINE", "NAME", "HOST", "PORT"))


@contextmanager
def _pointed_at(wanted: dict[str, Any]) -> Iterator[None]:
    own = connections.settings["default"]
    connections["default"].close()
    connections.settings["default"] = {**own, "OPTIONS": {}, **wanted}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = own
        connections["default"] = connections.create_connection("default")
