"""The form in which words are kept. For the actions beside only."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from dingxin.audit.refusal import Refused
from dingxin.cases.models.records import MAX_MESSAGE_CHARS

JOINER = "\u200d"  # holds emoji together


def clean_text(text: str, *, needed: bool = True, field: str = "text") -> str:
    """Give the text as it is kept: without NUL, which no database takes, and without blank ends.

    Raises:
        Refused: nothing is left although it is needed, or it is too long.

    """
    text = encodable(text).replace("\r\n", "\n").strip()
    if needed and not text:
        raise Refused(_("Nothing is written yet."), field=field)
    if len(text) > MAX_MESSAGE_CHARS:
        raise Refused(
            _("This text has %(length)d characters; at most %(most)d can be kept in one message. Divide it.")
            % {"length": len(text), "most": MAX_MESSAGE_CHARS},
            field=field,
        )
    return text


def clean_line(text: str, most: int) -> str:
    """Give a name or title as one line of at most ``most`` characters, without those that print nothing or turn it about."""
    line = " ".join(encodable(text).split())
    return "".join(char for char in line if char == JOINER or unicodedata.category(char)[0] != "C")[:most].strip()


def encodable(text: str) -> str:
    """Give the text without what no database takes: NUL, and halves of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
