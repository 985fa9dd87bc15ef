"""Limits of time set by law, from ``law_limits.toml``: facts with their statute, and whether the rule was read there."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "law_limits.toml"
FOREVER = 0  # the amount of a limit that runs out at once or is not fixed


class Limit(NamedTuple):
    """A limit of time: ``amount`` of ``unit`` from ``trigger``; ``obliged`` is the firm, an authority or the customer."""

    id: str
    name: str
    name_en: str
    trigger: str
    obliged: str
    amount: int
    unit: str
    jurisdiction: str
    statute: str
    article: str
    effective: str
    verified: bool
    note: str

    @property
    def is_clock(self) -> bool:
        """Whether there is a time to count to."""
        return self.amount != FOREVER


@cache
def limits() -> dict[str, Limit]:
    """Give every limit by its id, in the order of the file."""
    return {row["id"]: Limit(**row) for row in tomllib.loads(DATA.read_text("utf-8"))["limit"]}


def running_limits() -> list[Limit]:
    """Give the limits that a clock of a case can count to: those of the firm and of the authorities."""
    return [limit for limit in limits().values() if limit.is_clock and limit.obliged != "customer"]
