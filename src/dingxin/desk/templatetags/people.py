"""How what people bear is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from dingxin.accounts.queries import Strain

register = template.Library()
BARS = 3


@register.simple_tag
def load_bars(strain: Strain) -> SafeString:
    """Show what somebody bears: bars in the colours of heat, its words beside them, the figure in its title."""
    level = strain.weariness
    bars = format_html_join("", '<i class="{}"></i>', (("on" if place < level else "off",) for place in range(BARS)))
    return format_html(
        '<span class="heat heat-{}" title="{}"><span class="heat-bars" aria-hidden="true">{}</span>{}</span>',
        level.value, round(strain.load, 1), bars, level.label,
    )  # fmt: skip
