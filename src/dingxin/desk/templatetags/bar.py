"""The main navigation: what everybody needs daily in one line; what only some need beside it or, where narrow, under “More”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rules import has_perm  # the rules alone: no table of permissions is looked at

from dingxin.resolution.queries.approvals import approvals_waiting

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dingxin.accounts.models import Staff

register = template.Library()
KEYS = {"open_case": "c"}
FIRST = 4  # so many fit into a line of a phone


@dataclass(frozen=True, slots=True)
class Place:
    """A page one can go to from everywhere. ``waiting`` counts what is to be answered there, ``told`` says it in words."""

    href: str
    icon: str
    words: str
    key: str = ""
    here: bool = False
    waiting: int = 0
    told: str = ""


@register.inclusion_tag("desk/_nav.html", takes_context=True)
def main_places(context: dict[str, Any]) -> dict[str, Any]:
    """Show the main navigation of whoever is signed in; one query for the approvals that wait."""
    request, user = context["request"], context["user"]
    if not user.is_authenticated:
        return {"first": [_place(request, "inbox", "inbox", _("Inbox")), _place(request, "open_case", "plus", _("New case"))]}
    daily, leading = _daily(request, user), _leading(request, user)
    waiting = next((place for place in daily if place.waiting), None)
    hidden = [*daily[FIRST:], *leading]
    return {"first": daily[:FIRST], "daily": daily[FIRST:], "leading": leading, "waiting": waiting,
            "here": any(place.here for place in leading), "here_on_phone": any(place.here for place in hidden)}  # fmt: skip


def _place(request: HttpRequest, name: str, icon: str, words: str, waiting: int = 0) -> Place:
    told = ngettext("%(n)d waits for your answer", "%(n)d wait for your answer", waiting) % {"n": waiting} if waiting else ""
    href = reverse(name)
    return Place(href, icon, words, KEYS.get(name, ""), request.path == href, waiting, told)


def _daily(request: HttpRequest, user: Staff) -> list[Place]:
    return [
        _place(request, "view_day", "sun", _("My day")),
        _place(request, "inbox", "inbox", _("Inbox")),
        _place(request, "open_case", "plus", _("New case")),
        _place(request, "list_promises", "calendar-due", _("Promises")),
        _place(request, "list_callbacks", "phone-call", _("Calls back")),
        _place(request, "list_hall", "building-store", _("Hall")),
        _place(request, "list_approvals", "scale", _("Approvals"), approvals_waiting(user)),
        _place(request, "my_load", "users-group", _("People")),
    ]


def _leading(request: HttpRequest, user: Staff) -> list[Place]:
    leads = user.leads or user.sees_every_branch
    places = [
        (leads, "list_malice_reviews", "gavel", _("Reviews")),
        (leads, "view_board", "chart-bar", _("Board")),
        (has_perm("recovery.view_recovery", user), "view_recovery", "heart-handshake", _("Recovery")),
        (has_perm("accounts.manage_staff", user), "list_staff", "settings", _("Settings")),
    ]
    return [_place(request, name, icon, words) for may, name, icon, words in places if may]
