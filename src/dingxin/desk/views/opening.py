"""Opening a case: one screen, under a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.cases import actions
from dingxin.cases.models import Channel
from dingxin.cases.queries import customers_by_phone
from dingxin.desk.forms.opening import OpenCaseForm
from dingxin.desk.views.doors import allowed, done, form_page, posted

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest

MOST_FOUND = 6


@allowed("cases.open_case")
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: StaffRequest) -> HttpResponse:
    """Open a case with the customer's first words; the customer is found or created by phone number."""
    form = OpenCaseForm(posted(request), user=request.user)
    opened: list[Case] = []
    if done(form, lambda fields: opened.append(_open(request.user, **fields))):
        return redirect("case", opened[0].number)
    return form_page(request, "desk/open_case.html", form)


@transaction.atomic
def _open(user: Staff, *, phone: str, name: str, signs: list[str], channel: str, **fields: Any) -> Case:
    """Open the case with its customer and what was seen of them, all or nothing."""
    at = timezone.now()
    case = actions.open_case(customer=actions.Caller(phone, name), channel=channel, actor=user, at=at, **fields)
    if signs and channel == Channel.HALL and not case.observations.exists():
        actions.observe_customer(case, signs=signs, actor=user, at=at)
    return case


@allowed("cases.open_case")
@require_safe
def find_customers(request: StaffRequest) -> HttpResponse:
    """Show the customers whose phone number begins with what was typed so far."""
    found = customers_by_phone(request.user, request.GET.get("phone", ""))[:MOST_FOUND]
    return render(request, "desk/open_case.html#found", {"found": found})
