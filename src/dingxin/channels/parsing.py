"""Reading conversations from a file of JSON Lines: encodings, line by line, each checked for what it must hold."""

from __future__ import annotations

import io
import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dingxin.accounts.models import Industry
from dingxin.audit.refusal import Refused
from dingxin.cases.actions.messages import clean_time
from dingxin.cases.models import Channel
from dingxin.cases.models.records import MAX_MESSAGE_CHARS
from dingxin.engine.model import Conversation, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINE = 16 * 1024 * 1024
MAX_ID_CHARS = 100
LANGUAGES = ("zh", "en")
SPEAKERS = ("customer", "agent")


class BadLine(ValueError):  # noqa: N818  it is told to the person who brought the file, not to a programmer
    """A line that cannot be read. Its text is the reason."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number from 1, its length in bytes, and its text, or why there is none."""

    number: int
    size: int
    text: str
    flaw: str = ""


def decode(raw: bytes) -> str:
    """Give the text of JSON bytes: UTF-8, UTF-16 or UTF-32 as its first bytes show, or else GBK (GB 18030).

    Raises:
        UnicodeDecodeError: it is none of these.

    """
    try:
        return raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def lines_of(stream: io.BufferedReader) -> Iterator[Line]:
    """Give the lines of a file that are not blank; memory holds one line at a time, and of a line at most MAX_LINE bytes."""
    encoding = json.detect_encoding(stream.peek(4)[:4])
    if encoding.startswith(("utf-16", "utf-32")):  # their line ends are not single bytes
        wide = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
        stream = io.BufferedReader(_Narrow(wide))
    chosen = ""
    number = 0
    while raw := stream.readline(MAX_LINE):
        number += 1
        if not raw.endswith(b"\n") and len(raw) == MAX_LINE:
            size = len(raw) + _skip_line(stream)
            yield Line(number, size, "", _("longer than %(most)d MB") % {"most": MAX_LINE // 1024**2})
            continue
        text, chosen, flaw = _text(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw, chosen)
        if flaw or text.strip():
            yield Line(number, len(raw), text, flaw)


class _Narrow(io.RawIOBase):
    """Gives a stream of text as UTF-8 bytes."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.rest = text, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.rest:
            self.rest = self.text.read(len(buffer)).encode("utf-8", "replace")
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def _skip_line(stream: io.BufferedReader) -> int:
    size = 0
    while raw := stream.readline(MAX_LINE):
        size += len(raw)
        if raw.endswith(b"\n"):
            break
    return size


def _text(raw: bytes, chosen: str) -> tuple[str, str, str]:
    """Give (text, encoding of the file as far as known, flaw). The first line that is not plain ASCII decides the encoding.

    Were each line to decide for itself, a damaged UTF-8 line would pass as GBK and be kept as nonsense.
    """
    for encoding in [chosen] if chosen else ["utf-8", "gb18030"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, chosen if raw.isascii() else encoding, ""
    return "", chosen, _("not text in UTF-8 or GBK, or not in the encoding of the lines before")


def parse_conversation(text: str, *, at: datetime) -> Conversation:
    """Give the conversation on a line (engine contract). Times without a zone are those of the house.

    Raises:
        BadLine: it is not one, or could not be kept.

    """
    data = _json(text)
    turns = data.get("turns")
    if not isinstance(turns, list) or not turns:
        raise BadLine(_("“turns” must be a list of at least one turn"))
    return Conversation(
        id=_id(data.get("id")),
        turns=tuple(_turn(turn, place, at=at) for place, turn in enumerate(turns, 1)),
        channel=_one_of(Channel.values, _word(data, "channel")),
        tier=_word(data, "tier"),
        industry=_one_of(Industry.values, _word(data, "industry")),
        language=_one_of(LANGUAGES, _word(data, "language")[:2].lower()),
    )


def _json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadLine(_("broken JSON at character %(place)d") % {"place": error.pos + 1}) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or brackets within brackets
        raise BadLine(_("JSON that no program reads")) from error
    if not isinstance(data, dict):
        raise BadLine(_("not a JSON object"))
    return data


def _id(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise BadLine(_("“id” is missing"))
    if len(value) > MAX_ID_CHARS or any(unicodedata.category(char)[0] == "C" for char in value):
        raise BadLine(_("“id” must be at most %(most)d printable characters") % {"most": MAX_ID_CHARS})
    return value


def _turn(turn: object, place: int, *, at: datetime) -> Turn:
    if not isinstance(turn, dict):
        raise BadLine(_("turn %(place)d is not a JSON object") % {"place": place})
    speaker, text, said = turn.get("speaker"), turn.get("text"), turn.get("at")
    text = "" if text is None else text
    if speaker not in SPEAKERS:
        raise BadLine(_("turn %(place)d: the speaker must be customer or agent") % {"place": place})
    if not isinstance(text, str):
        raise BadLine(_("turn %(place)d: “text” must be a string") % {"place": place})
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise BadLine(_("turn %(place)d: the text holds characters that are none (NUL or half a pair)") % {"place": place})
    if len(text) > MAX_MESSAGE_CHARS:
        raise BadLine(
            _("turn %(place)d: %(length)d characters, at most %(most)d can be kept")
            % {"place": place, "length": len(text), "most": MAX_MESSAGE_CHARS}
        )
    return Turn(speaker, text, _time(said, place, at=at))


def _time(said: object, place: int, *, at: datetime) -> datetime | None:
    if said is None or said == "":
        return None
    try:
        return clean_time(datetime.fromisoformat(said), at=at)  # type: ignore[arg-type]  # a wrong type is answered below
    except (TypeError, ValueError) as error:
        raise BadLine(_("turn %(place)d: “at” is not a time as in 2026-11-20T09:30:00+08:00") % {"place": place}) from error
    except Refused as error:
        raise BadLine(_("turn %(place)d: %(reason)s") % {"place": place, "reason": error}) from error


def _word(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise BadLine(_("“%(key)s” must be a string") % {"key": key})
    return value or ""


def _one_of(known: tuple[str, ...] | list[str], value: str) -> str:
    """Give the value where it is one that is known; another house's own word says nothing here."""
    return value if value in known else ""
