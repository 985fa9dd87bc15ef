"""What staff bear: the heat of the customers they had before them (B8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from dingxin.accounts.models.staff import Staff

if TYPE_CHECKING:
    from datetime import datetime

HOUR_SECONDS = 3600
WEIGHTS = (0, 1, 3, 6)  # of an emotion of 0 to 3: one furious customer weighs as much as six who are a little upset


def heat_weight(emotion: int) -> int:
    """Give what an emotion of 0 to 3 weighs for the one who bears it."""
    return WEIGHTS[max(0, min(len(WEIGHTS) - 1, emotion))]


def hour_of(at: datetime) -> int:
    """Give the whole hours between 1970 and a moment."""
    return int(at.timestamp() // HOUR_SECONDS)


class HeatBorne(models.Model):
    """A heated message and who had it before them, once a message. ``hour`` counts hours since 1970, for the sum that decays."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="heat_borne")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    message = models.OneToOneField("cases.Message", models.PROTECT, related_name="+")
    emotion = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    hour = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "hour"], name="heat_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff}: {self.emotion}"
