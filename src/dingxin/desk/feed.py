"""The live feed of a process: one poller reads the event log and tells those who listen that something changed.

A hint says no more than that it is worth to look again: what is shown is fetched by the page itself, through its own door. On
PostgreSQL ids may be committed out of order, so the poller looks a little way back each time and skips what it has seen.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

from dingxin.audit.models import Event
from dingxin.cases.models import Case

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dingxin.accounts.models import Staff

PAUSE_S = 1.0
LOOK_BACK = 200
MOST_EVENTS = 2000


def newest_event() -> int:
    """Give the id of the newest event, 0 where there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@dataclass(eq=False, slots=True)
class Listener:
    """Somebody who looks at one case, or at the list of all cases they may see (``case_id`` None)."""

    user: Staff
    case_id: int | None
    hints: asyncio.Queue[int] = field(default_factory=lambda: asyncio.Queue(maxsize=1))

    def concerned(self, changed: set[int]) -> bool:
        """Say whether one of the changed cases is theirs to see; a query for a list, none for a case."""
        if self.case_id is not None:
            return self.case_id in changed
        return bool(changed) and Case.objects.visible_to(self.user).filter(pk__in=changed).exists()

    def tell(self, event_id: int) -> None:
        """Leave a hint; one that still waits to be read is enough."""
        if not self.hints.full():
            self.hints.put_nowait(event_id)


class Feed:
    """The listeners of one event loop and the poller that serves them; it rests while nobody listens."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._poller: asyncio.Task[None] | None = None
        self._seen: set[int] = set()
        self._newest = 0

    def join(self, listener: Listener) -> None:
        """Let somebody listen. Call it inside the running event loop."""
        self._listeners.add(listener)
        if self._poller is None or self._poller.done():
            self._poller = asyncio.get_running_loop().create_task(self._poll())

    def leave(self, listener: Listener) -> None:
        """Let somebody go; the poller rests with the last one."""
        self._listeners.discard(listener)
        if not self._listeners and self._poller is not None:
            self._poller.cancel()
            self._poller = None

    async def _poll(self) -> None:
        loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(max_workers=1, thread_name_prefix="feed")
        try:  # one thread: the connection it opens stays its own
            await loop.run_in_executor(thread, self.start)
            while True:
                await asyncio.sleep(PAUSE_S)
                for listener in await loop.run_in_executor(thread, self._look, frozenset(self._listeners)):
                    listener.tell(self._newest)
        finally:
            thread.submit(connection.close)
            thread.shutdown(wait=False)

    def start(self) -> None:
        """Begin with what has already happened."""
        self._newest = newest_event()
        self._seen = set(self._recent().values_list("pk", flat=True))

    def _look(self, listeners: frozenset[Listener]) -> list[Listener]:
        """Read what is new and give those whom it concerns; a database that is away for a moment is asked again."""
        try:
            changed = self.changed()
            return [listener for listener in listeners if listener.concerned(changed)]
        except DatabaseError:
            connection.close()
            return []

    def changed(self) -> set[int]:
        """Give the cases that events were added to since the last look."""
        new = {pk: case_id for pk, case_id in self._recent().values_list("pk", "case_id") if pk not in self._seen}
        self._newest = max([self._newest, *new])
        self._seen = {pk for pk in self._seen | new.keys() if pk > self._newest - LOOK_BACK}
        return {case_id for case_id in new.values() if case_id is not None}

    def _recent(self) -> QuerySet[Event]:
        return Event.objects.filter(pk__gt=self._newest - LOOK_BACK).order_by("pk")[:MOST_EVENTS]


feed = Feed()
