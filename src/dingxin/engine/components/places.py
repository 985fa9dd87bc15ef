"""Names of provinces and cities in a text, found by their first character and a look-up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


class Places:
    """The provinces and cities of a playbook's table ``places``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take the names; an empty table knows no place."""
        self.names = frozenset(f"{table.get('provinces', '')} {table.get('cities', '')}".split())
        self._lengths = sorted({len(name) for name in self.names}, reverse=True)
        firsts = "".join(sorted({name[0] for name in self.names}))
        self._first = re.compile(f"[{re.escape(firsts)}]" if firsts else "(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give start and end of every name, the longest at each place, without overlap."""
        cursor = 0
        for match in self._first.finditer(text):
            at = match.start()
            if at < cursor:
                continue
            for length in self._lengths:
                if text[at : at + length] in self.names:
                    cursor = at + length
                    yield at, cursor
                    break
