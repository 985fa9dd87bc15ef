"""The event log: append-only, each event carrying the hash of the one before it on the same case."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from dingxin.audit.kinds import Kind

HOUSE = "house"


class AppendOnlyError(TypeError):
    """Raised when code tries to change or remove an event."""


class EventQuerySet(models.QuerySet["Event"]):
    """Events as they are read; changing them is refused here and by a trigger in the database."""

    def update(self, **_: Any) -> int:
        """Refuse: an event is never changed."""
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: an event is never removed."""
        raise AppendOnlyError

    def after(self, event_id: int) -> EventQuerySet:
        """Give the events after this one, oldest first."""
        return self.filter(pk__gt=event_id).order_by("pk")


class Event(models.Model):
    """One thing that happened. ``seq`` counts from 1 within the chain of its case, or of the house where no case is concerned."""

    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in Kind])
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    seq = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_seq_unique_on_case"),
            models.UniqueConstraint(fields=["seq"], condition=models.Q(case=None), name="event_seq_unique_in_house"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.seq}"

    @property
    def chain(self) -> str:
        """The key of the chain this event belongs to."""
        return HOUSE if self.case_id is None else str(self.case_id)


class Chain(models.Model):
    """The head of one chain of events: how many there are, the last hash, and the seal on both.

    ``key`` is the case's id, or ``house``.
    """

    key = models.CharField(max_length=20, primary_key=True)
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.seq}"
