"""The inbox: what waits for me, what is due and hot first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dingxin.cases.queries import COUNT_UP_TO, Box, inbox_counts
from dingxin.cases.queries import inbox as cases_of
from dingxin.clocks.duties import first_duties
from dingxin.desk.feed import newest_event
from dingxin.desk.views.doors import paged, signed_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse
    from django_stubs_ext import StrPromise

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.clocks.models import Duty
    from dingxin.requests import StaffRequest

NAMES: dict[Box, StrPromise] = {
    Box.MINE: _("My cases"),
    Box.TEAM: _("My team"),
    Box.UNOWNED: _("Unowned"),
    Box.HEATED: _("Heated"),
    Box.PROMISED: _("Promised today"),
    Box.WAITING: _("Waiting for the customer"),
    Box.ALL: _("All"),
}
EMPTY: dict[Box, tuple[str, StrPromise, StrPromise]] = {
    Box.MINE: ("mood-smile", _("Nothing waits for you"), _("Cases you open, take or accept stand here until they are closed.")),
    Box.TEAM: ("users", _("Your team has no open case"), _("Cases that people of your team handle stand here.")),
    Box.UNOWNED: ("user-check", _("Every case has its person"), _("Cases that nobody handles yet stand here for taking.")),
    Box.HEATED: ("thermometer", _("Nobody is upset right now"), _("Cases stand here while their customer is strongly upset.")),
    Box.PROMISED: ("calendar-due", _("No promise falls due today"), _("Cases stand here on the day an answer was promised.")),
    Box.WAITING: (
        "hourglass",
        _("No case waits for its customer"),
        _("Cases stand here after your reply until the customer speaks."),
    ),
    Box.ALL: ("inbox", _("There is no case yet"), _("Open the first one, or import conversations.")),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the inbox, with how many cases it holds (empty: not counted)."""

    box: Box
    name: StrPromise
    count: str
    here: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a line of the inbox, what is due first in it, and what this person may do with it there."""

    case: Case
    due_for: str
    may_take: bool
    asked: bool


@signed_in
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """Show one view of the inbox; a live update asks for its list alone."""
    user, at = request.user, timezone.now()
    box = _box(request)
    last = newest_event()
    page = paged(cases_of(user, box, at=at), request)
    duties = first_duties(page.rows)
    icon, nothing, filled_by = EMPTY[box]
    response = render(
        request,
        "desk/inbox.html#live" if request.htmx else "desk/inbox.html",
        {
            "box": box, "name": NAMES[box], "tabs": _tabs(user, box, at), "page": page, "at": at, "last": last,
            "rows": [_row(user, case, duties) for case in page.rows],
            "icon_name": icon, "nothing": nothing, "filled_by": filled_by,
        },
    )  # fmt: skip
    patch_vary_headers(response, ["HX-Request"])
    return response


def _box(request: StaffRequest) -> Box:
    """Give the view asked for, my own cases where none or an unknown one is."""
    asked = request.GET.get("box", "")
    return Box(asked) if asked in set(Box) else Box.MINE


def _tabs(user: Staff, here: Box, at: datetime) -> list[Tab]:
    counts = inbox_counts(user, at=at)
    return [Tab(box, name, _count(counts.get(box)), here=box is here) for box, name in NAMES.items()]


def _count(number: int | None) -> str:
    if number is None:
        return ""
    return f"{COUNT_UP_TO}+" if number >= COUNT_UP_TO else str(number)


def _row(user: Staff, case: Case, duties: dict[int, Duty]) -> Row:
    free = case.handler_id is None and case.is_live
    duty = duties.get(case.pk)
    due_for = duty.label if duty else _("Promise") if case.next_due else ""
    return Row(case, str(due_for), may_take=free and user.has_perm("cases.take_case", case), asked=case.offered_to_id == user.pk)
