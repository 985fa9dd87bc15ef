"""The board of those who lead: heat, what passes soon, load, stuck cases, kept promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dingxin.clocks.duties import GROUPS
from dingxin.desk.feed import newest_event
from dingxin.desk.views.branches import branch_or_house, branches_for
from dingxin.desk.views.doors import signed_in
from dingxin.insights.board import Asked, board

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dingxin.accounts.models import Branch
    from dingxin.requests import StaffRequest

HOURS = (2, 4, 8, 16, 40)
PERIODS = (7, 30, 90)
NAMES = {"person": _("Person"), "team": _("Team"), "branch": _("Branch")}


@signed_in
@require_safe
def view_board(request: StaffRequest) -> HttpResponse:
    """Show the board of a branch, or of the whole house; a live update asks for its parts alone."""
    branch, asked, at = branch_or_house(request), _asked(request), timezone.now()
    context = {
        "branch": branch, "branches": branches_for(request.user), "asked": asked, "at": at, "last": newest_event(),
        "board": board(request.user, branch, asked, at=at), "choices": _choices(branch, asked),
    }  # fmt: skip
    response = render(request, "desk/board.html#live" if request.htmx else "desk/board.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _asked(request: StaffRequest) -> Asked:
    """Give what is asked for; nonsense asks for what is usual."""
    usual, by = Asked(), request.GET.get("by", "")
    hours = _one_of(HOURS, request.GET.get("hours"), usual.hours)
    days = _one_of(PERIODS, request.GET.get("days"), usual.days)
    return Asked(hours, days, by if by in GROUPS else usual.by)


def _one_of(known: tuple[int, ...], typed: str | None, usual: int) -> int:
    return next((number for number in known if str(number) == typed), usual)


def _choices(branch: Branch | None, asked: Asked) -> dict[str, list[dict[str, Any]]]:
    """Give the choices of the board with their addresses; each keeps what else was asked for."""
    here = {"branch": branch.pk if branch else "", "hours": asked.hours, "days": asked.days, "by": asked.by}
    offered: dict[str, Any] = {"hours": dict.fromkeys(HOURS), "days": dict.fromkeys(PERIODS), "by": NAMES}
    return {
        name: [
            {"value": value, "name": words, "here": value == here[name], "href": "?" + urlencode({**here, name: value})}
            for value, words in values.items()
        ]
        for name, values in offered.items()
    }
