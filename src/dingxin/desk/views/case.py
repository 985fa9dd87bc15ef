"""One case on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.desk.views.case_page import case_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest


def case(request: StaffRequest, number: str) -> HttpResponse:
    """Show a case; asked by htmx, only the parts that live."""
    return case_page(request, number)
