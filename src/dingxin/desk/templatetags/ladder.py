"""How the ladder is shown: how near a rung is, its words in the language of the page, and limits of law with their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dingxin.clocks.models.policy import UNITS

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from dingxin.clocks.law import Limit
    from dingxin.escalation.models import Rung

register = template.Library()
_UNITS = {str(unit): words for unit, words in UNITS}


@register.simple_tag
def nearness(level: int) -> SafeString:
    """Name how near a rung is, 0 to 3, in the colour of heat."""
    words = (_("far"), _("possible"), _("near"), _("very near"))[level]
    return format_html('<span class="grade heat-{}">{}</span>', level, words)


@register.filter
def said(rung: Rung, field: str) -> str:
    """Give a text of a rung in the language of the page."""
    return rung.said(field)


@register.simple_tag
def verified(read: bool) -> SafeString:  # noqa: FBT001  a template says: verified rule.verified
    """Say whether a rule was read in the text of the law."""
    if read:
        return format_html('<span class="read-law">{}</span>', _("read in the text"))
    return format_html('<span class="unread-law">{}</span>', _("not verified"))


@register.filter
def limit_name(limit: Limit) -> str:
    """Name a limit of law in the language of the page."""
    return limit.name if (get_language() or "zh").startswith("zh") else limit.name_en


@register.filter
def limit_length(limit: Limit) -> str:
    """Give the length of a limit of law with its unit."""
    if not limit.is_clock:
        return _("at once")
    return f"{limit.amount} {_UNITS.get(limit.unit, limit.unit)}"
