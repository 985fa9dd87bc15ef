"""My day, and the board of those who lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from dingxin.api import overview_schemas as s
from dingxin.api.people import allow, branch_named
from dingxin.audit.refusal import Refused
from dingxin.clocks.duties import GROUPS
from dingxin.insights.board import Asked, board
from dingxin.insights.day import my_day

if TYPE_CHECKING:
    from dingxin.requests import StaffRequest

router = Router(tags=["overview"])
MOST_HOURS, MOST_DAYS = 400, 366


@router.get("/day", response=s.DayOut)
def view_day(request: StaffRequest) -> Any:
    """What is due in your cases now, later today and tomorrow, what is asked of you, whom you call back, what you bear."""
    allow(request.user, "insights.view_day")
    day = my_day(request.user, at=timezone.now())
    parts = {part.value: lines for part, lines in day.parts.items()}
    asked = {"rooms": day.rooms, "callbacks": day.callbacks, "handovers": day.handovers, "reviews": day.reviews}
    return {**parts, **asked, "load": day.load}


@router.get("/board", response=s.BoardOut)
def view_board(
    request: StaffRequest,
    branch: str = "",
    hours: Annotated[int, Query(ge=1, le=MOST_HOURS)] = 4,
    days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 30,
    by: str = "person",
) -> Any:
    """How a branch (by its code; empty: your own, or the whole house for those who see it) stands now."""
    if by not in GROUPS:
        raise Refused(_("“%(by)s” is none of person, team and branch.") % {"by": by[:20]}, field="by")
    user = request.user
    place = None if not branch and user.sees_every_branch else branch_named(user, branch)
    return board(user, place, Asked(hours, days, by), at=timezone.now())
