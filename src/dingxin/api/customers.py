"""Customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from ninja import Router

from dingxin.api import schemas as s
from dingxin.cases import actions
from dingxin.cases.queries import customer_for, customers_by_phone

if TYPE_CHECKING:
    from dingxin.requests import StaffRequest

router = Router(tags=["customers"])
MOST = 8
UPDATE = "cases.update_customer"


@router.get("", response=list[s.CustomerOut])
def find_customers(request: StaffRequest, phone: str) -> Any:
    """Customers whose phone number begins so; at least four digits."""
    return customers_by_phone(request.user, phone)[:MOST]


@router.patch("/{customer}", response=s.CustomerOut)
def update_customer(request: StaffRequest, customer: int, body: s.Fields) -> Any:
    """Change the details of a customer with a case you may see."""
    if not request.user.has_perm(UPDATE):
        raise PermissionDenied(UPDATE)
    fields = body.dict(exclude_none=True)
    return actions.update_customer(customer_for(request.user, customer), actor=request.user, at=timezone.now(), **fields)
