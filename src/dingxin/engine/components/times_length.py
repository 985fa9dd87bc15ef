"""Lengths of time as ISO 8601 durations: 三天 P3D, 一个半小时 PT1H30M, 半个月 P15D, 两个多月 P2M."""

from __future__ import annotations

import re

from dingxin.engine.components.numerals import number

HALVES = {"Y": "P6M", "M": "P15D", "W": "P3DT12H", "D": "PT12H", "H": "PT30M", "MIN": "PT30M", "S": "PT30S"}
_TWO_FIGURES = re.compile(r"(十?)([一二两三四五六七八九])([二两三四五六七八九])")
_BETWEEN = re.compile(r"(.+?) ?[-~～—至到或]{1,2} ?(.+)")
_TIMED = ("H", "MIN", "S")


def bounds(words: str) -> tuple[float, float] | None:
    """Give the lower and upper value of a numeral: 三 (3, 3), 三五 (3, 5), 1-3 (1, 3), 十几 (10, 20)."""
    pair = _TWO_FIGURES.fullmatch(words)
    if pair:
        ten = 10 if pair[1] else 0
        return ten + (number(pair[2]) or 0), ten + (number(pair[3]) or 0)
    between = _BETWEEN.fullmatch(words)
    low, high = (number(between[1]), number(between[2])) if between else (number(words), number(words))
    return None if low is None or high is None else (low, max(low, high))


def iso_length(count: float, unit: str, *, half: bool = False, rest: tuple[float, str] | None = None) -> str:
    """Give the ISO duration of ``count`` units (Y, M, W, D, H, MIN, S), with a half more or a smaller ``rest``."""
    whole = int(count)
    if count != whole and not half and round(count - whole, 6) == 0.5:  # noqa: PLR2004 - 1.5 小时 is 一个半小时
        half = True
    parts: dict[str, float] = {unit: whole if half or count == whole else count}
    if half:
        _add_half(parts, unit)
    if rest:
        parts[rest[1]] = parts.get(rest[1], 0) + rest[0]
    return _written({key: value for key, value in parts.items() if value} or {unit: 0})


def _add_half(parts: dict[str, float], unit: str) -> None:
    smaller, amount = {"Y": ("M", 6), "M": ("D", 15), "W": ("H", 84), "D": ("H", 12), "H": ("MIN", 30), "MIN": ("S", 30)}.get(
        unit, ("S", 0)
    )
    parts[smaller] = parts.get(smaller, 0) + amount


def _written(parts: dict[str, float]) -> str:
    if "W" in parts and len(parts) > 1:
        parts["D"] = parts.get("D", 0) + parts.pop("W") * 7
    days = "".join(f"{parts[unit]:g}{unit}" for unit in ("Y", "M", "W", "D") if unit in parts)
    hours = "".join(f"{parts[unit]:g}{unit[0]}" for unit in _TIMED if unit in parts)
    return f"P{days}" + (f"T{hours}" if hours else "")
