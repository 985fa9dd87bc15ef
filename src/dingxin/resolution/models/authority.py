"""Who may grant how much, from which budget, and what was asked of whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Branch, Role
from dingxin.cases.models import Tier
from dingxin.resolution.models.deck import Option, RemedyKind


class Limit(models.Model):
    """How much people of a role may grant (E15): in a case, a day, a month. Blank fields mean any; the narrowest rule holds.

    Nobody's own ``authority_cny`` is widened by it: the lower of the two is the limit in a case.
    """

    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="limits", verbose_name=_("branch"))
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=RemedyKind.choices, blank=True)
    per_case = models.DecimalField(_("in a case"), max_digits=12, decimal_places=2, null=True, blank=True)
    per_day = models.DecimalField(_("in a day"), max_digits=12, decimal_places=2, null=True, blank=True)
    per_month = models.DecimalField(_("in a month"), max_digits=12, decimal_places=2, null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering: ClassVar = ["role", "branch__code", "tier", "kind", "pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.kind}".strip()


class Period(models.TextChoices):
    """How long a budget lasts before it begins anew."""

    MONTH = "month", _("a month")
    QUARTER = "quarter", _("a quarter")
    YEAR = "year", _("a year")
    ONCE = "once", _("once")


class Budget(models.Model):
    """Money set apart for remedies, of a branch or (empty) of the house. What is left of it stands in the ledger."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="budgets", verbose_name=_("branch"))
    period = models.CharField(_("period"), max_length=10, choices=Period.choices, default=Period.MONTH)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class ApprovalState(models.TextChoices):
    """What became of a request."""

    ASKED = "asked", _("Asked")
    APPROVED = "approved", _("Approved")
    LOWERED = "lowered", _("Approved, lowered")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Needed no more")


class Approval(models.Model):
    """An option beyond its maker's authority, asked of somebody who has it, with a brief; until ``due``, then the next."""

    option = models.ForeignKey(Option, models.PROTECT, related_name="approvals")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    amount_asked = models.DecimalField(max_digits=12, decimal_places=2)
    amount_granted = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    brief = models.JSONField(default=dict)
    kind = models.CharField(max_length=15, choices=RemedyKind.choices, default=RemedyKind.REFUND)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it is asked for.")
    words = models.CharField(max_length=500, blank=True, help_text="What was said with the answer.")
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    passed = models.PositiveSmallIntegerField(default=0, help_text="How often it went on to the next because nobody answered.")
    tried = models.JSONField(default=list, blank=True, help_text="Ids of those it was asked of and who did not answer.")
    at = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["option"], condition=Q(state="asked"), name="approval_one_open_an_option"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("asked_by")), name="approval_not_ones_own"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["due"], condition=Q(state="asked"), name="approval_open_due")]

    def __str__(self) -> str:
        return f"{self.option_id} {self.state}"
