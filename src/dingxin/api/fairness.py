"""The fairness report: what was granted to whom, and the cases far from the rest."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003  the schemas read it
from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from ninja import Query, Router, Schema

from dingxin.api.overview import MOST_DAYS
from dingxin.api.paging import FURTHEST, MOST
from dingxin.api.people import branch_named
from dingxin.cases.models import Case
from dingxin.insights.fairness import fairness

if TYPE_CHECKING:
    from dingxin.insights.fairness import Outlier
    from dingxin.requests import StaffRequest

router = Router(tags=["overview"])


class SpreadOut(Schema):
    """How values are spread: lowest, quarters and median, highest."""

    least: Decimal
    low: Decimal
    median: Decimal
    high: Decimal
    most: Decimal


class GroupOut(Schema):
    """A group of settled cases. Figures are null where it has fewer than five; ``share`` is in percent of the claim."""

    key: str
    cases: int
    claims: int
    claimed: Decimal | None
    granted: SpreadOut | None
    share: SpreadOut | None


class PairOut(Schema):
    """Patient and loud customers of one category: median share of the claim granted. ``whole`` sums up all categories."""

    category: str
    patient_n: int
    patient: Decimal | None
    loud_n: int
    loud: Decimal | None
    difference: Decimal | None
    whole: bool


class OutlierOut(Schema):
    """A case far from the median (``usual``) of its category, in usual distances; ``value`` is percent of the claim, or yuan."""

    case: str
    category: str
    claimed: Decimal | None
    granted: Decimal
    value: Decimal
    usual: Decimal
    distance: float
    of: int


class OutcomeOut(Schema):
    """Agreements by what was agreed beside what was expected (above, equal, below; null: nobody asked), and their verdicts."""

    against: str | None
    cases: int
    verdicts: int
    content: int


class FairnessOut(Schema):
    """The report. ``cut``: only the newest 3000 cases were looked at."""

    whole: GroupOut
    cut: bool
    groups: dict[str, list[GroupOut]]
    pairs: list[PairOut]
    outliers: list[OutlierOut]
    outcomes: list[OutcomeOut]


@router.get("/fairness", response=FairnessOut)
def view_fairness(
    request: StaffRequest,
    branch: str = "",
    days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 90,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=FURTHEST)] = 0,
) -> Any:
    """Whether the same wrong is made good alike, in a branch (by its code) or the house; limit and offset cut the outliers."""
    user = request.user
    place = None if not branch and user.sees_every_branch else branch_named(user, branch)
    report = fairness(user, place, days, at=timezone.now())
    far = report.outliers[offset : offset + limit]
    numbers = dict(Case.objects.filter(pk__in=[one.row.pk for one in far]).values_list("pk", "number"))
    return {
        "whole": report.whole, "cut": report.cut, "groups": {by.value: groups for by, groups in report.groups.items()},
        "pairs": [{**pair._asdict(), "difference": pair.difference} for pair in report.pairs],
        "outliers": [_far(one, numbers[one.row.pk]) for one in far], "outcomes": report.outcomes,
    }  # fmt: skip


def _far(one: Outlier, number: str) -> dict[str, Any]:
    """Give a case far from the rest: what was claimed and granted, and nothing of who complained."""
    row = one.row
    told = {"case": number, "category": row.category, "claimed": row.claimed, "granted": row.granted}
    return told | {"value": one.value, "usual": one.usual, "distance": one.distance, "of": one.of}
