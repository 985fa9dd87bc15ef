"""What was said in a case, what was read in it, and what people recorded about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.cases.models.case import Case, Channel

if TYPE_CHECKING:
    from dingxin.engine.model import Speaker

MAX_MESSAGE_CHARS = 200_000


class MessageKind(models.TextChoices):
    """Whose words these are, and for whom."""

    CUSTOMER = "customer", _("Customer")
    AGENT = "agent", _("Reply")
    NOTE = "note", _("Internal note")


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages as they are read."""

    def conversation(self) -> MessageQuerySet:
        """What customer and staff said to one another, in order."""
        return self.exclude(kind=MessageKind.NOTE).order_by("pk")


class Message(models.Model):
    """Words of a customer or of staff. ``reading`` is what the engine read in this turn when it was added (engine contract)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    text = models.TextField()
    at = models.DateTimeField(help_text="When it was recorded.")
    said_at = models.DateTimeField(null=True, blank=True, help_text="When it was said, where that differs.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    reading = models.JSONField(default=dict, blank=True)
    token = models.CharField(max_length=64, null=True, blank=True, help_text="Given by the sender: the same words sent twice.")  # noqa: DJ001  NULL keeps it unique when absent
    came_from = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", help_text="The merged case.")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "token"], name="message_token_unique_on_case")]
        indexes: ClassVar = [models.Index(fields=["case", "kind", "-id"], name="message_last_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def speaker(self) -> Speaker:
        """Who speaks, in the engine's words."""
        return "customer" if self.kind == MessageKind.CUSTOMER else "agent"


class FactState(models.TextChoices):
    """Whether a fact that was read stands."""

    READ = "read", _("Read")
    CONFIRMED = "confirmed", _("Confirmed by the customer")
    REJECTED = "rejected", _("Struck")


class Fact(models.Model):
    """A fact stated by the customer (A5), with the words it was read from."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="facts")
    message = models.ForeignKey(Message, models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    value = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    number = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=FactState.choices, default=FactState.READ)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["message_id", "start"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class Demand(models.Model):
    """An outcome the customer asks for (E1), with the message it was first read in."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="demands")
    message = models.ForeignKey(Message, models.PROTECT, related_name="demands")
    kind = models.CharField(max_length=15)

    class Meta:
        ordering: ClassVar = ["message_id", "kind"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "kind"], name="demand_once_a_message")]

    def __str__(self) -> str:
        return self.kind


class Need(models.Model):
    """A motive that may stand under the demands (E1): suggested from the words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="needs")
    message = models.ForeignKey(Message, models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=15)

    class Meta:
        ordering: ClassVar = ["message_id", "kind"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "kind"], name="need_once_a_message")]

    def __str__(self) -> str:
        return self.kind


class Sign(models.TextChoices):
    """What can be seen of a customer in the hall (A12)."""

    FLUSHED = "flushed", _("Flushed face")
    PALE = "pale", _("Pale face")
    BROWS_RAISED = "brows_raised", _("Raised brows")
    LEANING_IN = "leaning_in", _("Leaning forward")
    UPRIGHT = "upright", _("Upright, at ease")
    EYES_AWAY = "eyes_away", _("Eyes down or aside")
    HANDS_PUSHING = "hands_pushing", _("Hands raised or pushing")
    PALMS_UP = "palms_up", _("Open palms")
    LOUD = "loud", _("Loud voice")

    @property
    def heat(self) -> int:
        """How heated the sign lets the customer seem, 0 to 2."""
        return {Sign.FLUSHED: 2, Sign.HANDS_PUSHING: 2, Sign.LOUD: 2, Sign.UPRIGHT: 0, Sign.PALMS_UP: 0}.get(self, 1)


class Observation(models.Model):
    """What a member of staff saw of the customer at one moment (A12)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="observations")
    signs = models.JSONField(default=list)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return ", ".join(self.labels)

    @property
    def labels(self) -> list[str]:
        """The signs in words."""
        return [str(Sign(sign).label) for sign in self.signs]

    @property
    def heat(self) -> int:
        """How heated the customer seems by what was seen, 0 to 2."""
        return max((Sign(sign).heat for sign in self.signs), default=0)


class HandoverState(models.TextChoices):
    """What became of an offered hand-over."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TIMED_OUT = "timed_out", _("Not answered in time")


class Handover(models.Model):
    """A case offered by its owner to somebody else, who may accept (A2) until it is ``due``; then it goes to who is in charge."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brief = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.OFFERED)
    at = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(state=HandoverState.OFFERED), name="handover_one_open_a_case"),
        ]
        indexes: ClassVar = [models.Index(fields=["due"], condition=Q(state=HandoverState.OFFERED), name="handover_open_due")]

    def __str__(self) -> str:
        return f"{self.offered_by} → {self.offered_to}"


class Verdict(models.Model):
    """The customer's own word on whether it is really solved (F6)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="verdicts")
    content = models.BooleanField()
    words = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return str(_("content") if self.content else _("not content"))


class Link(models.Model):
    """Two cases that have to do with each other; the one with the lower id stands first."""

    first = models.ForeignKey(Case, models.PROTECT, related_name="links_to")
    second = models.ForeignKey(Case, models.PROTECT, related_name="links_from")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="link_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="link_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
