"""The check of a draft before it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from dingxin.cases.readings import conversation_of, engine_for, last_messages
from dingxin.clocks.queries import calendar_of
from dingxin.engine.model import Policy, Turn
from dingxin.replies.promised import weighed
from dingxin.resolution.gate import approved_in, weigh_offers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.engine.model import Review


def review_draft(case: Case, *, draft: str, actor: Staff, at: datetime, explain: str = "", offers: Sequence[int] = ()) -> Review:
    """Judge a draft in the light of the whole conversation and of what its writer may promise and offer (C1–C22, E15).

    Times it promises are counted over the calendar of the case's branch, and held against what its writer can keep; what it
    offers is held against what its writer may grant and what was approved. ``offers`` are the options that would leave with it.
    ``explain`` is the language of the reasons (``zh``, ``en``); empty: that of the conversation.
    """
    review = judged(case, draft=draft, actor=actor, at=at, explain=explain)
    return weigh_offers(review, case, draft=draft, offers=offers, actor=actor, at=at, explain=explain)


def judged(case: Case, *, draft: str, actor: Staff, at: datetime, explain: str = "") -> Review:
    """Judge the words and times of a draft, not yet what it offers."""
    conversation = conversation_of(case, last_messages(case))
    policy = Policy(authority_cny=float(actor.authority_cny), approved_cny=approved_in(case), industry=case.industry)
    turn = Turn("agent", draft, timezone.localtime(at))
    engine, calendar = engine_for(case.industry, explain), calendar_of(case.branch)
    review = engine.review(conversation, turn, policy, calendar)
    ask = engine.reader(conversation).replies.lines.say("time")
    return weighed(review, case=case, draft=draft, actor=actor, calendar=calendar, explain=explain, ask=ask)
