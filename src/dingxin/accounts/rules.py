"""Who may look after staff, branches and teams. One line per permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from dingxin.accounts.models import Role

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff


@rules.predicate
def is_staff_member(user: Staff) -> bool:
    """Anybody who is signed in and active."""
    return bool(user.is_active)


@rules.predicate
def is_administrator(user: Staff) -> bool:
    """The house's administrator."""
    return bool(user.role == Role.ADMINISTRATOR and user.is_active)


rules.add_perm("accounts.manage_staff", is_administrator)
rules.add_perm("accounts.manage_branches", is_administrator)
rules.add_perm("accounts.manage_teams", is_administrator)
rules.add_perm("accounts.create_token", is_administrator)
rules.add_perm("accounts.revoke_token", is_administrator)
