"""The hall, on a tablet: who is there, calming a customer step by step, what is seen, and a quiet room (A12, A13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dingxin.cases.actions import observe_customer
from dingxin.cases.models import Sign
from dingxin.cases.queries import case_for
from dingxin.cases.seen import SEEN_FOR
from dingxin.desk.feed import newest_event
from dingxin.desk.forms.fields import Words
from dingxin.desk.views.doors import UNPROCESSABLE, done, paged, signed_in
from dingxin.hall import actions
from dingxin.hall.models import CoolingStep
from dingxin.hall.queries import cooling_of, in_the_hall, last_request, room_requests

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpResponse

    from dingxin.cases.models import Case, Observation
    from dingxin.hall.models import ColdHandling
    from dingxin.requests import StaffRequest

TAPPED_TOGETHER = timedelta(minutes=3)  # signs tapped one after the other are one look


class RoomForm(forms.Form):
    """Which room is ready."""

    room = Words(label=_("Room"), max_length=80, required=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the cold handling and when it was done."""

    step: CoolingStep
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Key:
    """A sign of the observation pad: what it says, how heated it looks, and whether it is seen now."""

    sign: Sign
    on: bool


@signed_in
@require_safe
def list_hall(request: StaffRequest) -> HttpResponse:
    """Show the customers in the hall, the most upset first, and who waits for a quiet room."""
    return _list(request, None)


def _list(request: StaffRequest, tried: tuple[int, RoomForm] | None) -> HttpResponse:
    at = timezone.now()
    rows = [
        (row, tried[1] if tried and tried[0] == row.pk else RoomForm(auto_id=f"room_{row.pk}_%s"),
         request.user.has_perm("hall.answer_quiet_room", row.cooling.case))
        for row in room_requests(request.user)[:20]
    ]  # fmt: skip
    context = {"page": paged(in_the_hall(request.user, at=at), request), "requests": rows, "at": at, "last": newest_event()}
    return render(request, "desk/hall_list.html", context, status=UNPROCESSABLE if tried else 200)


def hall(request: StaffRequest, number: str) -> HttpResponse:
    """Show one customer in the hall: emotion, observation pad, cold handling, quiet room."""
    case = case_for(request.user, number, "hall.view_hall")
    at = timezone.now()
    cooling, seen = cooling_of(case), case.observations.select_related("seen_by").first()
    context = {
        "case": case, "at": at, "cooling": cooling, "room": last_request(cooling), "lines": _lines(cooling),
        "last": newest_event(),
        "seen": seen if seen and at - seen.at <= SEEN_FOR else None, "pad": _pad(seen, at),
        "may": case.is_live and request.user.has_perm("hall.begin_cooling", case),
    }  # fmt: skip
    return render(request, "desk/hall.html", context)


def _lines(cooling: ColdHandling | None) -> list[Line]:
    done_at = cooling.steps if cooling else {}
    return [Line(step, parse_datetime(done_at[step]) if step in done_at else None) for step in CoolingStep]


def _pad(seen: Observation | None, at: datetime) -> list[Key]:
    now = _tapped(seen, at)
    return [Key(sign, sign.value in now) for sign in Sign]


def _tapped(seen: Observation | None, at: datetime) -> set[str]:
    """Give the signs of the look that still goes on."""
    return set(seen.signs) if seen and at - seen.at <= TAPPED_TOGETHER else set()


def observe_in_hall(request: StaffRequest, number: str) -> HttpResponse:
    """Tap a sign: it is added to what was seen just now, or taken from it."""
    case, at = case_for(request.user, number, "cases.observe_customer"), timezone.now()
    tapped = request.POST.get("sign", "")
    signs = _tapped(case.observations.first(), at) ^ {tapped}
    if signs:
        observe_customer(case, signs=sorted(signs), actor=request.user, at=at)
    return redirect("hall", case.number)


def _verb(request: StaffRequest, number: str, verb: str, act: Callable[[Case], object]) -> HttpResponse:
    """Fetch-check, action, back to the page: the sentence every verb here says."""
    case = case_for(request.user, number, f"hall.{verb}")
    act(case)
    return redirect("hall", case.number)


def begin_cooling(request: StaffRequest, number: str) -> HttpResponse:
    """Begin to calm the customer."""
    return _verb(
        request, number, "begin_cooling", lambda case: actions.begin_cooling(case, actor=request.user, at=timezone.now())
    )


def tick_step(request: StaffRequest, number: str) -> HttpResponse:
    """Say that a step is done."""
    step = request.POST.get("step", "")
    return _verb(
        request, number, "tick_step", lambda case: actions.tick_step(case, step=step, actor=request.user, at=timezone.now())
    )


def ask_quiet_room(request: StaffRequest, number: str) -> HttpResponse:
    """Ask the manager on duty for a quiet room."""
    return _verb(
        request, number, "ask_quiet_room", lambda case: actions.ask_quiet_room(case, actor=request.user, at=timezone.now())
    )


def end_cooling(request: StaffRequest, number: str) -> HttpResponse:
    """End the cold handling."""
    return _verb(request, number, "end_cooling", lambda case: actions.end_cooling(case, actor=request.user, at=timezone.now()))


def answer_quiet_room(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say which room is ready, or that none is free."""
    case = case_for(request.user, number, "hall.answer_quiet_room")
    asked = get_object_or_404(room_requests(request.user), pk=pk, cooling__case=case)
    form, granted, at = RoomForm(request.POST, auto_id=f"room_{pk}_%s"), request.POST.get("granted") == "yes", timezone.now()
    if done(form, lambda data: actions.answer_quiet_room(asked, granted=granted, room=data["room"], actor=request.user, at=at)):
        return redirect("list_hall")
    return _list(request, (pk, form))
