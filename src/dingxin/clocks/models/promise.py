"""A time that was promised to a customer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PromiseState(models.TextChoices):
    """What became of a promise."""

    OPEN = "open", _("Outstanding")
    KEPT = "kept", _("Kept")
    KEPT_LATE = "kept_late", _("Kept late")
    BROKEN = "broken", _("Broken")
    WITHDRAWN = "withdrawn", _("Withdrawn with the customer's consent")


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Promises as they are read."""

    def owed(self) -> PromiseQuerySet:
        """Those the customer still waits for: open, or broken and not yet made good."""
        return self.filter(state__in=[PromiseState.OPEN, PromiseState.BROKEN])

    def overdue(self, at: object) -> PromiseQuerySet:
        """Those whose time has passed without having been marked."""
        return self.filter(state=PromiseState.OPEN, due__lte=at)


class Promise(models.Model):
    """A time said in a reply (F1). ``due`` is when the customer will be answered, whatever the progress."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="promises")
    message = models.ForeignKey("cases.Message", models.PROTECT, related_name="promises")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="promises")
    text = models.CharField(max_length=200)
    due = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PromiseState.choices, default=PromiseState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    consent = models.TextField(blank=True, help_text="The customer's words that took it off us.")

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due"]
        indexes: ClassVar = [
            models.Index(fields=["due"], condition=models.Q(state="open"), name="promise_open_due"),
            models.Index(fields=["made_by", "due"], condition=models.Q(state__in=["open", "broken"]), name="promise_owed"),
            models.Index(fields=["due", "state", "made_by", "case"], name="promise_fell_out"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(consent=""), name="promise_withdrawn_with_consent"
            ),
        ]

    def __str__(self) -> str:
        return self.text
