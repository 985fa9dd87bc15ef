"""Coming to an agreement (E9, E11): which option the customer chose, what was agreed, and what replaces it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions import add_customer_message
from dingxin.cases.actions.moves import locked, require_live, touch
from dingxin.cases.actions.texts import clean_line, clean_text
from dingxin.cases.models import MessageKind
from dingxin.clocks.actions import make_promises, withdraw_promise
from dingxin.clocks.duties import earliest_due
from dingxin.clocks.models import Promise
from dingxin.engine.components.offered import find_offers
from dingxin.engine.model import Promise as SaidPromise
from dingxin.resolution.actions.deck import put_aside_option
from dingxin.resolution.actions.ledger import hold_stock, release, reserve_all, to_fen
from dingxin.resolution.actions.presenting import end_offer
from dingxin.resolution.agreement_words import yuan
from dingxin.resolution.models import Agreement, AgreementState, Choice, Obligation, ObligationState, Option, OptionState
from dingxin.resolution.queries.agreement import NOTHING, OWED, last_agreement, options_open
from dingxin.resolution.queries.refunds import refund_after, refund_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case, Message

WHAT_CHARS = 300
FARTHEST = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing we owe by an agreement: for which option (by id), what exactly, how much in yuan, by whom and by when."""

    option: int
    what: str
    by: Staff
    due: datetime
    amount: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Said:
    """The customer's own words: those of a message of the case (``words``: the part that counts), or new ones to be recorded."""

    words: str = ""
    message: int | None = None
    token: str | None = None


@transaction.atomic
def choose_option(case: Case, *, option: int, said: Said, actor: Staff, at: datetime) -> Choice:
    """Record which of the options offered side by side the customer chose, in their own words (E9). The last choice counts.

    Raises:
        Refused: the case is closed or merged, the option was not offered, or there are no words.

    """
    case = locked(case)
    require_live(case)
    chosen = case.options.filter(pk=option, state=OptionState.PRESENTED).first()
    if chosen is None:
        raise Refused(_("This option is not on offer to the customer now."), field="option")
    message, words = _heard(case, said, [chosen], actor=actor, at=at)
    last = Choice.objects.filter(option__case=case).first()
    if last and (last.option_id, last.message_id, last.words) == (chosen.pk, message.pk, words):
        return last
    choice = Choice.objects.create(option=chosen, message=message, words=words, recorded_by=actor, at=at)
    record(Kind.OPTION_CHOSEN, case=case, actor=actor, at=at, option=chosen.pk, message=message.pk)
    return choice


@transaction.atomic
def confirm_agreement(
    case: Case, *, options: Sequence[int], obligations: Sequence[Owed], said: Said, actor: Staff, at: datetime
) -> Agreement:
    """Record what was agreed (E11): which offered options the customer accepts, in their own words, and what we owe by them.

    What was offered beside them is put aside. Each obligation is a promise on the clock. An agreement that holds is replaced:
    its open obligations end with the customer's words as their consent. The same agreement sent twice is made once.

    Raises:
        Refused: an option was never offered, more is agreed than offered, it is not said what, by whom and by when, the customer
            has not accepted, or the case is closed or merged.

    """
    case = locked(case)
    require_live(case)
    accepted = _accepted(case, options)
    terms = _terms(obligations, accepted, at=at)
    message, words = _heard(case, said, accepted, actor=actor, at=at)
    before = last_agreement(case)
    if before and before.message_id == message.pk and _content(before.obligations.all()) == _content(terms):
        return before
    hold_stock(case)
    refund = refund_of(case)
    if before:
        _replace(before, accepted, consent=words, actor=actor, at=at)
    number = case.agreements.count() + 1
    agreement = case.agreements.create(number=number, words=words, message=message, made_by=actor, at=at)
    _settle_options(case, accepted, consent=words, actor=actor, at=at)
    owed = [_owe(agreement, term, actor=actor, at=at) for term in terms]
    touch(case, at=at, next_due=earliest_due(case))
    ids = {"options": [option.pk for option in accepted], "obligations": [row.pk for row in owed]}
    stands = {"replaces": before.pk if before else 0, "refund": refund_after(case, refund)}
    record(Kind.AGREEMENT_CONFIRMED, case=case, actor=actor, at=at, id=agreement.pk, **stands, **ids)
    return agreement


def _accepted(case: Case, options: Sequence[int]) -> list[Option]:
    """Give the options that are agreed, held. Only what was offered can be (C13): offering is where authority is checked."""
    wanted = list(dict.fromkeys(options))
    if not wanted:
        raise Refused(_("Say which option the customer accepts."), field="options")
    open_now = set(options_open(case).values_list("pk", flat=True))
    held = case.options.select_for_update(of=("self",), no_key=True).select_related("remedy").in_bulk(wanted)
    for pk in wanted:
        option = held.get(pk)
        if option is None or pk not in open_now:
            raise Refused(_("Only what was offered to the customer can be agreed: offer it first."), field="options")
        if option.approved is not None and option.amount > option.approved:
            raise Refused(_("This option is for more than was approved."), field="options")
    return [held[pk] for pk in wanted]


def _terms(obligations: Iterable[Owed], accepted: Sequence[Option], *, at: datetime) -> list[Owed]:
    """Give what is owed as it is kept, once it is sure that all of it was offered and none is left unsaid."""
    terms = [_term(owed, at=at) for owed in obligations]
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for term in terms:
        sums[term.option] += term.amount
    if sums.keys() - {option.pk for option in accepted}:
        raise Refused(_("Nothing is owed for an option that is not agreed."), field="obligations")
    for option in accepted:
        if option.pk not in sums:
            raise Refused(_("Say for every option what will be done, by whom and by when."), field="obligations")
        left = option.amount - given_for(option)
        _require_as_offered(option, terms)
        if sums[option.pk] > left:
            told = _("At most %(left)s yuan can be agreed for this option: more was not offered.")
            raise Refused(told % {"left": yuan(left)}, field="amount")
        if left > 0 and not sums[option.pk]:
            raise Refused(_("Name the amount: this option gives the customer money."), field="amount")
    return terms


def _require_as_offered(option: Option, terms: Iterable[Owed]) -> None:
    """Refuse words that say more money than the option gives: what is written is what the customer holds us to."""
    for term in terms:
        said = (
            [offer.amount for offer in find_offers(term.what).offers if offer.amount is not None]
            if term.option == option.pk
            else []
        )
        if any(Decimal(str(amount)) > option.amount for amount in said):
            raise Refused(_("“%(what)s” says more than was offered: %(most)s yuan.")
                          % {"what": term.what, "most": yuan(option.amount)}, field="what")  # fmt: skip


def _term(owed: Owed, *, at: datetime) -> Owed:
    what = clean_line(owed.what, WHAT_CHARS)
    if not what:
        raise Refused(_("What exactly will be done? The customer will hold us to it."), field="what")
    if not owed.by.is_active:
        raise Refused(_("%(name)s does not work here any more.") % {"name": owed.by}, field="by")
    due = owed.due if timezone.is_aware(owed.due) else owed.due.replace(tzinfo=timezone.get_default_timezone())
    if due <= at:
        raise Refused(_("The time by which it is done has to lie ahead."), field="due")
    if due > at + FARTHEST:
        raise Refused(_("Name a time within two years."), field="due")
    amount = to_fen(owed.amount) if owed.amount else NOTHING
    return Owed(owed.option, what, owed.by, due, amount)


def given_for(option: Option) -> Decimal:
    """Give what the customer has had for an option already, by all agreements."""
    return sum(option.obligations.values_list("done_amount", flat=True), NOTHING)


def _heard(case: Case, said: Said, options: Sequence[Option], *, actor: Staff, at: datetime) -> tuple[Message, str]:
    """Give the message in which the customer said so, and the words that count: without those there is no yes."""
    if said.message is None:
        if not said.words.strip():
            raise Refused(_("Write down the customer's own words, or choose the message in which they said so."), field="words")
        message = add_customer_message(case, text=said.words, actor=actor, at=at, token=said.token)
        return message, message.text
    found = case.messages.filter(pk=said.message, kind=MessageKind.CUSTOMER).first()
    if found is None:
        raise Refused(_("This is no message of the customer in this case."), field="message")
    if any(option.message_id and option.message_id > found.pk for option in options):
        raise Refused(_("The customer said this before the offer was made: their answer to it is needed."), field="message")
    words = clean_text(said.words, needed=False, field="words") or found.text
    if words not in found.text:
        raise Refused(_("These words do not stand in that message: keep the customer's own."), field="words")
    return found, words


def _content(owed: Iterable[Owed | Obligation]) -> set[tuple[object, ...]]:
    """Give what is owed in a form that can be compared."""
    pairs = [(row.option_id if isinstance(row, Obligation) else row.option, row) for row in owed]
    return {(option, row.what, row.by.pk, row.due, row.amount) for option, row in pairs}


def _replace(before: Agreement, kept: Sequence[Option], *, consent: str, actor: Staff, at: datetime) -> None:
    """Let an agreement give way to a new one: what was open ends, with the customer's words; money goes back."""
    rows = before.obligations.all()
    rows.filter(state__in=OWED).update(state=ObligationState.REPLACED, settled_at=at)
    for promise in Promise.objects.owed().filter(obligation__agreement=before):
        withdraw_promise(promise, consent=consent, actor=actor, at=at)
    Agreement.objects.filter(pk=before.pk).update(state=AgreementState.REPLACED, settled_at=at)
    gone = Option.objects.filter(obligations__agreement=before, state=OptionState.ACCEPTED).exclude(
        pk__in=[row.pk for row in kept]
    )
    for option in gone.distinct():
        release(option, actor=actor, at=at)
        done = option.obligations.filter(state=ObligationState.DONE).exists() or given_for(option)
        if not done:
            Option.objects.filter(pk=option.pk).update(state=OptionState.WITHDRAWN, settled_at=at)


def _settle_options(case: Case, accepted: Sequence[Option], *, consent: str, actor: Staff, at: datetime) -> None:
    """Let what was accepted be accepted, its money surely set apart, and put aside what was offered beside it, its money free.

    The times said in the offers end with the customer's words: what is agreed has its own.
    """
    taken = [option.pk for option in accepted]
    offered = list(case.options.filter(state=OptionState.PRESENTED))
    case.options.filter(pk__in=taken, state=OptionState.PRESENTED).update(state=OptionState.ACCEPTED, settled_at=at)
    for option in offered:
        if option.pk not in taken:
            put_aside_option(option, actor=actor, at=at)
    reserve_all(accepted, actor=actor, at=at)
    for option in offered:
        end_offer(option, consent=consent, actor=actor, at=at)


def _owe(agreement: Agreement, term: Owed, *, actor: Staff, at: datetime) -> Obligation:
    """Keep one thing that is owed, with its time as a promise of whoever is to do it."""
    said = SaidPromise(text=term.what, start=0, end=0, due=term.due)
    (promise,) = make_promises(agreement.case, message=agreement.message, said=[said], actor=actor, by=term.by, at=at)
    return agreement.obligations.create(
        option_id=term.option, what=term.what, amount=term.amount, by=term.by, due=term.due, promise=promise
    )
