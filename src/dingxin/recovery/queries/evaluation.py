"""How the plans did (E14): whether customers were content, whether it came back, what it cost, and how long it took."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Sum

from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.cases.models import Case
from dingxin.recovery.models import Part, RecoveryPlan, Run, RunStep, StepState
from dingxin.resolution.models import AccountKind, Posting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dingxin.accounts.models import Staff

RECURS_WITHIN = timedelta(days=30)
VERDICTS = (Kind.VERDICT_RECORDED, Kind.SURVEY_ANSWERED)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One plan: each figure stands beside the number of runs it was counted over. Hours are of the calendar, not of work."""

    plan: RecoveryPlan
    runs: int
    asked: int
    content: int
    ripe: int
    came_back: int
    reinstated: int
    hours: float | None
    given: Decimal
    promised: Decimal

    @property
    def content_percent(self) -> int | None:
        """Of those who gave a verdict, how many are content."""
        return round(100 * self.content / self.asked) if self.asked else None

    @property
    def back_percent(self) -> int | None:
        """Of those whose 30 days are over, how many had the same trouble again."""
        return round(100 * self.came_back / self.ripe) if self.ripe else None


def evaluate(user: Staff, *, since: datetime, at: datetime) -> list[Evaluation]:
    """Evaluate every plan by the runs that began in a time, of cases this person may see; a constant number of queries."""
    visible = Case.objects.visible_to(user).values("pk")
    runs = list(Run.objects.filter(at__gte=since, at__lte=at, case__in=visible).select_related("plan", "case").order_by("pk"))
    by_plan: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        by_plan[run.plan_id].append(run)
    said, back, hours = _verdicts(runs), _came_back(runs, at), _hours(runs)
    given, promised = _money(runs, AccountKind.PAID), _money(runs, AccountKind.RESERVED)
    return [
        Evaluation(
            plan=mine[0].plan, runs=len(mine),
            **_counted(mine, said, "asked", "content"), **_counted(mine, back, "ripe", "came_back"),
            hours=_median(mine, hours), reinstated=len(hours.keys() & {run.pk for run in mine}),
            given=_sum(mine, given), promised=_sum(mine, promised),
        )
        for mine in sorted(by_plan.values(), key=lambda mine: (mine[0].plan.position, mine[0].plan_id))
    ]  # fmt: skip


def _verdicts(runs: Sequence[Run]) -> dict[int, bool]:
    """Give for each run that was followed by a verdict the last one, by whatever way it came."""
    events = defaultdict(list)
    rows = Event.objects.filter(kind__in=VERDICTS, case__in={run.case_id for run in runs}).order_by("seq")
    for event in rows:
        events[event.case_id].append(event)
    last = {run.pk: [event for event in events[run.case_id] if event.at >= run.at] for run in runs}
    return {pk: bool(heard[-1].data["content"]) for pk, heard in last.items() if heard}


def _came_back(runs: Sequence[Run], at: datetime) -> dict[int, bool]:
    """Tell of each run whose 30 days are over whether the same customer had a new case of the same category in them."""
    ripe = [run for run in runs if run.at + RECURS_WITHIN <= at]
    later: dict[tuple[int, int | None], list[tuple[int, datetime]]] = defaultdict(list)
    customers = {run.case.customer_id for run in ripe}
    opened = Case.objects.filter(customer__in=customers, opened_at__gte=min((run.at for run in ripe), default=at))
    for customer, category, pk, when in opened.values_list("customer", "category", "pk", "opened_at"):
        later[customer, category].append((pk, when))
    return {
        run.pk: any(
            pk != run.case_id and run.at < when <= run.at + RECURS_WITHIN
            for pk, when in later[run.case.customer_id, run.case.category_id]
        )
        for run in ripe
    }


def _hours(runs: Sequence[Run]) -> dict[int, float]:
    done = RunStep.objects.filter(run__in=runs, part=Part.REINSTATEMENT, state=StepState.DONE).values_list("run", "settled_at")
    began = {run.pk: run.at for run in runs}
    return {run: (when - began[run]).total_seconds() / 3600 for run, when in done if when}


def _money(runs: Sequence[Run], kind: AccountKind) -> dict[int, Decimal]:
    """Give what the ledger holds for the cases of the runs on the accounts of a kind."""
    rows = Posting.objects.filter(account__kind=kind, entry__case__in={run.case_id for run in runs}).order_by()
    return dict(rows.values_list("entry__case").annotate(sum=Sum("amount")).values_list("entry__case", "sum"))


def _counted(mine: Sequence[Run], known: Mapping[int, bool], all_of: str, true_of: str) -> dict[str, int]:
    """Count the runs of which something is known, and those of them of which it is so."""
    values = [known[run.pk] for run in mine if run.pk in known]
    return {all_of: len(values), true_of: sum(values)}


def _median(mine: Sequence[Run], hours: Mapping[int, float]) -> float | None:
    took = [hours[run.pk] for run in mine if run.pk in hours]
    return median(took) if took else None


def _sum(mine: Sequence[Run], money: Mapping[int, Decimal]) -> Decimal:
    return sum((money.get(case, Decimal(0)) for case in {run.case_id for run in mine}), Decimal(0))
