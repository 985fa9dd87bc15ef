"""The hall: calming a customer step by step, and a quiet room."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  the schemas read it
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.responses import Status

from dingxin.api.cases import router as cases
from dingxin.api.schemas import Words  # noqa: TC001  the schemas read it
from dingxin.cases.queries import case_for
from dingxin.hall import actions
from dingxin.hall.models import RoomRequest
from dingxin.hall.queries import room_requests

if TYPE_CHECKING:
    from dingxin.requests import StaffRequest

router = Router(tags=["hall"])


class CoolingOut(Schema):
    """A cold handling: when each step was done."""

    id: int
    steps: dict[str, str]
    emotion_before: int
    emotion_after: int | None
    at: datetime
    ended_at: datetime | None


class StepIn(Schema):
    """The step that was done."""

    step: Words


class RoomOut(Schema):
    """A request for a quiet room."""

    id: int
    case: str = Field(alias="cooling.case.number")
    state: str
    room: str
    asked_of: str | None = Field(None, alias="asked_of.username")
    at: datetime


class RoomIn(Schema):
    """Whether there is a room, and which."""

    granted: bool
    room: Words = ""


@router.get("/rooms", response=list[RoomOut])
def list_room_requests(request: StaffRequest) -> Any:
    """Requests for a quiet room that still wait."""
    return room_requests(request.user)[:100]


@cases.post("/{number}/cooling", response={201: CoolingOut})
def begin_cooling(request: StaffRequest, number: str) -> Any:
    """Begin to calm the customer in the hall."""
    case = case_for(request.user, number, "hall.begin_cooling")
    return Status(201, actions.begin_cooling(case, actor=request.user, at=timezone.now()))


@cases.post("/{number}/cooling/steps", response=CoolingOut)
def tick_step(request: StaffRequest, number: str, body: StepIn) -> Any:
    """Say that a step of the cold handling is done."""
    case = case_for(request.user, number, "hall.tick_step")
    return actions.tick_step(case, step=body.step, actor=request.user, at=timezone.now())


@cases.delete("/{number}/cooling", response=CoolingOut)
def end_cooling(request: StaffRequest, number: str) -> Any:
    """End the cold handling."""
    case = case_for(request.user, number, "hall.end_cooling")
    return actions.end_cooling(case, actor=request.user, at=timezone.now())


@cases.post("/{number}/cooling/room", response={201: RoomOut})
def ask_quiet_room(request: StaffRequest, number: str) -> Any:
    """Ask the manager on duty for a quiet room."""
    case = case_for(request.user, number, "hall.ask_quiet_room")
    return Status(201, actions.ask_quiet_room(case, actor=request.user, at=timezone.now()))


@cases.put("/{number}/cooling/room", response=RoomOut)
def answer_quiet_room(request: StaffRequest, number: str, body: RoomIn) -> Any:
    """Answer the last request for a quiet room."""
    case = case_for(request.user, number, "hall.answer_quiet_room")
    asked = RoomRequest.objects.filter(cooling__case=case).latest("pk")
    return actions.answer_quiet_room(asked, granted=body.granted, room=body.room, actor=request.user, at=timezone.now())
