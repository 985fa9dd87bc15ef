"""The case and the customer it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Branch, Industry, Role, Staff, Team
from dingxin.cases.states import LIVE, CloseReason, State

if TYPE_CHECKING:
    from datetime import datetime


class Channel(models.TextChoices):
    """The ways words reach us (A11)."""

    HALL = "hall", _("Hall")
    HOTLINE = "hotline", _("Hotline")
    CHAT = "chat", _("Chat")
    WEB = "web", _("Web form")
    MAIL = "mail", _("Mail")
    SMS = "sms", _("SMS")
    LETTER = "letter", _("Letter")
    SOCIAL = "social", _("Social media")
    EXTERNAL = "external", _("Outside body")
    IMPORT = "import", _("Import")


class Grade(models.TextChoices):
    """The three grades of dissatisfaction (A1), and none."""

    NONE = "none", _("No dissatisfaction")
    GRUMBLE = "grumble", _("Grumble")
    COMPLAINT = "complaint", _("Complaint")
    SERIOUS = "serious", _("Serious complaint")

    @property
    def rank(self) -> int:
        """0 for none up to 3 for serious."""
        return list(Grade).index(self)


class Step(models.TextChoices):
    """The six steps (D1)."""

    CALM = "calm", _("Calm")
    LISTEN = "listen", _("Listen")
    CONFIRM = "confirm", _("Confirm")
    RESOLVE = "resolve", _("Resolve")
    THANK = "thank", _("Thank")
    FOLLOW_UP = "follow_up", _("Follow up")


class Tier(models.TextChoices):
    """How long the customer has been with us (A6)."""

    NEW = "new", _("New")
    RETURNING = "returning", _("Returning")
    LOYAL = "loyal", _("Loyal")


class Category(models.Model):
    """A kind of problem."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    industry = models.CharField(_("industry"), max_length=20, choices=Industry.choices, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering: ClassVar = ["industry", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers as they are read."""

    def visible_to(self, user: Staff) -> CustomerQuerySet:
        """Those with at least one case this person may see."""
        return self.filter(pk__in=Case.objects.visible_to(user).values("customer_id"))


class Customer(models.Model):
    """A person who speaks to us. ``phone`` is digits with an optional leading plus, empty where it is not known."""

    name = models.CharField(_("name"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.NEW)
    created_at = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="customer_phone_unique",
                violation_error_message=_("Another customer has this phone number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.phone or str(_("Unnamed customer"))


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases as they are read."""

    def visible_to(self, user: Staff) -> CaseQuerySet:
        """Those this person's role and branch allow them to see; one's own always."""
        if user.sees_every_branch:
            return self
        own = Q(owner=user) | Q(handler=user) | Q(offered_to=user)
        if user.role == Role.TRAINER:
            return self.filter(own | Q(state=State.CLOSED))
        return self.filter(own | Q(branch_id=user.branch_id)) if user.branch_id else self.filter(own)

    def holding(self, column: str = "case") -> models.Exists:
        """Say of the rows of another table, by their column, that their case is one of these: quick where those rows are few."""
        return models.Exists(self.order_by().filter(pk=models.OuterRef(column)))

    def live(self) -> CaseQuerySet:
        """Those that still wait for something."""
        return self.filter(state__in=LIVE)

    def hottest_first(self) -> CaseQuerySet:
        """What is due comes first, then what is hot, then what has waited longest."""
        return self.order_by(models.F("next_due").asc(nulls_last=True), "-heat", "updated_at", "pk")

    def for_list(self) -> CaseQuerySet:
        """With all that a line of a list shows, in one query."""
        return self.select_related("customer", "branch", "owner", "handler", "category", "offered_to")


class Case(models.Model):
    """A complaint from its first words to its close."""

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="cases")
    title = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="cases")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="cases")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="cases")
    product = models.CharField(max_length=80, blank=True)
    industry = models.CharField(max_length=20, choices=Industry.choices, blank=True)
    language = models.CharField(max_length=5, default="zh")
    external_id = models.CharField(max_length=120, null=True, blank=True, unique=True)

    grade = models.CharField(max_length=10, choices=Grade.choices, default=Grade.NONE)
    grade_corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    emotion_now = models.PositiveSmallIntegerField(default=0)
    emotion_peak = models.PositiveSmallIntegerField(default=0)
    heat = models.PositiveSmallIntegerField(default=0, help_text="Grade and emotion together, for sorting.")
    satisfaction = models.FloatField(default=0, help_text="Expected satisfaction of a reader, -2 to 2.")
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.CALM)
    facts_confirmed_at = models.DateTimeField(null=True, blank=True)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_cases")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="handled_cases")
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="offered_cases")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    close_reason = models.CharField(max_length=15, choices=CloseReason.choices, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_cases")
    next_due = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts every word added: an answer names the one it answers.")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(state=State.CLOSED) & ~Q(close_reason="")) | (~Q(state=State.CLOSED) & Q(close_reason="")),
                name="case_closes_with_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.MERGED) & Q(merged_into__isnull=False))
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
                name="case_merged_into_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["branch", "state", "next_due", "-heat", "updated_at"], name="case_branch_queue"),
            models.Index(fields=["handler", "state"], name="case_handler_state"),
            models.Index(fields=["state", "next_due", "-heat", "updated_at"], name="case_queue"),
            models.Index(fields=["-opened_at"], name="case_opened"),
            models.Index(fields=["offered_to"], condition=Q(offered_to__isnull=False), name="case_offered"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        """Whether something is still awaited."""
        return self.state in LIVE

    def is_late(self, at: datetime) -> bool:
        """Whether a promised time has passed."""
        return self.next_due is not None and self.next_due <= at


class Counter(models.Model):
    """The last running number given out on a day, so that numbers have no gap and no repeat."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"
