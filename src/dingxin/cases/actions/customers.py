"""Customers: found by their phone number as it is typed, or created."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.indexing import index_case
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import Case, Customer

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff

NAME_CHARS = 80
PHONE = re.compile(r"\+?[0-9]{5,19}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks to us, as they tell us; what is not known is empty."""

    phone: str = ""
    name: str = ""
    email: str = ""


def clean_phone(phone: str) -> str:
    """Give a phone number as it is kept: half-width digits without spaces, dashes or the country code of China.

    Raises:
        Refused: it is no phone number.

    """
    digits = re.sub(r"[\s()\-.·]", "", unicodedata.normalize("NFKC", phone))
    digits = re.sub(r"^(\+|00)86(?=1\d{10}$)", "", digits)
    if digits and not PHONE.fullmatch(digits):
        raise Refused(_("“%(phone)s” is not a phone number: 5 to 19 digits.") % {"phone": phone[:40]}, field="phone")
    return digits


@transaction.atomic
def find_or_create_customer(*, phone: str = "", name: str = "", email: str = "", actor: Staff, at: datetime) -> Customer:
    """Give the customer with this phone number, or a new one. A name or e-mail not yet known is added to the found one."""
    phone, name, email = clean_phone(phone), clean_line(name, NAME_CHARS), email.strip()
    found = _with_phone(phone)
    if found is None:
        try:
            with transaction.atomic():
                return _create(Customer(phone=phone, name=name, email=email, created_at=at), actor=actor, at=at)
        except IntegrityError:  # somebody else created the customer at the same moment
            found = _with_phone(phone)
            if found is None:
                raise
    missing = {key: value for key, value in (("name", name), ("email", email)) if value and not getattr(found, key)}
    return update_customer(found, actor=actor, at=at, **missing) if missing else found


def _with_phone(phone: str) -> Customer | None:
    return Customer.objects.select_for_update().filter(phone=phone).first() if phone else None


def _create(customer: Customer, *, actor: Staff, at: datetime) -> Customer:
    _check(customer, alone=False)  # whether another has the number is the database's to say: it knows of those made meanwhile
    customer.save()
    record(Kind.CUSTOMER_CREATED, case=None, actor=actor, at=at, id=customer.pk)
    return customer


@transaction.atomic
def update_customer(customer: Customer, *, actor: Staff, at: datetime, **fields: str) -> Customer:
    """Change name, phone, e-mail or tier of a customer, and let their cases be found by it.

    Raises:
        Refused: a value does not fit, or another customer has this phone number.

    """
    if "phone" in fields:
        fields["phone"] = clean_phone(fields["phone"])
    if "name" in fields:
        fields["name"] = clean_line(fields["name"], NAME_CHARS)
    changed = [key for key, value in fields.items() if getattr(customer, key) != value]
    if not changed:
        return customer
    for key in changed:
        setattr(customer, key, fields[key])
    _check(customer)
    customer.save(update_fields=changed)
    for case in Case.objects.filter(customer=customer).select_related("customer"):
        index_case(case)
    record(Kind.CUSTOMER_UPDATED, case=None, actor=actor, at=at, id=customer.pk, fields=changed)
    return customer


def _check(customer: Customer, *, alone: bool = True) -> None:
    try:
        customer.full_clean(validate_constraints=alone)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
