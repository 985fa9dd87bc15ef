"""The remedies a new house begins with, from ``remedies.toml``. A migration reads them: no model is named here."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).with_name("remedies.toml")
MONEY = {"share": "share", "worth": "worth", "fixed": "cost_fixed", "rate": "cost_rate", "amount_max": "amount_max"}
RENAMED = {"by": "granted_by"}


def remedies() -> Iterator[dict[str, Any]]:
    """Give the fields of every remedy, in the order of the file."""
    for row in tomllib.loads(DATA.read_text("utf-8"))["remedy"]:
        plain = {RENAMED.get(name, name): value for name, value in row.items() if name not in MONEY}
        yield plain | {field: Decimal(str(row[name])) for name, field in MONEY.items() if name in row}
