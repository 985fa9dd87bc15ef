"""The event feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.core.exceptions import PermissionDenied
from ninja import Query, Router

from dingxin.api import schemas as s
from dingxin.cases.queries import events_for

if TYPE_CHECKING:
    from dingxin.requests import StaffRequest

router = Router(tags=["events"])
MOST = 500
READ = "cases.read_events"


@router.get("", response=list[s.EventOut])
def read_events(request: StaffRequest, after: int = 0, limit: Annotated[int, Query(ge=1, le=MOST)] = 100, case: str = "") -> Any:
    """What happened in the cases you may see since the event ``after``, oldest first; ``case`` narrows to one."""
    if not request.user.has_perm(READ):
        raise PermissionDenied(READ)
    return [
        {
            "id": event.pk, "kind": event.kind, "case": event.case.number if event.case else None,
            "actor": event.actor.username if event.actor else None, "at": event.at, "seq": event.seq, "data": event.data,
            "previous": event.previous, "hash": event.hash,
        }
        for event in events_for(request.user, after=after, case=case)[:limit]
    ]  # fmt: skip
