"""Agreements: what the customer chose and accepts, and what became of what we owe by it."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from ninja import Field, Schema
from ninja.responses import Status

from dingxin.api.cases import router as cases
from dingxin.api.people import aware, staff_named
from dingxin.api.schemas import Id, Moment, Words  # noqa: TC001  the schemas read it
from dingxin.cases.queries import case_for
from dingxin.resolution import actions
from dingxin.resolution.actions import Owed, Said
from dingxin.resolution.models import Obligation
from dingxin.resolution.queries.agreement import agreements_of

if TYPE_CHECKING:
    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest


class SaidIn(Schema):
    """The customer's own words: new ones, or a message of theirs (by id) and the part of it that counts."""

    words: Words = ""
    message: int | None = None
    token: Words | None = Field(None, max_length=64, description="The same words sent twice with it count once.")

    def said(self) -> Said:
        """Give the words as the action takes them."""
        return Said(words=self.words, message=self.message, token=self.token)


class ChoiceIn(SaidIn):
    """Which option (by id) the customer chose."""

    option: int


class ChoiceOut(Schema):
    """A choice between options offered side by side."""

    id: int
    option: int = Field(alias="option_id")
    message: int = Field(alias="message_id")
    words: str
    at: datetime


class OwedIn(Schema):
    """One thing that is owed: for which option, what exactly, how much in yuan, by whom (user name), by when."""

    option: int
    what: Words
    amount: Decimal = Field(Decimal(0), max_digits=12, decimal_places=2)
    by: Words
    due: Moment


class AgreementIn(SaidIn):
    """What the customer accepts, and what is owed by it."""

    options: list[Id] = Field(max_length=50)
    obligations: list[OwedIn] = Field(max_length=50)


class PaymentOut(Schema):
    """A payment booked for what is owed, by its outside number."""

    id: int
    reference: str | None
    at: datetime


class ObligationOut(Schema):
    """One thing that is owed, and what became of it."""

    id: int
    option: int | None = Field(alias="option_id")
    what: str
    amount: Decimal
    done_amount: Decimal
    by: str = Field(alias="by.username")
    due: datetime
    state: str
    note: str
    promise: int | None = Field(alias="promise_id")
    payments: list[PaymentOut]

    @staticmethod
    def resolve_payments(row: Obligation) -> list[Any]:
        """Give the payments that stand."""
        return list(row.given) if hasattr(row, "given") else []


class AgreementOut(Schema):
    """What was agreed, in the customer's own words."""

    id: int
    number: int
    state: str
    words: str
    message: int = Field(alias="message_id")
    made_by: str = Field(alias="made_by.username")
    at: datetime
    settled_at: datetime | None
    obligations: list[ObligationOut]


class PerformIn(Schema):
    """How much was given (null: all that is left), by which payment."""

    amount: Decimal | None = Field(None, max_digits=12, decimal_places=2)
    reference: Words = Field("", max_length=80)
    note: Words = ""


class FailIn(Schema):
    """Why it cannot be done."""

    reason: Words


class ReverseIn(Schema):
    """Which payment (by id) came back, and why."""

    entry: int | None = None
    reason: Words


@cases.get("/{number}/agreements", response=list[AgreementOut])
def list_agreements(request: StaffRequest, number: str) -> Any:
    """What was agreed in a case, the last first."""
    return agreements_of(case_for(request.user, number, "resolution.view_resolution"))


@cases.post("/{number}/choice", response={201: ChoiceOut})
def choose_option(request: StaffRequest, number: str, body: ChoiceIn) -> Any:
    """Record which of the options offered side by side the customer chose."""
    case = case_for(request.user, number, "resolution.choose_option")
    made = actions.choose_option(case, option=body.option, said=body.said(), actor=request.user, at=timezone.now())
    return Status(201, made)


@cases.post("/{number}/agreements", response={201: AgreementOut})
def confirm_agreement(request: StaffRequest, number: str, body: AgreementIn) -> Any:
    """Record what the customer accepts; an agreement that holds is replaced."""
    case = case_for(request.user, number, "resolution.confirm_agreement")
    owed = [Owed(row.option, row.what, staff_named(row.by, "by"), aware(row.due), row.amount) for row in body.obligations]
    made = actions.confirm_agreement(
        case, options=body.options, obligations=owed, said=body.said(), actor=request.user, at=timezone.now()
    )
    return Status(201, agreements_of(case).get(pk=made.pk))


@cases.post("/{number}/obligations/{obligation}/performance", response=ObligationOut)
def perform_obligation(request: StaffRequest, number: str, obligation: int, body: PerformIn) -> Any:
    """Record that something agreed was done, or how much of it; the same payment sent twice counts once."""
    case = case_for(request.user, number, "resolution.perform_obligation")
    return actions.perform_obligation(_owed(case, obligation), **body.dict(), actor=request.user, at=timezone.now())


@cases.post("/{number}/obligations/{obligation}/failure", response=ObligationOut)
def fail_obligation(request: StaffRequest, number: str, obligation: int, body: FailIn) -> Any:
    """Record that something agreed cannot be done, and why."""
    case = case_for(request.user, number, "resolution.fail_obligation")
    return actions.fail_obligation(_owed(case, obligation), reason=body.reason, actor=request.user, at=timezone.now())


@cases.delete("/{number}/obligations/{obligation}/performance", response=ObligationOut)
def reverse_performance(request: StaffRequest, number: str, obligation: int, body: ReverseIn) -> Any:
    """Take back what was recorded as done: a payment that came back, or a mistake."""
    case = case_for(request.user, number, "resolution.reverse_performance")
    return actions.reverse_performance(_owed(case, obligation), **body.dict(), actor=request.user, at=timezone.now())


def _owed(case: Case, pk: int) -> Obligation:
    return Obligation.objects.get(pk=pk, agreement__case=case)
