"""What a house holds itself to: policies, each with its conditions and the terms it sets."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dingxin.accounts.models import Branch
from dingxin.clocks.terms import MOST, Unit

MOST_PERCENT = 99


class Duty(models.TextChoices):
    """What the customer may count on by a time."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledgement")
    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_UPDATE = "next_update", _("Next update")
    ANSWER = "answer", _("Answer")
    RESOLUTION = "resolution", _("Resolution")
    REFUND = "refund", _("Refund paid")
    OUTSIDE = "outside", _("Deadline of an outside body")
    SILENCE = "silence", _("The customer waits for a word")
    NOTICE = "notice", _("Word that it cannot be solved")


class Trigger(models.TextChoices):
    """What sets a clock going."""

    OPENED = "opened", _("the case is opened or reopened")
    HEARD = "heard", _("the customer speaks")
    SENT = "sent", _("we have answered")
    TAKEN = "taken", _("somebody takes the case or accepts it")
    REFUND = "refund", _("a refund is promised")
    AFTER = "after", _("another clock has stopped")
    HAND = "hand", _("by hand")


class Change(models.TextChoices):
    """What becomes of a running clock when the case gets another grade, category or handler."""

    TIGHTEN = "tighten", _("an earlier time counts from then on")
    KEEP = "keep", _("the time stays as it is")


UNITS = [
    (Unit.MINUTE, pgettext_lazy("unit", "minutes")),
    (Unit.HOUR, pgettext_lazy("unit", "hours")),
    (Unit.WORK_HOUR, pgettext_lazy("unit", "working hours")),
    (Unit.DAY, pgettext_lazy("unit", "calendar days")),
    (Unit.WORKDAY, pgettext_lazy("unit", "working days")),
    (Unit.WEEK, pgettext_lazy("unit", "weeks")),
    (Unit.MONTH, pgettext_lazy("unit", "months")),
    (Unit.YEAR, pgettext_lazy("unit", "years")),
]


class Policy(models.Model):
    """Terms for the cases that fit ``conditions``: a table of lists, one for each trait that matters; without one all fit.

    Of the house's own policies the first that fits sets each term (``position``). Those of the law (``by_law``) all bind.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveIntegerField(_("place"), default=100)
    by_law = models.BooleanField(_("set by law"), default=False)
    change = models.CharField(
        _("when grade, category or handler change"), max_length=10, choices=Change.choices, default=Change.TIGHTEN
    )
    conditions = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("policy")
        ordering: ClassVar = ["by_law", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A length of time for one duty. ``limit`` names the limit of law it follows; one taken out is kept as ``removed``."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="terms")
    duty = models.CharField(max_length=15, choices=Duty.choices)
    starts = models.CharField(max_length=10, choices=Trigger.choices, default=Trigger.OPENED)
    after = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    amount = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    unit = models.CharField(max_length=10, choices=UNITS)
    warn_percent = models.PositiveSmallIntegerField(default=25, validators=[MaxValueValidator(MOST_PERCENT)])
    pausable = models.BooleanField(default=False)
    limit = models.CharField(max_length=20, blank=True)
    removed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts=Trigger.AFTER, after__isnull=False) | (~Q(starts=Trigger.AFTER) & Q(after__isnull=True)),
                name="term_after_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.amount} {self.get_unit_display()}"


class Jurisdiction(models.Model):
    """Whose law a branch stands under, where it is not China's alone: ``CN-41`` is Henan, ``GB`` the United Kingdom."""

    branch = models.OneToOneField(Branch, models.CASCADE, related_name="jurisdiction")
    code = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.branch} · {self.code}"
