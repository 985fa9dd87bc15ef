"""The words of a plan, put together for a customer, with its times filled in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from dingxin.clocks.queries import calendar_of
from dingxin.clocks.terms import due_after
from dingxin.recovery.models import Part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from dingxin.accounts.models import Branch
    from dingxin.clocks.worktime import WorkCalendar
    from dingxin.recovery.models import PlanPart
    from dingxin.resolution.models import Remedy

HOUR = timedelta(hours=1)
TOLD = (Part.APOLOGY, Part.EMPATHY, Part.REINSTATEMENT)


def due_of(part: PlanPart, calendar: WorkCalendar, *, at: datetime) -> datetime:
    """Give the time by which a part is done, on the full hour: a customer is told 15:00, not 14:37."""
    due = due_after(timezone.localtime(at), part.after, part.unit, calendar)
    full = due.replace(minute=0, second=0, microsecond=0)
    return full if full == due or (due - full) >= HOUR - timedelta(seconds=1) else full + HOUR


def told_time(moment: datetime, language: str) -> str:
    """Say a time as it is said to a customer, so that the check of replies reads it as a promise."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M on} {local.day} {local:%B}" if language.startswith("en") else f"{local:%m月%d日%H:%M}".lstrip("0")


def words_of(parts: Mapping[str, PlanPart], *, due: datetime, language: str) -> str:
    """Give apology, empathy and reinstatement of a plan as one text."""
    gap = " " if language.startswith("en") else ""
    lines = [parts[part].said(language) for part in TOLD if part in parts]
    return gap.join(line for line in lines if line).replace("{due}", told_time(due, language))


def words_of_remedy(remedy: Remedy, amount: Decimal, branch: Branch, *, language: str, at: datetime) -> str:
    """Give the wording of a remedy with its amount and time."""
    english = language.startswith("en")
    due = calendar_of(branch).add_days(timezone.localtime(at), remedy.days)
    money = (f"{amount.normalize():f} yuan" if english else f"{amount.normalize():f}元") if amount else ""
    text = (english and remedy.wording_en) or remedy.wording
    when = f"by {told_time(due, language)}" if english else f"{told_time(due, language)}前"
    filled = text.replace("{amount}", money).replace("{due}", when)
    return filled.replace("{product}", "it" if english else "它")
