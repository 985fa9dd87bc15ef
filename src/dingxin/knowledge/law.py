"""Rules of law that a judgement or a rung of the ladder rests on, from ``law.toml``. No advice: who cites takes the text."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import get_language

DATA = Path(__file__).parent / "law.toml"


class Rule(NamedTuple):
    """A rule of law in our own words: where it stands, since when, what stood before, and whether it was read there."""

    id: str
    topic: int
    title: str
    title_en: str
    statute: str
    article: str
    effective: str
    replaced: str
    verified: bool

    @property
    def words(self) -> str:
        """The rule in the language of the moment."""
        return self.title if (get_language() or "zh").startswith("zh") else self.title_en

    @property
    def source(self) -> str:
        """Where it stands: statute and article."""
        return f"{self.statute} {self.article}"


@cache
def rules() -> dict[str, Rule]:
    """Give every rule by its id, in the order of the file."""
    return {row["id"]: Rule(**row) for row in tomllib.loads(DATA.read_text("utf-8"))["rule"]}


def rules_about(*topics: int) -> list[Rule]:
    """Give the rules of some topics, in the order of the file."""
    return [rule for rule in rules().values() if rule.topic in topics]
