"""The cases that were settled in a time, with what was claimed and granted in them, as the fairness report reads them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Sum

from dingxin.cases.models import Case, Message, MessageKind, Verdict
from dingxin.cases.states import State
from dingxin.resolution.hearing import MONEY
from dingxin.resolution.models import Agreement, DemandVersion, Obligation, Standing
from dingxin.resolution.queries.agreement import granted_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

MOST = 3000
NOTHING, HUNDRED = Decimal(0), Decimal(100)
LOUD_FROM = 2
OUTWARD = frozenset({"regulator", "legal", "media"})
"""Risks by which somebody makes themselves heard elsewhere."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A case that was settled: what was claimed and granted in it, and what can group it."""

    pk: int
    category: str
    tier: str
    branch: str
    emotion: int
    grade: str
    kinds: frozenset[str]
    risks: frozenset[str]
    claimed: Decimal | None
    granted: Decimal
    expected: Decimal | None
    agreed: bool
    content: bool | None

    @property
    def share(self) -> Decimal | None:
        """What was granted, in percent of what was claimed; None where no sum was named."""
        return HUNDRED * self.granted / self.claimed if self.claimed else None

    @property
    def loud(self) -> bool:
        """Whether the customer was heated at some time, or named an authority, a court or the media."""
        return self.emotion >= LOUD_FROM or bool(OUTWARD & self.risks)


def settled(cases: QuerySet[Case], *, since: datetime, until: datetime) -> list[Settled]:
    """Give the cases settled in a time, the newest first, at most one more than MOST. Five queries."""
    made = Agreement.objects.filter(at__gte=since, at__lt=until).values("case")
    any_made = Agreement.objects.filter(case=OuterRef("pk"))
    sums = DemandVersion.objects.filter(
        kind__in=MONEY, amount__isnull=False, state__in=[Standing.SUGGESTED, Standing.CONFIRMED]
    ).order_by()
    without = Q(state=State.CLOSED, closed_at__gte=since, closed_at__lt=until) & Q(pk__in=sums.values("case"))
    fields = ("pk", "category__name", "customer__tier", "branch__name", "emotion_peak", "grade", "stand__expected_amount")
    found = cases.filter(Q(pk__in=made) | without & ~Exists(any_made)).order_by("-pk")
    rows = list(found.values_list(*fields)[: MOST + 1])
    ids = [pk for pk, *_rest in rows]
    given = dict(_granted(ids))
    claimed = dict(sums.filter(case__in=ids).values_list("case").annotate(total=Sum("amount")))
    heard = _heard(ids)
    verdicts = dict(Verdict.objects.filter(case__in=ids).order_by("pk").values_list("case", "content"))
    return [
        Settled(
            pk, category or "", tier, place, emotion, grade, frozenset(heard[pk, "kinds"]), frozenset(heard[pk, "risks"]),
            claimed.get(pk), given.get(pk, NOTHING), expected, pk in given, verdicts.get(pk),
        )
        for pk, category, tier, place, emotion, grade, expected in rows
    ]  # fmt: skip


def _granted(ids: Sequence[int]) -> Iterable[tuple[int, Decimal]]:
    rows = Obligation.objects.filter(agreement__case__in=ids).order_by()
    return rows.values_list("agreement__case").annotate(total=granted_amount())


def _heard(ids: Sequence[int]) -> dict[tuple[int, str], set[str]]:
    """Give what the readings of the customers' messages suggest (kinds) and name (risks), by case."""
    heard: dict[tuple[int, str], set[str]] = defaultdict(set)
    rows = Message.objects.filter(case__in=ids, kind=MessageKind.CUSTOMER).order_by()
    for case, kinds, risks in rows.values_list("case", "reading__kinds", "reading__risks"):
        heard[case, "kinds"].update(kinds or ())
        heard[case, "risks"].update(risks or ())
    return heard
