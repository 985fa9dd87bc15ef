"""Lists of holidays and working days as they are handed round: iCalendar and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class GivenDay(NamedTuple):
    """A day as a list has it."""

    day: date
    kind: str
    hours: str = ""
    name: str = ""
