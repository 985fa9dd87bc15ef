"""Policies, terms and limits of law in the words of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from dingxin.accounts.models import Branch, Industry
from dingxin.cases.models import Category, Channel, Grade, Tier
from dingxin.clocks.law import limits
from dingxin.clocks.models.policy import UNITS

if TYPE_CHECKING:
    from dingxin.clocks.law import Limit
    from dingxin.clocks.models import Policy, Term

register = template.Library()
LENGTHS = {str(unit): words for unit, words in UNITS}
CHOICES = {"grade": Grade, "channel": Channel, "tier": Tier, "industry": Industry}
ROWS = {"category": Category, "branch": Branch}


@register.filter
def conditions_in_words(policy: Policy) -> str:
    """Say for which cases a policy holds."""
    parts = []
    for name, values in policy.conditions.items():
        if name in CHOICES:
            parts.append(" / ".join(str(CHOICES[name](value).label) for value in values if value in CHOICES[name].values))
        elif name in ROWS:
            parts.append(_("chosen categories") if name == "category" else _("chosen branches"))
        else:
            parts.append(" / ".join(values))
    return " · ".join(part for part in parts if part) or _("All cases")


@register.filter
def term_in_words(term: Term) -> str:
    """Say a term: what the customer may count on, within how long, from when."""
    return _("%(duty)s: %(amount)d %(unit)s, when %(trigger)s") % {
        "duty": term.get_duty_display(), "amount": term.amount, "unit": term.get_unit_display(),
        "trigger": term.get_starts_display(),
    }  # fmt: skip


@register.filter
def unverified(term: Term) -> bool:
    """Tell whether a term follows a limit of law that was not read in the law."""
    limit = limits().get(term.limit)
    return limit is not None and not limit.verified


@register.filter
def limit_name(limit: Limit) -> str:
    """Name a limit of law in the language of the page."""
    return limit.name if (get_language() or "zh").startswith("zh") else limit.name_en


@register.filter
def limit_length(limit: Limit) -> str:
    """Say how long a limit is."""
    if not limit.is_clock:
        return pgettext("limit", "at once") if limit.unit == "immediate" else pgettext("limit", "not fixed")
    return f"{limit.amount} {LENGTHS[limit.unit]}"


@register.filter
def obliged_in_words(obliged: str) -> str:
    """Say whose time runs."""
    return {"firm": _("ours"), "authority": _("the authority's")}.get(obliged, _("the customer's"))
