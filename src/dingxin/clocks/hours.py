"""The hours of a day in words: ``09:00-12:00 13:30-18:00``; nothing is a day off."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin.audit.refusal import Refused
from dingxin.clocks.worktime import DAY_MINUTES

if TYPE_CHECKING:
    from dingxin.clocks.worktime import Hours

MAX_CHARS = 120
OFF = {"", "-", "休", "休息", "不上班", "off", "closed"}
_BETWEEN = re.compile(r"\s*[-~\u2010-\u2015至到]\s*")
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")


def parse_hours(text: str, *, field: str = "hours") -> Hours:
    """Give the hours that are written; those that touch become one.

    Raises:
        Refused: they cannot be read, or lie wrongly.

    """
    words = unicodedata.normalize("NFKC", text[: MAX_CHARS + 1]).strip()
    if words.lower() in OFF:
        return ()
    if len(text) > MAX_CHARS:
        raise Refused(_("These are too many hours for one day."), field=field)
    spans = sorted(_span(word, field) for word in re.split(r"[\s,;、]+", _BETWEEN.sub("-", words)) if word)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            raise Refused(_("The hours “%(hours)s” overlap.") % {"hours": words}, field=field)
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def hours_words(hours: Hours) -> str:
    """Give hours as they are written, empty for a day off."""
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in hours)


def _span(word: str, field: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(word)
    if match is None:
        raise Refused(_("“%(word)s” is no span of time: write 09:00-12:00 13:30-18:00.") % {"word": word}, field=field)
    hour, minute, last_hour, last_minute = map(int, match.groups())
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    if max(minute, last_minute) > 59 or end > DAY_MINUTES:  # noqa: PLR2004  minutes of an hour
        raise Refused(_("“%(word)s” is no time of the day.") % {"word": word}, field=field)
    if start >= end:
        raise Refused(
            _("“%(word)s” ends before it begins: write hours past midnight on the next day, as in 22:00-24:00 and 00:00-06:00.")
            % {"word": word},
            field=field,
        )
    return start, end


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
