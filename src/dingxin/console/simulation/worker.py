"""The worker of the simulation: what an action queued is carried out right after it, in its order."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task_backends
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult
from django_tasks.utils import get_random_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django_tasks.base import Task


class Worker(BaseTaskBackend):
    """Queues in memory, once the transaction that queued it is through; a reaction that fails ends the simulation."""

    def __init__(self) -> None:
        super().__init__(DEFAULT_TASK_BACKEND_ALIAS, {})
        self._waiting: deque[TaskResult[Any]] = deque()
        self.done = 0

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Queue a task, unless its transaction is rolled back."""
        queued: TaskResult[Any] = TaskResult(
            task=task, id=get_random_id(), status=TaskResultStatus.READY, enqueued_at=None, started_at=None,
            last_attempted_at=None, finished_at=None, args=args, kwargs=kwargs, backend=self.alias, errors=[], worker_ids=[],
        )  # fmt: skip
        transaction.on_commit(lambda: self._waiting.append(queued))
        return queued

    def enqueue_many(self, task: Task[Any, Any], calls: Iterable[tuple[Any, ...]]) -> None:
        """Queue a task once for each tuple of arguments."""
        for args in calls:
            self.enqueue(task, list(args), {})

    def run(self) -> None:
        """Carry out all that waits, and what that queues in its turn."""
        while self._waiting:
            queued = self._waiting.popleft()
            queued.task.call(*queued.args, **queued.kwargs)
            self.done += 1


@contextmanager
def working() -> Iterator[Worker]:
    """Let this worker take the place of the one of the house."""
    before = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = worker = Worker()
    try:
        yield worker
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = before
