"""Reactions that failed, or whose worker was killed, run again; what was done is cleared away in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

if TYPE_CHECKING:
    from datetime import datetime

ATTEMPTS = 8
"""How often a reaction is tried; the last time about half a day after the first."""

FIRST_WAIT = timedelta(minutes=5)
LOST = timedelta(minutes=30)
"""A reaction that runs for so long has lost its worker."""

KEPT = timedelta(days=2)
"""How long what was done stays to be looked at."""

MOST = 500
"""Rows handled in one go."""


def retry_reactions(*, at: datetime) -> int:
    """Put back into the queue what failed long enough ago, each time later, and what was running when its worker was killed.

    Gives how many. Reactions are safe to run twice; what failed ``ATTEMPTS`` times stays as failed, for a person to look at.
    """
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lte=at - LOST)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lte=at - FIRST_WAIT)
    back = [row.pk for row in DBTaskResult.objects.filter(lost | failed).order_by("pk")[:MOST] if _is_due(row, at)]
    again = DBTaskResult.objects.filter(lost | failed, pk__in=back)
    return again.update(status=TaskResultStatus.READY, run_after=at, started_at=None, finished_at=None)


def _is_due(row: DBTaskResult[Any, Any], at: datetime) -> bool:
    tried = len(row.worker_ids)
    ended = row.finished_at or row.started_at
    return tried < ATTEMPTS and ended is not None and at - ended >= FIRST_WAIT * 2 ** max(tried - 1, 0)


def clear_reactions(*, at: datetime) -> int:
    """Remove what was done more than ``KEPT`` ago from the queue; gives how many. The events themselves stay for ever."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lte=at - KEPT)
    return DBTaskResult.objects.filter(pk__in=list(done.order_by("pk").values_list("pk", flat=True)[: MOST * 10])).delete()[0]
