"""What a member of staff can do better than others."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models.staff import Staff


class Skill(models.Model):
    """Something that not everybody can do: a product, a language, a kind of conversation."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Level(models.IntegerChoices):
    """How well somebody can do it."""

    LEARNING = 1, _("Learning")
    SURE = 2, _("Sure")
    MASTER = 3, _("Master")


class StaffSkill(models.Model):
    """A skill of a member of staff and how well they have it."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="holders")
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.SURE)

    class Meta:
        ordering: ClassVar = ["skill__name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "skill"], name="skill_once_a_person")]

    def __str__(self) -> str:
        return f"{self.skill} ({self.get_level_display()})"
