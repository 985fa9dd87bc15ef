"""The days of festivals, from the playbook's table of dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dingxin.engine.components.times_value import Leaning, safe_date

if TYPE_CHECKING:
    from collections.abc import Mapping


NEAR = timedelta(days=14)
"""How far ahead a festival without a year may lie when people tell what happened."""


class Festivals:
    """Names of festivals and their days; ``names`` are all that the table knows, longest first."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take the table ``festivals`` of a language's pack (an empty one knows no festival)."""
        self._fixed: Mapping[str, str] = table.get("fixed", {})
        self._moving = {name: {int(day[:4]): date.fromisoformat(day) for day in days} for name, days in _moving(table)}
        self._same: Mapping[str, str] = table.get("same", {})
        self._days_off: Mapping[str, int] = table.get("days_off", {})
        self.names = sorted({*self._fixed, *self._moving, *self._same}, key=len, reverse=True)

    def day(self, name: str, year: int) -> date | None:
        """Give the first day of a festival in a year, None where the table does not reach so far."""
        name = self._same.get(name, name)
        if name in self._fixed:
            month, day = self._fixed[name].split("-")
            return safe_date(year, int(month), int(day))
        return self._moving.get(name, {}).get(year)

    def near(self, name: str, today: date, leaning: Leaning) -> date | None:
        """Give the festival's day that is meant when no year is said: the last one, or the next where staff promise."""
        days = [day for year in (today.year - 1, today.year, today.year + 1) if (day := self.day(name, year))]
        if leaning == "future":
            return next((day for day in days if day >= today), None)
        return next((day for day in reversed(days) if day - today <= NEAR), None)

    def length(self, name: str) -> int:
        """Give how many days people call the festival's (国庆期间), at least one."""
        return self._days_off.get(self._same.get(name, name), 1)

    def holiday(self, name: str, first: date) -> tuple[date, date]:
        """Give the festival's first and last day off."""
        return first, first + timedelta(days=self.length(name) - 1)


def _moving(table: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    return list(table.get("moving", {}).items())
