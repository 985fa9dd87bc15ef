"""When a branch works."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Branch
from dingxin.clocks.hours import hours_words
from dingxin.clocks.worktime import CHINA, ORDINARY_WEEK


def ordinary_week() -> list[str]:
    """Give the hours of a week that nobody has changed, Monday first."""
    return [hours_words(hours) for hours in ORDINARY_WEEK]


class DayKind(models.TextChoices):
    """How a day differs from its weekday."""

    HOLIDAY = "holiday", _("Day off")
    MAKEUP = "makeup", _("Make-up working day")
    SPECIAL = "special", _("Other hours")


class Calendar(models.Model):
    """The hours of a week and whose public holidays are kept.

    That of the house holds the public holidays and serves every branch without one of its own. ``week`` are seven lines of hours,
    Monday first. ``revision`` is another one after every change and never comes again, also not after a change that was undone.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    week = models.JSONField(_("hours of the week"), default=ordinary_week)
    zone = models.CharField(_("time zone"), max_length=60, default=str(CHINA))
    is_house = models.BooleanField(default=False)
    follows_house = models.BooleanField(_("keeps the public holidays"), default=True)
    revision = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("calendar")
        ordering: ClassVar = ["-is_house", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_house"], condition=Q(is_house=True), name="calendar_one_of_the_house")
        ]

    def __str__(self) -> str:
        return self.name


class BranchCalendar(models.Model):
    """Which calendar a branch goes by, where it is not that of the house."""

    branch = models.OneToOneField(Branch, models.CASCADE, related_name="calendar_choice")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="choices")

    def __str__(self) -> str:
        return f"{self.branch} · {self.calendar}"


class CalendarDay(models.Model):
    """A day that is not as its weekday. ``hours`` are those of a day of other hours; ``source`` says who knows it."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=DayKind.choices)
    hours = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once"),
            models.CheckConstraint(condition=Q(kind=DayKind.SPECIAL) ^ Q(hours=""), name="calendar_day_hours_if_special"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
