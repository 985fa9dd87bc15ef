"""What people do with the needs under the demands: confirm, strike, add and rank them (E1, E2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked
from dingxin.cases.actions.texts import clean_line
from dingxin.engine.model import NEEDS
from dingxin.resolution.hearing import WORDS
from dingxin.resolution.models import RankedNeed, Standing

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case

NAMED = 20


@transaction.atomic
def record_need(case: Case, *, kind: str, words: str = "", actor: Staff, at: datetime) -> RankedNeed:
    """Add a need that was not read, last in rank; one that was struck stands again.

    Raises:
        Refused: there is no such need, or it stands already.

    """
    case = locked(case)
    if kind not in NEEDS:
        raise Refused(_("“%(kind)s” is not a need.") % {"kind": kind[:NAMED]}, field="kind")
    rows = list(RankedNeed.objects.filter(case=case).order_by("rank", "pk"))
    row = next((row for row in rows if row.kind == kind), RankedNeed(case=case, kind=kind, at=at, state=Standing.STRUCK))
    if row.state != Standing.STRUCK:
        raise Refused(_("This need stands here already."), field="kind")
    row.rank = max((other.rank for other in rows), default=0) + 1
    row.words = clean_line(words, WORDS) or row.words
    _settle(row, state=Standing.CONFIRMED, actor=actor)
    record(Kind.NEED_RECORDED, case=case, actor=actor, at=at, id=row.pk)
    return row


@transaction.atomic
def confirm_need(need: RankedNeed, *, actor: Staff, at: datetime) -> RankedNeed:
    """Say that this does stand under the demands. Confirmed twice, it is the same.

    Raises:
        Refused: it was struck.

    """
    row = _held(need)
    if row.state != Standing.CONFIRMED:
        _settle(row, state=Standing.CONFIRMED, actor=actor)
        record(Kind.NEED_CONFIRMED, case=row.case, actor=actor, at=at, id=row.pk)
    return row


@transaction.atomic
def strike_need(need: RankedNeed, *, actor: Staff, at: datetime) -> RankedNeed:
    """Say that it was read wrongly; it is not suggested again.

    Raises:
        Refused: it was struck before.

    """
    row = _held(need)
    _settle(row, state=Standing.STRUCK, actor=actor)
    record(Kind.NEED_STRUCK, case=row.case, actor=actor, at=at, id=row.pk)
    return row


@transaction.atomic
def rank_need(need: RankedNeed, *, up: bool, actor: Staff, at: datetime) -> RankedNeed:
    """Move a need one place up or down; the first and the last stay where they are. Who ranks a need has confirmed it.

    Raises:
        Refused: it was struck.

    """
    row = _held(need)
    rows = list(RankedNeed.objects.filter(case=row.case_id).exclude(state=Standing.STRUCK).order_by("rank", "pk"))
    place = next(index for index, other in enumerate(rows) if other.pk == row.pk)
    rows.insert(max(place - 1, 0) if up else place + 1, rows.pop(place))
    for rank, other in enumerate(rows, 1):
        if other.rank != rank:
            RankedNeed.objects.filter(pk=other.pk).update(rank=rank)
    row.refresh_from_db(fields=["rank"])
    _settle(row, state=Standing.CONFIRMED, actor=actor)
    record(Kind.NEED_RANKED, case=row.case, actor=actor, at=at, id=row.pk, rank=row.rank)
    return row


def _held(need: RankedNeed) -> RankedNeed:
    """Give a need as it stands now, with its case held."""
    case = locked(need.case)
    row = RankedNeed.objects.get(pk=need.pk)
    row.case = case
    if row.state == Standing.STRUCK:
        raise Refused(_("This need was struck. Look at the case again."))
    return row


def _settle(row: RankedNeed, *, state: Standing, actor: Staff) -> None:
    row.state, row.settled_by = state, actor
    row.save()
