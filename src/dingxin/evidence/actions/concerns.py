"""Whom a complaint is about: named so that they are protected, never as a finding (A10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked
from dingxin.cases.states import State
from dingxin.evidence.models import Concern

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case


@transaction.atomic
def name_staff_concerned(case: Case, *, staff: Staff, actor: Staff, at: datetime) -> Concern:
    """Say that the complaint is about a member of staff; said twice it is the same.

    Raises:
        Refused: the case was merged, or this person decided a review of it.

    """
    case = locked(case)
    if case.state == State.MERGED:
        raise Refused(_("This case was merged into %(number)s: go on there.") % {"number": case.merged_into})
    if known := case.concerns.filter(staff=staff, withdrawn_at=None).first():
        return known
    if case.malice_reviews.filter(Q(decided_by=staff) | Q(settled_by=staff)).exists():
        raise Refused(_("%(name)s decided the review of this complaint and cannot be the one it is about.") % {"name": staff},
                      field="staff")  # fmt: skip
    made = Concern.objects.create(case=case, staff=staff, named_by=actor, at=at)
    record(Kind.CONCERN_NAMED, case=case, actor=actor, at=at, id=made.pk)
    return made


@transaction.atomic
def withdraw_staff_concerned(concern: Concern, *, actor: Staff, at: datetime) -> Concern:
    """Take back that the complaint is about somebody.

    Raises:
        Refused: it was taken back before.

    """
    held = Concern.objects.select_for_update(of=("self",)).select_related("case").get(pk=concern.pk)
    if held.withdrawn_at is not None:
        raise Refused(_("This was taken back already."))
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    record(Kind.CONCERN_WITHDRAWN, case=held.case, actor=actor, at=at, id=held.pk)
    return held
