"""The life of a case as a table."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waiting for the customer")
    RESOLVED = "resolved", _("Resolved, verdict awaited")
    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Merged")


class CloseReason(models.TextChoices):
    """The two reasons for which a case may close."""

    CONTENT = "content", _("The customer is content")
    FINAL_ANSWER = "final_answer", _("Final answer by a manager")


class ReopenCause(models.TextChoices):
    """What brings a case back."""

    PERSON = "person", _("by a member of staff")
    MESSAGE = "message", _("the customer wrote again")
    VERDICT = "verdict", _("the customer is not content")
    FOLLOW_UP = "follow_up", _("asked again, the customer is not content")


LIVE = (State.OPEN, State.WAITING, State.RESOLVED)

TRANSITIONS: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.WAITING, State.RESOLVED, State.MERGED}),
    State.WAITING: frozenset({State.OPEN, State.RESOLVED, State.MERGED}),
    State.RESOLVED: frozenset({State.OPEN, State.CLOSED, State.MERGED}),
    State.CLOSED: frozenset({State.OPEN}),
    State.MERGED: frozenset(),
}
