"""Reading the hall: who is there, who is calmed, and who waits for a quiet room."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from dingxin.accounts.models import Role
from dingxin.cases.models import Case, Channel
from dingxin.hall.models import ColdHandling, RoomRequest, RoomState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from dingxin.accounts.models import Staff

STAYS = timedelta(hours=12)  # nobody is in the hall longer
LONG = timedelta(minutes=5)  # a customer who is loud in public cannot wait longer for one person alone


def in_the_hall(user: Staff, *, at: datetime) -> QuerySet[Case]:
    """Give the live cases of customers who are in the hall now, the most upset first."""
    calmed = Exists(ColdHandling.objects.filter(case=OuterRef("pk"), ended_at=None))
    here = Case.objects.visible_to(user).live().filter(channel=Channel.HALL, updated_at__gte=at - STAYS)
    return here.annotate(calmed=calmed).for_list().order_by("-heat", "-updated_at", "pk")


def room_requests(user: Staff) -> QuerySet[RoomRequest]:
    """Give the requests for a quiet room that still wait, of cases this person may see, the oldest first."""
    visible = Case.objects.visible_to(user).holding("cooling__case")
    waiting = RoomRequest.objects.filter(visible, state=RoomState.ASKED)
    return waiting.select_related("cooling__case__customer", "cooling__case__branch", "asked_by", "asked_of").order_by("pk")


def rooms_to_answer(user: Staff, *, at: datetime) -> QuerySet[RoomRequest]:
    """Give the requests for a quiet room that wait for this person, the oldest first.

    They were asked; or nobody was, or not answered for LONG, and this person leads the branch (``hall.answer_quiet_room``).
    """
    leads = Q() if user.role == Role.ADMINISTRATOR else Q(cooling__case__branch=user.branch_id)
    late = leads & (Q(asked_of=None) | Q(at__lte=at - LONG))
    waits = Q(asked_of=user) | late if user.role in {Role.MANAGER, Role.ADMINISTRATOR} else Q(asked_of=user)
    return room_requests(user).filter(waits)


def cooling_of(case: Case) -> ColdHandling | None:
    """Give the cold handling of a case that still goes on."""
    return case.coolings.filter(ended_at=None).select_related("begun_by").first()


def last_request(cooling: ColdHandling | None) -> RoomRequest | None:
    """Give the last request for a room of a cold handling."""
    return cooling.rooms.select_related("asked_of", "answered_by").first() if cooling else None
