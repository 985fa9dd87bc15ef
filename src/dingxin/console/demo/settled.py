"""Wrongs that were made good lately, a case for each customer: enough of them for a picture of who was given what."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from dingxin.console.demo.outage import filled

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Table

DATA = Path(__file__).with_name("settled.toml")


def settled_stories() -> list[Table]:
    """Give a story for each customer: the steps of all, so many days ago, with what is their own (``$name``) filled in."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return [
        {
            **data["kinds"][row["kind"]],
            "scene": f"settled_{number}",
            "customer": {"name": row["name"], "phone": row["phone"]},
            "steps": [_step(step, data["kinds"][row["kind"]] | row) for step in data["steps"] if _told(step, row)],
        }
        for number, row in enumerate(data["customers"], 1)
    ]


def _told(step: Table, row: Table) -> bool:
    """Whether a step belongs to a customer: some are for those alone of whom something is said."""
    return step.get("only", "name") in row


def _step(step: Table, row: Table) -> Table:
    own = {key: filled(value, row) for key, value in step.items() if key not in {"only", "after"}}
    return own | {"at": f"-{row['day'] - step.get('after', 0)}d {step['at']}", "owed": _owed(row)}


def _owed(row: Table) -> list[Table]:
    return [{"option": row["option"], "what": row["what"], "amount": row["granted"], "due": f"-{row['day'] - 1}d 18:00"}]
