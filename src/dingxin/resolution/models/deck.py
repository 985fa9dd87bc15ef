"""The catalogue of remedies, and the deck of options of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Role
from dingxin.cases.models import Case, Message

if TYPE_CHECKING:
    from dingxin.resolution.models.authority import Budget


class RemedyKind(models.TextChoices):
    """What a remedy is."""

    APOLOGY = "apology", _("Apology")
    LETTER = "letter", _("Apology in writing")
    EXPLANATION = "explanation", _("Explanation")
    REDO = "redo", _("Done again")
    REPAIR = "repair", _("Repair")
    REPLACEMENT = "replacement", _("Replacement")
    REFUND = "refund", _("Refund")
    PART_REFUND = "part_refund", _("Part of the money back")
    WAIVER = "waiver", _("Fee waived")
    CREDIT = "credit", _("Credit")
    UPGRADE = "upgrade", _("Upgrade")
    DISCOUNT = "discount", _("Discount")
    GIFT = "gift", _("Gift")
    PRIORITY = "priority", _("Priority service")
    CORRECTION = "correction", _("Record corrected")
    STAFF = "staff", _("Follow-up with the member of staff")
    PROCESS = "process", _("Process changed")
    PROOF = "proof", _("Proof in writing")


MOST_SHARE = 4
"""All of the money in question and three times as much on top (law on the protection of consumers' rights, article 55)."""

GIVEN_BACK = frozenset({RemedyKind.REFUND, RemedyKind.PART_REFUND, RemedyKind.WAIVER})
MADE_GOOD = frozenset({RemedyKind.CREDIT, RemedyKind.DISCOUNT})


def alike(kind: str) -> frozenset[str]:
    """Give the kinds that are the same sort of thing to the customer: money given back, money on top, or only itself."""
    return next((sort for sort in (GIVEN_BACK, MADE_GOOD) if kind in sort), frozenset({kind}))


class Remedy(models.Model):
    """A remedy the house has (E7, E13). ``needs`` says how well it serves each need, 1 to 3; empty lists mean: any.

    The customer is given ``share`` times the money in question plus ``worth``, at most ``amount_max``. What it costs us is
    ``cost_fixed`` plus ``cost_rate`` times the amount given. ``wording_own`` is what a manager says who grants it themselves.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=15, choices=RemedyKind.choices)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    wording = models.TextField(
        _("wording"), help_text=_("What the customer is told; {amount}, {product} and {due} are filled in.")
    )
    wording_en = models.TextField(_("wording in English"), blank=True)
    wording_own = models.TextField(
        _("wording of whoever grants it"), blank=True, help_text=_("Where they say it themselves. Empty: as above.")
    )
    wording_own_en = models.TextField(_("wording of whoever grants it, in English"), blank=True)
    needs = models.JSONField(default=dict, blank=True)
    demands = models.JSONField(default=list, blank=True, help_text="Kinds of demand that it meets.")
    industries = models.JSONField(default=list, blank=True)
    faults = models.JSONField(default=list, blank=True, help_text="Whose fault allows it.")
    tiers = models.JSONField(default=list, blank=True)
    about = models.JSONField(
        default=list, blank=True,
        help_text="It fits only where one of these words was said or stands in title or product; with a minus, where it was not.",
    )  # fmt: skip
    share = models.DecimalField(_("share of the money in question"), max_digits=3, decimal_places=2, default=0)
    worth = models.DecimalField(_("value for the customer"), max_digits=12, decimal_places=2, default=0)
    cost_fixed = models.DecimalField(_("fixed cost"), max_digits=12, decimal_places=2, default=0)
    cost_rate = models.DecimalField(_("cost per yuan given"), max_digits=5, decimal_places=4, default=1)
    amount_max = models.DecimalField(_("highest amount in a case"), max_digits=12, decimal_places=2, null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("working days until it is done"), default=1)
    effort = models.BooleanField(_("the customer has something to do for it"), default=False)
    stock = models.PositiveIntegerField(_("stock"), null=True, blank=True)
    budget = models.ForeignKey(
        "resolution.Budget", models.PROTECT, null=True, blank=True, related_name="remedies", verbose_name=_("budget")
    )
    granted_by = models.CharField(_("granted by"), max_length=20, choices=Role.choices, default=Role.AGENT)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering: ClassVar = ["kind", "code"]
        verbose_name_plural = "remedies"

    def __str__(self) -> str:
        return self.name


class OptionState(models.TextChoices):
    """Where an option is on its way."""

    DECK = "deck", _("In the deck")
    PRESENTED = "presented", _("Offered to the customer")
    OBJECTED = "objected", _("Objected to")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Put aside")
    REPLACED = "replaced", _("In the deck no more")


class Option(models.Model):
    """What may be offered, or was, in a case. ``approved`` is the amount somebody with the authority allowed, None before that.

    It leaves for the customer only within the sender's authority or with ``approved`` at least ``amount`` (E15, C13).
    ``step`` is its place on the retreat ladder from 1, 0 where it is none of its steps.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="options")
    remedy = models.ForeignKey(Remedy, models.PROTECT, null=True, blank=True, related_name="options")
    budget = models.ForeignKey(
        "resolution.Budget", models.PROTECT, null=True, blank=True, related_name="options",
        help_text="What money offered in free words is taken from; of a remedy it says so itself.",
    )  # fmt: skip
    kind = models.CharField(max_length=15, choices=RemedyKind.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    position = models.PositiveSmallIntegerField(default=1)
    step = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    grounds = models.JSONField(default=list, blank=True, help_text="What decided its place: the reason in any language.")
    wording = models.TextField(blank=True)
    parts = models.JSONField(default=list, blank=True, help_text="The wording of a step of the ladder, sentence by sentence.")
    edited = models.BooleanField(default=False, help_text="Somebody wrote the wording.")
    state = models.CharField(max_length=10, choices=OptionState.choices, default=OptionState.DECK)
    holds_stock = models.BooleanField(default=False, help_text="One piece of the remedy's stock is kept for it.")
    approved = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="options", help_text="The reply it left in."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    presented_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    presented_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["presented", "accepted"]) | Q(presented_by__isnull=False),
                name="option_presented_by_somebody",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0) & Q(cost__gte=0), name="option_amounts_not_negative"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["remedy", "state"], condition=Q(state__in=["accepted", "objected"]), name="option_outcomes"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    @property
    def paid_from(self) -> Budget | None:
        """The budget that its money comes from; None: the house."""
        return self.budget or (self.remedy.budget if self.remedy else None)


class ObjectionReason(models.TextChoices):
    """Why the customer does not take an option (E7)."""

    TOO_LITTLE = "too_little", _("Too little")
    TOO_SLOW = "too_slow", _("Takes too long")
    TROUBLE = "trouble", _("Too much trouble")
    NOT_WANTED = "not_wanted", _("Of no use to them")
    NO_TRUST = "no_trust", _("Does not trust it will be done")
    PRINCIPLE = "principle", _("It is a matter of principle")
    OTHER = "other", _("Another reason")


class Objection(models.Model):
    """The customer's no to an option, with the reason in their own words."""

    option = models.ForeignKey(Option, models.PROTECT, related_name="objections")
    reason = models.CharField(max_length=12, choices=ObjectionReason.choices)
    words = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(ObjectionReason(self.reason).label)
