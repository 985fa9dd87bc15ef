"""The rules by which a new case finds its team and its person (A4), and what they decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Skill, Team
from dingxin.cases.models.case import Case

LANGUAGES = ("zh", "en")  # of cases


class Method(models.TextChoices):
    """How a rule chooses."""

    TEAM = "team", _("The team alone; whoever is free takes it")
    ROUND_ROBIN = "round_robin", _("One after the other")
    LEAST_LOADED = "least_loaded", _("Who has the least to do")
    SKILL = "skill", _("Who can do it best")


class RoutingRule(models.Model):
    """A routing rule as data. The first one in order whose every condition holds decides.

    ``conditions`` maps a name of ``Condition`` to the values of which one must hold. Off until it was tried on past cases;
    a change takes the trial back.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    place = models.PositiveIntegerField(default=0)
    conditions = models.JSONField(default=dict, blank=True)
    method = models.CharField(_("how it chooses"), max_length=15, choices=Method.choices, default=Method.TEAM)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    skill = models.ForeignKey(Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill"))
    is_active = models.BooleanField(_("active"), default=False)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["place", "pk"]

    def __str__(self) -> str:
        return self.name


class Condition(models.TextChoices):
    """What a rule may ask about a case."""

    BRANCH = "branch", _("Branch")
    CATEGORY = "category", _("Category")
    PRODUCT = "product", _("Product")
    GRADE = "grade", _("Grade")
    CHANNEL = "channel", _("Channel")
    TIER = "tier", _("Kind of customer")
    LANGUAGE = "language", _("Language")
    KEYWORD = "keyword", _("Words of the customer")
    KIND = "kind", _("Special kind of complainant")


class RoutingTurn(models.Model):
    """Whose turn it was last by a rule; held while the next one is chosen, so that two openings at once choose two people."""

    rule = models.OneToOneField(RoutingRule, models.CASCADE, related_name="turn", primary_key=True)
    last = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.rule}: {self.last}"


class RoutedFor(models.TextChoices):
    """What made the rules decide."""

    OPENED = "opened", _("it is new")
    GRADE = "grade", _("its grade rose")


class RoutingDecision(models.Model):
    """What the rules decided for a case last and why. A person may override it.

    ``reason`` holds ids and numbers: ``matched`` (the conditions that held, each with its value), ``pool`` (each person looked
    at with what counted) and ``nobody`` (why no person was chosen). Where the grade rose it also holds ``grades`` (before and
    after), ``former`` (the decision before this one), and ``stays`` or ``waits`` where nobody was offered the case: whoever has
    it is one the rule may choose, or it is offered to somebody already. ``rule`` is empty once the rule was removed.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="routing")
    rule = models.ForeignKey(RoutingRule, models.SET_NULL, null=True, related_name="decisions")
    rule_name = models.CharField(max_length=80)
    method = models.CharField(max_length=15, choices=Method.choices)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.JSONField(default=dict)
    at = models.DateTimeField()
    overridden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    overridden_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    overridden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case}: {self.rule_name}"
