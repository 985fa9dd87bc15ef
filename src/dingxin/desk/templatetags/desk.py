"""What every page shows the same way: icons, heat, grade, clocks, phone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.cases.models import Grade

if TYPE_CHECKING:
    from datetime import datetime, timedelta

register = template.Library()

HEAT_LEVELS = 4
SHORTEST_MASKED = 7
LATE, SOON, LATER = "late", "soon", "later"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; ``label`` says what it means where no words beside it do."""
    use = format_html('<use href="{}#{}"/>', static("vendor/icons.svg"), name)
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}">{}</svg>', label, use)
    return format_html('<svg class="icon" aria-hidden="true">{}</svg>', use)


@register.simple_tag(takes_context=True)
def bar_link(context: dict[str, Any], url_name: str, icon_name: str, words: str, key: str = "") -> SafeString:
    """A link of a bar, marked when it is the page one is on; ``key`` follows it from the keyboard."""
    href = reverse(url_name)
    marks = {"aria-current": "page" if context["request"].path == href else "", "data-key": key}
    given = format_html_join("", ' {}="{}"', ((name, value) for name, value in marks.items() if value))
    return format_html('<a href="{}"{}>{}<span>{}</span></a>', href, given, icon(icon_name), words)


def heat_words(level: int) -> str:
    """Name a level of emotion, 0 to 3."""
    return [_("Not upset"), _("Mildly upset"), _("Strongly upset"), _("Extremely upset")][_level(level)]


@register.simple_tag
def heat_name(level: int) -> str:
    """Name a level of emotion, 0 to 3, where no bars stand beside it."""
    return heat_words(level)


def _level(level: int) -> int:
    return max(0, min(HEAT_LEVELS - 1, int(level or 0)))


@register.simple_tag
def heat_bars(level: int, words: bool = False) -> SafeString:  # noqa: FBT001, FBT002  a template says: heat_bars 2 True
    """Show an emotion of 0 to 3 as filled bars of its colour; ``words`` names it beside them."""
    filled = (("on" if place < _level(level) else "off",) for place in range(HEAT_LEVELS - 1))
    bars = format_html_join("", '<i class="{}"></i>', filled)
    name = heat_words(level)
    if words:
        return format_html(
            '<span class="heat heat-{}"><span class="heat-bars" aria-hidden="true">{}</span>{}</span>', _level(level), bars, name
        )
    return format_html(
        '<span class="heat heat-{}" title="{}"><span class="heat-bars" role="img" aria-label="{}">{}</span></span>',
        _level(level), name, name, bars,
    )  # fmt: skip


@register.simple_tag
def grade_badge(grade: str) -> SafeString:
    """Show a grade (A1) by its name in its colour; nothing for no dissatisfaction."""
    known = Grade(grade)
    if known is Grade.NONE:
        return format_html('<span class="grade grade-none">{}</span>', "—")
    return format_html('<span class="grade heat-{}">{}</span>', known.rank, known.label)


@register.simple_tag
def due_pill(due: datetime | None, at: datetime | None = None) -> SafeString:
    """Show how long there is until a promised time, or for how long it has passed."""
    if due is None:
        return SafeString("")
    left, local = due - (at or timezone.now()), timezone.localtime(due)
    mood = _mood(left, today=local.date() == timezone.localtime(at).date())
    words = _("%(time)s late") if mood == LATE else _("in %(time)s")
    return format_html(
        '<time class="due due-{}" datetime="{}" title="{}">{}{}</time>',
        mood, local.isoformat(), date_format(local, "DATETIME_FORMAT"),
        icon("clock-exclamation" if mood == LATE else "clock"), words % {"time": length(abs(left))},
    )  # fmt: skip


def _mood(left: timedelta, *, today: bool) -> str:
    if left.total_seconds() <= 0:
        return LATE
    return SOON if today else LATER


def length(span: timedelta) -> str:
    """Give a span of time in its largest unit, as in “3 hours”."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004  minutes of an hour
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:  # noqa: PLR2004  two days are still told in hours
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


@register.simple_tag
def when(moment: datetime, at: datetime | None = None) -> SafeString:
    """Show a moment as short as today allows: the time today, else the day; the whole stands in its title."""
    local, now = timezone.localtime(moment), timezone.localtime(at)
    form = "TIME_FORMAT" if local.date() == now.date() else "SHORT_DATE_FORMAT" if local.year == now.year else "DATE_FORMAT"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(), date_format(local, "DATETIME_FORMAT"), date_format(local, form),
    )  # fmt: skip


@register.filter
def masked_phone(phone: str) -> str:
    """Give a phone number with its middle hidden: 199****0001. A short one stands as it is."""
    if len(phone) < SHORTEST_MASKED:
        return phone
    return f"{phone[:3]}****{phone[-4:]}"
