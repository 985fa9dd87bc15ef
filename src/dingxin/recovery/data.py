"""What a new house begins with, from its files. Migrations read them: no model is named here."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def plans() -> list[dict[str, Any]]:
    """Give every plan with its five ``parts``, in the order of the file."""
    return _rows("plans.toml", "plan")


def commitments() -> list[dict[str, Any]]:
    """Give every commitment, in the order of the file."""
    return _rows("commitments.toml", "commitment")


def _rows(name: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text("utf-8"))[key]
    return found
