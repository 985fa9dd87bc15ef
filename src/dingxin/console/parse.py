"""Records of the contract made into what the engine takes; a record that cannot be used is refused with the reason."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from dingxin.console.lines import Broken
from dingxin.console.words import gettext as _
from dingxin.engine.model import Conversation, Policy, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

CHINA = timezone(timedelta(hours=8))
"""Where a time without a zone is taken to be."""

_SPEAKERS = ("customer", "agent")
_KINDS = {str: "text", dict: "an object", list: "a list", float: "a number"}


class Asked(NamedTuple):
    """A conversation to read, with its id as it was given."""

    id: Any
    conversation: Conversation


class Drafted(NamedTuple):
    """A draft to review."""

    id: Any
    conversation: Conversation
    draft: str
    policy: Policy


class Passage(NamedTuple):
    """A text to mask."""

    id: Any
    text: str


def asked(record: Mapping[str, Any]) -> Asked:
    """Give a line of ``dingxin read``. Raises Broken."""
    return Asked(record.get("id"), conversation(record))


def drafted(record: Mapping[str, Any]) -> Drafted:
    """Give a line of ``dingxin review``. Raises Broken."""
    policy = _of(record, "policy", dict, {})
    terms = Policy(
        authority_cny=_of(policy, "authority_cny", float, None),
        approved_cny=_of(policy, "approved_cny", float, None),
        industry=_of(policy, "industry", str, ""),
    )
    return Drafted(record.get("id"), conversation(_of(record, "conversation", dict, {})), _needed(record, "draft", str), terms)


def passage(record: Mapping[str, Any]) -> Passage:
    """Give a line of ``dingxin mask``. Raises Broken."""
    return Passage(record.get("id"), _needed(record, "text", str))


def conversation(record: Mapping[str, Any]) -> Conversation:
    """Give a conversation. Raises Broken."""
    turns = _needed(record, "turns", list) if record else []
    plain = {key: _of(record, key, str, "") for key in ("channel", "tier", "industry", "language")}
    return Conversation(
        tuple(_turn(number, turn) for number, turn in enumerate(turns, 1)), id=str(record.get("id") or ""), **plain
    )


def _turn(number: int, record: Any) -> Turn:
    try:
        return _said(record)
    except Broken as reason:
        raise Broken(_("turn %(number)d: %(reason)s") % {"number": number, "reason": reason}) from None


def _said(record: Any) -> Turn:
    if not isinstance(record, dict):
        raise Broken(_("not a JSON object"))
    speaker = record.get("speaker")
    if speaker not in _SPEAKERS:
        raise Broken(_("the speaker is %(speaker)s, not customer or agent") % {"speaker": repr(speaker)[:60]})
    return Turn(speaker, _of(record, "text", str, ""), _time(_of(record, "at", str, "")))


def _time(words: str) -> datetime | None:
    if not words:
        return None
    try:
        at = datetime.fromisoformat(words)
        return at if at.tzinfo else at.replace(tzinfo=CHINA)
    except ValueError:
        raise Broken(_("the time %(words)s is not ISO 8601") % {"words": repr(words)[:60]}) from None


def _needed(record: Mapping[str, Any], key: str, kind: type) -> Any:
    if record.get(key) is None:
        raise Broken(_("“%(key)s” is missing") % {"key": key})
    return _of(record, key, kind, None)


def _of(record: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
    """Give a value of a kind; what is missing or null counts as the default."""
    value = record.get(key)
    if value is None:
        return default
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind):
        raise Broken(_("“%(key)s” is not %(kind)s") % {"key": key, "kind": _(_KINDS[kind])})
    return value
