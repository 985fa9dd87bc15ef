"""Whose case it is: the one who was asked first stays responsible until somebody accepts (A2)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dingxin.accounts.queries import Charge, absence_of, in_charge
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live, touch, withdraw_offer
from dingxin.cases.actions.texts import clean_text
from dingxin.cases.models import Case, Handover, HandoverState
from dingxin.cases.states import LIVE
from dingxin.clocks.queries import calendar_of

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff

ANSWER_WITHIN = timedelta(minutes=30)  # of working time
BATCH = 200


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

    It is to be answered within ANSWER_WITHIN of the branch's working time; then ``time_out_handovers`` passes the case on.

    Raises:
        Refused: the person is away, or has the case already.

    """
    case = locked(case)
    require_live(case)
    _require_there(to, at)
    if to.pk == case.owner_id and to.pk == case.handler_id:
        raise Refused(_("%(name)s already has this case.") % {"name": to}, field="to")
    withdraw_offer(case, at=at)
    handover = Handover.objects.create(
        case=case, offered_by=actor, offered_to=to, brief=clean_text(brief, needed=False, field="brief"), at=at,
        due=calendar_of(case.branch).add(at, ANSWER_WITHIN),
    )  # fmt: skip
    touch(case, at=at, offered_to=to)
    record(Kind.HANDOVER_OFFERED, case=case, actor=actor, at=at, handover=handover.pk, to=to.pk)
    return handover


def _require_there(to: Staff, at: datetime) -> None:
    if not to.is_active:
        raise Refused(_("%(name)s does not work here any more: choose somebody else.") % {"name": to}, field="to")
    if away := absence_of(to, at=at):
        until = date_format(timezone.localtime(away.end), "SHORT_DATETIME_FORMAT")
        raise Refused(_("%(name)s is away until %(until)s: choose somebody else.") % {"name": to, "until": until}, field="to")


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


def time_out_handovers(*, at: datetime) -> int:
    """Pass on every case whose offer nobody answered in time, each once; give their number.

    The case goes to the manager on duty, or, where nobody is on duty, to the branch manager, and its event says why. Two
    sweeps at once are harmless: each offer is moved by compare-and-set.
    """
    passed, last = 0, 0
    waiting = Handover.objects.filter(state=HandoverState.OFFERED, due__lte=at).select_related("case").order_by("pk")
    while batch := list(waiting.filter(pk__gt=last)[:BATCH]):
        passed += sum(_time_out(handover, at=at) for handover in batch)
        last = batch[-1].pk
    return passed


@transaction.atomic
def _time_out(handover: Handover, *, at: datetime) -> bool:
    case = locked(handover.case)
    open_still = Handover.objects.filter(pk=handover.pk, state=HandoverState.OFFERED)
    if not open_still.update(state=HandoverState.TIMED_OUT, answered_at=at):
        return False
    charge = in_charge(case.branch, at=at)
    if charge is None:  # nobody leads this house: the owner keeps the case, and is on record for it
        touch(case, at=at, offered_to=None)
        record(Kind.HANDOVER_TIMED_OUT, case=case, actor=None, at=at, handover=handover.pk, to=case.owner_id, why=Charge.OWNER)
        return True
    touch(case, at=at, owner=charge.staff, handler=charge.staff, offered_to=None)
    record(Kind.HANDOVER_TIMED_OUT, case=case, actor=None, at=at, handover=handover.pk, to=charge.staff.pk, why=charge.why)
    return True


def pass_on_cases(staff: Staff, *, at: datetime) -> int:
    """Give the live cases of somebody who does not work here any more to who is in charge, so that none is without an owner.

    What they only handled goes back to its owner. Safe to run twice.
    """
    cases = Case.objects.filter(state__in=LIVE).order_by("pk")
    return sum(_pass_on(case, staff, at=at) for case in [*cases.filter(owner=staff), *cases.filter(handler=staff)])


@transaction.atomic
def _pass_on(case: Case, staff: Staff, *, at: datetime) -> bool:
    case = locked(case)
    charge = in_charge(case.branch, at=at) if case.is_live and staff.pk in {case.owner_id, case.handler_id} else None
    if charge is None:
        return False
    if case.owner_id != staff.pk:
        touch(case, at=at, handler=case.owner)
        record(Kind.CASE_PASSED_ON, case=case, actor=None, at=at, to=case.owner_id, why=Charge.OWNER)
        return True
    handler = charge.staff if case.handler_id in {None, staff.pk} else case.handler
    touch(case, at=at, owner=charge.staff, handler=handler)
    record(Kind.CASE_PASSED_ON, case=case, actor=None, at=at, to=charge.staff.pk, why=charge.why)
    return True
