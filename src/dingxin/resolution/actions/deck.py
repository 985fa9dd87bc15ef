"""Every write to the deck of a case: it is dealt, an option is worded anew, objected to, put aside (E4, E6, E7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live
from dingxin.cases.actions.texts import clean_line, clean_text
from dingxin.resolution.actions.approvals import drop_requests, reset_approval
from dingxin.resolution.actions.ledger import release, to_fen
from dingxin.resolution.actions.presenting import end_offer
from dingxin.resolution.dealing import cost_of, deal_hand, word_anew
from dingxin.resolution.models import Objection, ObjectionReason, Option, OptionState
from dingxin.resolution.queries.deck import reason_of
from dingxin.resolution.queries.stand import aim_of

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.resolution.dealing import Dealt

WORDS_CHARS = 500
WORDING_CHARS = 3000


@transaction.atomic
def build_deck(case: Case, *, actor: Staff, at: datetime) -> list[Option]:
    """Deal the deck of a case from what is known now: three or four options, best first (E7).

    An option that is dealt again stays the same one, with its approval and what somebody wrote; one that is not leaves the deck.

    Raises:
        Refused: the case is closed or merged, or no remedy fits it.

    """
    case = locked(case)
    require_live(case)
    dealt = _deal(case, actor=actor, at=at)
    if not dealt:
        raise Refused(_("No remedy fits: look at the judgement, the bottom line and the sum in question."))
    record(Kind.DECK_BUILT, case=case, actor=actor, at=at, ids=[option.pk for option in dealt])
    return dealt


def _deal(case: Case, *, actor: Staff, at: datetime) -> list[Option]:
    """Put the options in the deck in the order that holds now; nothing is recorded."""
    before = {(row.remedy_id, row.amount): row for row in _in_deck(case)}
    last = max(
        case.options.exclude(state__in=[OptionState.DECK, OptionState.REPLACED]).values_list("position", flat=True), default=0
    )
    hand = deal_hand(case, actor=actor, at=at)
    kept = []
    for position, dealt in enumerate(hand.options, last + 1):
        row = before.pop((dealt.remedy.pk, dealt.amount), None)
        row = row or Option(case=case, remedy=dealt.remedy, kind=dealt.remedy.kind, amount=dealt.amount, made_by=actor, at=at)
        kept.append(_placed(row, dealt, position))
    for row in before.values():
        _leave(row, OptionState.REPLACED, actor=actor, at=at)
    return kept


def _in_deck(case: Case) -> list[Option]:
    """Give the options of the deck that came out of the catalogue, held."""
    rows = case.options.select_for_update(of=("self",), no_key=True).filter(state=OptionState.DECK, remedy__isnull=False)
    return list(rows.select_related("remedy").order_by("pk"))


def _placed(row: Option, dealt: Dealt, position: int) -> Option:
    row.position, row.step, row.cost = position, dealt.step, dealt.cost
    row.grounds = [[ground.name, round(ground.weight, 3), list(ground.about)] for ground in dealt.ranked.grounds]
    row.reason = reason_of(row, get_language() or "zh")[:WORDS_CHARS]
    if not row.edited:
        row.wording, row.parts = dealt.wording, dealt.parts
    row.save()
    return row


@transaction.atomic
def edit_option(
    option: Option, *, wording: str | None = None, amount: Decimal | None = None, actor: Staff, at: datetime
) -> Option:
    """Give an option other words or another amount. What was allowed for another amount is allowed no more.

    Raises:
        Refused: it is not in the deck, the words are missing, or it would cost more than the case may, or give more than it can.

    """
    case, held = _held(option)
    if held.state != OptionState.DECK:
        raise Refused(_("Only an option that is still in the deck can be changed."))
    changed = []
    if amount is not None and (fen := to_fen(amount) if amount else amount) != held.amount:
        _change_amount(held, fen, actor=actor, at=at)
        changed.append("amount")
    if wording is not None and (words := clean_text(wording, field="wording")[:WORDING_CHARS]) != held.wording:
        held.wording, held.parts, held.edited = words, [], True
        changed.append("wording")
    elif "amount" in changed:
        word_anew(held, at=at)
    if changed:
        held.save()
        record(Kind.OPTION_EDITED, case=case, actor=actor, at=at, id=held.pk, fields=changed)
    return held


def _change_amount(held: Option, amount: Decimal, *, actor: Staff, at: datetime) -> None:
    remedy, aim = held.remedy, aim_of(held.case)
    cost = cost_of(remedy, amount) if remedy else amount
    if remedy and remedy.amount_max is not None and amount > remedy.amount_max:
        raise Refused(_("“%(name)s” goes up to %(most)s yuan.") % {"name": remedy, "most": remedy.amount_max}, field="amount")
    if aim and aim.bottom_amount is not None and cost > aim.bottom_amount:
        raise Refused(_("This would cost more than the bottom line of the case allows."), field="amount")
    reset_approval(held, actor=actor, at=at)
    held.amount, held.cost = amount, cost


@transaction.atomic
def object_option(option: Option, *, reason: str, words: str = "", actor: Staff, at: datetime) -> Objection:
    """Record that the customer did not take an option, and why (E7). Its money is free again, and what is left is ranked anew.

    Raises:
        Refused: it is not on the table with the customer, there is no such reason, or the case is closed or merged.

    """
    case, held = _held(option)
    if reason not in ObjectionReason.values:
        raise Refused(_("“%(reason)s” is no reason to object.") % {"reason": reason[:20]}, field="reason")
    if held.state != OptionState.PRESENTED:
        raise Refused(_("Only what was offered to the customer can be objected to."))
    made = held.objections.create(reason=reason, words=clean_line(words, WORDS_CHARS), recorded_by=actor, at=at)
    _leave(held, OptionState.OBJECTED, actor=actor, at=at)
    end_offer(held, consent=made.words or str(made), actor=actor, at=at)
    record(Kind.OPTION_OBJECTED, case=case, actor=actor, at=at, id=held.pk, reason=reason)
    _deal(case, actor=actor, at=at)
    return made


@transaction.atomic
def put_aside_option(option: Option, *, actor: Staff, at: datetime) -> Option:
    """Put an option aside: it is not dealt again in this case. Its money is free, and no approval is waited for.

    Raises:
        Refused: it is settled already.

    """
    case, held = _held(option)
    if held.state not in {OptionState.DECK, OptionState.PRESENTED}:
        raise Refused(_("This option is settled already."))
    _leave(held, OptionState.WITHDRAWN, actor=actor, at=at)
    record(Kind.OPTION_PUT_ASIDE, case=case, actor=actor, at=at, id=held.pk)
    return held


def _held(option: Option) -> tuple[Case, Option]:
    """Give an option as it stands now with its case, both held; the case first, as everywhere."""
    case = locked(option.case)
    require_live(case)
    held = Option.objects.select_for_update(of=("self",), no_key=True).select_related("remedy").get(pk=option.pk)
    held.case = case
    return case, held


def _leave(held: Option, state: OptionState, *, actor: Staff, at: datetime) -> None:
    """Take a held option out of deck or hand: its requests are withdrawn and its money is free."""
    drop_requests([held], actor=actor, at=at)
    release(held, actor=actor, at=at)
    Option.objects.filter(pk=held.pk).update(state=state, settled_at=at)
    held.state, held.settled_at = state, at
