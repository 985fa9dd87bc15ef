"""Who may let a case climb and who looks after the ladder. One line per permission."""

import rules

from dingxin.accounts.rules import is_administrator, is_staff_member
from dingxin.cases.rules import handles

rules.add_perm("escalation.view_ladder", is_staff_member)
rules.add_perm("escalation.escalate_case", handles)
rules.add_perm("escalation.manage_ladder", is_administrator)
