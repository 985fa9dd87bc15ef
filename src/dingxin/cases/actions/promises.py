"""Promises of a case, kept or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.cases.actions.moves import survivor, touch
from dingxin.clocks import actions as clocks
from dingxin.clocks.duties import earliest_due

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.clocks.models import Promise


@transaction.atomic
def keep_promise(promise: Promise, *, actor: Staff, at: datetime) -> Promise:
    """Record that a promise was done, and let the next one lead the case (F1)."""
    case = survivor(promise.case)
    kept = clocks.keep_promise(promise, actor=actor, at=at)
    touch(case, at=at, next_due=earliest_due(case))
    return kept


@transaction.atomic
def withdraw_promise(promise: Promise, *, consent: str, actor: Staff, at: datetime) -> Promise:
    """Take a promise back with the customer's consent, and let the next one lead the case."""
    case = survivor(promise.case)
    withdrawn = clocks.withdraw_promise(promise, consent=consent, actor=actor, at=at)
    touch(case, at=at, next_due=earliest_due(case))
    return withdrawn
