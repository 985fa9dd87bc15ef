"""The ladder of a case: where it stands, how near the next rung is, what has to be proven there, and bringing somebody in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from dingxin.cases.models import Sign
from dingxin.cases.queries import case_for
from dingxin.cases.readings import last_messages
from dingxin.clocks.models import PromiseState
from dingxin.desk import labels
from dingxin.desk.forms.escalation import EscalateForm
from dingxin.desk.labels import label
from dingxin.desk.views.case_page import box_of, carry_out
from dingxin.escalation import actions
from dingxin.escalation.brief import brief_of
from dingxin.escalation.standing import standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from dingxin.escalation.models import Escalation
    from dingxin.requests import StaffRequest

PERMISSION = "escalation.escalate_case"


@dataclass(frozen=True, slots=True)
class ShownBrief:
    """A brief in the words of the page."""

    crux: str
    confirmed: list[str]
    unconfirmed: list[str]
    emotion_now: int
    emotion_peak: int
    feeling: list[str]
    signs: list[str]
    demands: list[str]
    needs: list[str]
    offers: list[dict[str, str]]
    promises: list[dict[str, Any]]
    introduction: str


@dataclass(frozen=True, slots=True)
class Climb:
    """A climb with its brief."""

    row: Escalation
    brief: ShownBrief


def shown_brief(kept: dict[str, Any]) -> ShownBrief:
    """Shape a brief as it is kept for the page."""
    promises = [{**said, "due": _moment(said["due"]), "state": PromiseState(said["state"]).label} for said in kept["promises"]]
    return ShownBrief(**{
        **kept, "promises": promises,
        "signs": [str(Sign(sign).label) for sign in kept["signs"] if sign in Sign.values],
        "demands": [label(labels.DEMANDS, name) for name in kept["demands"]],
        "needs": [label(labels.NEEDS, name) for name in kept["needs"]],
    })  # fmt: skip


def _moment(text: str) -> datetime | None:
    found = parse_datetime(text)
    return timezone.localtime(found) if found else None


def ladder(request: StaffRequest, number: str) -> HttpResponse:
    """Show the ladder of a case with the brief as it would go along now."""
    case, at = case_for(request.user, number), timezone.now()
    standing = standing_of(case, last_messages(case), at=at)
    may = case.is_live and request.user.has_perm(PERMISSION, case)
    context = {
        "case": case, "at": at, "box": box_of(request), "standing": standing,
        "brief": shown_brief(brief_of(case).as_dict()),
        "climbs": [Climb(row, shown_brief(row.brief)) for row in standing.climbs],
        "form": EscalateForm(case=case, user=request.user, auto_id="escalate_%s") if may else None,
    }  # fmt: skip
    return render(request, "desk/ladder.html", context)


def escalate_case(request: StaffRequest, number: str) -> HttpResponse:
    """Bring somebody in with the customer's leave, or record that the customer went outside."""
    case = case_for(request.user, number, PERMISSION)
    form = EscalateForm(request.POST, case=case, user=request.user, auto_id="escalate_case_%s")
    return carry_out(
        request, case, "escalate_case", form,
        lambda data: actions.escalate_case(case, actor=request.user, at=timezone.now(), **data),
    )  # fmt: skip
