"""The end of a case: it closes only when the customer is content, or with a manager's documented final answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, move, require_live, withdraw_offer
from dingxin.cases.actions.texts import clean_text
from dingxin.cases.hindrances import Verb, require_unhindered
from dingxin.cases.models import MessageKind, Verdict
from dingxin.cases.states import CloseReason, ReopenCause, State

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case


@transaction.atomic
def mark_resolved(case: Case, *, actor: Staff, at: datetime) -> Case:
    """Say that what was agreed is done; the customer's verdict is awaited (D1 step 6).

    What may still stand open warns (``hindrances.told``) and does not keep anybody from it: the case cannot close with it.

    Raises:
        Refused: the customer has had no answer yet, or the last word is the customer's.

    """
    case = locked(case)
    require_live(case)
    last = case.messages.conversation().last()
    if last is None or last.kind != MessageKind.AGENT:
        raise Refused(_("The customer's last words are not answered yet: answer first."))
    before = case.state
    move(case, State.RESOLVED, at=at)
    record(Kind.CASE_RESOLVED, case=case, actor=actor, at=at, before=before, after=case.state)
    return case


@transaction.atomic
def record_verdict(case: Case, *, content: bool, words: str = "", actor: Staff, at: datetime) -> Verdict:
    """Record whether the customer says that it is really solved (F6). One who is not content brings the case back.

    Raises:
        Refused: the case is not marked resolved.

    """
    case = locked(case)
    require_live(case)
    if case.state != State.RESOLVED:
        raise Refused(_("Mark the case resolved first; then ask the customer whether it really is."))
    verdict = Verdict.objects.create(
        case=case, content=content, words=clean_text(words, needed=False, field="words"), recorded_by=actor, at=at
    )
    record(Kind.VERDICT_RECORDED, case=case, actor=actor, at=at, verdict=verdict.pk, content=content)
    if not content:
        move(case, State.OPEN, at=at)
        record(Kind.CASE_REOPENED, case=case, actor=actor, at=at, cause=ReopenCause.VERDICT)
    return verdict


@transaction.atomic
def close_case(case: Case, *, actor: Staff, at: datetime, final_answer: bool = False) -> Case:
    """Close a resolved case whose customer is content, or (``final_answer``) with the final answer its manager sent.

    Who may give a final answer is the permission ``cases.give_final_answer``, checked here as well: no door leads past.

    Raises:
        Refused: neither holds, or something agreed is still owed and no final answer was given.

    """
    case = locked(case)
    require_live(case)
    if final_answer:
        _require_final_answer(case, actor)
    else:
        _require_content(case)
        require_unhindered(Verb.CLOSE_CASE, case)
    if case.state != State.RESOLVED:
        move(case, State.RESOLVED, at=at)
    withdraw_offer(case, at=at)
    reason = CloseReason.FINAL_ANSWER if final_answer else CloseReason.CONTENT
    move(case, State.CLOSED, at=at, close_reason=reason, closed_at=at, offered_to=None)
    record(Kind.CASE_CLOSED, case=case, actor=actor, at=at, reason=reason)
    return case


def _require_content(case: Case) -> None:
    """The customer was asked after the case was last marked resolved, and was content."""
    last = case.events.filter(kind__in=[Kind.CASE_RESOLVED, Kind.VERDICT_RECORDED]).order_by("seq").last()
    if case.state != State.RESOLVED or last is None or not last.data.get("content"):
        raise Refused(
            _("A case closes only when the customer is content: mark it resolved, ask, and record the customer's verdict.")
        )


def _require_final_answer(case: Case, actor: Staff) -> None:
    """A final answer is a manager's own reply and the last word of the conversation, given to all that the case now holds."""
    if not actor.has_perm("cases.give_final_answer", case):
        raise Refused(_("Only the manager on duty can close a case with a final answer."))
    last = case.messages.conversation().last()
    said = case.events.filter(kind__in=[Kind.MESSAGE_SENT, Kind.CASE_MERGED]).order_by("seq").last()
    merged_since = said is not None and said.kind == Kind.CASE_MERGED
    if last is None or last.kind != MessageKind.AGENT or last.author_id != actor.pk or merged_since:
        raise Refused(_("Send the final answer to the customer yourself first; it is the document the case closes with."))


@transaction.atomic
def reopen_case(case: Case, *, cause: ReopenCause = ReopenCause.PERSON, actor: Staff, at: datetime) -> Case:
    """Bring a closed or resolved case back.

    Raises:
        Refused: it is neither resolved nor closed.

    """
    case = locked(case)
    if case.state not in {State.CLOSED, State.RESOLVED}:
        raise Refused(_("Only a resolved or closed case can be reopened."))
    move(case, State.OPEN, at=at, close_reason="", closed_at=None)
    record(Kind.CASE_REOPENED, case=case, actor=actor, at=at, cause=cause)
    return case
