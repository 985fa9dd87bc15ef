"""How many requests wait for one's answer, beside the way to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.desk.templatetags.desk import bar_link
from dingxin.resolution.queries.approvals import approvals_waiting

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def approvals_link(context: dict[str, Any]) -> SafeString:
    """The way to the approvals, with the number that waits for whoever may answer; one query for those."""
    link, waiting = bar_link(context, "list_approvals", "scale", _("Approvals")), approvals_waiting(context["user"])
    if not waiting:
        return link
    told = ngettext("%(n)d waits for your answer", "%(n)d wait for your answer", waiting) % {"n": waiting}
    return format_html('<span class="counted">{}<span class="count" title="{}">{}</span></span>', link, told, waiting)
