"""A recovery for many at once: started, allowed by a second person where it costs more than one may grant, stopped."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.texts import clean_line, clean_text
from dingxin.recovery.models import BATCH_ONGOING, Batch, BatchRow, BatchState, Incident, RowState
from dingxin.recovery.queries.affected import preview_batch
from dingxin.resolution.authority import may_grant

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.recovery.models import RecoveryPlan
    from dingxin.recovery.queries.affected import Affected, Left
    from dingxin.resolution.models import Remedy

NAME_CHARS, WHY_CHARS = 80, 300
FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Offer:
    """What every customer of a batch is told and given. ``words_en`` go to those who write English; empty: the same to all."""

    plan: RecoveryPlan
    words: str
    words_en: str = ""
    remedy: Remedy | None = None
    amount: Decimal = Decimal(0)


@transaction.atomic
def start_batch(*, incident: str, who: Affected, offer: Offer, actor: Staff, at: datetime) -> tuple[Batch, list[Left]]:
    """Start a recovery for all whom an incident touched; give the batch and who is left out, each with why.

    ``work_batches`` does the work. Where the sum is beyond what its starter may grant in a case, it waits for somebody else.

    Raises:
        Refused: the incident has no name, the words or the amount are none, or nobody is left to be told.

    """
    name, offer = clean_line(incident, NAME_CHARS), _checked(offer)
    if not name:
        raise Refused(_("Name the incident: nobody is granted something for the same one twice."), field="incident")
    held = Incident.objects.get_or_create(name=name, defaults={"created_by": actor, "at": at})[0]
    Incident.objects.select_for_update(no_key=True).get(pk=held.pk)
    found = preview_batch(actor, who, incident=name, amount=offer.amount)
    if not found.cases:
        why = found.left[0].why if found.left else _("no case fits")
        raise Refused(_("Nobody is left to be told: %(why)s") % {"why": why}, field="phones" if who.phones else "branch")
    asks = needs_second(actor, found.cases[0], offer, total=found.total, at=at)
    batch = Batch.objects.create(
        incident=held, plan=offer.plan, remedy=offer.remedy, amount=offer.amount, words=offer.words, words_en=offer.words_en,
        state=BatchState.ASKED if asks else BatchState.RUNNING, started_by=actor, at=at,
    )  # fmt: skip
    _enter(batch, found.cases)
    record(Kind.BATCH_STARTED, case=None, actor=actor, at=at, id=batch.pk, incident=held.pk, customers=len(found.cases))
    return batch, found.left


def _enter(batch: Batch, cases: list[Case]) -> None:
    try:
        with transaction.atomic():
            BatchRow.objects.bulk_create(
                BatchRow(batch=batch, incident_id=batch.incident_id, customer_id=case.customer_id, case=case) for case in cases
            )
    except IntegrityError as error:  # another batch of the incident took one of them at this moment
        raise Refused(_("Somebody else has just started a batch for this incident. Look at the preview again.")) from error


def needs_second(actor: Staff, case: Case, offer: Offer, *, total: Decimal, at: datetime) -> str:
    """Say why a second person has to allow a batch; empty where its starter may grant all of it alone."""
    if offer.remedy is None:
        return ""
    single = may_grant(actor, case, kind=offer.remedy.kind, amount=offer.amount, remedy=offer.remedy, at=at)
    if not single.within:
        return single.why
    if total > actor.authority_cny:
        told = _("Together it is %(total)s yuan; your authority is %(most)s yuan.")
        return told % {"total": total, "most": actor.authority_cny}
    return ""


def _checked(offer: Offer) -> Offer:
    amount = offer.amount
    if not amount.is_finite() or amount < 0 or amount != amount.quantize(FEN):
        raise Refused(_("Name an amount in yuan with at most two decimals."), field="amount")
    if amount and offer.remedy is None:
        raise Refused(_("Say with which remedy the money is given."), field="remedy")
    if amount and offer.remedy and not (offer.remedy.share or offer.remedy.worth):
        raise Refused(_("“%(remedy)s” gives no money: leave the amount empty.") % {"remedy": offer.remedy}, field="amount")
    if offer.remedy and not offer.remedy.is_active:
        raise Refused(_("“%(remedy)s” is not given any more.") % {"remedy": offer.remedy}, field="remedy")
    if not offer.plan.is_active:
        raise Refused(_("This plan is out of use."), field="plan")
    words = clean_text(offer.words, field="words")
    return Offer(offer.plan, words, clean_text(offer.words_en, needed=False, field="words_en"), offer.remedy, amount)


@transaction.atomic
def approve_batch(batch: Batch, *, actor: Staff, at: datetime) -> Batch:
    """Allow what a batch gives to everybody in it. Nobody allows their own, nor more to a customer than they may grant.

    Raises:
        Refused: it does not wait for that, it is one's own, or it is beyond one's authority too.

    """
    held = _held(batch)
    if held.state != BatchState.ASKED:
        raise Refused(_("This batch does not wait for a second person."))
    if held.started_by_id == actor.pk:
        raise Refused(_("Nobody approves their own: somebody else has to."))
    row = held.rows.select_related("case__customer").first()
    if held.remedy and row:
        given = may_grant(actor, row.case, kind=held.remedy.kind, amount=held.amount, remedy=held.remedy, at=at)
        if not given.within:
            raise Refused(given.why)
    _move(held, BatchState.RUNNING, approved_by=actor, approved_at=at)
    record(Kind.BATCH_APPROVED, case=None, actor=actor, at=at, id=held.pk)
    return held


@transaction.atomic
def refuse_batch(batch: Batch, *, why: str, actor: Staff, at: datetime) -> Batch:
    """Do not allow a batch, and say why; nobody in it is told anything.

    Raises:
        Refused: it does not wait for that, or no reason is given.

    """
    held = _held(batch)
    if held.state != BatchState.ASKED:
        raise Refused(_("This batch does not wait for a second person."))
    _leave(held, BatchState.REFUSED, why=why, at=at)
    record(Kind.BATCH_REFUSED, case=None, actor=actor, at=at, id=held.pk)
    return held


@transaction.atomic
def stop_batch(batch: Batch, *, why: str, actor: Staff, at: datetime) -> Batch:
    """Stop a batch: whoever was not told yet is not told. What was granted stands.

    Raises:
        Refused: it has ended, or no reason is given.

    """
    held = _held(batch)
    if held.state not in BATCH_ONGOING:
        raise Refused(_("This batch has ended already."))
    _leave(held, BatchState.STOPPED, why=why, at=at)
    record(Kind.BATCH_STOPPED, case=None, actor=actor, at=at, id=held.pk)
    return held


def _leave(held: Batch, state: BatchState, *, why: str, at: datetime) -> None:
    why = clean_line(why, WHY_CHARS)
    if not why:
        raise Refused(_("Say why."), field="why")
    _move(held, state, why=why, ended_at=at)
    held.rows.filter(state=RowState.WAITING).update(state=RowState.LEFT, at=at)


def _move(held: Batch, state: BatchState, **values: object) -> None:
    """Move a batch by compare-and-set."""
    if not Batch.objects.filter(pk=held.pk, state=held.state).update(state=state, **values):
        raise Refused(_("Somebody else has just changed this batch. Look at it again."))
    held.refresh_from_db()


def _held(batch: Batch) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",), no_key=True).select_related("incident", "plan", "remedy", "started_by")
    return rows.get(pk=batch.pk)
