"""Every write to cold handlings and requests for a quiet room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.accounts.queries import in_charge
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live
from dingxin.cases.actions.texts import clean_line
from dingxin.hall.models import ColdHandling, CoolingStep, RoomRequest, RoomState
from dingxin.hall.queries import cooling_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case

ROOM_CHARS = 80


@transaction.atomic
def begin_cooling(case: Case, *, actor: Staff, at: datetime) -> ColdHandling:
    """Begin to calm the customer of a case (A13). Begun twice, it is the same.

    Raises:
        Refused: the case is closed or merged.

    """
    case = locked(case)
    require_live(case)
    if going := cooling_of(case):
        return going
    made = ColdHandling.objects.create(case=case, begun_by=actor, at=at, emotion_before=case.emotion_now)
    record(Kind.COOLING_BEGUN, case=case, actor=actor, at=at, id=made.pk)
    return made


@transaction.atomic
def tick_step(case: Case, *, step: str, actor: Staff, at: datetime) -> ColdHandling:
    """Say that a step is done; done twice it stays as it was.

    Raises:
        Refused: nobody is being calmed, or there is no such step.

    """
    cooling = _going(case)
    if step not in CoolingStep.values:
        raise Refused(_("“%(step)s” is no step of the cold handling.") % {"step": step[:20]}, field="step")
    if step not in cooling.steps:
        cooling.steps[step] = at.isoformat()
        cooling.save(update_fields=["steps"])
        record(Kind.COOLING_STEP_DONE, case=cooling.case, actor=actor, at=at, id=cooling.pk, step=step)
    return cooling


@transaction.atomic
def ask_quiet_room(case: Case, *, actor: Staff, at: datetime) -> RoomRequest:
    """Ask the manager on duty for a quiet room; one that was asked for and not answered is asked for once.

    Where nobody is on duty, whoever answers for the branch is asked.

    Raises:
        Refused: nobody is being calmed.

    """
    cooling = _going(case)
    if waiting := cooling.rooms.filter(state=RoomState.ASKED).first():
        return waiting
    charge = in_charge(cooling.case.branch, at=at)
    made = RoomRequest.objects.create(cooling=cooling, asked_by=actor, asked_of=charge.staff if charge else None, at=at)
    record(Kind.QUIET_ROOM_ASKED, case=cooling.case, actor=actor, at=at, request=made.pk, to=made.asked_of_id or 0)
    return made


@transaction.atomic
def answer_quiet_room(request: RoomRequest, *, granted: bool, room: str = "", actor: Staff, at: datetime) -> RoomRequest:
    """Say which room is ready, or that none is free.

    Raises:
        Refused: it was answered before, or which room is not said.

    """
    held = RoomRequest.objects.select_for_update(of=("self",)).select_related("cooling__case").get(pk=request.pk)
    if held.state != RoomState.ASKED:
        raise Refused(_("This request is answered already, or needed no more."))
    held.room = clean_line(room, ROOM_CHARS)
    if granted and not held.room:
        raise Refused(_("Which room? Your colleague is with the customer and has to know where to go."), field="room")
    held.state = RoomState.GRANTED if granted else RoomState.REFUSED
    held.answered_by, held.answered_at = actor, at
    held.save()
    record(Kind.QUIET_ROOM_ANSWERED, case=held.cooling.case, actor=actor, at=at, request=held.pk, granted=granted)
    return held


@transaction.atomic
def end_cooling(case: Case, *, actor: Staff, at: datetime) -> ColdHandling:
    """End the cold handling: the emotion of the moment is kept beside that of the beginning. An open request is taken back.

    Raises:
        Refused: nobody is being calmed.

    """
    cooling = _going(case)
    cooling.ended_at, cooling.emotion_after = at, cooling.case.emotion_now
    cooling.save(update_fields=["ended_at", "emotion_after"])
    cooling.rooms.filter(state=RoomState.ASKED).update(state=RoomState.WITHDRAWN, answered_at=at)
    record(Kind.COOLING_ENDED, case=cooling.case, actor=actor, at=at, id=cooling.pk)
    return cooling


def _going(case: Case) -> ColdHandling:
    """Give the cold handling that goes on, with its case held."""
    case = locked(case)
    cooling = cooling_of(case)
    if cooling is None:
        raise Refused(_("Begin the cold handling first."))
    cooling.case = case
    return cooling
