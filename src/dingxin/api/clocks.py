"""Clocks and promises of a case. One operation for each verb, named like its action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from ninja.pagination import paginate
from ninja.responses import Status

from dingxin.api import clock_schemas as s
from dingxin.api.cases import router
from dingxin.api.paging import Pages
from dingxin.api.schemas import PromiseOut
from dingxin.cases import actions as cases
from dingxin.cases.actions.messages import clean_time
from dingxin.cases.queries import case_for
from dingxin.clocks import actions
from dingxin.replies.notices import draft_notice

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.requests import StaffRequest


@router.get("/{number}/clocks", response=list[s.ClockOut])
@paginate(Pages)
def list_clocks(request: StaffRequest, number: str) -> Any:
    """The clocks of a case, those due first first."""
    return case_for(request.user, number).clocks.all()


@router.post("/{number}/clocks", response={201: s.ClockOut})
def start_clock(request: StaffRequest, number: str, body: s.StartClock) -> Any:
    """Start a clock by hand, as for a deadline an outside body gave."""
    case, at = case_for(request.user, number, "cases.start_clock"), timezone.now()
    length = actions.Length(body.amount, body.unit, body.limit, _zoned(body.due))
    since = clean_time(body.since, at=at) if body.since else None
    clock = actions.start_clock(
        case, duty=body.duty, length=length, since=since, note=body.note, actor=request.user, at=at
    )  # fmt: skip
    return Status(201, clock)


@router.post("/{number}/clocks/{clock}/pause", response=s.ClockOut)
def pause_clock(request: StaffRequest, number: str, clock: int, body: s.PauseClock) -> Any:
    """Let a clock stand still until the customer speaks, or until a day agreed upon."""
    found = case_for(request.user, number, "cases.pause_clock").clocks.get(pk=clock)
    return actions.pause_clock(found, cause=body.cause, until=_zoned(body.until), actor=request.user, at=timezone.now())


@router.delete("/{number}/clocks/{clock}/pause", response=s.ClockOut)
def resume_clock(request: StaffRequest, number: str, clock: int) -> Any:
    """Let a paused clock run again."""
    found = case_for(request.user, number, "cases.resume_clock").clocks.get(pk=clock)
    return actions.resume_clock(found, actor=request.user, at=timezone.now())


@router.post("/{number}/clocks/{clock}/stop", response=s.ClockOut)
def stop_clock(request: StaffRequest, number: str, clock: int, body: s.StopClock) -> Any:
    """Say that the customer has had what the clock counts to, or that it is needed no more."""
    found = case_for(request.user, number, "cases.stop_clock").clocks.get(pk=clock)
    return actions.stop_clock(found, needless=body.needless, actor=request.user, at=timezone.now())


@router.put("/{number}/clocks/{clock}/due", response=s.ClockOut)
def rebase_clock(request: StaffRequest, number: str, clock: int, body: s.RebaseClock) -> Any:
    """Give a running clock another due time, and say why."""
    found, at = case_for(request.user, number, "cases.rebase_clock").clocks.get(pk=clock), timezone.now()
    return actions.rebase_clock(found, due=_zoned(body.due) or body.due, why=body.why, actor=request.user, at=at)


@router.post("/{number}/promises/{promise}/withdrawal", response=PromiseOut)
def withdraw_promise(request: StaffRequest, number: str, promise: int, body: s.WithdrawPromise) -> Any:
    """Take a promise back with the customer's consent."""
    found = case_for(request.user, number, "cases.withdraw_promise").promises.get(pk=promise)
    return cases.withdraw_promise(found, consent=body.consent, actor=request.user, at=timezone.now())


@router.get("/{number}/promises/{promise}/notice", response=dict[str, str])
def draft_promise_notice(request: StaffRequest, number: str, promise: int) -> Any:
    """What the customer could be told about a promised time now: a delay notice before it, the answer that is due at it."""
    found = case_for(request.user, number, "replies.review_draft").promises.get(pk=promise)
    return {"text": draft_notice(found, at=timezone.now())}


def _zoned(when: datetime | None) -> datetime | None:
    """Give a time with its zone: that of the house where none was said."""
    return when if when is None or timezone.is_aware(when) else when.replace(tzinfo=timezone.get_default_timezone())
