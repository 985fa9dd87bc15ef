"""A case that was merged into another takes along what it demands and needs, and what was shelved in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.cases.actions.moves import locked
from dingxin.resolution.actions.hearing import next_number
from dingxin.resolution.hearing import hopes_in
from dingxin.resolution.models import DemandVersion, RankedNeed, ShelvedPoint, Stand, Standing

if TYPE_CHECKING:
    from dingxin.cases.models import Case

TAKEN = ("view", "view_at", "expectation", "expected_amount")


@transaction.atomic
def take_over_stand(case: Case, *, into: Case) -> None:
    """Let the survivor of a merge go on with what was demanded, needed and shelved in the other. Safe to run twice.

    Of two demands of a kind the one said later stands. The judgements of the survivor stay as they are: a person judges again.
    """
    into = locked(into)
    _take_demands(case, into)
    _take_needs(case, into)
    ShelvedPoint.objects.filter(case=case).update(case=into)
    other = Stand.objects.filter(case=case).first()
    if other is None:
        return
    mine, _created = Stand.objects.get_or_create(case=into)
    mine.hopes = hopes_in([{"hopes": other.hopes}], mine.hopes)
    for name in TAKEN:
        setattr(mine, name, getattr(mine, name) or getattr(other, name))
    mine.save()


def _take_demands(case: Case, into: Case) -> None:
    mine = list(DemandVersion.objects.filter(case=into).order_by("pk"))
    for row in DemandVersion.objects.filter(case=case).order_by("pk"):
        row.case, row.number = into, next_number(mine, row.kind)
        rival = next((other for other in mine if other.kind == row.kind and other.stands), None)
        if rival and row.stands:
            older = min(rival, row, key=lambda other: (other.message_id or 0, other.pk))
            older.state = Standing.REPLACED
            rival.save(update_fields=["state"])
        row.save()
        mine.append(row)


def _take_needs(case: Case, into: Case) -> None:
    mine = {row.kind for row in RankedNeed.objects.filter(case=into)}
    rank = RankedNeed.objects.filter(case=into).count()
    for row in RankedNeed.objects.filter(case=case).exclude(kind__in=mine).order_by("rank", "pk"):
        rank += 1
        row.case, row.rank = into, rank
        row.save()
