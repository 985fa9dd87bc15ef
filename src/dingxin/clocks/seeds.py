"""The public holidays that are known, from ``china_days.toml``. Migrations read them: no model is named here."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

DATA = Path(__file__).parent / "china_days.toml"


class KnownDay(NamedTuple):
    """A day off or a make-up working day, with the notice it stands in."""

    day: date
    kind: str
    name: str
    source: str


def known_days() -> Iterator[KnownDay]:
    """Give every day of the years whose notices are known."""
    for year in tomllib.loads(DATA.read_text("utf-8")).values():
        source = f"{year['source']} {year['date']}"
        for holiday in year["off"]:
            for after in range((holiday["last"] - holiday["first"]).days + 1):
                yield KnownDay(holiday["first"] + timedelta(days=after), "holiday", holiday["name"], source)
        for worked in year["work"]:
            yield KnownDay(worked["day"], "makeup", worked["name"], source)
