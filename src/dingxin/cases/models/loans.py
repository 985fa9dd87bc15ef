"""Cases that somebody looks after while a colleague is away."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dingxin.cases.models.case import Case


class Loan(models.Model):
    """A case in the hands of a stand-in (B8), from ``at`` until ``returned_at``. Its owner stays its owner."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="loans")
    absence = models.ForeignKey("accounts.Absence", models.PROTECT, related_name="loans")
    lender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    borrower = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "absence"], name="loan_once_an_absence")]
        indexes: ClassVar = [models.Index(fields=["case"], condition=Q(returned_at=None), name="loan_open")]

    def __str__(self) -> str:
        return f"{self.lender} → {self.borrower}"
