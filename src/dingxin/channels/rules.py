"""Who may bring in conversations. One line per permission."""

import rules

from dingxin.accounts.rules import is_administrator

rules.add_perm("channels.import_conversations", is_administrator)
