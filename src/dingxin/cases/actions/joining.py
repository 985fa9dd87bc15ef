"""Two cases that are one, or that have to do with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, move, require_live, touch, withdraw_offer
from dingxin.cases.actions.reading import heat_of
from dingxin.cases.hindrances import Verb, require_unhindered
from dingxin.cases.models import Case, Grade, Link
from dingxin.cases.states import State
from dingxin.search.models import Entry, Source

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff


@transaction.atomic
def merge_case(case: Case, *, into: Case, actor: Staff, at: datetime) -> Case:
    """Merge a case into another of the same customer: its words, facts and promises go on there, as do later messages.

    Raises:
        Refused: the two are the same, belong to different customers, one is closed or merged already, or something of the first
            cannot go along.

    """
    first, second = sorted((case.pk, into.pk))
    rows = {pk: locked(Case(pk=pk)) for pk in (first, second)}  # always in the same order: two merges never wait for each other
    case, into = rows[case.pk], rows[into.pk]
    _require_mergeable(case, into)
    require_unhindered(Verb.MERGE_CASE, case)
    moved = case.messages.all()
    moved.filter(came_from=None).update(came_from=case)
    moved.filter(token__in=into.messages.exclude(token=None).values("token")).update(token=None)
    moved.update(case=into)
    for rows_of_case in (case.facts, case.demands, case.needs, case.observations, case.promises):
        rows_of_case.update(case=into)
    Entry.objects.filter(case=case, source__in=[Source.MESSAGE, Source.NOTE]).update(case=into)
    _take_over(into, case, at=at)
    withdraw_offer(case, at=at)
    move(case, State.MERGED, at=at, merged_into=into, next_due=None, offered_to=None)
    record(Kind.CASE_MERGED, case=case, actor=actor, at=at, other=into.pk)
    record(Kind.CASE_MERGED, case=into, actor=actor, at=at, other=case.pk)
    return into


def _require_mergeable(case: Case, into: Case) -> None:
    require_live(case)
    require_live(into)
    if case.pk == into.pk:
        raise Refused(_("A case cannot be merged with itself."), field="into")
    if case.customer_id != into.customer_id and case.customer.phone and into.customer.phone:
        raise Refused(_("These cases belong to different customers: link them instead."), field="into")


def _take_over(into: Case, case: Case, *, at: datetime) -> None:
    """The survivor is as hot and as urgent as the hotter of the two."""
    grade = max(Grade(into.grade), Grade(case.grade), key=lambda grade: grade.rank)
    emotion = max(into.emotion_now, case.emotion_now)
    dues = [due for due in (into.next_due, case.next_due) if due]
    touch(
        into, at=at, grade=grade, emotion_now=emotion, emotion_peak=max(into.emotion_peak, case.emotion_peak),
        heat=heat_of(grade, emotion), next_due=min(dues, default=None), revision=F("revision") + 1,
    )  # fmt: skip
    # What was asked of one of them is not said of the other: a survivor that was resolved has to be resolved anew.
    if into.state == State.RESOLVED or (into.state == State.WAITING and case.state == State.OPEN):
        move(into, State.OPEN, at=at)


@transaction.atomic
def link_case(case: Case, *, to: Case, actor: Staff, at: datetime) -> Link:
    """Say that two cases have to do with each other. Linking twice changes nothing.

    Raises:
        Refused: the two are the same.

    """
    if case.pk == to.pk:
        raise Refused(_("A case cannot be linked with itself."), field="to")
    first, second = sorted((case, to), key=lambda row: row.pk)
    link, created = Link.objects.get_or_create(first=first, second=second, defaults={"linked_by": actor, "at": at})
    if created:
        record(Kind.CASE_LINKED, case=first, actor=actor, at=at, other=second.pk)
        record(Kind.CASE_LINKED, case=second, actor=actor, at=at, other=first.pk)
    return link
