"""Reactions of clocks to what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.audit.kinds import Kind
from dingxin.audit.reactions import on
from dingxin.clocks.actions.following import FOLLOWED, follow_case
from dingxin.clocks.actions.ledger import case_ref
from dingxin.clocks.actions.moving import move_clocks as move

if TYPE_CHECKING:
    from dingxin.audit.models import Event


def follow(event: Event) -> None:
    """Let the clocks of a case follow what happened in it."""
    if event.case_id is not None:
        follow_case(case_ref(event.case_id))


for _kind in FOLLOWED:
    on(Kind(_kind))(follow)


@on(Kind.POLICY_CREATED)
@on(Kind.POLICY_UPDATED)
def move_clocks(event: Event) -> None:
    """Let the clocks that run go by the changed policies."""
    move(at=event.at)
