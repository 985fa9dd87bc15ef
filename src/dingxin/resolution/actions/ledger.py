"""Every movement of money: set apart for a budget, promised, released, given, given back. All go through one door.

Whoever promises money holds the row of its budget first and counts then, so that nobody promises the same last yuan twice.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.texts import clean_line
from dingxin.clocks.refunds import Refund
from dingxin.resolution.lacking import none_left, too_little
from dingxin.resolution.models import Account, AccountKind, Budget, Entry, EntryKind, ObligationState, Option, Posting, Remedy
from dingxin.resolution.queries.ledger import account_code, balance, content_of, moved_of, period_start
from dingxin.resolution.queries.refunds import refund_standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.resolution.models import Obligation

FEN = Decimal("0.01")
REFERENCE_CHARS = 80


class _Leg(NamedTuple):
    """What is put on an account (positive) or taken from it."""

    account: Account
    amount: Decimal


class _About(NamedTuple):
    """What an entry is about."""

    case: Case | None = None
    option: Option | None = None
    obligation: Obligation | None = None
    reverses: Entry | None = None


def to_fen(amount: Decimal | str | float, *, field: str = "amount") -> Decimal:
    """Give an amount of money to the fen.

    Raises:
        Refused: it is none, not positive, or finer than a fen.

    """
    try:
        exact = Decimal(str(amount))
        fen = exact.quantize(FEN)
    except ArithmeticError as error:
        raise Refused(_("This is no amount of money."), field=field) from error
    if fen != exact or fen <= 0:
        raise Refused(_("Name an amount of more than nothing, with at most two decimals."), field=field)
    return fen


@transaction.atomic
def fund(budget: Budget, *, amount: Decimal, reference: str | None = None, actor: Staff | None, at: datetime) -> Entry:
    """Put more money into the present period of a budget.

    Raises:
        Refused: the amount is none, or the reference was used for something else.

    """
    held = Budget.objects.select_for_update(no_key=True).get(pk=budget.pk)
    amount = to_fen(amount)
    legs = [_Leg(_house(), -amount), _Leg(_period(held, actor=actor, at=at), amount)]
    entry, new = _post(EntryKind.FUND, legs, _About(), reference=reference, actor=actor, at=at)
    if new:
        record(Kind.BUDGET_FUNDED, case=None, actor=actor, at=at, entry=entry.pk)
    return entry


@transaction.atomic
def reserve(option: Option, *, actor: Staff | None, at: datetime) -> Entry | None:
    """Set apart what an option gives the customer, and a piece of the remedy's stock where that is counted.

    What was set apart for it before counts, and too much goes back.

    Raises:
        Refused: its budget has not that much left, or no piece is left.

    """
    held = _held(option.pk)
    _keep_piece(held)
    return _set_apart(held, actor=actor, at=at)


@transaction.atomic
def reserve_all(options: Iterable[Option], *, actor: Staff | None, at: datetime) -> None:
    """Set apart what several options give: remedies first, then budgets, each in their order, so that no two wait for each other.

    Raises:
        Refused: as for ``reserve``.

    """
    held = [_held(option.pk) for option in options]
    for row in sorted(held, key=lambda row: row.remedy_id or 0):
        _keep_piece(row)
    for row in sorted(held, key=lambda row: row.paid_from.pk if row.paid_from else 0):
        _set_apart(row, actor=actor, at=at)


def hold_stock(case: Case) -> None:
    """Hold the remedies of a case that are counted, in their order, before pieces of several of them move."""
    counted = Remedy.objects.filter(pk__in=case.options.values("remedy"), stock__isnull=False)
    list(counted.select_for_update(no_key=True).order_by("pk"))


@transaction.atomic
def release(option: Option, *, actor: Staff | None, at: datetime) -> Entry | None:
    """Give back to where it came from what is set apart for an option and was not given, and the piece unless that was given."""
    held = _held(option.pk)
    if held.holds_stock and held.remedy:
        Option.objects.filter(pk=held.pk).update(holds_stock=False)
        given = held.obligations.filter(state=ObligationState.DONE).exists()
        Remedy.objects.filter(pk=held.remedy.pk, stock__isnull=False).update(stock=F("stock") + (0 if given else 1))
    return _give_back(held, moved_of(held).reserved, actor=actor, at=at)


@transaction.atomic
def pay(obligation: Obligation, *, amount: Decimal, reference: str | None = None, actor: Staff | None, at: datetime) -> Entry:
    """Book what was given for an obligation, out of what was set apart for its option.

    The same reference with the same content gives the first entry again.

    Raises:
        Refused: no option granted this money, it is more than is owed, the budget is short, or the reference was used otherwise
            or came back.

    """
    if obligation.option is None:
        raise Refused(_("Nobody granted this money: name the option that it belongs to."), field="amount")
    held, amount = _held(obligation.option.pk), to_fen(amount)
    legs = [_Leg(_account(AccountKind.RESERVED), -amount), _Leg(_account(AccountKind.PAID), amount)]
    about = _About(held.case, held, obligation)
    if before := _booked_before(EntryKind.PAY, legs, about, _clean(reference)):
        if Entry.objects.filter(reverses=before).exists():
            raise Refused(_("The payment %(number)s came back: another payment has a number of its own.")
                          % {"number": before.reference}, field="reference")  # fmt: skip
        return before
    moved = moved_of(held)
    if moved.paid + amount > held.amount or moved.paid_for(obligation.pk) + amount > obligation.amount:
        raise Refused(_("This is more than was agreed: %(left)s yuan are left to give.")
                      % {"left": max(obligation.amount - moved.paid_for(obligation.pk), Decimal(0))}, field="amount")  # fmt: skip
    if moved.reserved < amount:
        reserve(held, actor=actor, at=at)
    entry, _new = _post(EntryKind.PAY, legs, about, reference=reference, actor=actor, at=at)
    record(Kind.MONEY_PAID, case=held.case, actor=actor, at=at, entry=entry.pk, refund=refund_standing(obligation))
    return entry


@transaction.atomic
def reverse(entry: Entry, *, reference: str | None = None, actor: Staff | None, at: datetime) -> Entry:
    """Book that what was given came back; it is owed again, and set apart for that. Reversed twice, it is the same.

    Raises:
        Refused: the entry is no payment, or the reference was used otherwise.

    """
    if entry.kind != EntryKind.PAY or entry.option is None:
        raise Refused(_("Only what was given can come back."))
    held = _held(entry.option.pk)
    before: Entry | None = Entry.objects.filter(reverses=entry).first()
    if before:
        return before
    legs = [_Leg(posting.account, -posting.amount) for posting in entry.postings.select_related("account")]
    about = _About(held.case, held, entry.obligation, entry)
    made, _new = _post(EntryKind.REVERSE, legs, about, reference=reference, actor=actor, at=at)
    refund = refund_standing(entry.obligation) if entry.obligation else Refund.NONE
    record(Kind.MONEY_REVERSED, case=held.case, actor=actor, at=at, entry=made.pk, refund=refund)
    return made


def _set_apart(held: Option, *, actor: Staff | None, at: datetime) -> Entry | None:
    """Set apart what is lacking for a held option, or give back what is too much."""
    moved = moved_of(held)
    short = held.amount - moved.reserved - moved.paid
    if short <= 0:
        return _give_back(held, min(-short, moved.reserved), actor=actor, at=at)
    legs = [_Leg(_source(held, short, actor=actor, at=at), -short), _Leg(_account(AccountKind.RESERVED), short)]
    return _post(EntryKind.RESERVE, legs, _About(held.case, held), actor=actor, at=at)[0]


def _keep_piece(held: Option) -> None:
    """Take a piece of the remedy's stock for a held option that has none yet."""
    if held.holds_stock or held.remedy is None or held.remedy.stock is None:
        return
    if not Remedy.objects.filter(pk=held.remedy.pk, stock__gt=0).update(stock=F("stock") - 1):
        raise Refused(none_left(held.remedy), field="offers")
    Option.objects.filter(pk=held.pk).update(holds_stock=True)


def _give_back(held: Option, amount: Decimal, *, actor: Staff | None, at: datetime) -> Entry | None:
    """Return money that is set apart to the accounts that it was taken from, the last first."""
    if amount <= 0:
        return None
    legs, left = [_Leg(_account(AccountKind.RESERVED), -amount)], amount
    for account, taken in moved_of(held).sources:
        if share := min(left, taken):
            legs.append(_Leg(account, share))
            left -= share
    return _post(EntryKind.RELEASE, legs, _About(held.case, held), actor=actor, at=at)[0]


def _held(option: int) -> Option:
    """Give an option as it stands, held until the transaction ends."""
    held = Option.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("case", "budget", "remedy__budget").get(pk=option)


def _source(option: Option, amount: Decimal, *, actor: Staff | None, at: datetime) -> Account:
    """Give the account that money for an option is taken from, its budget held, once it is sure that so much is left."""
    budget = option.paid_from
    if budget is None:
        return _house()
    held = Budget.objects.select_for_update(no_key=True).get(pk=budget.pk)
    account = _period(held, actor=actor, at=at)
    left = balance(account)
    if not held.is_active or left < amount:
        raise Refused(too_little(held, left, amount), field="offers")
    return account


def _period(budget: Budget, *, actor: Staff | None, at: datetime) -> Account:
    """Give the account of a held budget's present period; a new period opens by itself, filled with the budget's amount."""
    start = period_start(budget, at)
    account, new = Account.objects.get_or_create(
        code=account_code(budget, start), defaults={"kind": AccountKind.BUDGET, "budget": budget, "starts_on": start}
    )
    if new and budget.amount > 0:
        _post(EntryKind.FUND, [_Leg(_house(), -budget.amount), _Leg(account, budget.amount)], _About(), actor=actor, at=at)
    return account


def _house() -> Account:
    return _account(AccountKind.HOUSE)


def _account(kind: AccountKind) -> Account:
    return Account.objects.get_or_create(code=kind.value, defaults={"kind": kind})[0]


def _post(
    kind: EntryKind, legs: Iterable[_Leg], about: _About, *, reference: str | None = None, actor: Staff | None, at: datetime
) -> tuple[Entry, bool]:
    """Book one movement: the one door of the ledger. Give its entry, and whether it is new.

    Raises:
        Refused: the reference belongs to another movement.
        ValueError: it does not sum to nothing, which is a bug.

    """
    legs, reference = list(legs), _clean(reference)
    if sum(leg.amount for leg in legs) or not all(leg.amount for leg in legs):
        msg = f"what is booked must move something and sum to nothing: {legs}"
        raise ValueError(msg)
    if before := _booked_before(kind, legs, about, reference):
        return before, False
    try:
        with transaction.atomic():
            entry = Entry.objects.create(kind=kind, reference=reference, actor=actor, at=at, **about._asdict())
    except IntegrityError:
        if before := _booked_before(kind, legs, about, reference):
            return before, False
        raise
    Posting.objects.bulk_create(Posting(entry=entry, account=leg.account, amount=leg.amount) for leg in legs)
    return entry, True


def _booked_before(kind: EntryKind, legs: Iterable[_Leg], about: _About, reference: str | None) -> Entry | None:
    before: Entry | None = Entry.objects.filter(reference=reference).first() if reference else None
    if before is None:
        return None
    ours = (kind.value, *(row.pk if row else None for row in about), {leg.account.pk: leg.amount for leg in legs})
    if content_of(before) != ours:
        raise Refused(_("The payment number %(number)s is booked for something else.") % {"number": reference}, field="reference")
    return before


def _clean(reference: str | None) -> str | None:
    return clean_line(reference or "", REFERENCE_CHARS) or None
