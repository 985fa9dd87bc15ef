"""How a field of a form looks: label, widget, hint and error, tied together for those who cannot see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms, template

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

register = template.Library()

SELECTS = (forms.Select,)
MANY = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.inclusion_tag("desk/_field.html")
def field(bound: BoundField, css: str = "") -> dict[str, Any]:
    """Show one field of a form; ``css`` is put on the element around it."""
    return {"field": bound, "css": css, "kind": _kind(bound.field.widget), "widget": bound.as_widget(attrs=_attrs(bound))}


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, MANY):
        return "many"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "one"


def _attrs(bound: BoundField) -> dict[str, str | bool]:
    widget = bound.field.widget
    if isinstance(widget, (*MANY, forms.CheckboxInput)):
        css = "form-check-input"
    else:
        css = "form-select" if isinstance(widget, SELECTS) else "form-control"
    attrs: dict[str, str | bool] = {"class": css}
    return attrs | {"aria-errormessage": f"{bound.auto_id}_error"} if bound.errors else attrs
