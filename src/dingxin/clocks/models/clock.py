"""The clocks of a case: each counts to the time by which the customer may count on something."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.clocks.models.policy import UNITS, Duty, Term

if TYPE_CHECKING:
    from datetime import datetime


class ClockState(models.TextChoices):
    """Where a clock stands."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("In time")
    LATE = "late", _("Late")
    DROPPED = "dropped", _("Needed no more")


class Basis(models.TextChoices):
    """Who set a clock."""

    HOUSE = "house", _("Own policy")
    LAW = "law", _("By law")
    HAND = "hand", _("By hand")


class PauseCause(models.TextChoices):
    """Why a clock stands still."""

    CUSTOMER = "customer", _("Waiting for the customer")
    SHELVED = "shelved", _("Shelved until a day agreed upon")


class RebaseCause(models.TextChoices):
    """Why a due time was moved."""

    GRADE = "grade", _("another grade")
    CATEGORY = "category", _("another category")
    HANDOVER = "handover", _("another handler")
    TRIGGER = "trigger", _("something new happened")
    MERGE = "merge", _("another case was merged in")
    POLICY = "policy", _("the policy was changed")
    AGREED = "agreed", _("agreed with the customer")
    OUTSIDE = "outside", _("the outside body gave another time")
    MISTAKE = "mistake", _("it was set by mistake")


ONGOING = (ClockState.RUNNING, ClockState.PAUSED)


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks as they are read."""

    def ongoing(self) -> ClockQuerySet:
        """Those that still count, or stand still for a while."""
        return self.filter(state__in=ONGOING)

    def met(self) -> ClockQuerySet:
        """Those that stopped because the customer had what they counted to, in time or late."""
        return self.filter(state__in=[ClockState.MET, ClockState.LATE])

    def ringing(self, at: datetime) -> ClockQuerySet:
        """Those with something to record by now, in the order in which it became due."""
        return self.filter(alarm_at__lte=at).order_by("alarm_at", "pk")


class Clock(models.Model):
    """One clock. A stopped one never changes again; all that its due time was made of is kept beside it.

    ``alarm_at`` is the next moment at which something is to be recorded of it (warning, breach, end of a pause), empty where
    nothing is: the sweep looks at nothing else. ``stood`` is how long it stood still, as its unit counts.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="clocks")
    duty = models.CharField(max_length=15, choices=Duty.choices)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    term = models.ForeignKey(Term, models.SET_NULL, null=True, blank=True, related_name="clocks")
    limit = models.CharField(max_length=20, blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=10, choices=UNITS, blank=True)
    warn_percent = models.PositiveSmallIntegerField(default=0)
    pausable = models.BooleanField(default=False)
    note = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    due = models.DateTimeField()
    warn_at = models.DateTimeField(null=True, blank=True)
    alarm_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_cause = models.CharField(max_length=10, choices=PauseCause.choices, blank=True)
    stood = models.DurationField(default=timedelta)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "duty", "basis"],
                condition=Q(state__in=ONGOING) & ~Q(basis=Basis.HAND),
                name="clock_one_ongoing_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ONGOING, stopped_at=None) | (~Q(state__in=ONGOING) & Q(alarm_at=None)),
                name="clock_stopped_is_silent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["alarm_at", "id"], condition=Q(alarm_at__isnull=False), name="clock_alarm"),
            models.Index(fields=["term"], condition=Q(state__in=ONGOING), name="clock_ongoing_term"),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.due:%Y-%m-%d %H:%M}"

    @property
    def is_ongoing(self) -> bool:
        """Whether it still counts, or stands still for a while."""
        return self.state in ONGOING


class ClockBook(models.Model):
    """How far the events of a case were followed by its clocks, and where they stand.

    ``seq`` is the last event followed; ``since`` when the present round began (the case was opened or reopened); ``answered`` and
    ``settled`` say whether we answered in it, and whether it is resolved.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="clock_book")
    seq = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True, blank=True)
    answered = models.BooleanField(default=False)
    settled = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.seq}"
