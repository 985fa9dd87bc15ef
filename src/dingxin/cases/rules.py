"""Who may do what to a case. One line per permission. Whether the case's state allows it is the action's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from dingxin.accounts.models import Role
from dingxin.accounts.rules import is_administrator, is_staff_member

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case


@rules.predicate
def works_on(user: Staff, case: Case | None) -> bool:
    """Owner or handler of the case."""
    return case is not None and user.pk in {case.owner_id, case.handler_id}


@rules.predicate
def in_branch(user: Staff, case: Case | None) -> bool:
    """An agent or manager of the branch of the case: a colleague may stand in."""
    return case is not None and user.role in {Role.AGENT, Role.MANAGER} and user.branch_id == case.branch_id


@rules.predicate
def leads_branch(user: Staff, case: Case | None) -> bool:
    """The manager on duty of the branch of the case."""
    return case is not None and user.role == Role.MANAGER and user.branch_id == case.branch_id


@rules.predicate
def is_asked(user: Staff, case: Case | None) -> bool:
    """The person to whom the case is offered."""
    return case is not None and user.pk == case.offered_to_id


@rules.predicate
def inspects(user: Staff) -> bool:
    """An inspector, who reads every case and corrects what was read."""
    return bool(user.role == Role.INSPECTOR)


handles = is_staff_member & (works_on | in_branch | is_administrator)
leads = is_staff_member & (leads_branch | is_administrator)

rules.add_perm("cases.open_case", is_staff_member)
rules.add_perm("cases.view_case", is_staff_member)
rules.add_perm("cases.add_customer_message", handles)
rules.add_perm("cases.write_note", handles | inspects)
rules.add_perm("cases.categorise_case", handles)
rules.add_perm("cases.observe_customer", handles)
rules.add_perm("cases.update_customer", is_staff_member)
rules.add_perm("cases.correct_grade", handles | inspects)
rules.add_perm("cases.confirm_facts", handles)
rules.add_perm("cases.reject_fact", handles | inspects)
rules.add_perm("cases.take_case", handles)
rules.add_perm("cases.hand_over", is_staff_member & (works_on | leads))
rules.add_perm("cases.accept_handover", is_staff_member & is_asked)
rules.add_perm("cases.refuse_handover", is_staff_member & is_asked)
rules.add_perm("cases.take_breather", is_staff_member)
rules.add_perm("cases.mark_resolved", handles)
rules.add_perm("cases.record_verdict", handles)
rules.add_perm("cases.keep_promise", handles)
rules.add_perm("cases.withdraw_promise", handles)
rules.add_perm("cases.view_promises", is_staff_member)
rules.add_perm("cases.start_clock", handles)
rules.add_perm("cases.pause_clock", handles)
rules.add_perm("cases.resume_clock", handles)
rules.add_perm("cases.stop_clock", handles)
rules.add_perm("cases.rebase_clock", leads)
rules.add_perm("cases.close_case", handles)
rules.add_perm("cases.give_final_answer", leads)
rules.add_perm("cases.reopen_case", handles)
rules.add_perm("cases.merge_case", handles)
rules.add_perm("cases.link_case", handles | inspects)
rules.add_perm("cases.manage_categories", is_administrator)
rules.add_perm("cases.manage_rules", is_administrator)
rules.add_perm("cases.override_routing", is_staff_member & (works_on | leads))
rules.add_perm("cases.read_events", is_staff_member)
