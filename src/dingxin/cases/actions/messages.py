"""Words added to a case. Each is in the database before anybody is told so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.moves import locked, move, require_live, survivor, touch
from dingxin.cases.actions.reading import read_again
from dingxin.cases.models import Message, MessageKind
from dingxin.cases.models.records import MAX_MESSAGE_CHARS
from dingxin.cases.states import ReopenCause, State
from dingxin.clocks.actions import make_promises
from dingxin.search.actions import index_new
from dingxin.search.models import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.engine.model import Promise

CLOCK_SKEW = timedelta(minutes=5)


@transaction.atomic
def add_customer_message(
    case: Case,
    *,
    text: str,
    actor: Staff,
    at: datetime,
    channel: str = "",
    said_at: datetime | None = None,
    token: str | None = None,
) -> Message:
    """Record what the customer said, read it, and re-grade the case (A1, A3).

    A message to a merged case reaches the survivor; one to a waiting, resolved or closed case brings it back (F10).
    The same ``token`` twice gives the first message again.

    Raises:
        Refused: the text is empty or too long, or ``said_at`` lies ahead of ``at``.

    """
    target = survivor(case)
    if before := _same_token(target, token):
        return before
    if said_at and said_at > at + CLOCK_SKEW:
        raise Refused(_("What was said cannot lie in the future: %(when)s.") % {"when": said_at.isoformat()}, field="said_at")
    message = Message.objects.create(
        case=target, kind=MessageKind.CUSTOMER, text=clean_text(text), at=at, said_at=said_at, author=actor,
        channel=channel or target.channel, token=token, came_from=case if case.pk != target.pk else None,
    )  # fmt: skip
    _index(message, Source.MESSAGE)
    _come_back(target, actor=actor, at=at)
    touch(target, at=at, words=True)
    grade_before = target.grade
    read_again(target, message)
    emotion = message.reading["emotion"]
    record(Kind.MESSAGE_RECEIVED, case=target, actor=actor, at=at, message=message.pk, emotion=emotion)
    if target.grade != grade_before:
        record(Kind.GRADE_CHANGED, case=target, actor=None, at=at, before=grade_before, after=target.grade)
    return message


@transaction.atomic
def add_reply(
    case: Case,
    *,
    text: str,
    promises: Iterable[Promise],
    actor: Staff,
    at: datetime,
    revision: int | None,
    token: str | None = None,
) -> Message:
    """Record a checked reply as sent, with the times it promises. Only the check of replies calls this.

    ``revision`` is the case's as the writer saw it; None answers whatever stands.

    Raises:
        Refused: the case is closed or merged, or something was added since the writer looked.

    """
    case = locked(case)
    if before := _same_token(case, token):
        return before
    require_live(case)
    if revision is not None and case.revision != revision:
        raise Refused(_("Something new was said since you began this reply. Read it first; your draft is kept."))
    message = Message.objects.create(
        case=case, kind=MessageKind.AGENT, text=clean_text(text), at=at, author=actor, channel=case.channel, token=token
    )
    _index(message, Source.MESSAGE)
    if case.state == State.OPEN:
        move(case, State.WAITING, at=at)
    made = make_promises(case, message=message, said=promises, actor=actor, at=at)
    due = min([promise.due for promise in made] + ([case.next_due] if case.next_due else []), default=None)
    touch(case, at=at, words=True, next_due=due, handler_id=case.handler_id or actor.pk)
    read_again(case, message)
    record(Kind.MESSAGE_SENT, case=case, actor=actor, at=at, message=message.pk)
    return message


@transaction.atomic
def write_note(case: Case, *, text: str, actor: Staff, at: datetime, token: str | None = None) -> Message:
    """Write a note that only staff see."""
    case = survivor(case)
    if before := _same_token(case, token):
        return before
    message = Message.objects.create(
        case=case, kind=MessageKind.NOTE, text=clean_text(text), at=at, author=actor, channel=case.channel, token=token
    )
    _index(message, Source.NOTE)
    touch(case, at=at)
    record(Kind.NOTE_WRITTEN, case=case, actor=actor, at=at, message=message.pk)
    return message


def clean_text(text: str) -> str:
    """Give the text as it is kept: without NUL, which no database takes, and without blank ends.

    Raises:
        Refused: nothing is left, or it is too long.

    """
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("Nothing is written yet."), field="text")
    if len(text) > MAX_MESSAGE_CHARS:
        raise Refused(
            _("This text has %(length)d characters; at most %(most)d can be kept in one message. Divide it.")
            % {"length": len(text), "most": MAX_MESSAGE_CHARS},
            field="text",
        )
    return text.encode("utf-8", "replace").decode("utf-8")


def _same_token(case: Case, token: str | None) -> Message | None:
    return Message.objects.filter(case=case, token=token).first() if token else None


def _index(message: Message, source: Source) -> None:
    index_new([(message.case_id, source, message.pk, message.text)])


def _come_back(case: Case, *, actor: Staff, at: datetime) -> None:
    """The customer spoke: a case that waited, was resolved or closed is open again."""
    before = case.state
    if before == State.CLOSED:
        move(case, State.OPEN, at=at, close_reason="", closed_at=None)
    elif before != State.OPEN:
        move(case, State.OPEN, at=at)
    if before in {State.RESOLVED, State.CLOSED}:
        record(Kind.CASE_REOPENED, case=case, actor=actor, at=at, cause=ReopenCause.MESSAGE)
