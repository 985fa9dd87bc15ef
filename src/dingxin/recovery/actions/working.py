"""The work of a batch, in chunks: each customer in a transaction of their own, so that a crash leaves them done or untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked
from dingxin.recovery.actions.runs import start_run
from dingxin.recovery.atoning import put_in_deck
from dingxin.recovery.models import Batch, BatchRow, BatchState, Part, RowState, RunState, RunStep
from dingxin.recovery.queries.batches import waiting_batches
from dingxin.replies.actions import send_reply
from dingxin.resolution.authority import hold_people, may_grant
from dingxin.resolution.models import Approval, ApprovalState, Option

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.cases.models import Case, Message

CHUNK = 25  # customers in one go of the sweep, so that its other jobs wait for a few seconds at most
WHY_CHARS = 300


def work_batches(*, at: datetime) -> int:
    """Tell the next customers of every batch at work; give their number. Many workers at once share the work."""
    return sum(_work(batch, at) for batch in waiting_batches())


def _work(batch: Batch, at: datetime) -> int:
    done = 0
    waiting = batch.rows.filter(state=RowState.WAITING).order_by("pk")
    for row in waiting.values_list("pk", flat=True)[:CHUNK]:
        done += _tell(batch, row, at)
    _finish(batch, at)
    return done


def _tell(batch: Batch, pk: int, at: datetime) -> bool:
    """Tell one customer, or note why it cannot be; whether this worker did it."""
    with transaction.atomic():
        rows = BatchRow.objects.select_for_update(of=("self",), skip_locked=True).select_related("case__customer", "case__branch")
        row = rows.filter(pk=pk, state=RowState.WAITING, batch__state=BatchState.RUNNING).first()
        if row is None:
            return False
        try:
            with transaction.atomic():
                message, option = _grant(batch, row.case, token=f"batch-{batch.pk}-{row.pk}", at=at)
        except Refused as refusal:
            return _settle(row, state=RowState.REFUSED, why=str(refusal)[:WHY_CHARS], at=at)
        return _settle(row, state=RowState.DONE, message=message, option=option, at=at)


def _settle(row: BatchRow, **values: object) -> bool:
    return bool(BatchRow.objects.filter(pk=row.pk, state=RowState.WAITING).update(**values))


def _grant(batch: Batch, case: Case, *, token: str, at: datetime) -> tuple[Message, Option | None]:
    """Start the plan in a case and send its reply through the one gate, with the remedy offered in it.

    The case is held before the people who answer for the batch, as everywhere.
    """
    actor, case = batch.started_by, locked(case)
    if not (actor.is_active and actor.has_perm("replies.send_reply", case)):
        raise Refused(_("%(name)s may not answer in this case any more.") % {"name": actor})
    if not case.recoveries.filter(state=RunState.GOING).exists():
        start_run(batch.plan, case, batch=batch, actor=actor, at=at)
    option = _option(batch, case, at=at)
    text = batch.words_en if batch.words_en and case.language.startswith("en") else batch.words
    message = send_reply(case, text=text, offers=[option.pk] if option else (), token=token, actor=actor, at=at)
    if option:
        RunStep.objects.filter(run__case=case, run__batch=batch, part=Part.ATONEMENT).update(option=option)
    return message, option


def _option(batch: Batch, case: Case, *, at: datetime) -> Option | None:
    """Make the option of a customer, with the leave of whoever answers for it."""
    if batch.remedy is None:
        return None
    answers = batch.approved_by or batch.started_by
    hold_people(answers, batch.started_by)
    given = may_grant(answers, case, kind=batch.remedy.kind, amount=batch.amount, remedy=batch.remedy, at=at)
    if not given.within:
        raise Refused(given.why)
    reason = _("Recovery for many: %(incident)s") % {"incident": batch.incident}
    option = put_in_deck(case, batch.remedy, batch.amount, reason=reason, actor=batch.started_by, at=at)
    if batch.approved_by:
        _allow(option, batch, reason, at=at)
    return option


def _allow(option: Option, batch: Batch, reason: str, *, at: datetime) -> None:
    """Write down for an option what was allowed for all of its batch."""
    approver = batch.approved_by
    Approval.objects.create(
        option=option, asked_by=batch.started_by, asked_of=approver, kind=option.kind, amount_asked=option.amount, reason=reason,
        amount_granted=option.amount, state=ApprovalState.APPROVED, at=batch.at, answered_by=approver, answered_at=at,
    )  # fmt: skip
    Option.objects.filter(pk=option.pk).update(approved=option.amount, approved_by=approver)
    option.refresh_from_db()


@transaction.atomic
def _finish(batch: Batch, at: datetime) -> None:
    """End a batch in which nobody waits any more, once."""
    if batch.rows.filter(state=RowState.WAITING).exists():
        return
    if Batch.objects.filter(pk=batch.pk, state=BatchState.RUNNING).update(state=BatchState.DONE, ended_at=at):
        counts = {state: batch.rows.filter(state=state).count() for state in (RowState.DONE, RowState.REFUSED)}
        told, refused = counts[RowState.DONE], counts[RowState.REFUSED]
        record(Kind.BATCH_ENDED, case=None, actor=None, at=at, id=batch.pk, told=told, refused=refused)
