"""What makes a case climb by itself: reactions to grades, words of the customer, and times of ours that passed."""

from __future__ import annotations

from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.reactions import on
from dingxin.cases.models import Grade, Message
from dingxin.escalation.actions import climb_after
from dingxin.escalation.asking import asked_for_manager
from dingxin.escalation.models import Cause

CAUSES = {Kind.CLOCK_BREACHED: Cause.BREACH, Kind.PROMISE_BROKEN: Cause.BROKEN}


@on(Kind.GRADE_CHANGED)
@on(Kind.GRADE_CORRECTED)
def climb_when_serious(event: Event) -> None:
    """A complaint became serious: somebody who decides looks at it."""
    if event.data["after"] == Grade.SERIOUS:
        climb_after(event, cause=Cause.SERIOUS, times=1)


@on(Kind.CLOCK_BREACHED)
@on(Kind.PROMISE_BROKEN)
def climb_when_late(event: Event) -> None:
    """A time of ours passed: counted since the case last climbed."""
    happened = Event.objects.filter(case=event.case_id, seq__lte=event.seq, kind__in=[event.kind, Kind.CASE_ESCALATED])
    kinds = list(happened.order_by("seq").values_list("kind", flat=True))
    since = kinds[::-1].index(Kind.CASE_ESCALATED) if Kind.CASE_ESCALATED in kinds else len(kinds)
    climb_after(event, cause=CAUSES[Kind(event.kind)], times=since)


@on(Kind.MESSAGE_RECEIVED)
def climb_when_asked(event: Event) -> None:
    """The customer asks for the manager, or names a regulator, a court, the media or a danger."""
    message = Message.objects.get(pk=event.data["message"])
    risks = frozenset(message.reading.get("risks", []))
    climbed = climb_after(event, cause=Cause.RISK, times=1, signals=risks) if risks else None
    if climbed is None and asked_for_manager(message.text):
        climb_after(event, cause=Cause.ASKED, times=1)
