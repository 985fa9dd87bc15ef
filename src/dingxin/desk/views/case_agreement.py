"""What was agreed, as the page of a case shows it: what holds, what is owed, and the form to confirm what is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dingxin.desk.forms import agreement as forms
from dingxin.desk.once import once
from dingxin.desk.views.case_stand import form_of
from dingxin.resolution.agreement_words import encouragement, failure_notice, sum_up
from dingxin.resolution.hindrances import owed_words
from dingxin.resolution.models import AgreementState, ObligationState, OptionState
from dingxin.resolution.queries.agreement import LASTING, OWED, agreements_of, compared, granted
from dingxin.resolution.queries.deck import options_of

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from dingxin.cases.models import Case
    from dingxin.desk.forms.case import CaseForm
    from dingxin.requests import StaffRequest
    from dingxin.resolution.models import Against, Agreement, Obligation

VERBS = ("choose_option", "confirm_agreement", "perform_obligation", "fail_obligation", "reverse_performance")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing owed, what may be done with it now, and, where it failed, what the customer could be told."""

    row: Obligation
    forms: dict[str, CaseForm]
    notice: str


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """All that this part of the page shows. ``waiting`` counts the offers the customer has not answered."""

    last: Agreement | None
    lines: list[Line]
    earlier: list[Agreement]
    total: Decimal | None
    against: Against | None
    said: str
    warning: str
    waiting: int
    choose: CaseForm | None
    confirm: CaseForm | None


def agreement_of(request: StaffRequest, case: Case, at: datetime) -> AgreementPart:
    """Give what the page shows. One query where nothing is agreed and who looks may not agree; at most eight with all forms."""
    del at
    may = {verb: request.user.has_perm(f"resolution.{verb}", case) for verb in VERBS}
    deck = once(case, "options", partial(options_of, case))
    agreements = list(agreements_of(case)) if any((deck.options, deck.presented, deck.settled)) else []
    last = agreements[0] if agreements else None
    owed = list(last.obligations.all()) if last else []
    offered = bool(deck.presented) or any(option.state == OptionState.ACCEPTED for option in deck.settled)
    confirm = _confirm(request, case) if offered and may["confirm_agreement"] and case.is_live else None
    waiting = [option for option in confirm.options if option.state == OptionState.PRESENTED] if confirm else []
    choose = form_of(request, "choose_option", forms.ChooseForm, case) if may["choose_option"] and len(waiting) > 1 else None
    still = [row for row in owed if row.state in OWED] if last and last.state in LASTING else []
    total = granted(row for agreement in agreements for row in agreement.obligations.all()) if last else None
    return AgreementPart(
        last=last, lines=[_line(request, case, row, last, may) for row in owed if last], earlier=agreements[1:], total=total,
        against=compared(total, _expected(case)) if total is not None else None, said=_said(case, last, owed),
        warning=owed_words(len(still)) if still else "", waiting=len(waiting), choose=choose, confirm=confirm,
    )  # fmt: skip


def _expected(case: Case) -> Decimal | None:
    stand = getattr(case, "stand", None)
    return stand.expected_amount if stand else None


def _said(case: Case, last: Agreement | None, owed: list[Obligation]) -> str:
    """Give the words that acknowledge what was agreed and sum it up, for the reply."""
    if last is None or last.state != AgreementState.STANDING or not case.is_live:
        return ""
    between = " " if case.language.startswith("en") else ""
    return encouragement(case, last) + between + sum_up(case, [row for row in owed if row.state in OWED])


def _confirm(request: StaffRequest, case: Case) -> forms.AgreementForm | None:
    form = form_of(request, "confirm_agreement", forms.AgreementForm, case)
    return form if isinstance(form, forms.AgreementForm) and form.options else None


def _line(request: StaffRequest, case: Case, row: Obligation, last: Agreement, may: dict[str, bool]) -> Line:
    found: dict[str, CaseForm] = {}
    lasting, done = last.state in LASTING, row.state == ObligationState.DONE
    if may["perform_obligation"] and lasting and not done and row.state != ObligationState.REPLACED:
        form = form_of(request, "perform_obligation", forms.PerformForm, case, pk=row.pk)
        found["perform_obligation"] = forms.shaped_for(form, row)
    if may["fail_obligation"] and lasting and row.state in OWED:
        found["fail_obligation"] = form_of(request, "fail_obligation", forms.FailForm, case, pk=row.pk)
    if may["reverse_performance"] and last.state != AgreementState.REPLACED and (row.done_amount or done):
        form = form_of(request, "reverse_performance", forms.ReverseForm, case, pk=row.pk)
        found["reverse_performance"] = forms.shaped_for(form, row)
    failed = row.state == ObligationState.FAILED and case.is_live
    return Line(row, found, failure_notice(case, row) if failed else "")
