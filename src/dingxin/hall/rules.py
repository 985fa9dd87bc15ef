"""Who may calm a customer in the hall, and who answers for a quiet room. One line per permission."""

import rules

from dingxin.accounts.rules import is_staff_member
from dingxin.cases.rules import handles, leads

rules.add_perm("hall.view_hall", is_staff_member)
rules.add_perm("hall.begin_cooling", handles)
rules.add_perm("hall.tick_step", handles)
rules.add_perm("hall.end_cooling", handles)
rules.add_perm("hall.ask_quiet_room", handles)
rules.add_perm("hall.answer_quiet_room", leads)
