"""The rows of an agreement's form: which there are, and how one is added or removed without a script."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import QueryDict

ROW = ("what", "amount", "by", "due")
SHAPING = ("more", "less")
FIRST_ROW = 1
MOST_ROWS = 8


def rows_of(data: Any, option: int) -> list[int]:
    """Give the rows that were sent for an option, the first always among them; at most eight."""
    sent = data.getlist(f"row_{option}") if hasattr(data, "getlist") else []
    numbers = {int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 4}  # noqa: PLR2004  no row is a thousandth
    return sorted({FIRST_ROW, *(number for number in numbers if number > FIRST_ROW)})[:MOST_ROWS]


def ending(option: int, row: int) -> str:
    """Give how the names of a row's fields end."""
    return str(option) if row == FIRST_ROW else f"{option}_{row}"


def reshaped(data: QueryDict) -> QueryDict:
    """Give what was sent with a row more (``more``: the option) or less (``less``: option and row), where that was asked for."""
    more, (pk, _line, row) = data.get("more", ""), data.get("less", "").partition("_")
    if more.isascii() and more.isdigit():
        return _longer(data.copy(), int(more))
    if not (pk.isascii() and pk.isdigit()):
        return data
    shorter = data.copy()
    shorter.setlist(f"row_{int(pk)}", [one for one in shorter.getlist(f"row_{int(pk)}") if one != row])
    return shorter


def _longer(data: QueryDict, option: int) -> QueryDict:
    """Add a row: by the same person and time as the last one, with what the rows before leave of the sum."""
    rows = rows_of(data, option)
    last, new = ending(option, rows[-1]), ending(option, rows[-1] + 1)
    data.setlist(f"row_{option}", [str(row) for row in (*rows, rows[-1] + 1)])
    for name in ("by", "due"):
        data[f"{name}_{new}"] = data.get(f"{name}_{last}", "")
    whole = _number(data.get(f"left_{option}", ""))
    rest = whole - sum(_number(data.get(f"amount_{ending(option, row)}", "")) for row in rows)
    data[f"amount_{new}"] = f"{rest.normalize():f}" if rest > 0 else ""
    return data


def _number(typed: str) -> Decimal:
    try:
        given = Decimal(typed.strip())
    except InvalidOperation:
        return Decimal(0)
    return given if given.is_finite() and abs(given) < 10**12 else Decimal(0)
