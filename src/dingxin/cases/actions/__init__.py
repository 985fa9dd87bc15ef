"""Every write to a case: one function per verb, each ending in one event."""

from dingxin.cases.actions.absences import begin_absences, end_absence, end_absences, take_breather
from dingxin.cases.actions.adoption import Arrival, adopt_conversations
from dingxin.cases.actions.closing import close_case, mark_resolved, record_verdict, reopen_case
from dingxin.cases.actions.customers import Caller, find_or_create_customer, update_customer
from dingxin.cases.actions.handover import (
    accept_handover,
    hand_over,
    pass_on_cases,
    refuse_handover,
    take_case,
    time_out_handovers,
)
from dingxin.cases.actions.joining import link_case, merge_case
from dingxin.cases.actions.judging import (
    categorise_case,
    confirm_facts,
    correct_grade,
    create_category,
    observe_customer,
    reject_fact,
    update_category,
)
from dingxin.cases.actions.messages import add_customer_message, add_reply, write_note
from dingxin.cases.actions.opening import open_case
from dingxin.cases.actions.promises import keep_promise, withdraw_promise
from dingxin.cases.actions.routing import override_routing, route_again, route_case
from dingxin.cases.actions.rules import (
    Trial,
    TriedCase,
    create_rule,
    move_rule,
    remove_rule,
    switch_off_rule,
    switch_on_rule,
    try_rule,
    update_rule,
)

__all__ = [
    "Arrival",
    "Caller",
    "Trial",
    "TriedCase",
    "accept_handover",
    "add_customer_message",
    "add_reply",
    "adopt_conversations",
    "begin_absences",
    "categorise_case",
    "close_case",
    "confirm_facts",
    "correct_grade",
    "create_category",
    "create_rule",
    "end_absence",
    "end_absences",
    "find_or_create_customer",
    "hand_over",
    "keep_promise",
    "link_case",
    "mark_resolved",
    "merge_case",
    "move_rule",
    "observe_customer",
    "open_case",
    "override_routing",
    "pass_on_cases",
    "record_verdict",
    "refuse_handover",
    "reject_fact",
    "remove_rule",
    "reopen_case",
    "route_again",
    "route_case",
    "switch_off_rule",
    "switch_on_rule",
    "take_breather",
    "take_case",
    "time_out_handovers",
    "try_rule",
    "update_category",
    "update_customer",
    "update_rule",
    "withdraw_promise",
    "write_note",
]
