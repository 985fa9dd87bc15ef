"""Taking a whole conversation from elsewhere as a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.cases.actions.messages import clean_text
from dingxin.cases.actions.opening import new_case, title_from
from dingxin.cases.actions.reading import keep_turns, standing
from dingxin.cases.models import Case, Channel, Customer, Message, MessageKind
from dingxin.cases.states import State
from dingxin.search.actions import index_new
from dingxin.search.models import Source

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff
    from dingxin.engine.model import Conversation, Reading

EMPTY_TURN = "（空）"


@transaction.atomic
def adopt_conversation(
    conversation: Conversation, *, reading: Reading, external_id: str, branch: Branch, actor: Staff, at: datetime
) -> Case | None:
    """Make a case of a conversation and its reading; None where the case with this ``external_id`` is already there.

    The case belongs to ``actor`` until somebody takes it; times said in it are history and become no promises.
    """
    if Case.objects.filter(external_id=external_id).exists():
        return None
    first = next((turn for turn in conversation.turns if turn.speaker == "customer"), conversation.turns[0])
    case = new_case(
        customer=Customer.objects.create(created_at=at), channel=conversation.channel or Channel.IMPORT, branch=branch,
        industry=conversation.industry or branch.industry, language=conversation.language or "zh", owner=actor, at=at,
        title=title_from(first.text), external_id=external_id,
    )  # fmt: skip
    messages = _messages(case, conversation, actor=actor, at=at)
    keep_turns([(message, reading, place) for place, message in enumerate(messages)])
    index_new([(case.pk, Source.MESSAGE, message.pk, message.text) for message in messages])
    state = State.WAITING if conversation.turns[-1].speaker == "agent" else State.OPEN
    Case.objects.filter(pk=case.pk).update(state=state, revision=len(messages), **standing(case, reading))
    record(Kind.CASE_IMPORTED, case=case, actor=actor, at=at, channel=case.channel)
    return case


def _messages(case: Case, conversation: Conversation, *, actor: Staff, at: datetime) -> list[Message]:
    kinds = {"customer": MessageKind.CUSTOMER, "agent": MessageKind.AGENT}
    return Message.objects.bulk_create(
        Message(
            case=case, kind=kinds[turn.speaker], text=clean_text(turn.text) if turn.text.strip() else EMPTY_TURN,
            at=at, said_at=turn.at, author=actor, channel=case.channel,
        )
        for turn in conversation.turns
    )  # fmt: skip
