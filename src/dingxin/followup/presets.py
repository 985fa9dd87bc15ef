"""The plans a new house begins with, from ``plans.toml``. A migration reads them: no model is named here."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def plans() -> list[dict[str, Any]]:
    """Give the fields of every plan, in the order of the file."""
    found: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("plans.toml").read_text("utf-8"))["plan"]
    return found
