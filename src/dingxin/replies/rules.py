"""Who may answer a customer. One line per permission."""

import rules

from dingxin.cases.rules import handles

rules.add_perm("replies.review_draft", handles)
rules.add_perm("replies.send_reply", handles)
