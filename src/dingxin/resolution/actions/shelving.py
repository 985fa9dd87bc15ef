"""Points that cannot be settled now: shelved with owner, reason and day, raised when the day comes, taken up, settled (E5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import draft, record, record_many
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import Case
from dingxin.cases.states import LIVE
from dingxin.resolution.models import ShelfState, ShelvedPoint

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff

POINT_CHARS, REASON_CHARS = 300, 500
FARTHEST = timedelta(days=366)
BATCH = 500


@transaction.atomic
def shelve_point(
    case: Case, *, point: str, reason: str, owner: Staff, back_at: datetime, actor: Staff, at: datetime
) -> ShelvedPoint:
    """Shelve a point until a day on which its owner takes it up again.

    Raises:
        Refused: the case is done, point or reason is missing, the day is none that lies ahead, or the owner cannot see the case.

    """
    case = locked(case)
    require_live(case)
    point, reason = clean_line(point, POINT_CHARS), clean_line(reason, REASON_CHARS)
    if not point:
        raise Refused(_("Which point is it?"), field="point")
    if not reason:
        raise Refused(_("Why can it not be settled now?"), field="reason")
    if not at < back_at <= at + FARTHEST:
        raise Refused(_("Name a day within a year on which it is taken up again."), field="back_at")
    if not owner.is_active or not Case.objects.visible_to(owner).filter(pk=case.pk).exists():
        raise Refused(_("%(name)s cannot see this case: name somebody who works on it.") % {"name": owner}, field="owner")
    made = ShelvedPoint.objects.create(
        case=case, point=point, reason=reason, owner=owner, back_at=back_at, shelved_by=actor, at=at
    )
    record(Kind.POINT_SHELVED, case=case, actor=actor, at=at, id=made.pk)
    return made


@transaction.atomic
def take_up_point(point: ShelvedPoint, *, actor: Staff, at: datetime) -> ShelvedPoint:
    """Take a shelved point up again, on its day or before.

    Raises:
        Refused: it is taken up or settled already.

    """
    return _move(point, {ShelfState.SHELVED}, ShelfState.TAKEN_UP, Kind.POINT_TAKEN_UP, actor=actor, at=at)


@transaction.atomic
def settle_point(point: ShelvedPoint, *, actor: Staff, at: datetime) -> ShelvedPoint:
    """Say that a point is settled.

    Raises:
        Refused: it was settled before.

    """
    return _move(point, {ShelfState.SHELVED, ShelfState.TAKEN_UP}, ShelfState.SETTLED, Kind.POINT_SETTLED, actor=actor, at=at)


def _move(
    point: ShelvedPoint, before: set[ShelfState], to: ShelfState, kind: Kind, *, actor: Staff, at: datetime
) -> ShelvedPoint:
    settled = at if to == ShelfState.SETTLED else None
    moved = ShelvedPoint.objects.filter(pk=point.pk, state__in=before).update(state=to, settled_at=settled)
    point.refresh_from_db()
    if not moved:
        raise Refused(_("This point is “%(state)s” by now.") % {"state": point.get_state_display()})
    record(kind, case=point.case, actor=actor, at=at, id=point.pk)
    return point


def raise_points(*, at: datetime) -> int:
    """Raise every shelved point whose day has come, each once, with an event at its time; give their number.

    Many sweeps at once share the work: rows that another holds are left to it. A case that is done waits until it comes back.
    """
    raised = 0
    while done := _raise(at):
        raised += done
    return raised


@transaction.atomic
def _raise(at: datetime) -> int:
    due = ShelvedPoint.objects.filter(state=ShelfState.SHELVED, raised_at=None, back_at__lte=at, case__state__in=LIVE)
    points = list(due.select_for_update(of=("self",), skip_locked=True).select_related("case").order_by("back_at", "pk")[:BATCH])
    ShelvedPoint.objects.filter(pk__in=[point.pk for point in points], raised_at=None).update(raised_at=at)
    record_many([draft(Kind.POINT_DUE, case=point.case, actor=None, at=point.back_at, id=point.pk) for point in points])
    return len(points)
