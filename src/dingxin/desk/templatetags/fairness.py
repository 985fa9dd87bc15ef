"""How the figures of a report look: short, and a dash where there is none."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()

NONE = "—"


@register.simple_tag
def figure(value: Decimal | str | None) -> str:
    """Show a figure with at most one decimal, none where it is whole."""
    if not isinstance(value, Decimal):
        return NONE
    short = value.quantize(Decimal("0.1"))
    return f"{short:.0f}" if short == short.to_integral_value() else f"{short}"


@register.simple_tag
def points(value: Decimal | None) -> str:
    """Show a difference with its sign."""
    shown = figure(value)
    return shown if value is None or value <= 0 else f"+{shown}"
