"""Who may see and add evidence, and who asks for, decides and appeals a review. One line per permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from dingxin.accounts.rules import is_administrator, is_staff_member
from dingxin.cases.rules import handles, inspects, leads, works_on

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff


@rules.predicate
def looks_over_cases(user: Staff) -> bool:
    """Somebody who decides about cases of others: a manager, an inspector or an administrator."""
    return bool(user.leads or user.sees_every_branch)


second = is_staff_member & (leads | inspects)

rules.add_perm("evidence.view_evidence", handles | second)
rules.add_perm("evidence.add_evidence", handles | leads)
rules.add_perm("evidence.export_evidence", handles | second)
rules.add_perm("evidence.name_staff_concerned", is_staff_member & (works_on | leads))
rules.add_perm("evidence.ask_malice_review", is_staff_member & (works_on | leads))
rules.add_perm("evidence.view_malice_review", is_staff_member & (works_on | second))
rules.add_perm("evidence.list_malice_reviews", is_staff_member & looks_over_cases)
rules.add_perm("evidence.decide_malice_review", second)
rules.add_perm("evidence.appeal_malice_review", is_staff_member & (works_on | leads))
rules.add_perm("evidence.settle_malice_appeal", is_administrator)
