"""The request as views and API operations see it: somebody of the staff is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from dingxin.accounts.models import Staff


class StaffRequest(HttpRequest):
    """A request of a signed-in member of staff; for annotations only, Django makes the requests."""

    user: Staff
    htmx: HtmxDetails
