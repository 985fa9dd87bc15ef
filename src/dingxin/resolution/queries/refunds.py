"""Reading the refunds agreed upon in a case: how much of them the customer has, by the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from dingxin.clocks.refunds import Refund, says_refund
from dingxin.resolution.models import AccountKind, AgreementState, Obligation, ObligationState, Posting, RemedyKind

if TYPE_CHECKING:
    from dingxin.cases.models import Case

PAID_BACK = frozenset({RemedyKind.REFUND, RemedyKind.PART_REFUND})


def is_refund(owed: Obligation) -> bool:
    """Tell whether what is owed is money back: by what was granted, or by the words of the agreement."""
    granted = owed.option is not None and owed.option.kind in PAID_BACK
    return bool(owed.amount) and (granted or says_refund(owed.what))


def refund_standing(owed: Obligation) -> Refund:
    """Give how much of its case's refunds the customer has, if this is one of them. No query, or two."""
    return refund_of(owed.agreement.case) if is_refund(owed) else Refund.NONE


def refund_of(case: Case) -> Refund:
    """Give how much the customer has of the refunds that are agreed in a case now. Two queries."""
    rows = Obligation.objects.filter(agreement__case=case).exclude(state=ObligationState.REPLACED)
    rows = rows.exclude(agreement__state=AgreementState.REPLACED).select_related("option")
    refunds = {row.pk: row.amount for row in rows if is_refund(row)}
    if not refunds:
        return Refund.NONE
    booked = Posting.objects.filter(entry__obligation__in=refunds, account__kind=AccountKind.PAID).order_by()
    paid = dict(booked.values_list("entry__obligation").annotate(total=Sum("amount")))
    if all(round(paid.get(pk, 0), 2) >= amount for pk, amount in refunds.items()):
        return Refund.FULL
    return Refund.PART if any(paid.values()) else Refund.OWED


def refund_after(case: Case, before: Refund) -> Refund:
    """Give the same after an agreement was made: gone is what was owed ``before`` it and is agreed no more. Two queries."""
    now = refund_of(case)
    return Refund.GONE if now is Refund.NONE and before in {Refund.OWED, Refund.PART} else now
