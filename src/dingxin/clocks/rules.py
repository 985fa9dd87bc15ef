"""Who may look after working time and promises. One line per permission."""

import rules

from dingxin.accounts.rules import is_administrator

rules.add_perm("clocks.manage_calendars", is_administrator)
rules.add_perm("clocks.manage_policies", is_administrator)
