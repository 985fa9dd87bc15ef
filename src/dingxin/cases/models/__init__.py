"""The complaint: the case and its customer, and all that was said, read and done in it."""

from dingxin.cases.models.case import Case, Category, Channel, Counter, Customer, Grade, Step, Tier
from dingxin.cases.models.loans import Loan
from dingxin.cases.models.records import (
    Demand,
    Fact,
    FactState,
    Handover,
    HandoverState,
    Link,
    Message,
    MessageKind,
    Need,
    Observation,
    Sign,
    Verdict,
)
from dingxin.cases.models.routing import LANGUAGES, Condition, Method, RoutedFor, RoutingDecision, RoutingRule, RoutingTurn

__all__ = [
    "LANGUAGES",
    "Case",
    "Category",
    "Channel",
    "Condition",
    "Counter",
    "Customer",
    "Demand",
    "Fact",
    "FactState",
    "Grade",
    "Handover",
    "HandoverState",
    "Link",
    "Loan",
    "Message",
    "MessageKind",
    "Method",
    "Need",
    "Observation",
    "RoutedFor",
    "RoutingDecision",
    "RoutingRule",
    "RoutingTurn",
    "Sign",
    "Step",
    "Tier",
    "Verdict",
]
