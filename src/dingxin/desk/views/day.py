"""My day: what is due now, today and tomorrow, who asks me to take over, and what I bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from dingxin.desk.feed import newest_event
from dingxin.desk.forms.people import BreatherForm
from dingxin.desk.views.doors import allowed
from dingxin.insights.day import my_day

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest


@allowed("insights.view_day")
@require_safe
def view_day(request: StaffRequest) -> HttpResponse:
    """Show my day; a live update asks for its lists alone."""
    user, at, last = request.user, timezone.now(), newest_event()
    context = {"day": my_day(user, at=at), "at": at, "last": last}
    if not request.htmx:
        context["form"] = BreatherForm(user=user)
    response = render(request, "desk/day.html#live" if request.htmx else "desk/day.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
