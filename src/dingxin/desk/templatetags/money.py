"""How sums of money look on every page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template

from dingxin.resolution.authority import named
from dingxin.resolution.models import RemedyKind

if TYPE_CHECKING:
    from dingxin.resolution.models import Option

register = template.Library()


@register.filter
def called(option: Option) -> str:
    """Name an option as the deck does: by its remedy, in the language of the page."""
    return named(option.remedy) if option.remedy else str(RemedyKind(option.kind).label)


@register.simple_tag
def yuan(amount: Decimal | str | None) -> str:
    """Show a sum in yuan: ¥35, ¥1,200.50; nothing where there is none."""
    return f"¥{amount:,.2f}".removesuffix(".00") if isinstance(amount, Decimal) else ""
