"""The ladder a new house begins with and the rules of law behind it, from their files. No model is named here."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import get_language

HERE = Path(__file__).parent


class Rule(NamedTuple):
    """A rule of law: what it says in our own words, where it stands, since when, and whether it was read there."""

    id: str
    title: str
    title_en: str
    statute: str
    article: str
    effective: str
    verified: bool

    @property
    def words(self) -> str:
        """The rule in the language of the moment."""
        return self.title if (get_language() or "zh").startswith("zh") else self.title_en


@cache
def rules() -> dict[str, Rule]:
    """Give every rule by its id."""
    return {row["id"]: Rule(**row) for row in tomllib.loads((HERE / "law.toml").read_text("utf-8"))["rule"]}


def ladder() -> dict[str, list[dict[str, Any]]]:
    """Give the rungs and triggers of a new house, in the order of the file."""
    return {"rung": [], "trigger": [], **tomllib.loads((HERE / "ladder.toml").read_text("utf-8"))}
