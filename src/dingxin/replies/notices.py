"""Answers drafted for a promised time (F1, F4): from what the case holds, in the customer's own terms, no more than is known."""

from __future__ import annotations

import tomllib
from calendar import month_name
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dingxin.cases.models import Case, FactState
from dingxin.cases.states import State
from dingxin.clocks.queries import calendar_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.clocks.models import Promise
    from dingxin.clocks.worktime import WorkCalendar

    Words = dict[str, Any]

DATA = Path(__file__).parent / "notices.toml"
MOST_DEMANDS = 3
MATTER_CHARS = 24
NOON = 12


@cache
def _words() -> dict[str, Words]:
    return tomllib.loads(DATA.read_text("utf-8"))


def draft_notice(promise: Promise, *, at: datetime) -> str:
    """Draft what the customer is told about a promised time: before it that it takes longer, at it how far we are.

    Until the day of the promise is over it is due; from then on it is late, and the draft says sorry for that. A next time is
    named: the end of the next working day of the branch.
    """
    case = Case.objects.select_related("branch", "handler", "owner").get(pk=promise.case_id)
    words = _words()["en" if case.language.startswith("en") else "zh"]
    calendar = calendar_of(case.branch)
    phase = "before" if at < promise.due else "at" if _day(at, calendar) == _day(promise.due, calendar) else "after"
    solved = case.state == State.RESOLVED
    parts = [words[phase].format(due=_time(promise.due, words["time"], calendar)), _matter(case, words)]
    parts += [words["done"]] if solved else [words["open"], *_progress(case, promise, words)]
    if not solved:
        again = calendar.add_days(max(at, promise.due), 1)
        parts += [words["sorry"]] if phase == "before" else []
        parts.append(words["again"].format(again=_time(again, words["limit"], calendar)))
    return "".join(parts).strip()


def _day(moment: datetime, calendar: WorkCalendar) -> str:
    return moment.astimezone(calendar.zone).date().isoformat()


def _time(moment: datetime, form: str, calendar: WorkCalendar) -> str:
    local = moment.astimezone(calendar.zone)
    half = f"{local:%I:%M} {'am' if local.hour < NOON else 'pm'}".lstrip("0").replace(":00", "")
    return form.format(
        month=local.month, day=local.day, clock=f"{local:%H:%M}", clock_12=half, month_name=month_name[local.month]
    )


def _matter(case: Case, words: Words) -> str:
    """Name the matter as the customer did: the short title that was made of their words, where it is no longer than a phrase."""
    title = case.title.rstrip("。.!！?？…，, ")
    quoted = any(sign in title for sign in "“”\"'")
    if title and len(title) <= MATTER_CHARS and not quoted:
        given: str = words["matter"]
        return given.format(matter=title)
    return str(words["matter_none"])


def _progress(case: Case, promise: Promise, words: Words) -> list[str]:
    """Give what may be said of the progress: only what is on record, and nothing that staff wrote for each other."""
    parts = []
    if case.facts_confirmed_at and case.facts.filter(state=FactState.CONFIRMED).exists():
        parts.append(words["facts"])
    asked = dict.fromkeys(case.demands.order_by("pk").values_list("kind", flat=True))
    if named := [words["demand"][kind] for kind in asked if kind in words["demand"]][:MOST_DEMANDS]:
        parts.append(words["demands"].format(demands=words["comma"].join(named)))
    if case.handler_id and case.handler_id != promise.made_by_id:
        parts.append(words["handler"].format(handler=case.handler))
    return parts
