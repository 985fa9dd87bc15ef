"""What follows when cases are joined: whom the complaint is about and its review go on where the complaint goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.audit.kinds import Kind
from dingxin.audit.reactions import on
from dingxin.cases.models import Case
from dingxin.evidence.models import UNDECIDED_STATES, Concern, MaliceReview

if TYPE_CHECKING:
    from dingxin.audit.models import Event


@on(Kind.CASE_MERGED)
@transaction.atomic
def follow_merge(event: Event) -> None:
    """Move concerns and reviews to the survivor; a review that meets another one that waits there stays where it is."""
    case = Case.objects.filter(events=event).exclude(merged_into=None).first()
    if case is None or case.merged_into_id is None:  # the survivor hears of it as well
        return
    there = Case.objects.select_for_update().get(pk=case.merged_into_id)
    known = Concern.objects.filter(case=there, withdrawn_at=None).values("staff")
    Concern.objects.filter(case=case).exclude(withdrawn_at=None, staff__in=known).update(case=there)
    waits = MaliceReview.objects.filter(case=there, state__in=UNDECIDED_STATES).exists()
    moving = MaliceReview.objects.filter(case=case)
    (moving.exclude(state__in=UNDECIDED_STATES) if waits else moving).update(case=there)
