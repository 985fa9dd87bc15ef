"""The account in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin.cases.models import HandoverState
from dingxin.cases.states import State
from dingxin.clocks.models import PromiseState
from dingxin.escalation.models import Cause
from dingxin.followup.models import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import TextChoices

    from dingxin.console.simulation.account import Report


def lines(report: Report) -> Iterator[str]:
    """Give the account, line by line."""
    words = {"start": report.start, "days": report.days, "seed": report.seed}
    yield _("%(days)d days from %(start)s on, seed %(seed)d") % words
    yield _row(_("cases"), report.cases, _named(State, report.cases_by_state))
    yield _row(_("promises"), sum(report.promises.values()), _named(PromiseState, report.promises))
    yield _row(_("hand-overs"), sum(report.handovers.values()), _named(HandoverState, report.handovers))
    yield _row(_("climbs"), sum(report.escalations.values()), _named(Cause, report.escalations))
    yield _row(_("calls back"), sum(report.callbacks.values()), _named(Outcome, report.callbacks))
    yield _row(_("warnings of clocks"), report.warnings)
    yield _row(_("passed times of clocks"), report.breaches)
    yield _row(_("events"), report.events)
    yield _row(_("refused actions"), sum(report.refused.values()))
    yield ""
    yield _row(_("promises not accounted for"), report.promises_unaccounted)
    yield _row(_("passed times recorded twice"), report.duplicate_breaches)
    yield _row(_("passed times not recorded as they were"), report.missed_breaches)
    yield _row(_("cases without an owner"), report.cases_without_owner)
    yield _row(_("cases that show a wrong next time"), report.wrong_due_times)
    yield _("The event log is whole.") if report.log_verified else _("The event log is not whole.")


def _row(name: str, number: int, parts: Iterable[str] = ()) -> str:
    told = " · ".join(parts)
    return f"{number:>8,}  {name}" + (f": {told}" if told else "")


def _named(choices: type[TextChoices], counts: dict[str, int]) -> Iterator[str]:
    return (f"{choices(value).label} {number:,}" for value, number in counts.items() if number)
