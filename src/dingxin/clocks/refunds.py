"""What is known here of the refunds of a case: which words promise one, and how much of what was agreed the customer has."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from dingxin.clocks.models import Promise

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAID = re.compile("退款|退费|退还|退回|退给|退到|返还|退钱|refund|pay(?:ing)? (?:you )?back", re.IGNORECASE)


class Refund(StrEnum):
    """How much the customer has of the refunds agreed upon, as the events of agreements and payments carry it.

    Gone are those that a later agreement, without any, took the place of.
    """

    NONE = ""
    OWED = "owed"
    PART = "part"
    FULL = "full"
    GONE = "gone"


def says_refund(text: str) -> bool:
    """Tell whether words are about giving money back."""
    return _SAID.search(text) is not None


def promised_refund(ids: Iterable[int]) -> bool:
    """Tell whether one of these promises is about giving money back. One query."""
    return any(map(says_refund, Promise.objects.filter(pk__in=ids).values_list("text", flat=True)))
