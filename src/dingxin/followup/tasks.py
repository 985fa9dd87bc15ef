"""Reactions of the follow-up: calls back are planned when a case is resolved and called off when it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.audit.kinds import Kind
from dingxin.audit.reactions import on
from dingxin.followup.actions import call_off, plan_callbacks

if TYPE_CHECKING:
    from dingxin.audit.models import Event


@on(Kind.CASE_RESOLVED)
def plan_after_solution(event: Event) -> None:
    """Plan the calls back of a case that was resolved."""
    plan_callbacks(event)


@on(Kind.CASE_REOPENED)
@on(Kind.CASE_MERGED)
def call_off_what_is_planned(event: Event) -> None:
    """Nobody is asked whether it is solved while it is worked on again, or goes on in another case."""
    if event.case is not None and (event.kind == Kind.CASE_REOPENED or not event.case.is_live):
        call_off(event)
