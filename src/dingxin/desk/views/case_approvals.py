"""Requests to grant more, as the page of a case shows them: what waits, what was said, and asking for an option."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dingxin.desk.forms.money import AskForm
from dingxin.desk.once import once
from dingxin.desk.views.case_stand import form_of
from dingxin.resolution.models import ApprovalState
from dingxin.resolution.queries.approvals import approvals_of as requests_of
from dingxin.resolution.queries.approvals import may_answer
from dingxin.resolution.queries.deck import options_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case
    from dingxin.desk.forms.case import CaseForm
    from dingxin.requests import StaffRequest
    from dingxin.resolution.models import Approval


@dataclass(frozen=True, slots=True)
class Line:
    """A request, and what this person may do with it."""

    row: Approval
    may_withdraw: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class ApprovalsPart:
    """All that this part of the page shows; ``askable`` are the options of the deck that the form can ask for."""

    lines: list[Line]
    form: CaseForm | None
    askable: frozenset[int]


def approvals_of(request: StaffRequest, case: Case, at: datetime) -> ApprovalsPart:
    """Give what the page shows; two queries, three more where the deck holds what could be asked for."""
    del at
    user = request.user
    withdraws = user.has_perm("resolution.withdraw_approval", case)
    leads = user.has_perm("resolution.approve_option", case)
    deck = once(case, "options", partial(options_of, case))
    asked = requests_of(case) if any((deck.options, deck.presented, deck.settled)) else ()
    lines = [Line(row, withdraws and row.state == ApprovalState.ASKED, leads and may_answer(user, row)) for row in asked]
    asks = case.is_live and bool(deck.options) and user.has_perm("resolution.ask_approval", case)
    form = form_of(request, "ask_approval", AskForm, case) if asks else None
    askable = frozenset(pk for pk, _told in form.fields["option"].choices) if form else frozenset()  # type: ignore[attr-defined]  # a choice
    return ApprovalsPart(lines, form if askable else None, askable)
