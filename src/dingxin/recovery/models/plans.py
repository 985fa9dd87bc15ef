"""A plan for a point of failure (E14), made before it fails."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Industry
from dingxin.clocks.terms import Unit
from dingxin.resolution.models import RemedyKind


class Part(models.TextChoices):
    """The five parts of a service recovery, in their order."""

    APOLOGY = "apology", _("Apology")
    REINSTATEMENT = "reinstatement", _("Urgent reinstatement")
    EMPATHY = "empathy", _("Empathy")
    ATONEMENT = "atonement", _("Symbolic atonement")
    FOLLOW_UP = "follow_up", _("Follow-up")


class Who(models.TextChoices):
    """Whose part of a plan it is."""

    HANDLER = "handler", _("whoever handles the case")
    DUTY = "duty", _("the manager on duty")


class Way(models.TextChoices):
    """How the customer is asked afterwards."""

    CALL = "call", _("By telephone")
    CHAT = "chat", _("By chat")
    SMS = "sms", _("By SMS")
    MAIL = "mail", _("By mail")
    VISIT = "visit", _("In person")


PART_UNITS = [
    (Unit.WORK_HOUR, _("working hours")),
    (Unit.WORKDAY, _("working days")),
    (Unit.HOUR, _("hours")),
    (Unit.DAY, _("calendar days")),
]


def in_chinese() -> bool:
    """Whether the language of the moment is Chinese."""
    return (get_language() or "zh").startswith("zh")


class RecoveryPlan(models.Model):
    """What is done when something fails at a known point. ``signs`` are words by which a case of its kind is recognised."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    name = models.CharField(_("point of failure"), max_length=80)
    name_en = models.CharField(_("point of failure in English"), max_length=80, blank=True)
    industries = models.JSONField(default=list, blank=True)
    signs = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name if in_chinese() else self.name_en or self.name

    @property
    def industry_names(self) -> list[str]:
        """The trades it is for, as they are read; none means any."""
        return [str(label) for value, label in Industry.choices if value in self.industries]


class PlanPart(models.Model):
    """One part of a plan: what the customer is told, who does it, and after how long at the latest.

    ``words`` may hold {due}, the time of the reinstatement. Of the atonement: ``remedy`` is a code of the catalogue, taken
    where the house has it, else the first remedy of that ``kind``; ``amount`` is what the customer is given, 0 where it hangs
    on the case.
    """

    plan = models.ForeignKey(RecoveryPlan, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=15, choices=Part.choices)
    words = models.TextField(_("words"), blank=True)
    words_en = models.TextField(_("words in English"), blank=True)
    who = models.CharField(_("who"), max_length=10, choices=Who.choices, default=Who.HANDLER)
    after = models.PositiveSmallIntegerField(_("within"), default=1)
    unit = models.CharField(_("unit"), max_length=10, choices=PART_UNITS, default=Unit.WORKDAY)
    way = models.CharField(_("way"), max_length=10, choices=Way.choices, blank=True)
    remedy = models.SlugField(_("remedy"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=RemedyKind.choices, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "part"], name="plan_part_once"),
            models.CheckConstraint(condition=models.Q(after__gte=1), name="plan_part_within_a_time"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="plan_part_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return str(Part(self.part).label)

    @property
    def spoken(self) -> str:
        """The words in the language of the moment."""
        return self.said("zh" if in_chinese() else "en")

    def said(self, language: str) -> str:
        """Give the words in a language; where there is no English the Chinese stands."""
        return (language.startswith("en") and self.words_en) or self.words
