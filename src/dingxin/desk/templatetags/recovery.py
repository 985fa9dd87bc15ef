"""How plans and commitments read on a page: by when, and what is given, in words instead of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy, pgettext

from dingxin.clocks.terms import Unit
from dingxin.desk.templatetags.money import yuan
from dingxin.recovery.models import When
from dingxin.resolution.authority import named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from django.utils.safestring import SafeString

    from dingxin.recovery.models import Commitment
    from dingxin.resolution.models import Remedy

register = template.Library()
SPANS = {
    Unit.WORK_HOUR: ngettext_lazy("within %(n)d working hour", "within %(n)d working hours", "n"),
    Unit.WORKDAY: ngettext_lazy("within %(n)d working day", "within %(n)d working days", "n"),
    Unit.HOUR: ngettext_lazy("within %(n)d hour", "within %(n)d hours", "n"),
    Unit.DAY: ngettext_lazy("within %(n)d calendar day", "within %(n)d calendar days", "n"),
}


@register.simple_tag
def within(amount: int, unit: str) -> str:
    """Say by when, as in “within 2 working days”."""
    return str(SPANS[Unit(unit)] % {"n": amount})


@register.simple_tag
def counts_to(row: Commitment) -> str:
    """Say what the clock of a commitment counts to; nothing where it has none."""
    if row.after is None:
        return ""
    told = {"duty": row.get_duty_display(), "within": within(row.after, row.unit)}
    return pgettext("what a commitment promises by when", "%(duty)s %(within)s") % told


@register.simple_tag
def gives(row: Commitment, catalogue: Mapping[str, Remedy]) -> SafeString | str:
    """Say what a commitment gives and when, by the name of the remedy; nothing where it gives none."""
    if not row.when:
        return ""
    remedy = catalogue.get(row.remedy)
    given = remedy_named(row.remedy, row.amount or (remedy.worth if remedy else row.amount), catalogue)
    how = _("At once: %(remedy)s") if row.when == When.AT_ONCE else _("If we are late: %(remedy)s")
    return format_html(how.replace("%(remedy)s", "{}"), given)


@register.simple_tag
def remedy_named(code: str, amount: Decimal, catalogue: Mapping[str, Remedy]) -> SafeString:
    """Name a remedy by its code, with the sum; a code the catalogue has not is shown as such, one out of use is marked."""
    remedy = catalogue.get(code)
    if remedy is None:
        return format_html('<code>{}</code> <span class="chip chip-ask">{}</span>', code, _("not in the catalogue"))
    name = " ".join(filter(None, (named(remedy), yuan(amount) if amount else "")))
    if remedy.is_active:
        return format_html("{}", name)
    return format_html('{} <span class="chip">{}</span>', name, _("Out of use"))
