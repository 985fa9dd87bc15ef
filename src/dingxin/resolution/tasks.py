"""Reactions of a resolution to what happened in its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.audit.kinds import Kind
from dingxin.audit.reactions import on
from dingxin.cases.models import Case
from dingxin.resolution.actions.freeing import free_case
from dingxin.resolution.actions.hearing import hear_case
from dingxin.resolution.actions.merging import take_over_stand

if TYPE_CHECKING:
    from dingxin.audit.models import Event


@on(Kind.MESSAGE_RECEIVED)
@on(Kind.CASE_IMPORTED)
def hear(event: Event) -> None:
    """Take what is demanded and needed from what the customer said."""
    if event.case is not None:
        hear_case(event.case, at=event.at)


@on(Kind.CASE_MERGED)
def go_on_in_survivor(event: Event) -> None:
    """Let a merged case's demands, needs and shelved points go on in the other."""
    if event.case is not None and event.case.merged_into_id == event.data["other"]:
        take_over_stand(event.case, into=Case(pk=event.data["other"]))


@on(Kind.CASE_CLOSED)
@on(Kind.CASE_MERGED)
def free_what_is_not_agreed(event: Event) -> None:
    """Give back what a case that is over holds of a budget."""
    if event.case is not None:
        free_case(event.case, at=event.at)
