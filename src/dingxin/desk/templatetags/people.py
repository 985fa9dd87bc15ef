"""How what people bear is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from dingxin.accounts.queries import Strain

register = template.Library()
FULL = 40


@register.simple_tag
def load_meter(strain: Strain) -> SafeString:
    """Show what somebody bears: a meter in the colours of heat, its words beside it."""
    return format_html(
        '<span class="load heat-{}"><meter min="0" max="{}" value="{}" aria-hidden="true"></meter><span>{}</span></span>',
        strain.weariness.value, FULL, round(min(strain.load, FULL), 1), strain.weariness.label,
    )  # fmt: skip
