"""Reading the ladder: its rungs, and on which of them a case stands."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from dingxin.accounts.models import Staff
from dingxin.accounts.queries import away_now, in_charge
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.cases.models import Case, Grade, Message, MessageKind
from dingxin.cases.states import LIVE
from dingxin.escalation.asking import asked_for_manager, words_of_asking
from dingxin.escalation.models import Cause, Escalation, Post, Rung, Trigger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

LAPSES = {Cause.BREACH: Kind.CLOCK_BREACHED, Cause.BROKEN: Kind.PROMISE_BROKEN}
COUNT_UP_TO = 1000
READ_AT_ONCE = 500


def rung_list() -> QuerySet[Rung]:
    """Give every rung from the desk upwards, with its team."""
    return Rung.objects.select_related("team__branch").order_by("position")


def rungs_for(case: Case) -> list[Rung]:
    """Give the rungs in use that a case of this industry can climb, from the desk upwards."""
    return list(rung_list().filter(is_active=True, industry__in={"", case.industry}))


def trigger_list() -> QuerySet[Trigger]:
    """Give what makes a case climb by itself."""
    return Trigger.objects.select_related("rung").order_by("pk")


def climbs(case: Case) -> QuerySet[Escalation]:
    """Give the climbs of a case and of those merged into it, the newest first."""
    of = Q(case=case) | Q(case__merged_into=case)
    return Escalation.objects.filter(of).select_related("rung", "by", "to", "case").order_by("-pk")


def height(case: Case) -> int:
    """Give the position of the highest rung a case has climbed to; 0 where it has not left the desk."""
    found = climbs(case).order_by("-rung__position").values_list("rung__position", flat=True).first()
    return found or 0


def would_climb(cause: str, *, times: int, rung: Rung, signals: Sequence[str] = ()) -> int:
    """Tell how many live cases stand below a rung although this has happened to them so often: a trial that changes nothing.

    Counted over the whole house, up to COUNT_UP_TO. Who asked for the manager is found by reading again what customers said.
    """
    higher = Escalation.objects.filter(case=OuterRef("pk"), rung__position__gte=rung.position)
    below = Case.objects.live().exclude(Exists(higher)).order_by()
    if cause == Cause.SERIOUS:
        return below.filter(grade=Grade.SERIOUS)[:COUNT_UP_TO].count()
    if cause in LAPSES:
        climbed = Event.objects.filter(kind=Kind.CASE_ESCALATED, case=OuterRef("case")).order_by("-seq").values("seq")[:1]
        since = Coalesce(Subquery(climbed), 0)  # a climb begins the count anew
        late = Event.objects.filter(kind=LAPSES[Cause(cause)], case=OuterRef("pk"), seq__gt=since).order_by().values("case")
        often = late.annotate(number=Count("pk")).filter(number__gte=times)
        return below.filter(Exists(often))[:COUNT_UP_TO].count()
    if cause == Cause.RISK:
        said = Message.objects.filter(case=OuterRef("pk"), kind=MessageKind.CUSTOMER)
        named = reduce(or_, (Q(reading__icontains=f'"{signal}"') for signal in signals), Q(pk=None))
        return below.filter(Exists(said.filter(named)))[:COUNT_UP_TO].count()
    return _asked(below) if cause == Cause.ASKED else 0


def _asked(cases: QuerySet[Case]) -> int:
    """Count the cases whose customer asked for the manager; the database leaves few to read."""
    named = reduce(or_, (Q(text__icontains=word) for word in words_of_asking()))
    said = Message.objects.filter(named, case__in=cases.values("pk"), kind=MessageKind.CUSTOMER).order_by()
    found: set[int] = set()
    for case, text in said.values_list("case", "text").iterator(chunk_size=READ_AT_ONCE):
        if case not in found and asked_for_manager(text):
            found.add(case)
            if len(found) == COUNT_UP_TO:
                break
    return len(found)


def who_stands_on(rung: Rung, case: Case, *, at: datetime) -> Staff | None:
    """Give the person of the house on a rung: the owner, who is in charge of the branch, or who of a team is there and has least.

    Where nobody of the team is there, whoever is in charge of the branch. None for an outside body.
    """
    if rung.post == Post.OUTSIDE:
        return None
    if rung.post == Post.OWNER:
        return case.owner
    if rung.post == Post.TEAM and (there := _least_loaded(rung, at=at)):
        return there
    charge = in_charge(case.branch, at=at)
    return charge.staff if charge else None


def _least_loaded(rung: Rung, *, at: datetime) -> Staff | None:
    people = list(Staff.objects.filter(team=rung.team_id, is_active=True).order_by("pk")) if rung.team_id else []
    away = away_now((person.pk for person in people), at=at)
    there = [person for person in people if person.pk not in away]
    held = list(Case.objects.filter(handler__in=there, state__in=LIVE).values_list("handler", flat=True)) if there else []
    return min(there, key=lambda person: held.count(person.pk), default=None)
