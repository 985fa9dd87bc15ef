"""Personal data in a text (C22): numbers, names and addresses, each with its place in the text as given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dingxin.engine.components.personal_address import Addresses
from dingxin.engine.components.personal_address_en import DOORS, find_english_addresses
from dingxin.engine.components.personal_english import find_english_names
from dingxin.engine.components.personal_english_words import TRIGGERS
from dingxin.engine.components.personal_names import Names
from dingxin.engine.components.personal_numbers import find_numbers, without_overlap
from dingxin.engine.components.personal_online import find_accounts
from dingxin.engine.components.personal_rooms import FIGURES, find_rooms
from dingxin.engine.components.places import Places
from dingxin.engine.model import Personal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dingxin.engine.components.normalise import Normal

_LATIN = re.compile("[A-Za-z]+")


class PersonalFinder:
    """Finds personal data with a playbook's tables ``people`` and ``places`` (either may be missing)."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Build the patterns of names and addresses."""
        places = Places(tables.get("places", {}))
        self._names = Names(tables.get("people", {}), places.names)
        self._addresses = Addresses(places, tables.get("places", {}))

    def find(self, normal: Normal) -> tuple[Personal, ...]:
        """Give the personal data in a text, in order and without overlap."""
        text = normal.text
        numbers = find_numbers(text)
        phones = [(start, end) for kind, start, end in numbers if kind in {"mobile", "bank_card", "id_card"}]
        words = _LATIN.findall(text) if _LATIN.search(text) else []
        found = [*find_accounts(text), *numbers] if words or "艾特" in text or "企鹅" in text or "扣扣" in text else numbers
        found += self._addresses.find(text)
        if FIGURES.search(text) or "单元" in text:
            found += find_rooms(text)
        found += self._names.find(text, phones)
        if words:
            found += [] if DOORS.isdisjoint(words) else find_english_addresses(text)
            found += [] if TRIGGERS.isdisjoint(words) else find_english_names(text)
        if not found:
            return ()
        out = []
        for kind, start, end in sorted(without_overlap(text, found), key=lambda span: span[1]):
            first, last = normal.span(start, end)
            out.append(Personal(kind, normal.raw[first:last], first, last))
        return tuple(out)
