"""Moving the clocks that run after a change of policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.clocks.actions.following import by_term
from dingxin.clocks.actions.ledger import Ledger, held_case
from dingxin.clocks.models import RebaseCause
from dingxin.clocks.moving import Rules, movable

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.clocks.models import Clock

BATCH = 500


def move_clocks(*, at: datetime) -> int:
    """Let the clocks that run go by the policies as they stand; give how many moved. Safe to run twice and to be killed.

    A clock whose length did not change keeps its time, also one that people moved; so does one that has stopped or is over.
    """
    moved, after = 0, 0
    while batch := list(movable().filter(pk__gt=after).order_by("pk")[:BATCH]):
        rules = Rules()
        moved += sum(_move(clock, rules, at=at) for clock in batch if rules.moved(clock, at=at))
        after = batch[-1].pk
    return moved


@transaction.atomic
def _move(found: Clock, rules: Rules, *, at: datetime) -> bool:
    ledger = Ledger(held_case(found.case), actor=None)
    clock = movable().select_for_update(of=("self",)).filter(pk=found.pk).first()
    move = rules.moved(clock, at=at) if clock else None
    if clock is None or move is None:
        return False
    by_term(clock, move.term)
    ledger.rebase(clock, move.due, at=at, why=RebaseCause.POLICY)
    ledger.close()
    return True
