"""The deck of options, as the page of a case shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest


def deck_of(request: StaffRequest, case: Case, at: datetime) -> dict[str, Any]:
    """Give what the page shows."""
    return {"case": case, "user": request.user, "at": at}
