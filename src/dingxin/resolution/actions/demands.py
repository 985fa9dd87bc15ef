"""What people do with demands: confirm, strike, correct, add, and record why one changed (A9)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import MessageKind
from dingxin.engine.course import OUTCOMES
from dingxin.engine.model import DEMANDS
from dingxin.resolution.actions.hearing import next_number
from dingxin.resolution.hearing import MOST, WORDS
from dingxin.resolution.models import ChangeCause, DemandVersion, Standing

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case, Message

FEN = Decimal("0.01")
NAMED = 20
CAUSES = tuple(cause for cause in ChangeCause if cause not in {ChangeCause.FIRST, ChangeCause.UNASKED})
"""What a person may record as the cause of a changed demand."""


@transaction.atomic
def record_demand(
    case: Case, *, kind: str, amount: Decimal | None = None, words: str = "", from_start: bool = False, actor: Staff, at: datetime
) -> DemandVersion:
    """Add a demand that was not read. Another sum for a kind that stands is a new version.

    What was said after another demand is a change whose cause is still to be asked for (A9). When it was said tells the message
    that holds its words; without one it was said now, unless they demanded it ``from_start``.

    Raises:
        Refused: there is no such kind, the sum is none, or it stands already.

    """
    case = locked(case)
    kind, amount = _kind(kind), clean_amount(amount)
    versions = list(DemandVersion.objects.filter(case=case).order_by("pk"))
    standing = next((row for row in versions if row.kind == kind and row.stands), None)
    if standing and standing.amount == amount:
        raise Refused(_("This demand stands here already."), field="kind")
    said = clean_line(words, WORDS)
    message = _holding(case, said)
    beside = [row for row in versions if row.stands and (row.kind == kind or {row.kind, kind} <= OUTCOMES)]
    changed = not from_start and any(_earlier(row, message) for row in beside)
    start = message.text.index(said) if message else 0
    made = DemandVersion.objects.create(
        case=case, kind=kind, number=next_number(versions, kind), amount=amount, words=said, at=at, message=message,
        start=start, end=start + len(said) if message else 0, state=Standing.CONFIRMED, settled_by=actor,
        cause=ChangeCause.UNASKED if changed else ChangeCause.FIRST,
    )  # fmt: skip
    if standing:
        DemandVersion.objects.filter(pk=standing.pk).update(state=Standing.REPLACED)
    record(Kind.DEMAND_RECORDED, case=case, actor=actor, at=at, id=made.pk)
    return made


@transaction.atomic
def confirm_demand(demand: DemandVersion, *, actor: Staff, at: datetime) -> DemandVersion:
    """Say that the customer does demand this. Confirmed twice, it is the same.

    Raises:
        Refused: it was struck, or is another by now.

    """
    row = _held(demand)
    if row.state != Standing.CONFIRMED:
        _settle(row, state=Standing.CONFIRMED, actor=actor)
        record(Kind.DEMAND_CONFIRMED, case=row.case, actor=actor, at=at, id=row.pk)
    return row


@transaction.atomic
def strike_demand(demand: DemandVersion, *, actor: Staff, at: datetime) -> DemandVersion:
    """Say that it was read wrongly, or is demanded no more; it stays in the history as struck.

    Raises:
        Refused: it was struck, or is another by now.

    """
    row = _held(demand)
    _settle(row, state=Standing.STRUCK, actor=actor)
    record(Kind.DEMAND_STRUCK, case=row.case, actor=actor, at=at, id=row.pk)
    return row


@transaction.atomic
def correct_demand(
    demand: DemandVersion, *, kind: str, amount: Decimal | None = None, actor: Staff, at: datetime
) -> DemandVersion:
    """Put right what was read wrongly: kind and sum. The customer changed nothing, so it is no new version.

    Raises:
        Refused: it does not stand any more, there is no such kind, the sum is none, or that kind stands beside it.

    """
    row = _held(demand)
    kind, row.amount = _kind(kind), clean_amount(amount)
    if kind != row.kind:
        versions = list(DemandVersion.objects.filter(case=row.case_id))
        if any(other.kind == kind and other.stands for other in versions):
            raise Refused(_("This demand stands here already."), field="kind")
        row.kind, row.number = kind, next_number(versions, kind)
    _settle(row, state=Standing.CONFIRMED, actor=actor)
    record(Kind.DEMAND_CORRECTED, case=row.case, actor=actor, at=at, id=row.pk)
    return row


@transaction.atomic
def record_cause(
    demand: DemandVersion, *, cause: str, words: str, instead: bool = False, actor: Staff, at: datetime
) -> DemandVersion:
    """Record why the customer demands something else than before (A9), in their words.

    ``instead``: the outcomes demanded before it are demanded no more. A person asked: no cause is taken from words alone.
    The cause FIRST says that nothing changed: they demanded it from the start, and it was heard late.

    Raises:
        Refused: it is no change, it does not stand any more, there is no such cause, or no words are given.

    """
    row = _held(demand)
    if row.cause == ChangeCause.FIRST:
        raise Refused(_("This demand is the first of its kind: nothing changed."))
    if cause == ChangeCause.FIRST:
        return _from_start(row, words, actor=actor, at=at)
    if cause not in CAUSES:
        raise Refused(_("“%(cause)s” is not a cause of a change.") % {"cause": cause[:NAMED]}, field="cause")
    row.cause_words = clean_line(words, WORDS)
    if not row.cause_words:
        raise Refused(_("Ask the customer what has changed, and write down their words."), field="words")
    row.cause = cause
    _settle(row, state=Standing.CONFIRMED, actor=actor)
    if instead:
        before = DemandVersion.objects.filter(case=row.case_id, pk__lt=row.pk, kind__in=OUTCOMES - {row.kind})
        before.exclude(state=Standing.STRUCK).update(state=Standing.REPLACED)
    record(Kind.CAUSE_RECORDED, case=row.case, actor=actor, at=at, id=row.pk, cause=row.cause)
    return row


def _from_start(row: DemandVersion, words: str, *, actor: Staff, at: datetime) -> DemandVersion:
    row.cause, row.hint, row.cause_words = ChangeCause.FIRST, "", clean_line(words, WORDS)
    _settle(row, state=Standing.CONFIRMED, actor=actor)
    record(Kind.CAUSE_RECORDED, case=row.case, actor=actor, at=at, id=row.pk, cause=row.cause)
    return row


def _holding(case: Case, words: str) -> Message | None:
    """Give the first of the customer's messages that holds these words."""
    if not words:
        return None
    rows = case.messages.filter(kind=MessageKind.CUSTOMER, text__contains=words).order_by("pk")
    return next((row for row in rows if words in row.text), None)  # SQLite does not tell a from A


def _earlier(row: DemandVersion, message: Message | None) -> bool:
    """Tell whether a demand was made before a message was said; before now, where there is none."""
    if message is None:
        return True
    return row.message_id < message.pk if row.message_id else row.at < message.at


def clean_amount(amount: Decimal | None, *, field: str = "amount") -> Decimal | None:
    """Give a sum of money in yuan to the fen; None where none is named.

    Raises:
        Refused: it is negative, no number, or more than any case is about.

    """
    if amount is None:
        return None
    if not amount.is_finite() or not 0 <= amount < MOST:
        raise Refused(_("Give a sum in yuan, from 0 up to 9,999,999,999.99."), field=field)
    return amount.quantize(FEN)


def _held(demand: DemandVersion) -> DemandVersion:
    """Give a demand as it stands now, with its case held."""
    case = locked(demand.case)
    row = DemandVersion.objects.get(pk=demand.pk)
    row.case = case
    if not row.stands:
        raise Refused(_("This demand does not stand any more. Look at the case again."))
    return row


def _settle(row: DemandVersion, *, state: Standing, actor: Staff) -> None:
    row.state, row.settled_by = state, actor
    row.save()


def _kind(kind: str) -> str:
    if kind not in DEMANDS:
        raise Refused(_("“%(kind)s” is not a kind of demand.") % {"kind": kind[:NAMED]}, field="kind")
    return kind
