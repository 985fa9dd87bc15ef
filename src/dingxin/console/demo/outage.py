"""The customers of one outage, told as it was: each has a case of their own, and all are recovered together."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Table

DATA = Path(__file__).with_name("outage.toml")


def outage_stories() -> list[Table]:
    """Give a story for each customer: the steps of all, with what is their own (``$name``) filled in."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return [
        {
            **data["story"],
            "scene": f"outage_{number}",
            "customer": {"name": row["name"], "phone": row["phone"]},
            "steps": [{key: filled(value, row) for key, value in step.items()} for step in data["steps"]],
        }
        for number, row in enumerate(data["customers"], 1)
    ]


def filled(value: Any, row: Table) -> Any:
    """Give a value of a step, or what a customer has of their own where it names that."""
    return row[value[1:]] if isinstance(value, str) and value.startswith("$") else value
