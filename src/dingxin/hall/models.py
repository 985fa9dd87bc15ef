"""Cold handlings with their steps, and requests for a quiet room."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dingxin.cases.models import Case


class CoolingStep(models.TextChoices):
    """What calms a customer who is loud in public (A13), in its order."""

    GREET = "greet", _("Go up to the customer, greet them and say who you are")
    ACKNOWLEDGE = "acknowledge", _("Say in one sentence that you see how they feel")
    INVITE = "invite", _("Invite them to come along to where it is quiet")
    ROOM = "room", _("Lead them to the quiet room, away from the others")
    SEAT = "seat", _("Offer a comfortable seat, with no desk between you")
    DRINK = "drink", _("Offer something to drink")
    LISTEN = "listen", _("Let them talk to the end; only then ask")
    INTRODUCE = "introduce", _("Introduce the manager and the crux, if one comes")


class ColdHandling(models.Model):
    """A customer who is being calmed. ``steps`` says of each step that was done when it was."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="coolings")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    steps = models.JSONField(default=dict, blank=True)
    emotion_before = models.PositiveSmallIntegerField(default=0)
    emotion_after = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="cooling_one_open_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%H:%M}"

    @property
    def left(self) -> list[CoolingStep]:
        """The steps not done yet, in their order."""
        return [step for step in CoolingStep if step.value not in self.steps]


class RoomState(models.TextChoices):
    """What became of a request for a quiet room."""

    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Ready")
    REFUSED = "refused", _("None free")
    WITHDRAWN = "withdrawn", _("Needed no more")


class RoomRequest(models.Model):
    """The manager on duty is asked for a quiet room."""

    cooling = models.ForeignKey(ColdHandling, models.PROTECT, related_name="rooms")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RoomState.choices, default=RoomState.ASKED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    room = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cooling"], condition=Q(state=RoomState.ASKED), name="room_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cooling_id} {self.state}"
