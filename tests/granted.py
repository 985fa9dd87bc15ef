"""Options, budgets and approvals for the tests of money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import make
from dingxin.resolution.actions import approvals
from dingxin.resolution.models import Budget, Option, Remedy

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.resolution.models import Approval

REASON = "客户等了两个星期，责任在我们。"


def budget(amount: float = 100, **fields: Any) -> Budget:
    return Budget.objects.create(name=f"预算 {Budget.objects.count()}", amount=amount, **fields)


def remedy(kind: str = "refund", **fields: Any) -> Remedy:
    named = {"code": f"m{Remedy.objects.count()}", "name": "退款", "name_en": "Refund"}
    return Remedy.objects.create(kind=kind, **named | fields)


def option(case: Case, amount: float = 35, *, kind: str = "refund", of: Budget | None = None, **fields: Any) -> Option:
    """An option in the deck; its remedy stands in a budget where one is given."""
    fields.setdefault("remedy", remedy(kind, budget=of) if of else None)
    return Option.objects.create(case=case, kind=kind, amount=Decimal(str(amount)), made_by=case.owner, at=make.AT, **fields)


def asked(row: Option, by: Staff, *, at: Any = make.AT) -> Approval:
    return approvals.ask_approval(row, reason=REASON, actor=by, at=at)


def approved(row: Option, by: Staff, answers: Staff, *, at: Any = make.AT) -> Option:
    """An option that somebody asked for and somebody else approved."""
    approvals.approve_option(asked(row, by, at=at), actor=answers, at=at)
    row.refresh_from_db()
    return row
