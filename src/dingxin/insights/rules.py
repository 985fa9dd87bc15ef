"""Who may look at the whole. One line per permission."""

import rules

from dingxin.accounts.rules import is_administrator, is_inspector, is_staff_member, leads_place

rules.add_perm("insights.view_day", is_staff_member)
rules.add_perm("insights.view_board", is_staff_member & (leads_place | is_inspector | is_administrator))
rules.add_perm("insights.view_fairness", is_staff_member & (leads_place | is_inspector | is_administrator))
