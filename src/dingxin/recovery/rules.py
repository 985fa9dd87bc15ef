"""Who may start a recovery for one customer or for many, and who looks after plans and commitments. One line per permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from dingxin.accounts.models import Role
from dingxin.accounts.rules import is_administrator, is_inspector, is_staff_member
from dingxin.cases.rules import handles, leads

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff
    from dingxin.recovery.models import Batch


@rules.predicate
def manages(user: Staff) -> bool:
    """A manager on duty of any branch."""
    return bool(user.role == Role.MANAGER)


@rules.predicate
def is_anothers(user: Staff, batch: Batch | None) -> bool:
    """Whoever did not start the batch: nobody approves their own."""
    return batch is None or batch.started_by_id != user.pk


decides = is_staff_member & (manages | is_administrator)

rules.add_perm("recovery.view_recovery", is_staff_member & (manages | is_administrator | is_inspector))
rules.add_perm("recovery.manage_plans", is_administrator)
rules.add_perm("recovery.start_run", handles)
rules.add_perm("recovery.settle_step", handles)
rules.add_perm("recovery.tie_promise", handles)
rules.add_perm("recovery.end_run", leads)
rules.add_perm("recovery.start_batch", decides)
rules.add_perm("recovery.approve_batch", decides & is_anothers)
rules.add_perm("recovery.stop_batch", decides)
rules.add_perm("recovery.view_commitments", is_staff_member)
rules.add_perm("recovery.manage_commitments", is_administrator)
rules.add_perm("recovery.invoke_commitment", handles)
