"""Fields that take what people really type."""

from __future__ import annotations

from typing import Any

from django import forms


class Words(forms.CharField):
    """Words as typed: what no database takes (NUL) is left out instead of refused, so that nothing else is lost."""

    def to_python(self, value: Any) -> str:
        """Give the text without NUL."""
        return str(super().to_python(value) or "").replace("\x00", "")
