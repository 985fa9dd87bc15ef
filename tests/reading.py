"""How the engine's tests read: conversations of our own sentences, one engine for all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dingxin.engine.model import AgentTurn, Conversation, CustomerTurn, Turn
from dingxin.playbook import load_engine

if TYPE_CHECKING:
    from dingxin.engine.model import Reading
    from dingxin.engine.pipeline import Engine


@cache
def engine(language=None) -> Engine:
    return load_engine(language)


def talk(*texts: str, **more) -> Conversation:
    """Give a conversation; a text that begins with ``>`` is the staff's."""
    turns = tuple(Turn("agent", text[1:].strip()) if text.startswith(">") else Turn("customer", text) for text in texts)
    return Conversation(turns, **more)


def read(*texts: str, **more) -> Reading:
    return engine().read(talk(*texts, **more))


def said(*texts: str) -> CustomerTurn:
    """Give what was read in the last turn, a customer's."""
    turn = read(*texts).turns[-1]
    assert isinstance(turn, CustomerTurn)
    return turn


def answered(*texts: str) -> AgentTurn:
    """Give what was read in the last turn, the staff's."""
    turn = read(*texts).turns[-1]
    assert isinstance(turn, AgentTurn)
    return turn


def evidence_of(turn, finding: str) -> list:
    return [item for item in turn.evidence if item.of == finding]
