"""When a member of staff is not there, and who stands in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models.staff import Staff

if TYPE_CHECKING:
    from datetime import datetime


class AwayKind(models.TextChoices):
    """Why somebody is away."""

    BREATHER = "breather", _("Breather")
    LEAVE = "leave", _("Leave")
    SICK = "sick", _("Sick")
    TRAINING = "training", _("Training")
    OTHER = "other", _("Other work")


PLANNED = [kind for kind in AwayKind if kind is not AwayKind.BREATHER]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences as they are read."""

    def standing(self) -> AbsenceQuerySet:
        """Those that nobody ended."""
        return self.filter(ended_at=None)

    def during(self, start: datetime, end: datetime) -> AbsenceQuerySet:
        """Those that share a moment with the time from ``start`` to ``end`` and that nobody ended."""
        return self.standing().filter(start__lt=end, end__gt=start)

    def now(self, at: datetime) -> AbsenceQuerySet:
        """Those that hold at a moment: it is over at its end, also before anybody has noticed."""
        return self.standing().filter(start__lte=at, end__gt=at)


class Absence(models.Model):
    """A time in which somebody is away (B8). A stand-in has their cases meanwhile.

    ``begun_at`` is when the cases went to the stand-in, ``ended_at`` when they came back or the absence was called off.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=AwayKind.choices)
    start = models.DateTimeField()
    end = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["start", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="absence_has_a_length")]
        indexes: ClassVar = [
            models.Index(fields=["staff", "end"], condition=Q(ended_at=None), name="absence_standing"),
            models.Index(fields=["end"], condition=Q(ended_at=None), name="absence_to_end"),
            models.Index(fields=["start"], condition=Q(ended_at=None, begun_at=None), name="absence_to_begin"),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.get_kind_display()}"
