"""The register of service commitments (G7), and what was promised to a customer who called one in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Industry
from dingxin.cases.models import Case
from dingxin.clocks.models import Clock, Duty
from dingxin.recovery.models.plans import PART_UNITS, in_chinese
from dingxin.resolution.models import Option


class When(models.TextChoices):
    """When a commitment gives its remedy."""

    NEVER = "", _("It gives none")
    AT_ONCE = "at_once", _("At once")
    LATE = "late", _("When we are late")


class Commitment(models.Model):
    """What the house promises everybody. ``after`` and ``unit`` are its clock, ``remedy`` what it gives; either may be empty."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    industry = models.CharField(_("industry"), max_length=20, choices=Industry.choices, blank=True)
    words = models.TextField(_("words"))
    words_en = models.TextField(_("words in English"), blank=True)
    duty = models.CharField(_("what the customer may count on"), max_length=15, choices=Duty.choices, blank=True)
    after = models.PositiveSmallIntegerField(_("within"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=PART_UNITS, blank=True)
    remedy = models.SlugField(_("remedy"), max_length=40, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, default=0)
    when = models.CharField(_("gives the remedy"), max_length=10, choices=When.choices, blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(after=None) & Q(unit="") & Q(duty="")) | (Q(after__gte=1) & ~Q(unit="") & ~Q(duty="")),
                name="commitment_clock_is_whole",
            ),
            models.CheckConstraint(condition=Q(when="") | ~Q(remedy=""), name="commitment_gives_a_remedy"),
            models.CheckConstraint(condition=~Q(when="late") | Q(after__isnull=False), name="commitment_late_by_a_clock"),
        ]

    def __str__(self) -> str:
        return self.words if in_chinese() else self.words_en or self.words


class Invocation(models.Model):
    """A commitment called in for a case. ``words`` are kept as they stood: they are part of the contract."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="invocations")
    case = models.ForeignKey(Case, models.PROTECT, related_name="invocations")
    words = models.TextField()
    clock = models.ForeignKey(Clock, models.PROTECT, null=True, blank=True, related_name="+")
    option = models.ForeignKey(Option, models.SET_NULL, null=True, blank=True, related_name="+")
    invoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["commitment", "case"], name="invocation_once_a_case")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.case_id}"
