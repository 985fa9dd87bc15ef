"""Search over numbers, names, phones, messages and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dingxin.cases.queries import search_cases
from dingxin.desk.hits import hits_in
from dingxin.desk.views.doors import paged, signed_in
from dingxin.search.models import Source

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django_stubs_ext import StrPromise

    from dingxin.cases.models import Case
    from dingxin.desk.hits import Hit, Hits, Part
    from dingxin.requests import StaffRequest

ROWS = 20
MOST_CHARS = 200
PLACES: dict[Source, StrPromise] = {
    Source.CASE: _("Case"),
    Source.CUSTOMER: _("Customer"),
    Source.MESSAGE: _("Conversation"),
    Source.NOTE: _("Internal note"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A found case, its title with what is found in it, and the other places by name."""

    case: Case
    title: list[Part]
    hits: list[tuple[StrPromise, Hit]]


@signed_in
@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """Show the visible cases in which every phrase is found, newest first, with the words around."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_CHARS]
    page = paged(search_cases(request.user, query), request, size=ROWS)
    hits = hits_in(page.rows, query)
    found = [_found(case, hits[case.pk]) for case in page.rows]
    return render(request, "desk/search.html", {"query": query, "page": page, "found": found, "at": timezone.now()})


def _found(case: Case, hits: Hits) -> Found:
    return Found(case, hits.title, [(PLACES[hit.source], hit) for hit in hits.places])
