"""Doing what was agreed (E11, D1 step 5): done, partly done, failed; and a booking taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, touch
from dingxin.cases.actions.texts import clean_line
from dingxin.clocks.actions import keep_promise, make_promises
from dingxin.clocks.duties import earliest_due
from dingxin.clocks.models import Promise
from dingxin.engine.model import Promise as SaidPromise
from dingxin.resolution.actions.ledger import hold_stock, pay, release, reverse, to_fen
from dingxin.resolution.agreement_words import yuan
from dingxin.resolution.models import Agreement, AgreementState, Entry, EntryKind, Obligation, ObligationState, Option
from dingxin.resolution.queries.agreement import LASTING, OWED

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case

NOTE_CHARS = 500
REFERENCE_CHARS = 80


@transaction.atomic
def perform_obligation(
    obligation: Obligation, *, amount: Decimal | None = None, reference: str = "", note: str = "", actor: Staff, at: datetime
) -> Obligation:
    """Record that something agreed was done, or so much of its money given (None: all that is left).

    Money needs the number of the outside payment: with it the same payment is booked once, however often it is sent. What failed
    may still be done. The last one done makes the agreement performed, and its promise is kept.

    Raises:
        Refused: it is done or replaced, more is given than is owed, or the payment has no number.

    """
    case, held = _held(obligation)
    reference = clean_line(reference, REFERENCE_CHARS)
    if reference and _booked(held, reference, amount):
        return held
    if held.state == ObligationState.DONE:
        raise Refused(_("This is done already."))
    given = _given(held, amount, reference)
    if given:
        pay(held, amount=given, reference=reference, actor=actor, at=at)
    held.done_amount += given
    done = held.done_amount == held.amount
    held.state = ObligationState.DONE if done else ObligationState.PARTLY
    held.note, held.settled_at = clean_line(note, NOTE_CHARS) or held.note, at if done else None
    held.save(update_fields=["done_amount", "state", "note", "settled_at"])
    if done and (promise := _awaited(held)):
        keep_promise(promise, actor=actor, at=at)
    record(Kind.OBLIGATION_PERFORMED, case=case, actor=actor, at=at, id=held.pk, state=held.state)
    _settle(case, held.agreement, actor=actor, at=at)
    return held


@transaction.atomic
def fail_obligation(obligation: Obligation, *, reason: str, actor: Staff, at: datetime) -> Obligation:
    """Record that something agreed cannot be done, and why. Its promise stays: the customer still waits to be told.

    Raises:
        Refused: no reason is given, or it is not open.

    """
    case, held = _held(obligation)
    reason = clean_line(reason, NOTE_CHARS)
    if not reason:
        raise Refused(_("Why can it not be done? Whoever goes on with the case has to know."), field="reason")
    if held.state not in OWED:
        raise Refused(_("This is not open any more."))
    held.state, held.note, held.settled_at = ObligationState.FAILED, reason, at
    held.save(update_fields=["state", "note", "settled_at"])
    record(Kind.OBLIGATION_FAILED, case=case, actor=actor, at=at, id=held.pk)
    _settle(case, held.agreement, actor=actor, at=at)
    return held


@transaction.atomic
def reverse_performance(
    obligation: Obligation, *, entry: int | None = None, reason: str, actor: Staff, at: datetime
) -> Obligation:
    """Take back what was recorded as done: a payment (by its entry in the ledger) that came back, or a mistake.

    It is owed again; where its promise was kept, the same time is promised anew, and passes if it has passed.

    Raises:
        Refused: nothing was recorded as done, that payment is not one of it, or no reason is given.

    """
    case, held = _held(obligation)
    reason = clean_line(reason, NOTE_CHARS)
    if not reason:
        raise Refused(_("Why is it taken back?"), field="reason")
    back = _take_back(held, entry, actor=actor, at=at)
    held.done_amount -= back
    held.state = ObligationState.PARTLY if held.done_amount else ObligationState.OPEN
    held.note, held.settled_at = reason, None
    if _awaited(held) is None:
        said = SaidPromise(text=held.what, start=0, end=0, due=held.due)
        (held.promise,) = make_promises(case, message=held.agreement.message, said=[said], actor=actor, by=held.by, at=at)
    held.save(update_fields=["done_amount", "state", "note", "settled_at", "promise"])
    record(Kind.OBLIGATION_REVERSED, case=case, actor=actor, at=at, id=held.pk, state=held.state)
    _settle(case, held.agreement, actor=actor, at=at)
    return held


def _held(obligation: Obligation) -> tuple[Case, Obligation]:
    """Give an obligation as it stands and its case, both held; one of an agreement that was replaced is only looked at."""
    case = locked(obligation.agreement.case)
    rows = Obligation.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("agreement__message", "option__remedy", "by").get(pk=obligation.pk)
    if held.agreement.state == AgreementState.REPLACED:
        raise Refused(_("This agreement was replaced by a later one: record there what is done."))
    return case, held


def _awaited(held: Obligation) -> Promise | None:
    """Give the promise of an obligation while the customer waits for it."""
    return Promise.objects.owed().filter(obligation=held).first()


def _booked(held: Obligation, reference: str, amount: Decimal | None) -> bool:
    """Whether this very payment is booked already, and stands."""
    before = Entry.objects.filter(obligation=held, kind=EntryKind.PAY, reference=reference, reversed_by=None).first()
    if before is None:
        return False
    booked = sum((posting.amount for posting in before.postings.all() if posting.amount > 0), Decimal(0))
    if amount is not None and Decimal(amount) != booked:
        told = _("The payment %(reference)s is booked with %(amount)s yuan. Another amount needs a number of its own.")
        raise Refused(told % {"reference": reference, "amount": yuan(booked)}, field="reference")
    return True


def _given(held: Obligation, amount: Decimal | None, reference: str) -> Decimal:
    """Give how much is given now."""
    left = held.amount - held.done_amount
    if amount is not None and not held.amount:
        raise Refused(_("No money is owed here: leave the amount empty."), field="amount")
    given = left if amount is None else to_fen(amount)
    if held.amount and not reference:
        raise Refused(_("Write the number of the payment: with it nothing is given twice."), field="reference")
    if held.amount and not 0 < given <= left:
        raise Refused(
            _("Still owed are %(left)s yuan: not more can be given, nor nothing.") % {"left": yuan(left)}, field="amount"
        )
    return given


def _take_back(held: Obligation, entry: int | None, *, actor: Staff, at: datetime) -> Decimal:
    """Book back a payment, where it is one, and give how much came back."""
    if held.amount:
        paid = Entry.objects.filter(pk=entry or 0, obligation=held, kind=EntryKind.PAY, reversed_by=None).first()
        if paid is None:
            raise Refused(_("Choose the payment that came back."), field="entry")
        reverse(paid, actor=actor, at=at)
        return sum((posting.amount for posting in paid.postings.all() if posting.amount > 0), Decimal(0))
    if held.state != ObligationState.DONE:
        raise Refused(_("This is not recorded as done."))
    return Decimal(0)


def _settle(case: Case, agreement: Agreement, *, actor: Staff, at: datetime) -> None:
    """Let an agreement be performed when all of it is done, failed when nothing is open and something failed, or stand again.

    What was set apart for a performed agreement and not needed is free again.
    """
    touch(case, at=at, next_due=earliest_due(case))
    states = set(agreement.obligations.values_list("state", flat=True))
    state = AgreementState.PERFORMED
    if states & set(OWED):
        state = AgreementState.STANDING
    elif ObligationState.FAILED in states:
        state = AgreementState.FAILED
    if state == agreement.state:
        return
    _require_last(case, agreement, state)
    Agreement.objects.filter(pk=agreement.pk).update(state=state, settled_at=None if state == AgreementState.STANDING else at)
    if state == AgreementState.PERFORMED:
        hold_stock(case)
        for option in Option.objects.filter(obligations__agreement=agreement).distinct():
            release(option, actor=actor, at=at)
    record(Kind.AGREEMENT_SETTLED, case=case, actor=actor, at=at, id=agreement.pk, state=state)


def _require_last(case: Case, agreement: Agreement, state: AgreementState) -> None:
    """Refuse to bring an agreement back to life beside a later one that holds."""
    if state in LASTING and case.agreements.filter(number__gt=agreement.number, state__in=LASTING).exists():
        raise Refused(_("A later agreement holds in this case: agree there on what came back."))
