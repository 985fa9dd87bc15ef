"""Promises: what I owe, what the house owes, and who keeps what they promise."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dingxin.cases.queries import owed_promises
from dingxin.clocks.duties import GROUPS, kept_rates
from dingxin.desk.views.doors import allowed, paged
from dingxin.evidence.queries import spared

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.requests import StaffRequest

NAMES = {"person": _("Person"), "team": _("Team"), "branch": _("Branch")}
PERIODS = (7, 30, 90)


@allowed("cases.view_promises")
@require_safe
def list_promises(request: StaffRequest) -> HttpResponse:
    """List the promises customers wait for, one's own or all one may see, and how those of the last days fell out."""
    at = timezone.now()
    asked = request.GET.get("by", "")
    by = asked if asked in GROUPS else "person"
    typed = request.GET.get("days", "")
    days = int(typed) if typed in {str(period) for period in PERIODS} else PERIODS[1]
    mine = request.GET.get("all") != "yes"
    context = {
        "page": paged(owed_promises(request.user, mine=mine), request), "mine": mine, "at": at, "by": by, "days": days,
        "names": NAMES, "periods": PERIODS, "rates": kept_rates(by, since=at - timedelta(days=days), until=at, spare=spared),
    }  # fmt: skip
    return render(request, "desk/promises.html", context)
