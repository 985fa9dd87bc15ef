"""Fields that take what people really type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class Words(forms.CharField):
    """Words as typed: what no database takes (NUL) is left out instead of refused, so that nothing else is lost."""

    def to_python(self, value: Any) -> str:
        """Give the text without NUL."""
        return str(super().to_python(value) or "").replace("\x00", "")


class Ids(forms.Field):
    """Ids of rows, sent one by one under the same name. Whether they are any of the case's is the action's business."""

    widget = forms.MultipleHiddenInput
    MOST = 50

    def to_python(self, value: Any) -> list[int]:
        """Give the ids.

        Raises:
            ValidationError: one is no number.

        """
        typed = [str(one) for one in value or []][: self.MOST]
        if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in typed):  # noqa: PLR2004  what an id can hold
            raise forms.ValidationError(_("This is no id."))
        return [int(one) for one in typed]
