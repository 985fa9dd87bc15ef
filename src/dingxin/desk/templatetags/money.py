"""How sums of money look on every page."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.simple_tag
def yuan(amount: Decimal | str | None) -> str:
    """Show a sum in yuan: ¥35, ¥1,200.50; nothing where there is none."""
    return f"¥{amount:,.2f}".removesuffix(".00") if isinstance(amount, Decimal) else ""
