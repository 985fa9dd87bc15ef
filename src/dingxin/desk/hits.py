"""Where a search found its words: the text as it was written, cut around the first hit and divided into plain and found parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Min, Q

from dingxin.cases.models import Message
from dingxin.search.models import Entry, Source
from dingxin.search.queries import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dingxin.cases.models import Case

WRITTEN = {Source.MESSAGE, Source.NOTE}
BEFORE, AFTER, LONGEST_HIT = 24, 96, 200


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a snippet; ``hit`` where it is what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a case was found: what kind of text it is, and the words around."""

    source: Source
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Hits:
    """Where a case was found: its title with what is found there, and the other places."""

    title: list[Part]
    places: list[Hit]


def hits_in(cases: Iterable[Case], query: str) -> dict[int, Hits]:
    """Give for each case (by id) where the phrases of the query stand: the first place of each kind of text. Two queries."""
    wanted = phrases(query)
    by_id = {case.pk: case for case in cases}
    if not wanted or not by_id:
        return {}
    places, pattern = _places(by_id, wanted), _pattern(wanted)
    texts = Message.objects.in_bulk([ref for _, source, ref in places if source in WRITTEN])
    found = {pk: Hits(snippet(case.title or case.number, pattern), []) for pk, case in by_id.items()}
    for case_id, source, ref in places:
        text = texts[ref].text if source in WRITTEN else _own_text(by_id[case_id], source)
        hit = Hit(source, snippet(text, pattern))
        if source in WRITTEN or any(part.hit for part in hit.parts):
            found[case_id].places.append(hit)
    return found


def _places(cases: dict[int, Case], wanted: list[str]) -> list[tuple[int, Source, int]]:
    """Give (case, kind of text, row id) of the first places: only these few cases are looked at, not the whole index."""
    any_phrase = reduce(or_, (Q(body__contains=phrase) for phrase in wanted))
    rows = Entry.objects.filter(any_phrase, case_id__in=cases).values_list("case_id", "source").annotate(first=Min("ref"))
    return [(case_id, Source(source), first) for case_id, source, first in rows.order_by("case_id", "source")]


def _own_text(case: Case, source: Source) -> str:
    if source == Source.CUSTOMER:
        return " · ".join(filter(None, [case.customer.name, case.customer.phone, case.customer.email]))
    return " · ".join(filter(None, [case.number, case.product]))


def _pattern(wanted: list[str]) -> re.Pattern[str]:
    """Give what finds the phrases in a text as written: their words in order, with only signs and blanks between them."""
    return re.compile("|".join(r"[\W_]*".join(map(re.escape, phrase.split())) for phrase in wanted), re.IGNORECASE)


def snippet(text: str, pattern: re.Pattern[str]) -> list[Part]:
    """Cut a text to the neighbourhood of its first hit, and divide it into hits and what stands between them."""
    first = pattern.search(text)
    start = max(0, (first.start() if first else 0) - BEFORE)
    end = (min(first.end(), first.start() + LONGEST_HIT) if first else start) + AFTER
    shown = " ".join(text[start:end].split())
    parts, at = [Part("…", hit=False)] if start else [], 0
    for hit in pattern.finditer(shown):
        parts += [Part(shown[at : hit.start()], hit=False), Part(hit.group(), hit=True)]
        at = hit.end()
    return [part for part in [*parts, Part(shown[at:] + ("…" if end < len(text) else ""), hit=False)] if part.text]
