"""What policies ask of a case."""

from __future__ import annotations

from typing import Any

from dingxin.clocks.choosing import CHINA, Traits


def traits_of(case: Any) -> Traits:
    """Give the traits of a case, which lives above; its customer, branch and jurisdiction are best loaded with it."""
    place = getattr(case.branch, "jurisdiction", None)
    return Traits(
        grade=case.grade, channel=case.channel, tier=case.customer.tier, industry=case.industry,
        jurisdiction=place.code if place else CHINA, category=str(case.category_id or ""), branch=str(case.branch_id),
    )  # fmt: skip
