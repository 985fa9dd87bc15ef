"""Staff, and the branches and teams they work in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

HOUSE = "house"  # user name of the account in whose name the product itself acts


class Role(models.TextChoices):
    """What a member of staff is here for."""

    AGENT = "agent", _("Agent")
    MANAGER = "manager", _("Manager on duty")
    INSPECTOR = "inspector", _("Inspector")
    TRAINER = "trainer", _("Trainer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Industry(models.TextChoices):
    """The industries the playbook has words for."""

    TELECOM = "telecom", _("Telecom")
    PHONE = "phone", _("Phone service")
    HOTEL = "hotel", _("Hotel")
    WEBSHOP = "webshop", _("Web shop")
    COURIER = "courier", _("Courier")


class Branch(models.Model):
    """A hall, a hotline, a shop: the place where customers are received."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    industry = models.CharField(_("industry"), max_length=20, choices=Industry.choices, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    manager = models.ForeignKey(
        "accounts.Staff",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("branch manager"),
        help_text=_("Answers for the branch when nobody is on duty."),
    )

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People of one branch who share work."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="teams", verbose_name=_("branch"))
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering: ClassVar = ["branch__code", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["branch", "name"], name="team_name_unique_in_branch")]

    def __str__(self) -> str:
        return f"{self.branch} · {self.name}"


class Staff(AbstractUser):
    """A member of staff. ``branch`` is empty only for those who work for the whole house."""

    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AGENT)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name=_("branch"))
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="staff", verbose_name=_("team"))
    authority_cny = models.DecimalField(
        _("authority in yuan"),
        max_digits=10,
        decimal_places=2,
        default=0,
        help_text=_("The highest amount this person may promise."),
    )

    class Meta(AbstractUser.Meta):
        ordering: ClassVar = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def leads(self) -> bool:
        """Whether this person decides for others: a manager on duty or an administrator."""
        return self.role in {Role.MANAGER, Role.ADMINISTRATOR}

    @property
    def sees_every_branch(self) -> bool:
        """Whether this person's work covers all branches."""
        return self.role in {Role.INSPECTOR, Role.ADMINISTRATOR}


class Token(models.Model):
    """A key with which a program speaks to the API as a member of staff. Only its digest is kept."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
