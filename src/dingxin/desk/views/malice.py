"""The review of a complaint that may be malicious: asking for it, deciding it, appealing, and the list of those that wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dingxin.cases.queries import case_for
from dingxin.cases.states import State
from dingxin.desk.feed import newest_event
from dingxin.desk.forms.evidence import AppealForm, AskReviewForm, JudgementForm, NameStaffForm
from dingxin.desk.views.doors import UNPROCESSABLE, allowed, done, paged
from dingxin.evidence import actions
from dingxin.evidence.actions.malice import APPEAL_WITHIN
from dingxin.evidence.criteria import criteria, lawful
from dingxin.evidence.models import Answer, ReviewState
from dingxin.evidence.queries import WAITING_PERMISSION, concerns_of, evidence_of, reviews_of, reviews_waiting

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpResponse

    from dingxin.cases.models import Case, Message
    from dingxin.desk.forms.case import CaseForm
    from dingxin.evidence.criteria import Criterion
    from dingxin.evidence.models import Item, MaliceReview
    from dingxin.requests import StaffRequest

VIEW = "evidence.view_malice_review"


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion as it was answered, with what shows it."""

    criterion: Criterion
    answer: str
    label: str
    items: list[Item]
    messages: list[Message]


@allowed(WAITING_PERMISSION)
@require_safe
def list_malice_reviews(request: StaffRequest) -> HttpResponse:
    """List the reviews this person may decide, the oldest first."""
    context = {"page": paged(reviews_waiting(request.user), request), "at": timezone.now(), "last": newest_event()}
    return render(request, "desk/malice_list.html", context)


def malice_review(request: StaffRequest, number: str) -> HttpResponse:
    """Show the review of a complaint with its criteria, or the form that asks for one. That it was looked at is recorded."""
    case = case_for(request.user, number, VIEW)
    review = reviews_of(case, request.user, at=timezone.now()).first()
    if review is not None:
        actions.view_malice_review(review, actor=request.user, at=timezone.now())
    return _page(request, case, review)


def _page(
    request: StaffRequest, case: Case, review: MaliceReview | None, tried: dict[str, CaseForm] | None = None
) -> HttpResponse:
    at = timezone.now()
    items = list(evidence_of(case))
    context = {
        "case": case, "at": at, "review": review, "items": items, "concerns": list(concerns_of(case)),
        "criteria": criteria().values(), "lawful": lawful(), "forms": _forms(request, case, review, at) | (tried or {}),
        "first": lines_of(case, review.answers, items) if review else [],
        "second": lines_of(case, review.appeal_answers, items) if review else [],
    }  # fmt: skip
    return render(request, "desk/malice.html", context, status=UNPROCESSABLE if tried else 200)


def _forms(request: StaffRequest, case: Case, review: MaliceReview | None, at: datetime) -> dict[str, CaseForm]:
    """Give the forms of what this person may do now."""
    user = request.user
    given: dict[str, CaseForm] = {}
    about: dict[str, Any] = {"case": case, "user": user}
    decides = review is not None and reviews_waiting(user).filter(pk=review.pk).exists()
    if decides and review is not None:
        verb = "decide" if review.state == ReviewState.OPEN else "settle"
        given[verb] = JudgementForm(auto_id=f"{verb}_%s", **about)
    if (
        (review is None or not review.is_waiting)
        and case.state != State.MERGED
        and user.has_perm("evidence.ask_malice_review", case)
    ):
        given["ask"] = AskReviewForm(auto_id="ask_%s", **about)
    if case.state != State.MERGED and user.has_perm("evidence.name_staff_concerned", case):
        given["name"] = NameStaffForm(auto_id="name_%s", **about)
    if review and _appealable(review, at) and user.has_perm("evidence.appeal_malice_review", case):
        given["appeal"] = AppealForm(auto_id="appeal_%s", **about)
    return given


def _appealable(review: MaliceReview, at: datetime) -> bool:
    return review.state == ReviewState.DECIDED and review.decided_at is not None and at <= review.decided_at + APPEAL_WITHIN


def lines_of(case: Case, answers: dict[str, Any], items: list[Item]) -> list[Line]:
    """Give the criteria as they were answered, in their order. One query where a message was pointed at."""
    wanted = {pk for answer in answers.values() for pk in answer["messages"]}
    messages = case.messages.in_bulk(wanted) if wanted else {}
    known = {item.pk: item for item in items}
    return [
        Line(
            criterion, answer["answer"], str(Answer(answer["answer"]).label),
            [known[pk] for pk in answer["items"] if pk in known], [messages[pk] for pk in answer["messages"] if pk in messages],
        )
        for key, criterion in criteria().items() if (answer := answers.get(key))
    ]  # fmt: skip


def _verb(request: StaffRequest, case: Case, name: str, form: CaseForm, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """Action and back to the page; what is refused goes onto the form (422)."""
    if done(form, act):
        return redirect("malice_review", case.number)
    return _page(request, case, reviews_of(case, request.user, at=timezone.now()).first(), {name: form})


def ask_malice_review(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for a second person."""
    case = case_for(request.user, number, "evidence.ask_malice_review")
    form = AskReviewForm(request.POST, case=case, user=request.user, auto_id="ask_%s")
    return _verb(
        request, case, "ask", form, lambda data: actions.ask_malice_review(case, actor=request.user, at=timezone.now(), **data)
    )


def name_staff_concerned(request: StaffRequest, number: str) -> HttpResponse:
    """Say whom the complaint is about."""
    case = case_for(request.user, number, "evidence.name_staff_concerned")
    form = NameStaffForm(request.POST, case=case, user=request.user, auto_id="name_%s")
    return _verb(
        request,
        case,
        "name",
        form,
        lambda data: actions.name_staff_concerned(case, actor=request.user, at=timezone.now(), **data),
    )


def decide_malice_review(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Decide a review."""
    return _judge(request, number, pk, "decide", "evidence.decide_malice_review", actions.decide_malice_review)


def settle_malice_appeal(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Decide an appeal."""
    return _judge(request, number, pk, "settle", "evidence.settle_malice_appeal", actions.settle_malice_appeal)


def _judge(
    request: StaffRequest, number: str, pk: int, name: str, permission: str, action: Callable[..., object]
) -> HttpResponse:
    case, at = case_for(request.user, number, permission), timezone.now()
    review = reviews_of(case, request.user, at=at).get(pk=pk)
    form = JudgementForm(request.POST, case=case, user=request.user, auto_id=f"{name}_%s")
    return _verb(request, case, name, form, lambda _data: action(review, judgement=form.judgement(), actor=request.user, at=at))


def appeal_malice_review(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Ask an administrator to look once more."""
    case, at = case_for(request.user, number, "evidence.appeal_malice_review"), timezone.now()
    review = reviews_of(case, request.user, at=at).get(pk=pk)
    form = AppealForm(request.POST, case=case, user=request.user, auto_id="appeal_%s")
    return _verb(
        request, case, "appeal", form,
        lambda data: actions.appeal_malice_review(review, grounds=data["grounds"], actor=request.user, at=at),
    )  # fmt: skip
