"""Authority and money: approvals, limits, budgets, and what was booked for a case."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from dingxin.accounts.models import Branch
from dingxin.api.cases import router as cases
from dingxin.api.paging import MOST, Pages
from dingxin.api.people import allow, staff_named
from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it
from dingxin.cases.queries import case_for
from dingxin.resolution.actions import approvals as actions
from dingxin.resolution.actions import budgets, ledger, limits
from dingxin.resolution.models import Limit
from dingxin.resolution.queries import approvals as queries
from dingxin.resolution.queries.ledger import budget_list, entries_of, left_of, limit_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dingxin.requests import StaffRequest
    from dingxin.resolution.models import Budget, Entry

router = Router(tags=["authority"])
LIMITS, BUDGETS = "resolution.manage_limits", "resolution.manage_budgets"
Yuan = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class ApprovalOut(Schema):
    """A request to grant more than somebody's own authority, with its brief."""

    id: int
    case: str = Field(alias="option.case.number")
    option: int = Field(alias="option_id")
    kind: str
    amount_asked: Decimal
    amount_granted: Decimal | None
    reason: str
    words: str
    state: str
    brief: dict[str, Any]
    asked_by: str = Field(alias="asked_by.username")
    asked_of: str | None = Field(None, alias="asked_of.username")
    answered_by: str | None = Field(None, alias="answered_by.username")
    passed: int
    at: datetime
    due: datetime | None
    answered_at: datetime | None


class AskIn(Schema):
    """Why the customer should have it."""

    reason: Words


class WordsIn(Schema):
    """Words with an answer."""

    words: Words = ""


class LowerIn(WordsIn):
    """Less than was asked for, and why."""

    amount: Yuan


class DelegateIn(Schema):
    """Who is to decide, by user name."""

    to: Words


class LimitIn(Schema):
    """A limit; what is left out stays as it is."""

    role: Words | None = None
    branch: Words | None = Field(None, description="Code of the branch; empty: any.")
    tier: Words | None = None
    kind: Words | None = None
    per_case: Yuan | None = None
    per_day: Yuan | None = None
    per_month: Yuan | None = None
    is_active: bool | None = None


class LimitOut(Schema):
    """A limit: how much people of a role may grant."""

    id: int
    role: str
    branch: str | None = Field(None, alias="branch.code")
    tier: str
    kind: str
    per_case: Decimal | None
    per_day: Decimal | None
    per_month: Decimal | None
    is_active: bool


class BudgetIn(Schema):
    """A budget; what is left out stays as it is."""

    name: Words | None = None
    branch: Words | None = Field(None, description="Code of the branch; empty: the house.")
    period: Words | None = None
    amount: Yuan | None = None
    is_active: bool | None = None


class BudgetOut(Schema):
    """A budget and what is left of it now."""

    id: int
    name: str
    branch: str | None = Field(None, alias="branch.code")
    period: str
    amount: Decimal
    left: Decimal = Field(alias="left_now")
    is_active: bool


class FundIn(Schema):
    """More money for the present period; the same number is booked once."""

    amount: Yuan
    reference: Words | None = Field(None, max_length=80)


class EntryOut(Schema):
    """One movement of money, with both of its sides."""

    id: int
    kind: str
    option: int | None = Field(None, alias="option_id")
    obligation: int | None = Field(None, alias="obligation_id")
    reverses: int | None = Field(None, alias="reverses_id")
    reference: str | None
    actor: str | None = Field(None, alias="actor.username")
    at: datetime
    postings: dict[str, Decimal]

    @staticmethod
    def resolve_postings(entry: Entry) -> dict[str, Decimal]:
        """Give what was put on each account."""
        return {posting.account.code: posting.amount for posting in entry.postings.all()}


def _fields(body: Schema) -> dict[str, Any]:
    fields = body.dict(exclude_unset=True)
    if "branch" in fields:
        fields["branch"] = Branch.objects.get(code=fields["branch"]) if fields["branch"] else None
    return {name: "" if value is None and name in {"tier", "kind"} else value for name, value in fields.items()}


def _with_left(rows: Iterable[Budget]) -> list[Budget]:
    """Give budgets with what is left of them now; one query."""
    found = list(rows)
    left = left_of(found, timezone.now())
    for row in found:
        row.left_now = left[row.pk]  # type: ignore[attr-defined]  # read by the schema
    return found


@router.get("/approvals", response=list[ApprovalOut])
@paginate(Pages)
def list_approvals(request: StaffRequest) -> Any:
    """What waits for your answer."""
    return queries.open_approvals(request.user)


@cases.get("/{number}/approvals", response=list[ApprovalOut])
def list_case_approvals(request: StaffRequest, number: str) -> Any:
    """What was asked for in a case, the newest first."""
    return queries.approvals_of(case_for(request.user, number, "resolution.view_resolution"))


@cases.post("/{number}/options/{option}/approvals", response={201: ApprovalOut})
def ask_approval(request: StaffRequest, number: str, option: int, body: AskIn) -> Any:
    """Ask whoever may for an option of the deck."""
    row = case_for(request.user, number, "resolution.ask_approval").options.select_related("case").get(pk=option)
    return Status(201, actions.ask_approval(row, reason=body.reason, actor=request.user, at=timezone.now()))


@router.delete("/approvals/{approval}", response=ApprovalOut)
def withdraw_approval(request: StaffRequest, approval: int) -> Any:
    """Take a request back that was not answered yet."""
    row = queries.approval_for(request.user, approval, "resolution.withdraw_approval")
    return actions.withdraw_approval(row, actor=request.user, at=timezone.now())


@router.post("/approvals/{approval}/approval", response=ApprovalOut)
def approve_option(request: StaffRequest, approval: int, body: WordsIn) -> Any:
    """Approve as asked; the money is set apart."""
    row = queries.approval_for(request.user, approval, "resolution.approve_option")
    return actions.approve_option(row, words=body.words, actor=request.user, at=timezone.now())


@router.post("/approvals/{approval}/lowering", response=ApprovalOut)
def lower_option(request: StaffRequest, approval: int, body: LowerIn) -> Any:
    """Approve less, with the reason."""
    row = queries.approval_for(request.user, approval, "resolution.lower_option")
    return actions.lower_option(row, amount=body.amount, words=body.words, actor=request.user, at=timezone.now())


@router.post("/approvals/{approval}/refusal", response=ApprovalOut)
def refuse_option(request: StaffRequest, approval: int, body: WordsIn) -> Any:
    """Refuse it, with the reason."""
    row = queries.approval_for(request.user, approval, "resolution.refuse_option")
    return actions.refuse_option(row, words=body.words, actor=request.user, at=timezone.now())


@router.post("/approvals/{approval}/delegation", response=ApprovalOut)
def delegate_approval(request: StaffRequest, approval: int, body: DelegateIn) -> Any:
    """Let another who may decide."""
    row = queries.approval_for(request.user, approval, "resolution.delegate_approval")
    return actions.delegate_approval(row, to=staff_named(body.to, "to"), actor=request.user, at=timezone.now())


@cases.get("/{number}/ledger", response=list[EntryOut])
def list_entries(request: StaffRequest, number: str) -> Any:
    """What was set apart, given and given back in a case, oldest first."""
    return entries_of(case_for(request.user, number, "resolution.view_ledger"))


@router.get("/grant-limits", response=list[LimitOut])
@paginate(Pages)
def list_limits(request: StaffRequest) -> Any:
    """How much people of each role may grant."""
    allow(request.user, LIMITS)
    return limit_list()


@router.post("/grant-limits", response={201: LimitOut})
def create_limit(request: StaffRequest, body: LimitIn) -> Any:
    """Create a limit."""
    allow(request.user, LIMITS)
    return Status(201, limits.create_limit(actor=request.user, at=timezone.now(), **_fields(body)))


@router.patch("/grant-limits/{limit}", response=LimitOut)
def update_limit(request: StaffRequest, limit: int, body: LimitIn) -> Any:
    """Change a limit, or put it out of use."""
    allow(request.user, LIMITS)
    return limits.update_limit(Limit.objects.get(pk=limit), actor=request.user, at=timezone.now(), **_fields(body))


@router.get("/budgets", response=list[BudgetOut])
def list_budgets(request: StaffRequest) -> Any:
    """Every budget and what is left of it."""
    allow(request.user, BUDGETS)
    return _with_left(budget_list()[:MOST])


@router.post("/budgets", response={201: BudgetOut})
def create_budget(request: StaffRequest, body: BudgetIn) -> Any:
    """Create a budget."""
    allow(request.user, BUDGETS)
    made = budgets.create_budget(actor=request.user, at=timezone.now(), **_fields(body))
    return Status(201, _with_left([made])[0])


@router.patch("/budgets/{budget}", response=BudgetOut)
def update_budget(request: StaffRequest, budget: int, body: BudgetIn) -> Any:
    """Change a budget; another amount holds from the next period."""
    allow(request.user, BUDGETS)
    row = budgets.update_budget(budget_list().get(pk=budget), actor=request.user, at=timezone.now(), **_fields(body))
    return _with_left([row])[0]


@router.post("/budgets/{budget}/funding", response=BudgetOut)
def fund_budget(request: StaffRequest, budget: int, body: FundIn) -> Any:
    """Put more money into the present period; the same number is booked once."""
    allow(request.user, BUDGETS)
    row = budget_list().get(pk=budget)
    ledger.fund(row, amount=body.amount, reference=body.reference, actor=request.user, at=timezone.now())
    return _with_left([row])[0]
