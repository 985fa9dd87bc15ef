"""Times in the words of the page."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Callable

WEEK = timedelta(days=6)
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def when_words(value: str) -> str:
    """Say an ISO 8601 date, date-time, interval or duration; anything else is given back as it is."""
    start, slash, end = value.partition("/")
    if slash:
        return _("%(start)s to %(end)s") % {"start": when_words(start), "end": when_words(end)}
    if value.startswith("P"):
        return _length(value)
    try:
        moment = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)  # noqa: PLR2004  YYYY-MM-DD
    except ValueError:
        return value
    if not isinstance(moment, datetime):
        return date_format(moment, "DATE_FORMAT")
    return date_format(timezone.localtime(moment) if timezone.is_aware(moment) else moment, "DATETIME_FORMAT")


def _length(value: str) -> str:
    match = _DURATION.fullmatch(value)
    if match is None:
        return value
    words: tuple[Callable[[int], str], ...] = (
        lambda n: ngettext("%(n)d year", "%(n)d years", n) % {"n": n},
        lambda n: ngettext("%(n)d month", "%(n)d months", n) % {"n": n},
        lambda n: ngettext("%(n)d week", "%(n)d weeks", n) % {"n": n},
        lambda n: ngettext("%(n)d day", "%(n)d days", n) % {"n": n},
        lambda n: ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n},
        lambda n: ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n},
        lambda n: ngettext("%(n)d second", "%(n)d seconds", n) % {"n": n},
    )
    return " ".join(word(int(part)) for word, part in zip(words, match.groups(), strict=True) if part)


def due_words(due: datetime, at: datetime) -> str:
    """Say a coming time as briefly as it can be said: today 15:00, Thu 15:00, or the date beyond a week."""
    local, now = timezone.localtime(due), timezone.localtime(at)
    clock = local.strftime("%H:%M")
    if local.date() == now.date():
        return _("today %(clock)s") % {"clock": clock}
    if now < local <= now + WEEK:
        return f"{WEEKDAYS[local.weekday()]} {clock}"
    return date_format(local, "SHORT_DATETIME_FORMAT")
