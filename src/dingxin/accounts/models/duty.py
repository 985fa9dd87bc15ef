"""The duty roster: who answers for a branch, and when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dingxin.accounts.models.staff import Branch, Staff


class DutyShift(models.Model):
    """A time in which one person is the manager on duty of a branch (F8)."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="shifts")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="shifts")
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["start", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="shift_has_a_length")]
        indexes: ClassVar = [models.Index(fields=["branch", "end"], name="shift_of_branch")]

    def __str__(self) -> str:
        return f"{self.branch}: {self.staff}"
