"""Setting and keeping the fields of a row. For the actions beside only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError

from dingxin.audit.refusal import Refused

if TYPE_CHECKING:
    from django.db.models import Model

    T = TypeVar("T", bound=Model)


def assign(row: Model, fields: dict[str, Any]) -> list[str]:
    """Set the fields that differ and give their names."""
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def save(row: T) -> T:
    """Check and save a row; what does not fit is refused with the field's own words."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()
    return row
