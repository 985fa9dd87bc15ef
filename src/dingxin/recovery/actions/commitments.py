"""Every write to the register of commitments (G7), and calling one in for a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live
from dingxin.clocks.actions import Length, start_clock
from dingxin.recovery.actions.plans import checked
from dingxin.recovery.atoning import put_in_deck
from dingxin.recovery.models import Commitment, Invocation, When
from dingxin.resolution.models import Remedy

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.clocks.models import Clock
    from dingxin.resolution.models import Option


@transaction.atomic
def create_commitment(*, actor: Staff, at: datetime, **fields: Any) -> Commitment:
    """Enter a commitment. One that lacks a quality of the five is kept all the same: the register shows what it lacks.

    Raises:
        Refused: the code is taken, or it promises a time or remedy by half.

    """
    made = Commitment(**fields)
    checked(made)
    made.save()
    record(Kind.COMMITMENT_CREATED, case=None, actor=actor, at=at, id=made.pk)
    return made


@transaction.atomic
def update_commitment(commitment: Commitment, *, actor: Staff, at: datetime, **fields: Any) -> Commitment:
    """Change a commitment, or put it out of use. Whoever called it in before keeps what it said then.

    Raises:
        Refused: it promises a time or remedy by half.

    """
    held = Commitment.objects.select_for_update().get(pk=commitment.pk)
    changed = [name for name, value in fields.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, fields[name])
    checked(held)
    if changed:
        held.save()
        record(Kind.COMMITMENT_UPDATED, case=None, actor=actor, at=at, id=held.pk, fields=changed)
    return held


@transaction.atomic
def invoke_commitment(case: Case, commitment: Commitment, *, actor: Staff, at: datetime) -> Invocation:
    """Call in a commitment for a case: its clock starts, and what it gives at once is put into the deck.

    Raises:
        Refused: it is out of use or of another industry, was called in before, the remedy is gone, or the case is closed.

    """
    case = locked(case)
    require_live(case)
    if not commitment.is_active or commitment.industry not in {"", case.industry}:
        raise Refused(_("This commitment does not hold for this case."), field="commitment")
    words = commitment.words_en if case.language.startswith("en") and commitment.words_en else commitment.words
    try:
        with transaction.atomic():
            made = Invocation.objects.create(commitment=commitment, case=case, words=words, invoked_by=actor, at=at)
    except IntegrityError as error:
        raise Refused(_("This commitment was called in for this case already."), field="commitment") from error
    made.clock = _clock(case, commitment, actor=actor, at=at)
    made.option = _given(case, commitment, actor=actor, at=at) if commitment.when == When.AT_ONCE else None
    made.save(update_fields=["clock", "option"])
    record(Kind.COMMITMENT_INVOKED, case=case, actor=actor, at=at, **_told(made))
    return made


@transaction.atomic
def lapse_commitment(*, clock: int, at: datetime) -> Invocation | None:
    """Put what a commitment gives into the deck once its clock has run out. Safe to run twice."""
    late = Invocation.objects.filter(clock=clock, option=None, commitment__when=When.LATE)
    made = late.select_for_update(of=("self",)).select_related("commitment", "case__branch", "invoked_by").first()
    if made is None:
        return None
    made.option = _given(made.case, made.commitment, actor=made.invoked_by, at=at)
    made.save(update_fields=["option"])
    record(Kind.COMMITMENT_LAPSED, case=made.case, actor=None, at=at, **_told(made))
    return made


def _told(made: Invocation) -> dict[str, int]:
    return {"id": made.pk, "commitment": made.commitment_id, "clock": made.clock_id or 0, "option": made.option_id or 0}


def _clock(case: Case, commitment: Commitment, *, actor: Staff, at: datetime) -> Clock | None:
    if commitment.after is None:
        return None
    length = Length(amount=commitment.after, unit=commitment.unit)
    return start_clock(case, duty=commitment.duty, length=length, note=str(commitment), actor=actor, at=at)


def _given(case: Case, commitment: Commitment, *, actor: Staff, at: datetime) -> Option:
    remedy = Remedy.objects.filter(code=commitment.remedy, is_active=True).first()
    if remedy is None:
        raise Refused(_("The catalogue has no remedy “%(code)s” in use: enter it, or change the commitment.")
                      % {"code": commitment.remedy}, field="commitment")  # fmt: skip
    reason = _("Commitment: %(words)s") % {"words": commitment}
    return put_in_deck(case, remedy, commitment.amount or remedy.worth, reason=reason[:500], actor=actor, at=at)
