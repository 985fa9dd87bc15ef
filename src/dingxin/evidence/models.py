"""Items of evidence, whom a complaint is about, and reviews of complaints that may be malicious."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dingxin.audit.models import AppendOnlyError
from dingxin.cases.models import Case, Channel

if TYPE_CHECKING:
    from datetime import datetime


class Source(models.TextChoices):
    """Where a piece of evidence comes from."""

    CUSTOMER = "customer", _("The customer")
    STAFF = "staff", _("Our staff")
    OUTSIDE = "outside", _("An outside body")


class ItemQuerySet(models.QuerySet["Item"]):
    """Evidence as it is read; changing it is refused here and by a trigger in the database."""

    def update(self, **_: Any) -> int:
        """Refuse: evidence is never changed."""
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: evidence is never removed."""
        raise AppendOnlyError


class Item(models.Model):
    """A file that proves something. ``digest`` is the SHA-256 of its content, under which it is stored."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=10, choices=Source.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.digest[:12]}"

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refuse: evidence is never removed."""
        raise AppendOnlyError

    @property
    def short(self) -> str:
        """The first letters of the hash, enough to tell items apart at a glance."""
        return self.digest[:12]


class Concern(models.Model):
    """A member of staff whom the complaint is about. A complaint alone is not a finding against them (A10)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="concerns")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "staff"], condition=Q(withdrawn_at=None), name="concern_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.staff_id}"


class ReviewState(models.TextChoices):
    """How far a review is."""

    OPEN = "open", _("Waits for a decision")
    DECIDED = "decided", _("Decided")
    APPEALED = "appealed", _("Appealed: waits for an administrator")
    SETTLED = "settled", _("Settled after an appeal")


UNDECIDED_STATES = (ReviewState.OPEN, ReviewState.APPEALED)


class Outcome(models.TextChoices):
    """What a review of a complaint came to."""

    MALICIOUS = "malicious", _("Malicious")
    NOT_MALICIOUS = "not_malicious", _("Not malicious")
    UNDECIDED = "undecided", _("Not proven either way")


class Answer(models.TextChoices):
    """Whether a criterion is met."""

    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    NOT_PROVEN = "not_proven", _("Not proven")


PROTECTS = (
    Q(state__in=UNDECIDED_STATES)
    | Q(state=ReviewState.DECIDED, outcome=Outcome.MALICIOUS)
    | Q(state=ReviewState.SETTLED, appeal_outcome=Outcome.MALICIOUS)
)


class MaliceReviewQuerySet(models.QuerySet["MaliceReview"]):
    """Reviews as they are read."""

    def protecting(self) -> MaliceReviewQuerySet:
        """Those that protect the staff concerned: undecided, or decided as malicious."""
        return self.filter(PROTECTS)


class MaliceReview(models.Model):
    """Whether this one complaint is malicious: asked by one person, decided by another (A10).

    ``answers`` holds for each criterion the answer, with the ids of evidence and messages that show it; the fields of the appeal
    hold the same once more. ``handler`` is who handled the case when the review was asked for.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="malice_reviews")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.OPEN)
    grounds = models.TextField()
    items = models.ManyToManyField(Item, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    appeal_grounds = models.TextField(blank=True)
    appealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    appeal_answers = models.JSONField(default=dict, blank=True)
    appeal_reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = MaliceReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"], name="malice_waiting")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=UNDECIDED_STATES), name="malice_one_open_a_case"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~(Q(decided_by=F("asked_by")) | Q(decided_by=F("handler"))),
                name="malice_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None)
                | ~(Q(settled_by=F("asked_by")) | Q(settled_by=F("handler")) | Q(settled_by=F("decided_by"))),
                name="malice_settled_by_a_third",
            ),
            models.CheckConstraint(
                condition=(Q(state=ReviewState.OPEN, decided_by=None, outcome=""))
                | (~Q(state=ReviewState.OPEN) & Q(decided_by__isnull=False) & ~Q(outcome="") & ~Q(reason="")),
                name="malice_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(state=ReviewState.SETTLED, settled_by__isnull=False) & ~Q(appeal_outcome=""))
                | (~Q(state=ReviewState.SETTLED) & Q(settled_by=None, appeal_outcome="")),
                name="malice_settled_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state in UNDECIDED_STATES

    @property
    def stands(self) -> str:
        """The outcome that holds, empty while one is awaited."""
        return "" if self.is_waiting else self.appeal_outcome or self.outcome

    @property
    def stands_as(self) -> str:
        """The outcome that holds, in words."""
        return str(Outcome(self.stands).label) if self.stands else ""

    @property
    def protects(self) -> bool:
        """Whether the staff concerned are protected: undecided, or malicious."""
        return self.is_waiting or self.stands == Outcome.MALICIOUS

    def has_expired(self, at: datetime) -> bool:
        """Whether it is so long ago that only an administrator still sees it."""
        return self.expires_at is not None and self.expires_at <= at and not self.is_waiting
