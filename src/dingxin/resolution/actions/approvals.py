"""Asking somebody who may for an option beyond one's authority, and their answer (E15). Nobody answers for their own request."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, require_live
from dingxin.cases.actions.texts import clean_line
from dingxin.cases.models import Case
from dingxin.clocks.queries import calendar_of
from dingxin.resolution.actions.ledger import release, reserve, to_fen
from dingxin.resolution.authority import hold_people, is_approved, may_grant
from dingxin.resolution.briefs import brief_of
from dingxin.resolution.dealing import cost_of, word_anew
from dingxin.resolution.models import Approval, ApprovalState, Option, OptionState
from dingxin.resolution.queries.approvals import decider_for, deciders

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Staff

REASON_CHARS = 500
ANSWER_WITHIN = timedelta(minutes=30)  # working time
SWEEP_BATCH = 200


@transaction.atomic
def ask_approval(option: Option, *, reason: str, actor: Staff, at: datetime) -> Approval:
    """Ask whoever answers for the branch and may grant it for an option beyond one's own authority, with a brief.

    Raises:
        Refused: it is not in the deck, needs no approval, is asked for already, no reason is given, or nobody may grant it.

    """
    case, held = _held(option)
    require_live(case)
    reason = clean_line(reason, REASON_CHARS)
    if held.state != OptionState.DECK:
        raise Refused(_("Only an option that is still in the deck can be approved."))
    if not reason:
        raise Refused(_("Say in a sentence why the customer should have this."), field="reason")
    if is_approved(held):
        raise Refused(_("This option is approved already."))
    if held.approvals.filter(state=ApprovalState.ASKED).exists():
        raise Refused(_("This is asked for already."))
    if _may(actor, held, held.amount, at=at):
        raise Refused(_("This is within your own authority: offer it."))
    asked = decider_for(held, at=at, but=[actor.pk])
    if asked is None:
        raise Refused(_("Nobody here may grant so much: lower the amount, or choose another option."), field="amount")
    made = Approval.objects.create(
        option=held, kind=held.kind, asked_by=actor, asked_of=asked.staff, amount_asked=held.amount, reason=reason,
        brief=brief_of(held, at=at).as_dict(), at=at, due=_due(case, at), tried=[asked.staff.pk],
    )  # fmt: skip
    record(Kind.APPROVAL_ASKED, case=case, actor=actor, at=at, approval=made.pk, to=asked.staff.pk)
    return made


@transaction.atomic
def approve_option(approval: Approval, *, words: str = "", actor: Staff, at: datetime) -> Approval:
    """Approve an option as it was asked for; its money is set apart at once, so that it can be offered.

    Raises:
        Refused: it was answered before or has changed, is one's own, is beyond one's authority, or the budget is short.

    """
    held = _answerable(approval, actor=actor, at=at)
    return _grant(held, held.amount_asked, ApprovalState.APPROVED, words=words, actor=actor, at=at)


@transaction.atomic
def lower_option(approval: Approval, *, amount: Decimal, words: str, actor: Staff, at: datetime) -> Approval:
    """Approve less than was asked for, with the reason; the option and its words go down to it.

    Raises:
        Refused: as for ``approve_option``; or it is not less, or no reason is given.

    """
    held = _answerable(approval, actor=actor, at=at)
    amount = to_fen(amount)
    if amount >= held.amount_asked:
        raise Refused(_("Less than %(asked)s yuan: for as much, approve it.") % {"asked": held.amount_asked}, field="amount")
    if not clean_line(words, REASON_CHARS):
        raise Refused(_("Say why: your colleague has to explain it to the customer."), field="words")
    return _grant(held, amount, ApprovalState.LOWERED, words=words, actor=actor, at=at)


@transaction.atomic
def refuse_option(approval: Approval, *, words: str, actor: Staff, at: datetime) -> Approval:
    """Refuse what was asked for, with the reason.

    Raises:
        Refused: it was answered before, is one's own, or no reason is given.

    """
    held = _answerable(approval, actor=actor, at=at)
    words = clean_line(words, REASON_CHARS)
    if not words:
        raise Refused(_("Say why: your colleague has to explain it to the customer."), field="words")
    _settle(held, ApprovalState.REFUSED, words=words, actor=actor, at=at)
    record(Kind.APPROVAL_REFUSED, case=held.option.case, actor=actor, at=at, id=held.pk)
    return held


@transaction.atomic
def delegate_approval(approval: Approval, *, to: Staff, actor: Staff, at: datetime) -> Approval:
    """Let another who may decide about it; the time to answer begins anew.

    Raises:
        Refused: it was answered before, is one's own, or the other asked for it, does not lead there or may not grant it.

    """
    held = _answerable(approval, actor=actor, at=at)
    case = held.option.case
    if to.pk in {held.asked_by_id, actor.pk}:
        raise Refused(_("It goes to somebody who did not ask for it, and not to yourself."), field="to")
    if to.pk not in {one.staff.pk for one in deciders(case, at=at)} or not _may(to, held.option, held.amount_asked, at=at):
        raise Refused(_("%(name)s may not grant this: choose somebody who may.") % {"name": to}, field="to")
    tried = list(dict.fromkeys([*held.tried, to.pk]))
    Approval.objects.filter(pk=held.pk).update(asked_of=to, due=_due(case, at), tried=tried)
    record(Kind.APPROVAL_DELEGATED, case=case, actor=actor, at=at, approval=held.pk, to=to.pk)
    held.refresh_from_db()
    return held


@transaction.atomic
def withdraw_approval(approval: Approval, *, actor: Staff, at: datetime) -> Approval:
    """Take back what was asked for and not answered yet.

    Raises:
        Refused: it was answered before.

    """
    case, _option = _held(approval.option)
    taken = Approval.objects.filter(pk=approval.pk, state=ApprovalState.ASKED)
    if not taken.update(state=ApprovalState.WITHDRAWN, answered_at=at):
        raise Refused(_("This request is answered already, or needed no more."))
    record(Kind.APPROVAL_WITHDRAWN, case=case, actor=actor, at=at, id=approval.pk)
    approval.refresh_from_db()
    return approval


def drop_requests(options: Iterable[Option], *, actor: Staff | None, at: datetime) -> int:
    """Withdraw what is still asked for these options: they need no approval any more. Give how many requests that were."""
    waiting = Approval.objects.filter(option__in=[option.pk for option in options], state=ApprovalState.ASKED)
    dropped = 0
    for approval in waiting.select_related("option__case"):
        mine = Approval.objects.filter(pk=approval.pk, state=ApprovalState.ASKED)
        if mine.update(state=ApprovalState.WITHDRAWN, answered_at=at):
            record(Kind.APPROVAL_WITHDRAWN, case=approval.option.case, actor=actor, at=at, id=approval.pk)
            dropped += 1
    return dropped


@transaction.atomic
def reset_approval(option: Option, *, actor: Staff | None, at: datetime) -> None:
    """Forget the approval of an option whose amount or kind changed: what was allowed is not what is there now.

    What was set apart for it goes back, and a request that waits is withdrawn.
    """
    Option.objects.filter(pk=option.pk).update(approved=None, approved_by=None)
    option.approved = option.approved_by = None
    drop_requests([option], actor=actor, at=at)
    if option.state != OptionState.PRESENTED:
        release(option, actor=actor, at=at)


def pass_on_approvals(*, at: datetime) -> int:
    """Let what nobody answered in time go on to the next who may; give how many did. Two sweeps at once share the work."""
    passed = 0
    overdue = Approval.objects.filter(state=ApprovalState.ASKED, due__lte=at).order_by("due", "pk")
    for pk in list(overdue.values_list("pk", flat=True)[:SWEEP_BATCH]):
        passed += _pass_on(pk, at=at)
    return passed


@transaction.atomic
def _pass_on(pk: int, *, at: datetime) -> bool:
    """Pass one request on. Where nobody is left, it stays where it is, without a time."""
    found = Approval.objects.select_related("option").get(pk=pk)
    case, option = _held(found.option)
    held = Approval.objects.select_for_update(skip_locked=True).filter(pk=pk, state=ApprovalState.ASKED, due__lte=at).first()
    if held is None:
        return False
    following = decider_for(option, at=at, but={held.asked_by_id, held.asked_of_id or 0, *held.tried})
    if following is None:
        Approval.objects.filter(pk=pk).update(due=None)
        return False
    to = following.staff
    Approval.objects.filter(pk=pk).update(asked_of=to, due=_due(case, at), passed=F("passed") + 1, tried=[*held.tried, to.pk])
    record(Kind.APPROVAL_PASSED_ON, case=case, actor=None, at=at, approval=pk, to=to.pk)
    return True


def _held(option: Option) -> tuple[Case, Option]:
    """Give an option as it stands and its case, both held, the case first."""
    case = locked(Case(pk=option.case_id))
    held = Option.objects.select_for_update(of=("self",), no_key=True).select_related("remedy").get(pk=option.pk)
    held.case = case
    return case, held


def _answerable(approval: Approval, *, actor: Staff, at: datetime) -> Approval:
    """Give a request with its option and case, held, that this person may answer: one that waits and is not their own."""
    _case, option = _held(approval.option)
    held = Approval.objects.select_for_update(of=("self",), no_key=True).get(pk=approval.pk)
    if held.state != ApprovalState.ASKED:
        raise Refused(_("This request is answered already, or needed no more."))
    if held.asked_by_id == actor.pk:
        raise Refused(_("You asked for this yourself: somebody else has to decide."))
    if actor.pk not in {one.staff.pk for one in deciders(option.case, at=at)}:
        raise Refused(_("This is for a manager of the branch to decide."))
    held.option = option
    return held


def _grant(held: Approval, amount: Decimal, state: ApprovalState, *, words: str, actor: Staff, at: datetime) -> Approval:
    option = held.option
    if (option.state, option.amount, option.kind) != (OptionState.DECK, held.amount_asked, held.kind):
        raise Refused(_("The option was changed since this was asked: it has to be asked anew."))
    hold_people(actor)
    grant = may_grant(actor, option.case, kind=option.kind, amount=amount, remedy=option.remedy, at=at)
    if not grant.within:
        raise Refused(grant.why, field="amount")
    if amount != option.amount:
        option.amount, option.cost = amount, cost_of(option.remedy, amount) if option.remedy else amount
        word_anew(option, at=at)
    option.approved, option.approved_by = amount, actor
    option.save(update_fields=["amount", "cost", "wording", "parts", "approved", "approved_by"])
    _settle(held, state, words=words, actor=actor, at=at, amount_granted=amount)
    reserve(option, actor=actor, at=at)
    kind = Kind.APPROVAL_APPROVED if state == ApprovalState.APPROVED else Kind.APPROVAL_LOWERED
    record(kind, case=option.case, actor=actor, at=at, id=held.pk)
    return held


def _settle(held: Approval, state: ApprovalState, *, words: str, actor: Staff, at: datetime, **values: Decimal) -> None:
    held.state, held.words, held.answered_by, held.answered_at = state, clean_line(words, REASON_CHARS), actor, at
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=["state", "words", "answered_by", "answered_at", *values])


def _may(person: Staff, option: Option, amount: Decimal, *, at: datetime) -> bool:
    return may_grant(person, option.case, kind=option.kind, amount=amount, remedy=option.remedy, at=at).within


def _due(case: Case, at: datetime) -> datetime:
    """Give by when an answer is needed: half an hour of the branch's working time."""
    return calendar_of(case.branch).add(at, ANSWER_WITHIN)
