"""The customer: who they are and all that happened with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dingxin.cases import actions
from dingxin.cases.queries import customer_for, history
from dingxin.desk.forms.customer import CustomerForm
from dingxin.desk.views.doors import allowed, done, form_page, paged, signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.cases.models import Customer
    from dingxin.requests import StaffRequest

FIELDS = ("name", "phone", "email", "tier")


@signed_in
@require_safe
def customer(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a customer's details and those of their cases that this person may see."""
    person = customer_for(request.user, pk)
    return _page(request, person, CustomerForm(initial={name: getattr(person, name) for name in FIELDS}))


@allowed("cases.update_customer")
@require_POST
def update_customer(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a customer's details."""
    person = customer_for(request.user, pk)
    form = CustomerForm(request.POST)
    if done(form, lambda fields: actions.update_customer(person, actor=request.user, at=timezone.now(), **fields)):
        messages.success(request, _("The details are saved."))
        return redirect("customer", pk)
    return _page(request, customer_for(request.user, pk), form)


def _page(request: StaffRequest, person: Customer, form: CustomerForm) -> HttpResponse:
    page = paged(history(request.user, person), request)
    return form_page(request, "desk/customer.html", form, customer=person, page=page, at=timezone.now())
