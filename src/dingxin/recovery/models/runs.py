"""A plan at work in a case, tracked step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.audit.models import Event
from dingxin.cases.models import Case
from dingxin.clocks.models import Promise
from dingxin.recovery.models.batches import Batch
from dingxin.recovery.models.plans import Part, RecoveryPlan, Way
from dingxin.resolution.models import Option

if TYPE_CHECKING:
    from datetime import datetime


class RunState(models.TextChoices):
    """Where a run stands."""

    GOING = "going", _("Going on")
    DONE = "done", _("Done")
    ENDED = "ended", _("Ended early")


class Run(models.Model):
    """A plan carried out for one case, alone or as one of many (``batch``)."""

    plan = models.ForeignKey(RecoveryPlan, models.PROTECT, related_name="runs")
    case = models.ForeignKey(Case, models.PROTECT, related_name="recoveries")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.GOING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True, help_text="Why it was ended early.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="going"), name="run_one_going_a_case"),
            models.CheckConstraint(condition=Q(state="going") ^ Q(ended_at__isnull=False), name="run_ends_with_its_time"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.plan_id}"


class StepState(models.TextChoices):
    """What became of a step."""

    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Left out")


class RunStep(models.Model):
    """One of the five steps. ``proof`` is the event that shows it happened; without one somebody answers for it with a note.

    ``promise`` and ``option`` are what it hangs on: the promise that the reinstatement was told with, the remedy in the deck.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="steps")
    part = models.CharField(max_length=15, choices=Part.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.OPEN)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    option = models.ForeignKey(Option, models.SET_NULL, null=True, blank=True, related_name="+")
    proof = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "part"], name="run_step_once"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(proof__isnull=False) | ~Q(note=""), name="run_step_proven_or_answered_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.part}"

    def is_late(self, at: datetime) -> bool:
        """Whether its time is over and it is not done."""
        return self.state == StepState.OPEN and self.due <= at
