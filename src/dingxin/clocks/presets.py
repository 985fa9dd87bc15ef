"""The policies a new house begins with, from ``policies.toml``. A migration reads them: no model is named here."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dingxin.clocks.law import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "policies.toml"


class Preset(NamedTuple):
    """A policy with its fields and those of its terms, named as the models name them."""

    fields: dict[str, Any]
    terms: list[dict[str, Any]]


def presets() -> Iterator[Preset]:
    """Give every preset, in the order of the file."""
    for row in tomllib.loads(DATA.read_text("utf-8"))["policy"]:
        terms = [_term(given) for given in row.pop("terms")]
        yield Preset(row, terms)


def _term(given: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a term; one that follows a limit of law takes its length from there."""
    if limit := given.get("limit"):
        given |= {"amount": limits()[limit].amount, "unit": limits()[limit].unit}
    return {
        "duty": given["duty"], "starts": given["starts"], "amount": given["amount"], "unit": given["unit"],
        "warn_percent": given.get("warn", 0), "pausable": given.get("pause", False), "limit": given.get("limit", ""),
    }  # fmt: skip
