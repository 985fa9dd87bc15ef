"""Reactions of cases to what happened."""

from __future__ import annotations

from dingxin.accounts.models import Staff
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.reactions import on
from dingxin.cases.actions import pass_on_cases, route_again
from dingxin.cases.models import Case, Customer, Tier

AT_OPENING = 2  # the grade of a case's first words is recorded so many events after its opening
RETURNING_FROM = 2
LOYAL_FROM = 5


@on(Kind.CASE_OPENED)
def refresh_tier(event: Event) -> None:
    """Let a customer's tier follow their history with us (A6). A loyal customer stays loyal."""
    customer = Customer.objects.filter(cases=event.case_id).first()
    if customer is None or customer.tier == Tier.LOYAL:
        return
    count = Case.objects.filter(customer=customer).count()
    tier = Tier.LOYAL if count >= LOYAL_FROM else Tier.RETURNING if count >= RETURNING_FROM else Tier.NEW
    Customer.objects.filter(pk=customer.pk).update(tier=tier)


@on(Kind.STAFF_UPDATED)
def let_nobody_own_from_outside(event: Event) -> None:
    """Pass on the cases of somebody who does not work here any more: none is ever without an owner (A2)."""
    staff = Staff.objects.filter(pk=event.data["id"], is_active=False).first()
    if staff is not None:
        pass_on_cases(staff, at=event.at)


@on(Kind.CASE_REOPENED)
def let_nobody_answer_from_outside(event: Event) -> None:
    """Pass on a case that came back to somebody who left since it was closed."""
    people = {event.case.owner, event.case.handler} if event.case else set()
    for staff in people:
        if staff is not None and not staff.is_active:
            pass_on_cases(staff, at=event.at)


@on(Kind.GRADE_CHANGED)
@on(Kind.GRADE_CORRECTED)
def look_again_who_it_belongs_to(event: Event) -> None:
    """A graver case may belong elsewhere. The grade of its first words the rules knew when it was opened."""
    opened = Event.objects.filter(case=event.case_id, kind=Kind.CASE_OPENED, seq=event.seq - AT_OPENING)
    by_first_words = event.kind == Kind.GRADE_CHANGED and opened.exists()
    if event.case is not None and not by_first_words:
        route_again(event.case, before=event.data["before"], at=event.at)
