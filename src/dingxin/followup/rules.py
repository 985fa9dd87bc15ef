"""Who may call back, ask for a verdict, and look after plans and programmes. One line per permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from dingxin.accounts.models import Role
from dingxin.accounts.rules import is_administrator, is_staff_member
from dingxin.cases.rules import handles

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff
    from dingxin.followup.models import Callback


@rules.predicate
def calls(user: Staff, callback: Callback | None) -> bool:
    """Who handles the case of the call back, or works in the branch of its programme."""
    if callback is None:
        return False
    if callback.case is not None:
        return bool(handles.test(user, callback.case))
    works_there = user.role in {Role.AGENT, Role.MANAGER} and user.branch_id == callback.branch_id
    return bool(works_there or user.role == Role.ADMINISTRATOR)


@rules.predicate
def is_manager(user: Staff) -> bool:
    """A manager on duty of any branch."""
    return bool(user.role == Role.MANAGER)


rules.add_perm("followup.view_callbacks", is_staff_member)
rules.add_perm("followup.record_callback", is_staff_member & calls)
rules.add_perm("followup.set_preference", is_staff_member)
rules.add_perm("followup.create_survey", handles)
rules.add_perm("followup.manage_plans", is_administrator)
rules.add_perm("followup.create_programme", is_staff_member & (is_manager | is_administrator))
