"""Letting cases be found by the words on them. For the actions beside only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.search.actions import index
from dingxin.search.models import Source

if TYPE_CHECKING:
    from dingxin.cases.models import Case, Customer


def index_case(case: Case) -> None:
    """Let the case be found by its number, title, product and customer."""
    index(case.pk, Source.CASE, case.pk, case_words(case))
    index(case.pk, Source.CUSTOMER, case.customer_id, customer_words(case.customer))


def case_words(case: Case) -> str:
    """Give the words by which a case is found."""
    return f"{case.number} {case.title} {case.product}"


def customer_words(customer: Customer) -> str:
    """Give the words by which the cases of a customer are found; the last four digits of the phone number are one."""
    return f"{customer.name} {customer.phone} {customer.phone[-4:]} {customer.email}"
