"""The criteria of a malicious complaint, what is none, and the rules of law behind both, from their file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import get_language

FILE = Path(__file__).parent / "malice.toml"


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


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
        return self.title if _chinese() else self.title_en


class Criterion(NamedTuple):
    """Something that makes a complaint malicious where it is proven."""

    key: str
    title: str
    title_en: str
    proof: tuple[str, ...]
    proof_en: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def words(self) -> str:
        """The criterion in the language of the moment."""
        return self.title if _chinese() else self.title_en

    @property
    def proofs(self) -> tuple[str, ...]:
        """What must be proven, in the language of the moment."""
        return self.proof if _chinese() else self.proof_en


class Lawful(NamedTuple):
    """Something a customer may do, however hard it is to bear."""

    title: str
    title_en: str
    rules: tuple[Rule, ...]

    @property
    def words(self) -> str:
        """What it is, in the language of the moment."""
        return self.title if _chinese() else self.title_en


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def law() -> dict[str, Rule]:
    """Give every rule by its id."""
    return {row["id"]: Rule(**row) for row in _data()["rule"]}


@cache
def criteria() -> dict[str, Criterion]:
    """Give every criterion by its key, in the order of the file."""
    rows = _data()["criterion"]
    return {row["key"]: _criterion(row) for row in rows}


def _criterion(row: dict[str, Any]) -> Criterion:
    return Criterion(
        row["key"], row["title"], row["title_en"], tuple(row["proof"]), tuple(row["proof_en"]), _rules(row["law"])
    )  # fmt: skip


def _rules(ids: list[str]) -> tuple[Rule, ...]:
    return tuple(law()[name] for name in ids)


@cache
def lawful() -> tuple[Lawful, ...]:
    """Give what is no malice."""
    return tuple(Lawful(row["title"], row["title_en"], _rules(row["law"])) for row in _data()["not_malice"])
