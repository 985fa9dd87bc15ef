"""Putting a remedy into the deck of a case: the symbolic atonement of a plan, or what a commitment gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from dingxin.recovery.wording import words_of_remedy
from dingxin.resolution.dealing import cost_of
from dingxin.resolution.models import Option

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.resolution.models import Remedy


def put_in_deck(case: Case, remedy: Remedy, amount: Decimal, *, reason: str, actor: Staff, at: datetime) -> Option:
    """Put a remedy at the end of the deck. Nothing leaves by it: it is offered in a reply like any other option."""
    last = case.options.aggregate(last=Max("position"))["last"] or 0
    return Option.objects.create(
        case=case, remedy=remedy, kind=remedy.kind, amount=amount, cost=cost_of(remedy, amount), position=last + 1, reason=reason,
        wording=words_of_remedy(remedy, amount, case.branch, language=case.language, at=at), made_by=actor, at=at,
    )  # fmt: skip


def has_its_amount(remedy: Remedy, amount: Decimal) -> bool:
    """Whether it is known what a remedy gives: an amount is named, or it gives no share of the money in question."""
    return amount > 0 or not remedy.share
