"""Promises of a case, kept or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.cases.actions.moves import survivor, touch
from dingxin.cases.hindrances import Verb, require_unhindered
from dingxin.clocks import actions as clocks
from dingxin.clocks.duties import earliest_due

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.clocks.models import Promise


@transaction.atomic
def keep_promise(promise: Promise, *, actor: Staff, at: datetime) -> Promise:
    """Record that a promise was done, and let the next one lead the case (F1).

    Raises:
        Refused: it was recorded before, or it is kept elsewhere.

    """
    case = survivor(promise.case)
    require_unhindered(Verb.KEEP_PROMISE, promise)
    kept = clocks.keep_promise(promise, actor=actor, at=at)
    touch(case, at=at, next_due=earliest_due(case))
    return kept


@transaction.atomic
def withdraw_promise(promise: Promise, *, consent: str, actor: Staff, at: datetime) -> Promise:
    """Take a promise back with the customer's consent, and let the next one lead the case.

    Raises:
        Refused: no words are given, it is not owed any more, or it is taken back elsewhere.

    """
    case = survivor(promise.case)
    require_unhindered(Verb.WITHDRAW_PROMISE, promise)
    withdrawn = clocks.withdraw_promise(promise, consent=consent, actor=actor, at=at)
    touch(case, at=at, next_due=earliest_due(case))
    return withdrawn
