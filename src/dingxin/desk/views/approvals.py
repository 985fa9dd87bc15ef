"""Approvals: what waits for an answer, each with its one page, and what I asked for myself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dingxin.accounts.queries import leaders
from dingxin.cases.models import Grade, Tier
from dingxin.desk.feed import newest_event
from dingxin.desk.forms.money import AnswerForm
from dingxin.desk.labels import NEEDS, label
from dingxin.desk.views.doors import UNPROCESSABLE, done, paged, signed_in
from dingxin.resolution.actions import approvals as actions
from dingxin.resolution.models import ApprovalState, OptionState, Reasonable, RemedyKind, WhoseFault
from dingxin.resolution.queries.approvals import approval_for, asked_by, open_approvals

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpResponse

    from dingxin.accounts.models import Staff
    from dingxin.requests import StaffRequest
    from dingxin.resolution.models import Approval

    Tried = tuple[int, AnswerForm]
    Act = Callable[[Approval, dict[str, Any], datetime], object]

ROWS = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A request with its page and the form that answers it."""

    row: Approval
    brief: dict[str, Any]
    form: AnswerForm
    mine: bool


@signed_in
@require_safe
def list_approvals(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person's answer, and what they asked for themselves."""
    return _list(request, None)


def _list(request: StaffRequest, tried: Tried | None) -> HttpResponse:
    user, at = request.user, timezone.now()
    page = paged(open_approvals(user), request, size=ROWS)
    people = list(leaders()) if page.rows else []
    context = {
        "page": page, "at": at, "last": newest_event(), "sheets": [_sheet(row, user, people, tried) for row in page.rows],
        "asked": asked_by(user)[:ROWS],
    }  # fmt: skip
    return render(request, "desk/approvals.html", context, status=UNPROCESSABLE if tried else 200)


def _sheet(row: Approval, user: Staff, people: list[Staff], tried: Tried | None) -> Sheet:
    others = _others(row, user, people)
    form = tried[1] if tried and tried[0] == row.pk else AnswerForm(approval=row, people=others)
    return Sheet(row, told(row.brief), form, row.asked_of_id == user.pk)


def _others(row: Approval, user: Staff, people: list[Staff]) -> list[Staff]:
    """Give those to whom a request may go on."""
    branch = row.option.case.branch_id
    return [
        one for one in people if one.pk not in {user.pk, row.asked_by_id} and (one.branch_id == branch or one.sees_every_branch)
    ]


def told(brief: dict[str, Any]) -> dict[str, Any]:
    """Give a brief with its kinds and states in the words of the page."""

    def word(choices: Any, value: str) -> str:
        return str(choices(value).label) if value in choices.values else value

    tried = [
        one
        | {
            "kind": word(RemedyKind, one.get("kind", "")),
            "state": word(OptionState, one.get("state", "")),
            "amount": _sum(one.get("amount", "")),
        }
        for one in brief.get("tried", [])
    ]
    sums = {name: _sum(brief.get(name, "")) for name in ("amount", "claimed", "cost", "budget_left", "usual")}
    return (
        brief
        | sums
        | {
            "tried": tried,
            "tier": word(Tier, brief.get("tier", "")),
            "grade": word(Grade, brief.get("grade", "")),
            "needs": [str(label(NEEDS, need)) for need in brief.get("needs", [])],
            "complaint": word(Reasonable, brief.get("complaint", "")),
            "demand": word(Reasonable, brief.get("demand", "")),
            "fault": word(WhoseFault, brief.get("fault", "")),
        }
    )


def _sum(amount: str) -> str:
    """Show a sum of a brief as everywhere: 80,000 or 35.50; nothing where there is none."""
    return f"{Decimal(amount):,.2f}".removesuffix(".00") if amount else ""


def _verb(request: StaffRequest, pk: int, verb: str, act: Act, said: str) -> HttpResponse:
    """Fetch-check, form, action, back to the list; 422 with the list where it is refused."""
    row, user = approval_for(request.user, pk, f"resolution.{verb}"), request.user
    form = AnswerForm(request.POST, approval=row, people=_others(row, user, list(leaders())))
    if done(form, lambda data: act(row, data, timezone.now())):
        messages.success(request, said)
        return redirect("list_approvals")
    if row.state != ApprovalState.ASKED:
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("list_approvals")
    return _list(request, (pk, form))


def approve_option(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve as asked."""

    def act(row: Approval, data: dict[str, Any], at: datetime) -> object:
        return actions.approve_option(row, words=data["words"], actor=request.user, at=at)

    return _verb(request, pk, "approve_option", act, _("Approved: it can be offered now."))


def lower_option(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve less."""

    def act(row: Approval, data: dict[str, Any], at: datetime) -> object:
        return actions.lower_option(row, amount=data["amount"] or Decimal(0), words=data["words"], actor=request.user, at=at)

    return _verb(request, pk, "lower_option", act, _("Approved with less: it can be offered now."))


def refuse_option(request: StaffRequest, pk: int) -> HttpResponse:
    """Refuse it."""

    def act(row: Approval, data: dict[str, Any], at: datetime) -> object:
        return actions.refuse_option(row, words=data["words"], actor=request.user, at=at)

    return _verb(request, pk, "refuse_option", act, _("Not approved; your colleague reads why."))


def delegate_approval(request: StaffRequest, pk: int) -> HttpResponse:
    """Let another decide."""

    def act(row: Approval, data: dict[str, Any], at: datetime) -> object:
        return actions.delegate_approval(row, to=data["to"] or request.user, actor=request.user, at=at)

    return _verb(request, pk, "delegate_approval", act, _("Passed on."))
