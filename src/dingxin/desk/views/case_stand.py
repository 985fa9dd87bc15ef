"""Where the case stands, as its page shows it: demands and needs, the customer's view, the judgements, points and aim."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dingxin.desk import labels
from dingxin.desk.forms import stand as forms
from dingxin.desk.labels import label
from dingxin.desk.once import once
from dingxin.engine.course import OUTCOMES
from dingxin.resolution import queries
from dingxin.resolution.grounds import SIDES, told
from dingxin.resolution.models import ChangeCause, Reasonable, Standing, Way, WhoseFault
from dingxin.resolution.questions import questions
from dingxin.resolution.rules_of import TONES, WAYS

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from dingxin.cases.models import Case, Message
    from dingxin.desk.forms.case import CaseForm
    from dingxin.requests import StaffRequest
    from dingxin.resolution.grounds import Told
    from dingxin.resolution.models import Aim, DemandVersion, RankedNeed, ShelvedPoint, Stand
    from dingxin.resolution.queries.stand import Standing as Stands
    from dingxin.resolution.questions import Questions

FRESH: dict[str, type[CaseForm]] = {
    "record_demand": forms.RecordDemandForm,
    "record_need": forms.RecordNeedForm,
    "record_view": forms.RecordViewForm,
    "record_expectation": forms.RecordExpectationForm,
    "set_aim": forms.AimForm,
    "shelve_point": forms.ShelvePointForm,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A demand or one of its versions, in the words of the page; ``forms`` are what may be done with it now."""

    row: DemandVersion
    name: str
    amount: str
    cause: str
    hint: str
    forms: dict[str, CaseForm] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Need:
    """A need in the words of the page, and whether it is the first or last."""

    row: RankedNeed
    name: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two judgements with its grounds."""

    name: str
    value: str
    label: str
    grounds: list[Told]


@dataclass(frozen=True, slots=True)
class StandPart:
    """All that this part of the page shows. ``next`` names the one thing to do next and says it in a sentence."""

    stand: Stand
    demands: list[Line]
    course: list[Line]
    claimed: str
    expected: str
    most: str
    needs: list[Need]
    hopes: list[str]
    sides: list[Side]
    fault: str
    tone: str
    path: str
    points: list[ShelvedPoint]
    aim: Aim | None
    forms: dict[str, CaseForm]
    ask: Questions
    telling: Message | None
    next: tuple[str, str]
    may: bool


def stand_of(request: StaffRequest, case: Case, at: datetime) -> StandPart:
    """Give what the page shows. Five queries; one more while the customer has to be told that it cannot be solved."""
    del at
    may = case.is_live and request.user.has_perm("resolution.record_demand", case)
    standing = queries.stand_of(case)
    stand = once(case, "stand", lambda: standing.stand)
    waits = stand.way == Way.UNRESOLVABLE and stand.notice_id is None
    aim = once(case, "aim", partial(queries.aim_of, case)) if request.user.has_perm("resolution.view_aim", case) else None
    return StandPart(
        stand=stand, demands=[_line(row.current, request, case, may=may) for row in standing.demands],
        course=_course(standing), claimed=yuan(standing.claimed), expected=yuan(stand.expected_amount),
        most=yuan(aim.bottom_amount) if aim else "", needs=_needs(standing.needs),
        hopes=[label(labels.HOPES, hope) for hope in standing.hopes], sides=_sides(stand),
        fault=str(WhoseFault(stand.fault).label), tone=str(TONES[stand.fault]), path=str(WAYS[stand.way]),
        points=queries.shelved_points(case), aim=aim, ask=questions(case.language), may=may,
        forms=_fresh(request, case, stand, aim) if may else {},
        telling=queries.stand.replies_since_judged(stand).first() if waits else None, next=_next(standing) if may else ("", ""),
    )  # fmt: skip


def yuan(amount: Decimal | None) -> str:
    """Give a sum as the page writes it; nothing where there is none."""
    return "" if amount is None else f"¥{amount:,.2f}".removesuffix(".00")


def form_of(
    request: StaffRequest,
    verb: str,
    kind: type[CaseForm],
    case: Case,
    pk: int | None = None,
    *,
    first: dict[str, Any] | None = None,
) -> CaseForm:
    """Give the form of a verb: with what was typed where it has just been refused."""
    match = request.resolver_match
    refused = request.method == "POST" and match is not None and match.url_name == verb and match.kwargs.get("pk") == pk
    data = request.POST if refused else None
    mark = f"{verb}_{pk}_%s" if pk else f"{verb}_%s"
    return kind(data, case=case, user=request.user, auto_id=mark, initial=first)


def _fresh(request: StaffRequest, case: Case, stand: Stand, aim: Aim | None) -> dict[str, CaseForm]:
    first: dict[str, dict[str, Any]] = {
        "record_view": {"words": stand.view},
        "record_expectation": {"words": stand.expectation, "amount": stand.expected_amount},
    }
    if aim:
        first["set_aim"] = {name: getattr(aim, name) for name in ("goal", "bottom_line", "bottom_amount")}
    return {verb: form_of(request, verb, kind, case, first=first.get(verb)) for verb, kind in FRESH.items()}


def _line(row: DemandVersion, request: StaffRequest, case: Case, *, may: bool) -> Line:
    found: dict[str, CaseForm] = {}
    if may:
        fields = {"kind": row.kind, "amount": row.amount}
        found["correct_demand"] = form_of(request, "correct_demand", forms.CorrectDemandForm, case, row.pk, first=fields)
    if may and row.cause == ChangeCause.UNASKED:
        cause = {"cause": row.hint} if row.hint else {}
        found["record_cause"] = form_of(request, "record_cause", forms.RecordCauseForm, case, row.pk, first=cause)
    return _worded(row, found)


def _worded(row: DemandVersion, found: dict[str, CaseForm]) -> Line:
    cause = "" if row.cause == ChangeCause.FIRST else row.get_cause_display()
    return Line(row, label(labels.DEMANDS, row.kind), yuan(row.amount), cause, row.get_hint_display() if row.hint else "", found)


def _course(standing: Stands) -> list[Line]:
    """Give the outcomes demanded one after another, where there was more than one (A9)."""
    rows = [row for row in standing.versions if row.kind in OUTCOMES and row.state != Standing.STRUCK]
    return [_worded(row, {}) for row in rows] if any(row.cause != ChangeCause.FIRST for row in rows) else []


def _needs(rows: list[RankedNeed]) -> list[Need]:
    last = len(rows) - 1
    return [Need(row, label(labels.NEEDS, row.kind), place == 0, place == last) for place, row in enumerate(rows)]


def _sides(stand: Stand) -> list[Side]:
    grounds = told(stand.grounds)
    names = {"complaint": _("Reason to complain"), "demand": _("Reason to demand it")}
    values = {side: getattr(stand, side) for side in SIDES}
    return [
        Side(names[side], value, str(Reasonable(value).label), [ground for ground in grounds if ground.of == side])
        for side, value in values.items()
    ]


def _next(standing: Stands) -> tuple[str, str]:
    """Give the one thing to do next here, with what to do for it; nothing where all is done."""
    stand = standing.stand
    if stand.way == Way.UNRESOLVABLE and stand.notice_id is None:
        return "notice", _("Tell the customer that it cannot be solved.")
    if standing.unasked:
        return "demands", _("Ask what has changed before you offer anything.")
    if any(row.state == Standing.SUGGESTED for row in standing.demands):
        return "demands", _("Confirm or strike what was read as a demand.")
    if stand.view_at is None:
        return "view", _("Ask which solution the customer has in mind.")
    if stand.way == Way.OPEN:
        return "judge", _("Judge the complaint and the demand.")
    return "", ""
