"""Who may look after staff, branches and teams. One line per permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from dingxin.accounts.models import Role

if TYPE_CHECKING:
    from dingxin.accounts.models import Branch, Staff


@rules.predicate
def is_staff_member(user: Staff) -> bool:
    """Anybody who is signed in and active."""
    return bool(user.is_active)


@rules.predicate
def is_administrator(user: Staff) -> bool:
    """The house's administrator."""
    return bool(user.role == Role.ADMINISTRATOR and user.is_active)


@rules.predicate
def leads_person(user: Staff, person: Staff | None) -> bool:
    """A manager of the branch this person works in."""
    return person is not None and user.role == Role.MANAGER and user.branch_id == person.branch_id


@rules.predicate
def leads_place(user: Staff, branch: Branch | None) -> bool:
    """A manager of this branch."""
    return branch is not None and user.role == Role.MANAGER and user.branch_id == branch.pk


@rules.predicate
def works_in(user: Staff, branch: Branch | None) -> bool:
    """Somebody of this branch."""
    return branch is not None and user.branch_id == branch.pk


@rules.predicate
def is_oneself(user: Staff, person: Staff | None) -> bool:
    """The person in question."""
    return person is not None and user.pk == person.pk


@rules.predicate
def is_inspector(user: Staff) -> bool:
    """An inspector, who looks but does not lead."""
    return bool(user.role == Role.INSPECTOR)


rules.add_perm("accounts.manage_staff", is_administrator)
rules.add_perm("accounts.manage_branches", is_administrator)
rules.add_perm("accounts.manage_teams", is_administrator)
rules.add_perm("accounts.create_token", is_administrator)
rules.add_perm("accounts.revoke_token", is_administrator)
rules.add_perm("accounts.manage_skills", is_administrator)
rules.add_perm("accounts.set_skills", is_staff_member & (leads_person | is_administrator))
rules.add_perm("accounts.record_absence", is_staff_member & (is_oneself | leads_person | is_administrator))
rules.add_perm("accounts.end_absence", is_staff_member & (is_oneself | leads_person | is_administrator))
rules.add_perm("accounts.plan_duty", is_staff_member & (leads_place | is_administrator))
rules.add_perm("accounts.remove_shift", is_staff_member & (leads_place | is_administrator))
rules.add_perm("accounts.view_roster", is_staff_member & (works_in | is_inspector | is_administrator))
rules.add_perm("accounts.view_load", is_staff_member & (leads_place | is_administrator))
