"""Reading the register of commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, FilteredRelation, Q

from dingxin.recovery.models import Commitment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dingxin.cases.models import Case


def commitment_list() -> QuerySet[Commitment]:
    """Give every commitment, in its order."""
    return Commitment.objects.order_by("position", "pk")


def commitments_for(case: Case) -> QuerySet[Commitment]:
    """Give the commitments that hold for a case; ``called_at`` says when one was called in, in the same query."""
    of_case = FilteredRelation("invocations", condition=Q(invocations__case=case))
    fits = commitment_list().filter(is_active=True, industry__in={"", case.industry})
    return fits.alias(here=of_case).annotate(called_at=F("here__at"))
