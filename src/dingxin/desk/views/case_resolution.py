"""The tab “Resolution” of a case: where it stands, the deck of options, approvals, and the agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dingxin.desk.views.case_agreement import agreement_of
from dingxin.desk.views.case_approvals import approvals_of
from dingxin.desk.views.case_deck import deck_of
from dingxin.desk.views.case_recovery import recovery_of
from dingxin.desk.views.case_stand import stand_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case
    from dingxin.requests import StaffRequest


def resolution_of(request: StaffRequest, case: Case, at: datetime) -> dict[str, Any]:
    """Give what the tab shows: nothing to whoever may not see it (inside, goal and cost are for staff who work on the case)."""
    if not request.user.has_perm("resolution.view_resolution", case):
        return {}
    parts = {
        "stand": stand_of, "deck": deck_of, "approvals": approvals_of, "agreement": agreement_of, "recovery": recovery_of,
    }  # fmt: skip
    return {name: part(request, case, at) for name, part in parts.items()}
