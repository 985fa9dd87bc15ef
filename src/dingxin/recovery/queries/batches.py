"""Reading batches: how far they are, and what could not be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q

from dingxin.recovery.models import Batch, BatchRow, BatchState, RowState

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import QuerySet

    from dingxin.accounts.models import Staff


@dataclass(frozen=True, slots=True)
class Progress:
    """How many customers of a batch wait, were told, could not be, or were left when it was stopped."""

    waiting: int
    done: int
    refused: int
    left: int
    amount: Decimal

    @property
    def all(self) -> int:
        """Every customer of the batch."""
        return self.waiting + self.done + self.refused + self.left

    @property
    def percent(self) -> int:
        """How much of it is behind us."""
        return 100 * (self.all - self.waiting) // self.all if self.all else 100

    @property
    def asked_for(self) -> Decimal:
        """What it would give to all of them."""
        return self.amount * self.all

    @property
    def given(self) -> Decimal:
        """What was offered to those who were told."""
        return self.amount * self.done


def batch_list(user: Staff) -> QuerySet[Batch]:
    """Give the batches this person may see, the newest first, each with its numbers."""
    counted = {f"n_{state}": Count("rows", filter=Q(rows__state=state)) for state in RowState.values}
    rows = Batch.objects.select_related("incident", "plan", "remedy", "started_by", "approved_by").annotate(**counted)
    return (rows if user.sees_every_branch else rows.filter(started_by__branch=user.branch_id)).order_by("-pk")


def progress_of(batch: Batch) -> Progress:
    """Give the progress of a batch that ``batch_list`` gave."""
    counts = {state: getattr(batch, f"n_{state}") for state in RowState.values}
    return Progress(**counts, amount=batch.amount)


def batch_for(user: Staff, pk: int, permission: str = "recovery.view_recovery") -> Batch:
    """Fetch a batch: fetching is checking.

    Raises:
        Batch.DoesNotExist: there is none, or this person may not see it.
        PermissionDenied: they may see it but not do this.

    """
    batch = batch_list(user).get(pk=pk)
    if not user.has_perm(permission, batch):
        raise PermissionDenied(permission)
    return batch


def refused_rows(batch: Batch) -> QuerySet[BatchRow]:
    """Give the customers of a batch who could not be told, each with why."""
    return BatchRow.objects.filter(batch=batch, state=RowState.REFUSED).select_related("case", "customer").order_by("pk")


def waiting_batches() -> QuerySet[Batch]:
    """Give the batches that are at work, the oldest first."""
    return (
        Batch.objects.filter(state=BatchState.RUNNING)
        .select_related("plan", "remedy", "started_by", "approved_by")
        .order_by("pk")
    )
