"""Words added to a case. Each is in the database before anybody is told so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dingxin.accounts.actions import bear_heat
from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.handover import take_case
from dingxin.cases.actions.moves import locked, move, require_live, survivor, touch
from dingxin.cases.actions.reading import read_again
from dingxin.cases.actions.texts import clean_text
from dingxin.cases.models import Channel, Message, MessageKind
from dingxin.cases.states import ReopenCause, State
from dingxin.clocks.actions import make_promises
from dingxin.search.actions import index_new
from dingxin.search.models import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dingxin.accounts.models import Staff
    from dingxin.cases.models import Case
    from dingxin.engine.model import Promise

CLOCK_SKEW = timedelta(minutes=5)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
CHANNEL_CHARS = 20


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
    The same words with the same ``token`` give the first message again; other words are another message, never lost.

    Raises:
        Refused: the text is empty or too long, the channel is none, or ``said_at`` lies ahead of ``at``.

    """
    target, text = survivor(case), clean_text(text)
    before, token = _said_before(target, MessageKind.CUSTOMER, text, token)
    if before:
        return before
    said_at = said_at and clean_time(said_at, at=at)
    message = Message.objects.create(
        case=target, kind=MessageKind.CUSTOMER, text=text, at=at, said_at=said_at, author=actor,
        channel=_channel(channel) or target.channel, token=token, came_from=case if case.pk != target.pk else None,
    )  # fmt: skip
    _index(message, Source.MESSAGE)
    _come_back(target, actor=actor, at=at)
    touch(target, at=at, words=True)
    grade_before = target.grade
    read_again(target, message)
    emotion = message.reading["emotion"]
    bear_heat(target.handler_id or target.owner_id, case=target, message=message, emotion=emotion, at=at)
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
    Who answers a case that nobody handles takes it.

    Raises:
        Refused: the case is closed or merged, or something was added since the writer looked.

    """
    case, text = locked(case), clean_text(text)
    before, token = _said_before(case, MessageKind.AGENT, text, token)
    if before:
        return before
    require_live(case)
    if case.handler_id is None:
        case = take_case(case, actor=actor, at=at)
    if revision is not None and case.revision != revision:
        raise Refused(_("Something new was said since you began this reply. Read it first; your draft is kept."))
    words = {"text": text, "at": at, "author": actor, "channel": case.channel, "token": token}
    message = Message.objects.create(case=case, kind=MessageKind.AGENT, **words)
    _index(message, Source.MESSAGE)
    if case.state == State.OPEN:
        move(case, State.WAITING, at=at)
    made = make_promises(case, message=message, said=promises, actor=actor, at=at)
    dues = [due for due in (case.next_due, *(promise.due for promise in made)) if due]
    touch(case, at=at, words=True, next_due=min(dues, default=None))
    read_again(case, message)
    record(Kind.MESSAGE_SENT, case=case, actor=actor, at=at, message=message.pk)
    return message


@transaction.atomic
def write_note(case: Case, *, text: str, actor: Staff, at: datetime, token: str | None = None) -> Message:
    """Write a note that only staff see."""
    case, text = survivor(case), clean_text(text)
    before, token = _said_before(case, MessageKind.NOTE, text, token)
    if before:
        return before
    message = Message.objects.create(
        case=case, kind=MessageKind.NOTE, text=text, at=at, author=actor, channel=case.channel, token=token
    )
    _index(message, Source.NOTE)
    touch(case, at=at)
    record(Kind.NOTE_WRITTEN, case=case, actor=actor, at=at, message=message.pk)
    return message


def clean_time(when: datetime, *, at: datetime) -> datetime:
    """Give a time with its zone: that of the house where none was said.

    Raises:
        Refused: it lies ahead of ``at``, or further back than anybody remembers.

    """
    aware = when if timezone.is_aware(when) else when.replace(tzinfo=timezone.get_default_timezone())
    if aware > at + CLOCK_SKEW:
        raise Refused(_("What was said cannot lie in the future: %(when)s.") % {"when": when.isoformat()}, field="said_at")
    if aware < EARLIEST:
        raise Refused(_("%(when)s is too long ago to be the time of a message.") % {"when": when.isoformat()}, field="said_at")
    return aware


def _said_before(case: Case, kind: MessageKind, text: str, token: str | None) -> tuple[Message | None, str | None]:
    """Give the message of these very words with this token, if there is one, and the token to keep for a new one.

    A page sent again after its words were changed carries the token of the first: those words are new, and kept without it.
    """
    before = Message.objects.filter(case=case, token=token).first() if token else None
    if before is None:
        return None, token
    return (before, token) if (before.kind, before.text) == (kind, text) else (None, None)


def _channel(channel: str) -> str:
    if channel and channel not in Channel.values:
        raise Refused(_("“%(channel)s” is not a channel.") % {"channel": channel[:CHANNEL_CHARS]}, field="channel")
    return channel


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
