"""Where a case stands: what is demanded and needed, who is in the right, and what we aim at."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.cases.models import Case, Message


class ChangeCause(models.TextChoices):
    """Why a demand is another one than before (A9)."""

    FIRST = "first", _("First heard")
    MISUNDERSTOOD = "misunderstood", _("Misunderstood before")
    LOSS = "loss", _("A loss found since")
    EGGED_ON = "egged_on", _("Somebody else advised it")
    MORE = "more", _("Hope for more")
    OTHER = "other", _("Another cause")
    UNASKED = "unasked", _("Not asked yet")


class Standing(models.TextChoices):
    """Whether what was read stands: a person decides."""

    SUGGESTED = "suggested", _("Suggested")
    CONFIRMED = "confirmed", _("Confirmed")
    STRUCK = "struck", _("Struck")
    REPLACED = "replaced", _("Replaced by a later version")


class DemandVersion(models.Model):
    """A demand (E1) as it was stated at one time; a change is a new version with its cause, so the history is one glance (A9)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="demand_versions")
    kind = models.CharField(max_length=15)
    number = models.PositiveIntegerField(help_text="Counts the versions of this kind of demand on the case, from 1.")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=15, choices=ChangeCause.choices, default=ChangeCause.FIRST)
    hint = models.CharField(max_length=15, choices=ChangeCause.choices, blank=True, help_text="The cause the words suggest.")
    cause_words = models.CharField(max_length=500, blank=True, help_text="What the customer said when asked for the cause.")
    state = models.CharField(max_length=10, choices=Standing.choices, default=Standing.SUGGESTED)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "kind", "number"], name="demand_version_unique")]

    def __str__(self) -> str:
        return f"{self.kind} v{self.number}"

    @property
    def stands(self) -> bool:
        """Whether it is what is demanded now, as far as is known."""
        return self.state in {Standing.SUGGESTED, Standing.CONFIRMED}


class RankedNeed(models.Model):
    """A motive under the demands (E1) with its rank, 1 the first (E2)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ranked_needs")
    kind = models.CharField(max_length=15)
    rank = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, blank=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=Standing.choices, default=Standing.SUGGESTED)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["rank", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "kind"], name="ranked_need_once_a_case")]

    def __str__(self) -> str:
        return f"{self.rank} {self.kind}"


class Hearing(models.Model):
    """A customer's message from which demands and needs were taken: each is heard once."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="hearing")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.message_id)


class Reasonable(models.TextChoices):
    """One of the two judgements on a complaint (A8)."""

    OPEN = "open", _("Not judged yet")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class WhoseFault(models.TextChoices):
    """Whose fault it was (E16)."""

    OPEN = "open", _("Not judged yet")
    OURS = "ours", _("Ours")
    THEIRS = "theirs", _("The customer's")
    BOTH = "both", _("Both sides'")
    THIRD = "third", _("A third party's")
    NOBODY = "nobody", _("Nobody's")


class Way(models.TextChoices):
    """Which way to a solution the two judgements open (A8, E3, E4, E6, E17)."""

    OPEN = "open", _("Judge first")
    MEET = "meet", _("Meet the demand")
    LADDER = "ladder", _("Retreat ladder")
    OTHER_NEEDS = "other_needs", _("Other needs")
    FIRM_NO = "firm_no", _("Calm, firm no")
    UNRESOLVABLE = "unresolvable", _("Cannot be solved: say so early")


class Stand(models.Model):
    """Where a case stands: the customer's own view, the judgements of A8 with their grounds, the fault, and the path.

    ``grounds`` is a list of ``{"of": "complaint"|"demand", "ground": "facts"|"policy"|"law"|"precedent", "ref": …, "words": …}``.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="stand")
    hopes = models.JSONField(default=list, blank=True, help_text="The hopes read so far, in the order of the vocabulary.")
    view = models.TextField(blank=True, help_text="The solution the customer has in mind (E8).")
    view_at = models.DateTimeField(null=True, blank=True)
    expectation = models.TextField(blank=True, help_text="What the customer expected, and what would content them (E12).")
    expected_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    complaint = models.CharField(max_length=5, choices=Reasonable.choices, default=Reasonable.OPEN)
    demand = models.CharField(max_length=5, choices=Reasonable.choices, default=Reasonable.OPEN)
    grounds = models.JSONField(default=list, blank=True)
    fault = models.CharField(max_length=10, choices=WhoseFault.choices, default=WhoseFault.OPEN)
    beyond_us = models.BooleanField(default=False, help_text="Reasonable, but beyond what we can do (E3).")
    unsolvable = models.BooleanField(default=False, help_text="Nothing we can do would solve it (E17).")
    notice = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+", help_text="The reply that said so (E17)."
    )
    way = models.CharField(max_length=15, choices=Way.choices, default=Way.OPEN)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(unsolvable=False) | Q(beyond_us=True), name="stand_unsolvable_is_beyond_us"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.way}"


class Aim(models.Model):
    """Goal and bottom line of a case (E10), for staff only: nothing that leaves for the customer holds them."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="aim")
    goal = models.TextField(blank=True)
    bottom_line = models.TextField(blank=True)
    bottom_amount = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="The most this case may cost."
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.case_id)


class ShelfState(models.TextChoices):
    """What became of a shelved point."""

    SHELVED = "shelved", _("Shelved")
    TAKEN_UP = "taken_up", _("Taken up again")
    SETTLED = "settled", _("Settled")


class ShelvedPoint(models.Model):
    """What cannot be settled now (E5): who owns it, why, and when it is taken up again; ``raised_at`` is when that day came."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="shelved_points")
    point = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    back_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ShelfState.choices, default=ShelfState.SHELVED)
    shelved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["back_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["back_at"], condition=Q(state="shelved", raised_at=None), name="shelved_back_at"),
            models.Index(fields=["owner", "back_at"], condition=Q(state="shelved"), name="shelved_owner"),
        ]

    def __str__(self) -> str:
        return self.point
