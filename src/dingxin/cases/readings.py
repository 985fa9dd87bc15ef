"""The one door from cases to the engine: rows in, conversations and readings out."""

from __future__ import annotations

import gc
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone

from dingxin.cases.models import MessageKind
from dingxin.engine.model import Conversation, Turn
from dingxin.playbook import load_engine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dingxin.cases.models import Case, Message
    from dingxin.engine.pipeline import Engine

CONTEXT_MESSAGES = 400  # as much of a very long case as is read anew when a word is added


@lru_cache(maxsize=16)
def engine_for(industry: str = "", explain: str = "") -> Engine:
    """Give the engine with an industry's glossary, its reasons in ``explain`` (``zh``, ``en``; empty: as the conversation)."""
    engine = load_engine(industry=industry or None, explain=explain or None)
    gc.freeze()  # it stays for good: walking it again and again made one review in a hundred wait 70 ms
    return engine


def conversation_of(case: Case, messages: Iterable[Message]) -> Conversation:
    """Give the messages of a case, in order and without notes, as the engine takes them."""
    turns = tuple(
        Turn(speaker=message.speaker, text=message.text, at=timezone.localtime(message.said_at or message.at))
        for message in messages
        if message.kind != MessageKind.NOTE
    )
    return Conversation(
        turns=turns,
        id=case.number,
        channel=case.channel,
        tier=case.customer.tier,
        industry=case.industry,
        language=case.language,
    )


def last_messages(case: Case) -> list[Message]:
    """Give the last CONTEXT_MESSAGES words of the conversation, oldest first."""
    return list(case.messages.conversation().reverse()[:CONTEXT_MESSAGES])[::-1]
