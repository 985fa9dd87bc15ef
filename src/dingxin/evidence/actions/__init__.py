"""Every write of evidence, one function per verb."""

from dingxin.evidence.actions.concerns import name_staff_concerned, withdraw_staff_concerned
from dingxin.evidence.actions.locker import Incoming, Origin, add_evidence, export_evidence, view_evidence
from dingxin.evidence.actions.malice import (
    Judgement,
    appeal_malice_review,
    ask_malice_review,
    decide_malice_review,
    settle_malice_appeal,
    view_malice_review,
)

__all__ = [
    "Incoming",
    "Judgement",
    "Origin",
    "add_evidence",
    "appeal_malice_review",
    "ask_malice_review",
    "decide_malice_review",
    "export_evidence",
    "name_staff_concerned",
    "settle_malice_appeal",
    "view_evidence",
    "view_malice_review",
    "withdraw_staff_concerned",
]
