"""What was agreed with the customer, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.cases.models import Case, Message
from dingxin.clocks.models import Promise
from dingxin.resolution.models.deck import Option


class AgreementState(models.TextChoices):
    """Whether an agreement holds."""

    STANDING = "standing", _("Holds")
    PERFORMED = "performed", _("Performed")
    FAILED = "failed", _("Not performed")
    REPLACED = "replaced", _("Replaced by a later one")


class Against(models.TextChoices):
    """What was agreed, beside what the customer expected (E12)."""

    ABOVE = "above", _("More than expected")
    EQUAL = "equal", _("As expected")
    BELOW = "below", _("Less than expected")


class Choice(models.Model):
    """Which of the options offered side by side the customer chose (E9), in their own words. The last one counts."""

    option = models.ForeignKey(Option, models.PROTECT, related_name="choices")
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", help_text="Where it was said.")
    words = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.words


class Agreement(models.Model):
    """What was agreed (E11), in the customer's own words of acceptance. It is changed only by a later one."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField(help_text="Counts the agreements of the case, from 1.")
    words = models.TextField(help_text="The customer's own words of acceptance.")
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", help_text="Where they were said.")
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.STANDING)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="agreement_number_unique"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="standing"), name="agreement_one_standing_a_case"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="agreement_at")]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number}"


class ObligationState(models.TextChoices):
    """What became of an obligation."""

    OPEN = "open", _("Outstanding")
    PARTLY = "partly", _("Partly done")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    REPLACED = "replaced", _("Replaced")


class Obligation(models.Model):
    """One thing we owe by an agreement: what exactly, by whom, by when. Its time is a promise on the clock."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="obligations")
    option = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, related_name="obligations")
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    done_amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ObligationState.choices, default=ObligationState.OPEN)
    note = models.CharField(max_length=500, blank=True)
    promise = models.OneToOneField(Promise, models.PROTECT, null=True, blank=True, related_name="obligation")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_amount__gte=0) & Q(done_amount__lte=models.F("amount")), name="obligation_never_overpaid"
            ),
        ]

    def __str__(self) -> str:
        return self.what
