"""Reading plans and what they did in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.clocks.queries import calendar_of
from dingxin.recovery.models import Part, RecoveryPlan, RunStep
from dingxin.recovery.wording import due_of, words_of, words_of_remedy
from dingxin.resolution.models import Remedy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from django.db.models import QuerySet

    from dingxin.accounts.models import Branch
    from dingxin.cases.models import Case
    from dingxin.recovery.models import PlanPart


def plan_list() -> QuerySet[RecoveryPlan]:
    """Give every plan with its parts, in its order; two queries."""
    return RecoveryPlan.objects.prefetch_related("parts").order_by("position", "pk")


def fitting(case: Case, plans: Iterable[RecoveryPlan]) -> list[RecoveryPlan]:
    """Give the plans in use for the industry of a case, those whose signs stand in its title, category or product first."""
    words = f"{case.title} {case.category or ''} {case.product}".casefold()
    usable = [plan for plan in plans if plan.is_active and (not plan.industries or case.industry in {"", *plan.industries})]
    return sorted(usable, key=lambda plan: not any(sign.casefold() in words for sign in plan.signs))


def remedies_coded(codes: Iterable[str]) -> dict[str, Remedy]:
    """Give the remedies of these codes by their code, in use or not; those the catalogue has not are left out. One query."""
    return {row.code: row for row in Remedy.objects.filter(code__in={code for code in codes if code})}


def remedy_for(part: PlanPart, industry: str = "") -> Remedy | None:
    """Give the remedy of an atonement: of its code where the house has it in use, else the first of its kind for the industry."""
    found = Remedy.objects.filter(is_active=True)
    named = found.filter(code=part.remedy).first() if part.remedy else None
    if named is not None or not part.kind:
        return named
    of_kind = (row for row in found.filter(kind=part.kind).order_by("pk") if not row.industries or industry in row.industries)
    return next(of_kind, None)


def steps_of(case: Case) -> QuerySet[RunStep]:
    """Give the steps of all runs of a case, the newest run first, in one query."""
    rows = RunStep.objects.filter(run__case=case).select_related(
        "run__plan", "run__started_by", "owner", "settled_by", "proof__actor"
    )
    return rows.select_related("promise", "option__remedy").order_by("-run", "pk")


def whole_words(plan: RecoveryPlan, remedy: Remedy | None, amount: Decimal, branch: Branch, *, at: datetime) -> dict[str, str]:
    """Give a whole reply by a plan, with the remedy that goes with it, in Chinese and English."""
    parts = {part.part: part for part in plan.parts.all()}
    due = due_of(parts[Part.REINSTATEMENT], calendar_of(branch), at=at)
    said = {}
    for language in ("zh", "en"):
        words = [words_of(parts, due=due, language=language)]
        if remedy:
            words.append(words_of_remedy(remedy, amount, branch, language=language, at=at))
        said[language] = "\n".join(words)
    return said
