"""The follow-up of a case in the words of its page: calls back, the link for the verdict, and where to begin again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from dingxin.cases.states import State
from dingxin.followup.models import Attempt, Callback, Discontent, Outcome, Survey
from dingxin.followup.queries import callbacks_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest

WORKED_ON = {State.OPEN, State.WAITING}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the history of a case shows of its follow-up; ``again`` is the step at which an unhappy customer is taken up."""

    callbacks: list[Callback]
    survey: Survey | None
    link: str
    back: Attempt | None
    again: str


def followup_of(case: Case, request: StaffRequest, at: datetime) -> FollowUp:
    """Shape the follow-up of a case. Four queries at most."""
    rows, survey = list(callbacks_of(case)), case.surveys.first()
    link = request.build_absolute_uri(reverse("survey", args=[survey.token])) if survey and survey.is_open(at) else ""
    if case.state not in WORKED_ON:
        return FollowUp(rows, survey, link, None, "")
    unhappy = [attempt for row in rows for attempt in row.attempts.all() if attempt.outcome == Outcome.NOT_CONTENT]
    back = max(unhappy, key=lambda attempt: attempt.pk, default=None)
    cause = back.cause if back else survey.cause if survey else ""
    return FollowUp(rows, survey, link, back, str(Discontent(cause).step.label) if cause else "")
