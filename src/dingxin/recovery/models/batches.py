"""A recovery for many customers at once: what happened to them, who gets what, and how far it is."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.cases.models import Case, Customer, Message
from dingxin.recovery.models.plans import RecoveryPlan
from dingxin.resolution.models import Option, Remedy


class Incident(models.Model):
    """What happened to many customers. Each of them is granted something for it once, however many batches there are."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name


class BatchState(models.TextChoices):
    """Where a batch stands."""

    ASKED = "asked", _("Waits for a second person")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Not approved")


BATCH_ONGOING = (BatchState.ASKED, BatchState.RUNNING)


class Batch(models.Model):
    """One plan for the customers of an incident: the words, the remedy, and who allowed the money.

    ``words`` may hold {due}, the time until which the reinstatement is told, and {amount}.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="batches")
    plan = models.ForeignKey(RecoveryPlan, models.PROTECT, related_name="batches")
    remedy = models.ForeignKey(Remedy, models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    words = models.TextField()
    words_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.RUNNING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, help_text="Why it was stopped or not approved.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name_plural = "batches"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("started_by")), name="batch_not_ones_own"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["id"], condition=Q(state="running"), name="batch_running")]

    def __str__(self) -> str:
        return f"{self.incident_id} #{self.pk}"


class RowState(models.TextChoices):
    """What became of one customer of a batch."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Granted and told")
    REFUSED = "refused", _("Could not be sent")
    LEFT = "left", _("Stopped before")


HELD = (RowState.WAITING, RowState.DONE)


class BatchRow(models.Model):
    """One customer of a batch. A customer is held by one batch of an incident only: nobody is granted twice."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="rows")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.WAITING)
    why = models.CharField(max_length=300, blank=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
    option = models.ForeignKey(Option, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "customer"], condition=Q(state__in=HELD), name="batch_row_granted_once_an_incident"
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(message__isnull=False), name="batch_row_done_is_told"),
        ]
        indexes: ClassVar = [models.Index(fields=["batch", "id"], condition=Q(state="waiting"), name="batch_row_waiting")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.customer_id}"
