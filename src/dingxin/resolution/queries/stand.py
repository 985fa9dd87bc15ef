"""Reading where a case stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from dingxin.cases.models import Case, FactState, MessageKind
from dingxin.knowledge.law import rules_about
from dingxin.resolution.hearing import MONEY
from dingxin.resolution.models import Aim, ChangeCause, DemandVersion, RankedNeed, ShelfState, ShelvedPoint, Stand
from dingxin.resolution.models import Standing as State

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from django.db.models import QuerySet

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Fact, Message
    from dingxin.knowledge.law import Rule

JUDGED_BY = (1, 2, 3, 4, 5, 7, 10, 11, 19, 24)
"""Topics of the law that a judgement on a complaint or a demand may rest on."""

MOST_FACTS = 60
MOST_POINTS = 40


@dataclass(frozen=True, slots=True)
class Demanded:
    """A demand as it stands, with its earlier versions, the first first (A9)."""

    current: DemandVersion
    history: list[DemandVersion]

    @property
    def kind(self) -> str:
        """What is demanded."""
        return self.current.kind

    @property
    def amount(self) -> Decimal | None:
        """The sum asked for, None where none was named."""
        return self.current.amount

    @property
    def words(self) -> str:
        """The words it came from."""
        return self.current.words

    @property
    def state(self) -> str:
        """Whether a person confirmed it."""
        return self.current.state

    @property
    def number(self) -> int:
        """Which version it is, from 1."""
        return self.current.number

    @property
    def cause(self) -> str:
        """Why it is another one than before."""
        return self.current.cause


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: demands with their histories, needs by rank, hopes, and the judgements.

    ``claimed`` is the money asked for in yuan, None where no sum was named; ``versions`` is all that was ever demanded, in order.
    """

    demands: list[Demanded]
    needs: list[RankedNeed]
    hopes: list[str]
    claimed: Decimal | None
    stand: Stand
    versions: list[DemandVersion]

    @property
    def unasked(self) -> list[DemandVersion]:
        """The changed demands whose cause nobody has asked for yet, the newest first (A9)."""
        return [row.current for row in self.demands if row.cause == ChangeCause.UNASKED][::-1]


def stand_of(case: Case) -> Standing:
    """Give where a case stands. Three queries; nothing is written."""
    versions = list(DemandVersion.objects.filter(case=case).order_by("pk"))
    needs = list(RankedNeed.objects.filter(case=case).exclude(state=State.STRUCK).order_by("rank", "pk"))
    stand = Stand.objects.filter(case=case).first() or Stand(case=case)
    demands = [Demanded(row, _before(row, versions)) for row in versions if row.stands]
    sums = [row.amount for row in demands if row.kind in MONEY and row.amount is not None]
    return Standing(demands, needs, list(stand.hopes), sum(sums[1:], sums[0]) if sums else None, stand, versions)


def _before(row: DemandVersion, versions: list[DemandVersion]) -> list[DemandVersion]:
    return [other for other in versions if other.kind == row.kind and other.number < row.number and other.state != State.STRUCK]


def view_asked(case: Case) -> bool:
    """Tell whether the customer was asked which solution they have in mind (E8): before the first offer. One query."""
    return Stand.objects.filter(case=case, view_at__isnull=False).exists()


def claimed_in(case: Case) -> Decimal | None:
    """Give the money in question: what is demanded, else the highest amount among the facts that were told."""
    claimed = stand_of(case).claimed
    if claimed is not None:
        return claimed
    facts = case.facts.filter(amount__gt=0).exclude(state=FactState.REJECTED)
    most: Decimal | None = facts.aggregate(most=Max("amount"))["most"]
    return most


def aim_of(case: Case) -> Aim | None:
    """Give goal and bottom line of a case (E10), for staff only. One query."""
    return Aim.objects.select_related("set_by").filter(case=case).first()


def shelved_points(case: Case) -> list[ShelvedPoint]:
    """Give the points of a case that were shelved, the open ones first, each by its day. One query."""
    points = ShelvedPoint.objects.filter(case=case).select_related("owner").order_by("back_at", "pk")[:MOST_POINTS]
    return sorted(points, key=lambda point: point.state == ShelfState.SETTLED)


def points_of(user: Staff, *, until: datetime) -> QuerySet[ShelvedPoint]:
    """Give the points this person has to take up again by a time, in live cases they may see (E5)."""
    live = Case.objects.visible_to(user).live().order_by().values("pk")
    return ShelvedPoint.objects.filter(owner=user, state=ShelfState.SHELVED, back_at__lt=until, case__in=live)


def facts_for_grounds(case: Case) -> list[Fact]:
    """Give the facts a judgement may rest on: those the customer confirmed, each once."""
    facts = case.facts.filter(state=FactState.CONFIRMED).order_by("message_id", "start")[: MOST_FACTS * 2]
    return list({(fact.kind, fact.text): fact for fact in facts}.values())[:MOST_FACTS]


def law_for_grounds() -> list[Rule]:
    """Give the rules of law a judgement may rest on."""
    return rules_about(*JUDGED_BY)


def replies_since_judged(stand: Stand) -> QuerySet[Message]:
    """Give our replies since the case was judged, the newest first: one of them tells that it cannot be solved (E17)."""
    since = Q(at__gte=stand.judged_at) if stand.judged_at else Q(pk=None)
    return stand.case.messages.filter(since, kind=MessageKind.AGENT).order_by("-pk")
