"""Every write to the calendars by which working time is counted."""

from __future__ import annotations

import uuid
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dingxin.audit.actions import record
from dingxin.audit.kinds import Kind
from dingxin.audit.refusal import Refused
from dingxin.clocks.hours import hours_words, parse_hours
from dingxin.clocks.models import BranchCalendar, Calendar, CalendarDay, DayKind, ordinary_week

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff
    from dingxin.clocks.dayfiles import GivenDay

WEEKDAYS = 7
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
MOST_DAYS = 5000
NAME_CHARS, SOURCE_CHARS = 80, 200


class Imported(NamedTuple):
    """What became of the days of a list."""

    added: int
    changed: int
    same: int


@transaction.atomic
def create_calendar(*, name: str, actor: Staff | None, at: datetime, **fields: Any) -> Calendar:
    """Create a calendar for branches; ``week``, ``zone`` and ``follows_house`` as for ``update_calendar``.

    Raises:
        Refused: nobody works in this week, or the fields do not fit.

    """
    calendar = Calendar(name=name, **_cleaned({"week": ordinary_week(), **fields}))
    _save(calendar)
    record(Kind.CALENDAR_CREATED, case=None, actor=actor, at=at, id=calendar.pk)
    return calendar


@transaction.atomic
def update_calendar(calendar: Calendar, *, actor: Staff, at: datetime, **fields: Any) -> Calendar:
    """Change the ``name``, the ``week`` (seven lines of hours, Monday first), the ``zone`` or whether public holidays are kept.

    Raises:
        Refused: nobody works in this week, or the fields do not fit.

    """
    calendar = _held(calendar)
    values = _cleaned(fields)
    changed = [name for name, value in values.items() if getattr(calendar, name) != value]
    for name in changed:
        setattr(calendar, name, values[name])
    if changed:
        _save(calendar)
        _renew(calendar)
        record(Kind.CALENDAR_UPDATED, case=None, actor=actor, at=at, id=calendar.pk, fields=changed)
    return calendar


@transaction.atomic
def assign_calendar(calendar: Calendar, *, branch: Branch, actor: Staff, at: datetime) -> Calendar:
    """Let a branch work by a calendar. That of the house is what a branch works by that has chosen none."""
    before = BranchCalendar.objects.filter(branch=branch).first()
    if (before.calendar_id if before else None) == (None if calendar.is_house else calendar.pk):
        return calendar
    if calendar.is_house:
        BranchCalendar.objects.filter(branch=branch).delete()
    else:
        BranchCalendar.objects.update_or_create(branch=branch, defaults={"calendar": calendar})
    record(Kind.CALENDAR_ASSIGNED, case=None, actor=actor, at=at, id=calendar.pk, branch=branch.pk)
    return calendar


@transaction.atomic
def set_day(
    calendar: Calendar, *, day: date, kind: str, hours: str = "", name: str = "", actor: Staff, at: datetime
) -> CalendarDay:
    """Say how one day differs from its weekday. ``hours`` are needed for a day of other hours, and only there.

    Raises:
        Refused: the day or its hours do not fit.

    """
    calendar = _held(calendar)
    values = {"kind": _kind(kind), "hours": _hours(kind, hours), "name": name[:NAME_CHARS], "source": ""}
    row, _created = CalendarDay.objects.update_or_create(calendar=calendar, day=_day(day), defaults=values)
    _renew(calendar)
    record(Kind.CALENDAR_DAY_SET, case=None, actor=actor, at=at, id=calendar.pk, day=day.isoformat())
    return row


@transaction.atomic
def remove_day(calendar: Calendar, *, day: date, actor: Staff, at: datetime) -> None:
    """Let a day be as its weekday again.

    Raises:
        Refused: it is so already.

    """
    calendar = _held(calendar)
    if not CalendarDay.objects.filter(calendar=calendar, day=day).delete()[0]:
        raise Refused(_("This day is not in this calendar."))
    _renew(calendar)
    record(Kind.CALENDAR_DAY_REMOVED, case=None, actor=actor, at=at, id=calendar.pk, day=day.isoformat())


@transaction.atomic
def import_days(calendar: Calendar, *, days: Sequence[GivenDay], source: str, actor: Staff, at: datetime) -> Imported:
    """Enter the days of a list; those that are there already as the list has them stay untouched.

    Raises:
        Refused: the list holds nothing, too much, or a day that does not fit.

    """
    calendar = _held(calendar)
    rows = _rows(calendar, days, source[:SOURCE_CHARS])
    there = {row.day: row for row in CalendarDay.objects.filter(calendar=calendar, day__in=[row.day for row in rows])}
    new = [row for row in rows if row.day not in there]
    other = [row for row in rows if row.day in there and _said(row) != _said(there[row.day])]
    if new or other:
        CalendarDay.objects.bulk_create(
            [*new, *other],
            update_conflicts=True,
            unique_fields=["calendar", "day"],
            update_fields=["kind", "hours", "name", "source"],
        )
        _renew(calendar)
        record(Kind.CALENDAR_DAYS_IMPORTED, case=None, actor=actor, at=at, id=calendar.pk, number=len(new) + len(other))
    return Imported(len(new), len(other), len(rows) - len(new) - len(other))


def _rows(calendar: Calendar, days: Iterable[GivenDay], source: str) -> list[CalendarDay]:
    found = {
        given.day: CalendarDay(
            calendar=calendar, day=_day(given.day), kind=_kind(given.kind), hours=_hours(given.kind, given.hours),
            name=given.name[:NAME_CHARS], source=source,
        )
        for given in days
    }  # fmt: skip
    if not found:
        raise Refused(_("There is no day in this list."), field="text")
    if len(found) > MOST_DAYS:
        raise Refused(_("At most %(most)d days can be entered at once.") % {"most": MOST_DAYS}, field="text")
    return list(found.values())


def _said(row: CalendarDay) -> tuple[str, str, str]:
    return (row.kind, row.hours, row.name)


def _held(calendar: Calendar) -> Calendar:
    """Give the calendar as it stands now, held until the transaction ends: of two changes at once, both are kept."""
    return Calendar.objects.select_for_update(no_key=True).get(pk=calendar.pk)


def _renew(calendar: Calendar) -> None:
    """Give a calendar another revision, and with that of the house all that keep the public holidays."""
    calendar.revision = uuid.uuid4()
    touched = Q(pk=calendar.pk) | Q(follows_house=True) if calendar.is_house else Q(pk=calendar.pk)
    Calendar.objects.filter(touched).update(revision=calendar.revision)


def _save(calendar: Calendar) -> None:
    try:
        calendar.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(" ".join(messages), field=field) from error
    calendar.save()


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    if "week" in fields:
        fields["week"] = _week(fields["week"])
    if "zone" in fields and fields["zone"] not in _zones():
        raise Refused(_("“%(zone)s” is no time zone: write one as in Asia/Shanghai.") % {"zone": fields["zone"]}, field="zone")
    return fields


def _week(lines: Sequence[str]) -> list[str]:
    if len(lines) != WEEKDAYS:
        raise Refused(_("A week has seven days: give the hours of each, Monday first."), field="week")
    week = [parse_hours(hours, field=f"day_{number}") for number, hours in enumerate(lines)]
    if not any(week):
        raise Refused(
            _("Nobody works in this week: nothing would ever be due. Give the hours of one day at least."), field="week"
        )
    return [hours_words(hours) for hours in week]


def _hours(kind: str, hours: str) -> str:
    if kind != DayKind.SPECIAL:
        return ""
    if not (found := parse_hours(hours)):
        raise Refused(_("Give the hours of this day, or make it a day off."), field="hours")
    return hours_words(found)


def _kind(kind: str) -> DayKind:
    if kind not in DayKind.values:
        raise Refused(_("“%(kind)s” is no kind of day.") % {"kind": kind[:20]}, field="kind")
    return DayKind(kind)


def _day(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(
            _("%(day)s lies too far away: days between 2000 and 2099 can be entered.") % {"day": day.isoformat()}, field="day"
        )
    return day


@cache
def _zones() -> set[str]:
    return available_timezones()
