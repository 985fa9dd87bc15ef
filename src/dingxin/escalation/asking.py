"""Whether a customer asks for somebody who decides (F8), and with which words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "asks.toml"
LOOKED_BACK = 12
LONGEST = 20_000  # of a very long message its beginning and its end are looked through


class Asked(NamedTuple):
    """The words with which it was asked: code points of the message."""

    start: int
    end: int


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))


def words_of_asking() -> list[str]:
    """Give the words of which every text that asks for the manager has one, in capitals or not."""
    return list(_data()["words"])


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    given = _data()
    before, after = "|".join(given["not_before"]), "|".join(given["not_after"])
    return re.compile("|".join(given["ask"])), re.compile(f"(?:{before})[^，。！？,.!?\\n]{{0,4}}$"), re.compile(after)


def asked_for_manager(text: str) -> Asked | None:
    """Find the words with which the customer asks for a manager; None where they do not. Linear in the text."""
    if len(text) > LONGEST:
        end = asked_for_manager(text[-LONGEST // 2 :])
        return asked_for_manager(text[: LONGEST // 2]) or (end and Asked(*(place + len(text) - LONGEST // 2 for place in end)))
    ask, before, after = _patterns()
    for hit in ask.finditer(text):
        if not before.search(text[max(0, hit.start() - LOOKED_BACK) : hit.start()]) and not after.match(text, hit.end()):
            return Asked(hit.start(), hit.end())
    return None
