"""Whose case it is: the one who was asked first stays responsible until somebody accepts (A2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live, touch, withdraw_offer
from dingxin.cases.actions.texts import clean_text
from dingxin.cases.models import Handover, HandoverState

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case


@transaction.atomic
def take_case(case: Case, *, actor: Staff, at: datetime) -> Case:
    """Take a case that nobody handles yet: owner and handler from now on.

    Raises:
        Refused: somebody else was faster.

    """
    case = locked(case)
    require_live(case)
    if case.handler_id is not None:
        raise Refused(_("%(handler)s already handles this case.") % {"handler": case.handler})
    withdraw_offer(case, at=at)
    touch(case, at=at, handler=actor, owner=actor, offered_to=None)
    record(Kind.CASE_TAKEN, case=case, actor=actor, at=at, id=actor.pk)
    return case


@transaction.atomic
def hand_over(case: Case, *, to: Staff, brief: str, actor: Staff, at: datetime) -> Handover:
    """Offer a case to somebody else. Its owner stays responsible until they accept. A new offer takes the place of an open one.

    Raises:
        Refused: the person is away, or has the case already.

    """
    case = locked(case)
    require_live(case)
    if not to.is_active:
        raise Refused(_("%(name)s does not work here any more: choose somebody else.") % {"name": to}, field="to")
    if to.pk == case.owner_id and to.pk == case.handler_id:
        raise Refused(_("%(name)s already has this case.") % {"name": to}, field="to")
    withdraw_offer(case, at=at)
    handover = Handover.objects.create(
        case=case, offered_by=actor, offered_to=to, brief=clean_text(brief, needed=False, field="brief"), at=at
    )
    touch(case, at=at, offered_to=to)
    record(Kind.HANDOVER_OFFERED, case=case, actor=actor, at=at, handover=handover.pk, to=to.pk)
    return handover


@transaction.atomic
def accept_handover(case: Case, *, actor: Staff, at: datetime) -> Case:
    """Accept the case that was offered: owner and handler from now on.

    Raises:
        Refused: it is not offered to this person any more.

    """
    case, handover = _answer(case, HandoverState.ACCEPTED, actor=actor, at=at)
    touch(case, at=at, owner=actor, handler=actor, offered_to=None)
    record(Kind.HANDOVER_ACCEPTED, case=case, actor=actor, at=at, handover=handover.pk, to=actor.pk)
    return case


@transaction.atomic
def refuse_handover(case: Case, *, actor: Staff, at: datetime) -> Case:
    """Do not accept the case that was offered; it stays where it was.

    Raises:
        Refused: it is not offered to this person any more.

    """
    case, handover = _answer(case, HandoverState.REFUSED, actor=actor, at=at)
    touch(case, at=at, offered_to=None)
    record(Kind.HANDOVER_REFUSED, case=case, actor=actor, at=at, handover=handover.pk, to=actor.pk)
    return case


def _answer(case: Case, answer: HandoverState, *, actor: Staff, at: datetime) -> tuple[Case, Handover]:
    case = locked(case)
    handover = case.handovers.filter(state=HandoverState.OFFERED, offered_to=actor).first()
    if handover is None:
        raise Refused(_("This case is not offered to you any more."))
    handover.state, handover.answered_at = answer, at
    handover.save(update_fields=["state", "answered_at"])
    return case, handover
