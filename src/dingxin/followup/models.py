"""Plans, calls back with their outcomes, what customers prefer, surveys and programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Branch
from dingxin.audit.models import Event
from dingxin.cases.models import Case, Channel, Customer, Grade, Step, Tier
from dingxin.clocks.terms import Unit

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff


class Way(models.TextChoices):
    """How a customer is asked."""

    CALL = "call", _("By telephone")
    CHAT = "chat", _("By chat")
    SMS = "sms", _("By SMS")
    MAIL = "mail", _("By mail")
    VISIT = "visit", _("In person")


PLAN_UNITS = [(Unit.WORK_HOUR, _("working hours")), (Unit.WORKDAY, _("working days")), (Unit.DAY, _("calendar days"))]


class Plan(models.Model):
    """When customers are called back after a case of a kind was resolved: once, or twice. The first plan that fits holds."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, blank=True)
    way = models.CharField(_("way"), max_length=10, choices=Way.choices, blank=True, help_text=_("Empty: as the customer spoke."))
    first_after = models.PositiveSmallIntegerField(_("first after"), default=1)
    first_unit = models.CharField(_("unit"), max_length=10, choices=PLAN_UNITS, default=Unit.WORKDAY)
    second_after = models.PositiveSmallIntegerField(_("second after"), null=True, blank=True)
    second_unit = models.CharField(_("unit"), max_length=10, choices=PLAN_UNITS, default=Unit.WORKDAY)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=3)
    retry_hours = models.PositiveSmallIntegerField(_("working hours between tries"), default=4)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """How and when a customer wants to be asked, or that they do not want to be called at all."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="preference")
    way = models.CharField(_("way"), max_length=10, choices=Way.choices, blank=True)
    earliest = models.TimeField(_("not before"), null=True, blank=True)
    latest = models.TimeField(_("not after"), null=True, blank=True)
    no_calls = models.BooleanField(_("wants no calls"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(earliest=None) | Q(latest=None) | Q(latest__gt=models.F("earliest")), name="preference_in_order"
            )
        ]

    def __str__(self) -> str:
        return str(self.customer)


class Source(models.TextChoices):
    """Where the customers of a programme come from."""

    LIST = "list", _("a list")
    CONVERSATIONS = "conversations", _("conversations that went badly")


class Programme(models.Model):
    """Calls to customers who did not complain (G9)."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("branch"))
    source = models.CharField(max_length=15, choices=Source.choices)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name


class CallbackState(models.TextChoices):
    """Where a call back stands."""

    PLANNED = "planned", _("Planned")
    DONE = "done", _("Called")
    CALLED_OFF = "called_off", _("Called off")


class Outcome(models.TextChoices):
    """What came of a call back."""

    CONTENT = "content", _("Content")
    NOT_CONTENT = "not_content", _("Not content")
    NOT_REACHED = "not_reached", _("Not reached")
    DECLINED = "declined", _("Does not want to be called")


class Discontent(models.TextChoices):
    """Why a customer is not content."""

    NOT_DONE = "not_done", _("What was agreed is not done")
    WRONG = "wrong", _("It does not solve what they need")
    BACK = "back", _("The problem came back")
    SLOW = "slow", _("It took too long")
    MANNER = "manner", _("They were treated badly")
    UNCLEAR = "unclear", _("They do not understand the answer")
    OTHER = "other", _("Something else")

    @property
    def step(self) -> Step:
        """The step (D1) at which the case begins again."""
        return {
            Discontent.MANNER: Step.CALM, Discontent.SLOW: Step.CALM, Discontent.BACK: Step.LISTEN, Discontent.OTHER: Step.LISTEN,
            Discontent.WRONG: Step.CONFIRM, Discontent.UNCLEAR: Step.CONFIRM,
        }.get(self, Step.RESOLVE)  # fmt: skip


class CallbackQuerySet(models.QuerySet["Callback"]):
    """Calls back as they are read."""

    def visible_to(self, user: Staff) -> CallbackQuerySet:
        """Those of cases this person may see, and those of their branch's programmes."""
        if user.sees_every_branch:
            return self
        of_branch = Q(case=None, branch=user.branch_id) if user.branch_id else Q(pk=None)
        return self.filter(Q(Case.objects.visible_to(user).holding()) | of_branch)

    def planned(self) -> CallbackQuerySet:
        """Those still to be made."""
        return self.filter(state=CallbackState.PLANNED)


class Callback(models.Model):
    """A call back, after a case was resolved (``event``, ``round`` 1 or 2) or of a programme; due from ``due`` to ``until``."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="callbacks")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="callbacks")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="callbacks")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=10, choices=Way.choices)
    reason = models.TextField(blank=True)
    due = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CallbackState.choices, default=CallbackState.PLANNED)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    opened = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", help_text="The case it led to.")

    objects = CallbackQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "round"], name="callback_once_a_resolution"),
            models.UniqueConstraint(fields=["programme", "customer"], name="callback_once_a_programme"),
            models.CheckConstraint(condition=Q(case=None) ^ Q(programme=None), name="callback_of_case_or_programme"),
        ]
        indexes: ClassVar = [models.Index(fields=["due"], condition=Q(state="planned"), name="callback_planned_due")]

    def __str__(self) -> str:
        return f"{self.customer} {self.due:%Y-%m-%d %H:%M}"

    def is_late(self, at: datetime) -> bool:
        """Whether its time is over and nobody called."""
        return self.state == CallbackState.PLANNED and self.until <= at


class Attempt(models.Model):
    """One try to call back and what came of it."""

    callback = models.ForeignKey(Callback, models.PROTECT, related_name="attempts")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    cause = models.CharField(max_length=15, choices=Discontent.choices, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Survey(models.Model):
    """A link by which the customer says whether it is solved. Whoever has the token may answer, once, until it expires."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="surveys")
    token = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    content = models.BooleanField(null=True, blank=True)
    cause = models.CharField(max_length=15, choices=Discontent.choices, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be answered."""
        return self.answered_at is None and at < self.expires_at
