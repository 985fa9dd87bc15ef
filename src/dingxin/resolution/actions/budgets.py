"""Every write to budgets. Their money moves in the ledger alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.actions.rows import assign, save
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.resolution.models import Budget

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff


@transaction.atomic
def create_budget(*, actor: Staff | None, at: datetime, **fields: Any) -> Budget:
    """Create a budget. Each of its periods opens by itself with its amount.

    Raises:
        Refused: its name is taken, or its amount lies below nothing.

    """
    budget = _checked(Budget(**fields))
    record(Kind.BUDGET_CREATED, case=None, actor=actor, at=at, id=budget.pk)
    return budget


@transaction.atomic
def update_budget(budget: Budget, *, actor: Staff, at: datetime, **fields: Any) -> Budget:
    """Change a budget. Another amount holds from the next period; the present one is filled up with ``fund``.

    Raises:
        Refused: as for ``create_budget``; or its periods would change while money of it is set apart.

    """
    held = Budget.objects.select_for_update(no_key=True).get(pk=budget.pk)
    if "period" in fields and fields["period"] != held.period and held.accounts.exists():
        raise Refused(_("Money of this budget has moved already: its periods stay. Create another one."), field="period")
    if changed := assign(held, fields):
        _checked(held)
        record(Kind.BUDGET_UPDATED, case=None, actor=actor, at=at, id=held.pk, fields=changed)
    return held


def _checked(budget: Budget) -> Budget:
    if budget.amount is None:
        raise Refused(_("Say how much: in each of its periods."), field="amount")
    if budget.amount < 0:
        raise Refused(_("An amount is not below nothing."), field="amount")
    save(budget)
    budget.refresh_from_db()
    return budget
