"""The money: double entry, append-only. What is put on one account is taken from another, and nothing is ever changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.audit.models import AppendOnlyError
from dingxin.cases.models import Case
from dingxin.resolution.models.authority import Budget


class AccountKind(models.TextChoices):
    """What lies on an account."""

    HOUSE = "house", _("House")
    BUDGET = "budget", _("Budget")
    RESERVED = "reserved", _("Promised to customers")
    PAID = "paid", _("Given to customers")


class Account(models.Model):
    """A place for money: the house, a budget in one period, what is promised or given. Its balance is the sum of its postings."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    budget = models.ForeignKey(Budget, models.PROTECT, null=True, blank=True, related_name="accounts")
    starts_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class EntryKind(models.TextChoices):
    """Why money moved."""

    FUND = "fund", _("Budget filled")
    RESERVE = "reserve", _("Promised")
    RELEASE = "release", _("Promise released")
    PAY = "pay", _("Given")
    REVERSE = "reverse", _("Given back")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are written once; changing them is refused here and by a trigger in the database."""

    def update(self, **_: Any) -> int:
        """Refuse: what was booked is never changed."""
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: what was booked is never removed."""
        raise AppendOnlyError


class Entry(models.Model):
    """One movement of money. ``reference`` is the number of an outside payment: booked once, however often it is sent."""

    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="entries")
    option = models.ForeignKey("resolution.Option", models.PROTECT, null=True, blank=True, related_name="entries")
    obligation = models.ForeignKey("resolution.Obligation", models.PROTECT, null=True, blank=True, related_name="entries")
    reference = models.CharField(max_length=80, null=True, blank=True, unique=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Posting(models.Model):
    """What one movement puts on an account (positive) or takes from it (negative); those of an entry sum to nothing."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "account"], name="posting_once_an_account"),
            models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"
