"""The one page that goes with a request for an approval: all that is needed to say yes or no, from what the case holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from dingxin.cases.models import Case, FactState
from dingxin.resolution.models import Option, OptionState
from dingxin.resolution.queries.ledger import left
from dingxin.resolution.queries.stand import stand_of

if TYPE_CHECKING:
    from datetime import datetime

MOST = 8
QUOTE_CHARS = 120


@dataclass(frozen=True, slots=True)
class Tried:
    """What was on offer before: kind, amount, what became of it, and the customer's reason against it."""

    kind: str
    amount: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked, for whom and why. Kinds, grades and states by their names in the vocabularies; money in yuan, as text."""

    customer: str
    tier: str
    cases_before: int
    grade: str
    title: str
    happened: list[str] = field(default_factory=list)
    demands: list[str] = field(default_factory=list)
    claimed: str = ""
    needs: list[str] = field(default_factory=list)
    complaint: str = ""
    demand: str = ""
    fault: str = ""
    grounds: list[str] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)
    amount: str = ""
    cost: str = ""
    reason: str = ""
    wording: str = ""
    budget: str = ""
    budget_left: str = ""
    granted_before: int = 0
    usual: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the brief as it is kept."""
        return asdict(self)


def brief_of(option: Option, *, at: datetime) -> Brief:
    """Make the brief of an option that needs an approval."""
    case, standing = option.case, stand_of(option.case)
    facts = case.facts.exclude(state=FactState.REJECTED).order_by("-state", "message_id", "start")
    precedent = _precedent(option)
    budget = option.paid_from
    return Brief(
        customer=str(case.customer),
        tier=case.customer.tier,
        cases_before=Case.objects.filter(customer=case.customer, opened_at__lt=case.opened_at).count(),
        grade=case.grade,
        title=case.title,
        happened=list(dict.fromkeys(fact.text[:QUOTE_CHARS] for fact in facts))[:MOST],
        demands=[row.words or row.kind for row in standing.demands][:MOST],
        claimed="" if standing.claimed is None else str(standing.claimed),
        needs=[row.kind for row in standing.needs][:MOST],
        complaint=standing.stand.complaint,
        demand=standing.stand.demand,
        fault=standing.stand.fault,
        grounds=[str(ground.get("words") or ground.get("ref", ""))[:QUOTE_CHARS] for ground in standing.stand.grounds][:MOST],
        tried=_tried(option),
        amount=str(option.amount),
        cost=str(option.cost),
        reason=option.reason,
        wording=option.wording,
        budget=str(budget) if budget else "",
        budget_left=str(left(budget, at)) if budget else "",
        granted_before=len(precedent),
        usual=str(sorted(precedent)[len(precedent) // 2]) if precedent else "",
    )


def _tried(option: Option) -> list[Tried]:
    """Give what was offered to the customer before, with their objections."""
    rows = option.case.options.exclude(pk=option.pk).exclude(presented_at=None).prefetch_related("objections")
    return [
        Tried(row.kind, str(row.amount), row.state, "；".join(one.words for one in row.objections.all() if one.words))
        for row in rows.order_by("presented_at")[:MOST]
    ]


def _precedent(option: Option) -> list[Any]:
    """Give the amounts that were granted lately for the same kind in cases of the same category (or industry)."""
    case = option.case
    like = {"case__category": case.category_id} if case.category_id else {"case__industry": case.industry}
    given = Option.objects.filter(**like, kind=option.kind, state=OptionState.ACCEPTED, amount__gt=0).exclude(case=case)
    return list(given.order_by("-pk").values_list("amount", flat=True)[:50])
