"""Finding cases by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models.expressions import RawSQL

from dingxin.search.models import Entry
from dingxin.search.words import words

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_PHRASES = 8
MOST_WORDS = 30

_MATCH = {
    "sqlite": "SELECT rowid FROM search_fts WHERE search_fts MATCH %s",
    "postgresql": (
        "SELECT id FROM search_entry WHERE to_tsvector('simple'::regconfig, body) @@ phraseto_tsquery('simple'::regconfig, %s)"
    ),
}


def phrases(query: str) -> list[str]:
    """Divide what was typed into the phrases to look for: at white space, each as its words divided by single spaces."""
    found = (words(part)[:MOST_WORDS] for part in query.split())
    return [" ".join(part) for part in found if part][:MOST_PHRASES]


def entries_with(phrase: str) -> QuerySet[Entry]:
    """Give the index entries in which the words of this phrase stand one after the other."""
    wanted = f'"{phrase}"' if connection.vendor == "sqlite" else phrase
    rows = RawSQL(_MATCH[connection.vendor], [wanted])  # noqa: S611  fixed statements; what was typed goes in as a parameter
    return Entry.objects.filter(pk__in=rows)
