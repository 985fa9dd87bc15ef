"""What every file of the playbook must have; a broken file is refused with its name and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.engine.phrases import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dingxin.engine.book import Table

PHRASE_KEYS = frozenset({"sure", "hint", "never", "negatable"})


class PlaybookError(ValueError):
    """The playbook is broken, or was asked for something it does not have."""


def check_pack(language: str, tables: Mapping[str, Table]) -> None:
    """Check one language's tables; raises PlaybookError naming the file and what is wrong with it."""
    for name, table in tables.items():
        for flaw in _flaws(table):
            message = f"playbook/{language}/{name}.toml: {flaw}"
            raise PlaybookError(message)


def _flaws(table: Table) -> Iterator[str]:
    yield from (f"{key!r} is missing" for key in ("source", "date") if not table.get(key))
    if "phrases" in table and not table.get("of"):
        yield "'of' is missing: it names what the phrases are signs of"
    if "phrases" in table and table.get("speaker") not in ("customer", "agent"):
        yield "'speaker' is missing: it says in whose turns the phrases are looked for"
    for key, group in table.get("phrases", {}).items():
        if unknown := set(group) - PHRASE_KEYS:
            yield f"phrases.{key} has unknown keys {sorted(unknown)}"
        for kind in ("sure", "hint", "never"):
            if not all(
                isinstance(phrase, str) and phrase.replace("…", "") and alternatives(phrase.replace("…", "")) != [""]
                for phrase in group.get(kind, ())
            ):
                yield f"phrases.{key}.{kind} holds an empty phrase"
