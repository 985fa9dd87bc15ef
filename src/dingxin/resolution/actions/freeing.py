"""What a case holds back and needs no more, once it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.cases.actions.moves import locked
from dingxin.cases.states import State
from dingxin.resolution.actions.approvals import drop_requests
from dingxin.resolution.actions.ledger import hold_stock, release
from dingxin.resolution.models import OptionState

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case

OVER = {State.CLOSED, State.MERGED}
NOT_AGREED = (OptionState.DECK, OptionState.PRESENTED)


@transaction.atomic
def free_case(case: Case, *, at: datetime) -> None:
    """Withdraw what is still asked for in a case that is over, and give back what is set apart and was not agreed.

    Safe to run twice; a case that came back meanwhile keeps all. What is agreed after that is set apart anew.
    """
    held = locked(case)
    if held.state not in OVER:
        return
    options = list(held.options.select_for_update(of=("self",), no_key=True).filter(state__in=NOT_AGREED).order_by("pk"))
    drop_requests(options, actor=None, at=at)
    hold_stock(held)
    for option in options:
        release(option, actor=None, at=at)
