"""Lists of holidays and working days as they are handed round: iCalendar and CSV.

No list is trusted to be well made: each event and each line is read by itself, and what is unclear is left out with its reason.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import icalendar
from django.utils.translation import gettext as _

from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAX_CHARS = 1_000_000
LONGEST = 62  # days of one entry: whoever closes for longer has another week
SHOWN_CHARS = 40
HOLIDAY, MAKEUP, SPECIAL = "holiday", "makeup", "special"
KINDS = {
    HOLIDAY: {"holiday", "off", "day off", "rest", "public", "放假", "休", "休息", "节假日", "假期", "假日", "法定节假日"},
    MAKEUP: {"makeup", "make-up", "make-up working day", "work", "workday", "working day", "班", "上班", "补班", "调休"},
    SPECIAL: {"special", "other hours", "另定时段", "特殊时段"},
}  # fmt: skip
COLUMNS = {
    "first": {"date", "day", "first", "from", "start", "日期", "开始", "开始日期"},
    "last": {"last", "to", "end", "until", "结束", "结束日期"},
    "kind": {"kind", "type", "类型", "类别"},
    "name": {"name", "title", "名称", "节日", "节假日", "备注", "说明"},
    "hours": {"hours", "时段", "时间", "工作时段"},
}
IN_ORDER = ("first", "kind", "name", "hours")
APPLE = {"WORK-HOLIDAY": HOLIDAY, "ALTERNATE-WORKDAY": MAKEUP}
_WORKED = re.compile(r"班|(?<![a-z])(?:make-?up|working|workday)(?![a-z])", re.IGNORECASE)
_OFF = re.compile(r"休|放假|假期|(?<![a-z])(?:holiday|day off)(?![a-z])", re.IGNORECASE)
_MARK = re.compile(r"\s*[(\[【]?(?:休|班|补班|调休上班|调休|放假|假期|上班)[)\]】]?\s*$")
_DATE = re.compile(
    r"(?P<y>[0-9]{4})(?:[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?|(?P<mm>[0-9]{2})(?P<dd>[0-9]{2}))"
    r"(?:[ T]+0?0:00(?::00)?)?"  # as tables write a day that is a moment to them
)


class GivenDay(NamedTuple):
    """A day as a list has it."""

    day: date
    kind: str
    hours: str = ""
    name: str = ""


class Found(NamedTuple):
    """The days of a list in its order, and what was left out: (where it stands, why)."""

    days: list[GivenDay]
    skipped: list[tuple[str, str]]


class _Skip(Exception):  # noqa: N818  it is told to the person who brought the list
    """Raised for an entry that is left out; its text says why."""


def read_days(text: str) -> Found:
    """Read a list of days, iCalendar or CSV as it begins.

    Raises:
        Refused: it is neither, or too long.

    """
    text = text.lstrip("\ufeff \t\r\n")
    if len(text) > MAX_CHARS:
        raise Refused(_("This list is too long: at most one million characters."), field="text")
    if "\x00" in text:
        raise Refused(_("This is no text."), field="text")
    return _calendar_days(text) if text[:15].upper() == "BEGIN:VCALENDAR" else _table_days(text)


def _calendar_days(text: str) -> Found:
    try:
        events = [event for whole in icalendar.Calendar.from_ical(text, multiple=True) for event in whole.subcomponents]
    except ValueError as error:
        raise Refused(_("This iCalendar file is damaged and cannot be read."), field="text") from error
    events = [event for event in events if event.name == "VEVENT"]
    marked = any(_kind_of(event) for event in events)
    found = Found([], [])
    for event in events:
        try:
            found.days.extend(_event_days(event, marked=marked))
        except _Skip as reason:
            found.skipped.append((_shown(_summary(event)), str(reason)))
    return found


def _event_days(event: Any, *, marked: bool) -> Iterator[GivenDay]:
    """Give the days of an event. Where a list marks its days off and its working days, an event without a mark is a mere name."""
    kind = _kind_of(event)
    if marked and not kind:
        raise _Skip(_("marked neither as a day off nor as a working day"))
    if event.get("RRULE") or event.get("RDATE"):
        raise _Skip(_("repeats: enter its days one by one"))
    first = _event_day(event, "DTSTART")
    name = _MARK.sub("", _summary(event)) or _summary(event)
    for day in _run(first, _last_day(event, first)):
        yield GivenDay(day, kind or HOLIDAY, name=name)


def _last_day(event: Any, first: date) -> date:
    if "DTEND" in event:
        return max(first, _event_day(event, "DTEND") - timedelta(days=1))
    length = getattr(event.get("DURATION"), "dt", None)
    return first + max(length.days - 1, 0) * timedelta(days=1) if isinstance(length, timedelta) else first


def _event_day(event: Any, name: str) -> date:
    try:
        found = event[name].dt
    except (KeyError, AttributeError, ValueError) as error:
        raise _Skip(_("has no date that can be read")) from error
    if isinstance(found, datetime):
        if found.time() != time(0):
            raise _Skip(_("is no whole day: enter its hours by hand"))
        return found.date()
    if not isinstance(found, date):
        raise _Skip(_("has no date that can be read"))
    return found


def _kind_of(event: Any) -> str:
    mark = event.get("X-APPLE-SPECIAL-DAY")
    if mark is not None:
        return APPLE.get(_plain(mark).upper(), "")
    summary = _summary(event)
    return MAKEUP if _WORKED.search(summary) else HOLIDAY if _OFF.search(summary) else ""


def _summary(event: Any) -> str:
    return unicodedata.normalize("NFKC", _plain(event.get("SUMMARY", ""))).strip()


def _plain(value: Any) -> str:
    return str(value[0] if isinstance(value, list) and value else value)


def _table_days(text: str) -> Found:
    delimiter = Counter(char for char in text.partition("\n")[0] if char in ",;\t，").most_common(1)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter[0][0] if delimiter else ",")
    found, columns = Found([], []), dict(zip(IN_ORDER, range(len(IN_ORDER)), strict=True))
    try:
        for number, row in enumerate(rows, 1):
            cells = [unicodedata.normalize("NFKC", cell).strip() for cell in row]
            if not any(cells):
                continue
            if number == 1 and (head := _columns(cells)):
                columns = head
                continue
            try:
                found.days.extend(_row_days(cells, columns))
            except _Skip as reason:
                found.skipped.append((_("line %(number)d") % {"number": rows.line_num}, str(reason)))
    except csv.Error as error:
        raise Refused(_("Line %(number)d is no line of a table.") % {"number": rows.line_num}, field="text") from error
    return found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Give where each column stands if these are their names, else nothing."""
    named = {column: place for place, cell in enumerate(cells) for column, names in COLUMNS.items() if cell.lower() in names}
    return named if "first" in named else {}


def _row_days(cells: Sequence[str], columns: Mapping[str, int]) -> Iterator[GivenDay]:
    said = {column: cells[place] for column, place in columns.items() if place < len(cells)}
    first = _day(said.get("first", ""))
    last = _day(said["last"]) if said.get("last") else first
    word, hours = said.get("kind", "").lower(), said.get("hours", "")
    kind = next((kind for kind, words in KINDS.items() if word in words), SPECIAL if hours and not word else "")
    if not kind:
        raise _Skip(_("“%(word)s” says neither day off nor working day") % {"word": _shown(word)})
    for day in _run(first, last):
        yield GivenDay(day, kind, hours if kind == SPECIAL else "", said.get("name", ""))


def _day(word: str) -> date:
    try:
        said = _DATE.fullmatch(word).groupdict()  # type: ignore[union-attr]  # what is no date is answered below
        return date(int(said["y"]), int(said["m"] or said["mm"]), int(said["d"] or said["dd"]))
    except (AttributeError, ValueError) as error:
        raise _Skip(_("“%(word)s” is no date as in 2026-02-14") % {"word": _shown(word)}) from error


def _run(first: date, last: date) -> Iterator[date]:
    if not timedelta(0) <= last - first < timedelta(days=LONGEST):
        raise _Skip(_("runs backward or over more than two months"))
    return (first + timedelta(days=after) for after in range((last - first).days + 1))


def _shown(text: str) -> str:
    return text[:SHOWN_CHARS]
