"""Writing the index, in the transaction of the words themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.search.models import Entry, Source
from dingxin.search.words import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable


def index(case_id: int, source: Source, ref: int, *texts: str) -> None:
    """Put the words of these texts into the index in place of what stood there for this row."""
    Entry.objects.filter(case_id=case_id, source=source, ref=ref).delete()
    index_new([(case_id, source, ref, text) for text in texts])


def index_new(rows: Iterable[tuple[int, Source, int, str]]) -> None:
    """Put rows of (case id, source, row id, text) into the index that were never in it before."""
    Entry.objects.bulk_create(
        Entry(case_id=case_id, source=source, ref=ref, body=body) for case_id, source, ref, text in rows for body in pieces(text)
    )
