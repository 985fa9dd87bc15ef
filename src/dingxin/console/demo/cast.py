"""Who works in the demo, as written in ``house.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

HOUSE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("house.toml").read_text("utf-8"))
PASSWORD: str = HOUSE["password"]
STAFF: tuple[tuple[str, str], ...] = tuple((row["username"], f"{row['name']}，{row['title']}") for row in HOUSE["staff"])
"""User name and description of everybody, an agent first."""
