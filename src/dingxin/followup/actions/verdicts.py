"""What a verdict does to its case, by whatever way it came: on the phone or by a link. For the actions beside only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.cases.actions import add_customer_message, open_case, record_verdict, reopen_case
from dingxin.cases.actions.moves import survivor, touch
from dingxin.cases.models import Channel
from dingxin.cases.states import ReopenCause, State
from dingxin.followup.models import Discontent

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.followup.models import Callback


def bring_back(case: Case, *, content: bool, cause: str, words: str, channel: Channel, actor: Staff, at: datetime) -> Case:
    """Record the customer's verdict; one who is not content brings the case back, at the step that fits the cause (F6).

    ``channel`` is how they said so.
    """
    case = survivor(case)
    if case.state == State.RESOLVED:
        record_verdict(case, content=content, words=words, actor=actor, at=at)
    elif case.state == State.CLOSED and not content:
        reopen_case(case, cause=ReopenCause.FOLLOW_UP, actor=actor, at=at)
    if content:
        return case
    case.refresh_from_db()
    if words:
        add_customer_message(case, text=words, channel=channel, actor=actor, at=at)
        case.refresh_from_db()
    if cause:
        touch(case, at=at, step=Discontent(cause).step)
    return case


def open_after_call(callback: Callback, *, words: str, actor: Staff, at: datetime) -> Case:
    """Open a case for a customer who had not complained and, asked, is not content (G9)."""
    return open_case(
        customer=callback.customer, channel=Channel.HOTLINE, branch=callback.branch, text=words, actor=actor, at=at,
        token=f"callback-{callback.pk}",
    )  # fmt: skip
