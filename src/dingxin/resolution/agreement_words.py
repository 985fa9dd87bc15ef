"""What can be said to the customer about an agreement: acknowledged, summed up, or that something failed (E11, D2).

They are suggestions for the reply: every one goes through its review like any other words, and can be changed there.
"""

from __future__ import annotations

import tomllib
from calendar import month_name
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dingxin.clocks.queries import calendar_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from dingxin.cases.models import Case
    from dingxin.resolution.models import Agreement, Obligation

DATA = Path(__file__).parent / "agreement.toml"
NOON = 12


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(DATA.read_text("utf-8"))


def _words_for(case: Case) -> dict[str, Any]:
    return _words()["en" if case.language.startswith("en") else "zh"]


def encouragement(case: Case, agreement: Agreement) -> str:
    """Give a line that acknowledges the acceptance; not the same one in every case."""
    lines: list[str] = _words_for(case)["encourage"]
    return lines[(case.pk + agreement.number) % len(lines)]


def sum_up(case: Case, owed: Sequence[Obligation]) -> str:
    """Sum up what was agreed, in the customer's language: what, by whom, by when. Nothing inside is in it."""
    words = _words_for(case)
    many, zone = len(owed) > 1, calendar_of(case.branch).zone
    items = [
        words["item" if many else "single"].format(
            n=words["numbers"][place] if many and place < len(words["numbers"]) else "",
            what=_what(row, words), by=row.by, due=_time(row.due.astimezone(zone), words["time"]),
        )
        for place, row in enumerate(owed)
    ]  # fmt: skip
    return (words["sum_up"] + words["between"].join(items) + words["end"] + words["ask"]) if items else ""


def failure_notice(case: Case, row: Obligation) -> str:
    """Say that something agreed could not be done, and ask which other way suits the customer. The reason stays inside."""
    said: str = _words_for(case)["failed"]
    return said.format(what=row.what)


def yuan(amount: Decimal) -> str:
    """Give an amount as people write it: 35, 35.50."""
    whole = amount == amount.to_integral_value()
    return f"{amount:.0f}" if whole else f"{amount:.2f}"


def _what(row: Obligation, words: dict[str, Any]) -> str:
    amount = yuan(row.amount)
    said = row.what.rstrip("。.；; ")
    return words["money"].format(what=said, amount=amount) if row.amount and amount not in said else said


def _time(local: datetime, form: str) -> str:
    half = f"{local:%I:%M} {'am' if local.hour < NOON else 'pm'}".lstrip("0").replace(":00", "")
    return form.format(
        month=local.month, day=local.day, clock=f"{local:%H:%M}", clock_12=half, month_name=month_name[local.month]
    )
