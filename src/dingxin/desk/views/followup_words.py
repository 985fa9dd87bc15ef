"""The follow-up of a case in the words of its page: calls back, the link for the verdict, and where to begin again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from dingxin.cases.states import State
from dingxin.desk.forms.case import ReplyForm
from dingxin.followup.models import Attempt, Callback, Discontent, Outcome, Survey
from dingxin.followup.queries import callbacks_of
from dingxin.followup.wording import carries_links, survey_words

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest

WORKED_ON = {State.OPEN, State.WAITING}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the history of a case shows of its follow-up; ``again`` is the step at which an unhappy customer is taken up.

    ``words`` are those of a reply that asks for the verdict by ``link``, empty where no reply carries it.
    """

    callbacks: list[Callback]
    survey: Survey | None
    link: str
    words: str
    back: Attempt | None
    again: str


def followup_of(case: Case, request: StaffRequest, at: datetime) -> FollowUp:
    """Shape the follow-up of a case. Four queries at most."""
    rows, survey = list(callbacks_of(case)), case.surveys.first()
    link = _link(survey, request, at)
    words = survey_words(case, link) if link and _may_reply(case, request) else ""
    if case.state not in WORKED_ON:
        return FollowUp(rows, survey, link, words, None, "")
    unhappy = [attempt for row in rows for attempt in row.attempts.all() if attempt.outcome == Outcome.NOT_CONTENT]
    back = max(unhappy, key=lambda attempt: attempt.pk, default=None)
    cause = back.cause if back else survey.cause if survey else ""
    return FollowUp(rows, survey, link, words, back, str(Discontent(cause).step.label) if cause else "")


def surveyed_in(request: StaffRequest, case: Case) -> tuple[str, ReplyForm] | None:
    """Give the reply prefilled with the link for the verdict (``?survey=1``): the way without scripts."""
    link = _link(case.surveys.first(), request, timezone.now()) if request.GET.get("survey") == "1" else ""
    if not link or not _may_reply(case, request):
        return None
    data = {"text": survey_words(case, link), "revision": case.revision}
    return "send_reply", ReplyForm(data, case=case, user=request.user, auto_id="send_reply_%s")


def _link(survey: Survey | None, request: StaffRequest, at: datetime) -> str:
    return request.build_absolute_uri(reverse("survey", args=[survey.token])) if survey and survey.is_open(at) else ""


def _may_reply(case: Case, request: StaffRequest) -> bool:
    return case.is_live and carries_links(case) and request.user.has_perm("replies.send_reply", case)
