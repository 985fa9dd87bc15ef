"""The rungs of the ladder, what makes a case climb by itself, and every climb."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Industry, Team
from dingxin.audit.models import Event
from dingxin.cases.models import Case


class Post(models.TextChoices):
    """Who stands on a rung."""

    OWNER = "owner", _("The owner of the case")
    DUTY = "duty", _("The manager on duty")
    TEAM = "team", _("A team of the house")
    OUTSIDE = "outside", _("An outside body")


class Cause(models.TextChoices):
    """What lets a case climb."""

    HAND = "hand", _("a member of staff brought somebody in")
    SERIOUS = "serious", _("the complaint became serious")
    RISK = "risk", _("the customer named a regulator, a court, the media or a danger")
    ASKED = "asked", _("the customer asked for the manager")
    BREACH = "breach", _("a time of ours passed again")
    BROKEN = "broken", _("a promise was broken again")
    OUTSIDE = "outside", _("the customer went there")


class Rung(models.Model):
    """One rung of the ladder: who stands there, when and how they are reached, by when, with what, and the risk.

    ``limits`` are ids of limits of law (clocks). ``bring`` and ``proof`` hold lines, each with its words in Chinese and English;
    a line of ``proof`` also names how the product checks it and the rules of law behind it (``knowledge/law.toml``).
    ``signals`` are the risks (engine) with which a customer names this place. ``reach`` is the limit of law after which a
    customer who has had no answer can go there (empty: at any time).
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    post = models.CharField(_("who stands there"), max_length=10, choices=Post.choices)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team"))
    industry = models.CharField(_("industry"), max_length=20, choices=Industry.choices, blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=160, blank=True)
    number = models.CharField(_("number"), max_length=160, blank=True)
    deadline = models.CharField(_("deadline"), max_length=200, blank=True)
    deadline_en = models.CharField(_("deadline in English"), max_length=240, blank=True)
    risk = models.TextField(_("what it means for us"), blank=True)
    risk_en = models.TextField(_("what it means for us, in English"), blank=True)
    limits = models.JSONField(default=list, blank=True)
    reach = models.CharField(max_length=20, blank=True)
    bring = models.JSONField(default=list, blank=True)
    proof = models.JSONField(default=list, blank=True)
    signals = models.JSONField(default=list, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    verified = models.BooleanField(_("verified"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.said("name")

    @property
    def is_outside(self) -> bool:
        """Whether somebody else than the firm stands there."""
        return self.post == Post.OUTSIDE

    def said(self, field: str) -> str:
        """Give a text of the rung in the language of the moment; where there is no English the Chinese stands."""
        english = not (get_language() or "zh").startswith("zh")
        return str((english and getattr(self, f"{field}_en")) or getattr(self, field))


class Trigger(models.Model):
    """What makes a case climb by itself: after so many ``times`` to at least this rung."""

    cause = models.CharField(max_length=10, choices=Cause.choices, unique=True)
    times = models.PositiveSmallIntegerField(_("times"), default=1)
    rung = models.ForeignKey(Rung, models.PROTECT, related_name="triggers", verbose_name=_("rung"))
    signals = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.get_cause_display()


class Escalation(models.Model):
    """A climb of a case, with the brief as it stood then (``brief.py``).

    ``introduction`` is what the customer was told of who comes now; ``reference`` the number an outside body gave; ``event`` what
    caused a climb by itself, so that it causes one only.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="escalations")
    rung = models.ForeignKey(Rung, models.PROTECT, related_name="escalations")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    introduction = models.TextField(blank=True)
    reference = models.CharField(max_length=80, blank=True)
    brief = models.JSONField(default=dict)
    event = models.OneToOneField(Event, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["case", "-id"], name="escalation_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.rung_id}"
