"""How the hours of a week are told."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from dingxin.desk.times import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

register = template.Library()


@register.filter
def week_lines(week: Sequence[str]) -> list[tuple[str, str]]:
    """Give the hours of a week, days in a row with the same hours together: (“Mon–Fri”, “09:00-18:00”)."""
    lines = []
    for hours, run in groupby(range(len(week)), lambda number: week[number]):
        days = list(run)
        first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
        lines.append(
            (_("%(first)s–%(last)s") % {"first": first, "last": last} if len(days) > 1 else str(first), hours or _("closed"))
        )
    return lines


@register.filter
def weekday_names(_anything: Any) -> Sequence[Any]:
    """Give the names of the days of the week, Monday first."""
    return WEEKDAYS
