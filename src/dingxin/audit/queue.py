"""The queue as a table, with a way to put many tasks into it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_tasks_db import DatabaseBackend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_tasks.base import Task


class Queue(DatabaseBackend):
    """The library's queue; a thousand reactions to a thousand events cost one insert."""

    def enqueue_many(self, task: Task[Any, Any], calls: Iterable[tuple[Any, ...]]) -> None:
        """Queue a task once for each tuple of arguments, to run as soon as somebody is free."""
        from django_tasks_db.models import DBTaskResult, get_date_max  # noqa: PLC0415  queues are made before the models are ready

        DBTaskResult.objects.bulk_create(
            DBTaskResult(
                args_kwargs={"args": list(args), "kwargs": {}},
                priority=task.priority,
                task_path=task.module_path,
                queue_name=task.queue_name,
                backend_name=self.alias,
                run_after=get_date_max(),
            )
            for args in calls
        )
