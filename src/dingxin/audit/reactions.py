"""Reactions to events: queued in the event's own transaction, run later by the worker, at least once, safe to run twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django_tasks import task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dingxin.audit.kinds import Kind
    from dingxin.audit.models import Event

    Reaction = Callable[[Event], None]

_reactions: dict[str, dict[str, Reaction]] = defaultdict(dict)


def on(kind: Kind) -> Callable[[Reaction], Reaction]:
    """Register a function of one event as a reaction to this kind."""

    def register(function: Reaction) -> Reaction:
        _reactions[kind][f"{function.__module__}.{function.__name__}"] = function
        return function

    return register


def enqueue_reactions(events: Iterable[Event]) -> None:
    """Queue one task for each reaction to each of these events, all in one go: many cases may arrive together."""
    queue: Any = react.get_backend()  # ours, or the one of a simulation: both take many at once
    queue.enqueue_many(react, [(name, event.pk) for event in events for name in _reactions[event.kind]])


@task
def react(name: str, event_id: int) -> None:
    """Run one reaction to one event. A reaction that is gone since it was queued has nothing left to do."""
    from dingxin.audit.models import Event  # noqa: PLC0415  tasks are imported before the models are ready

    event = Event.objects.get(pk=event_id)
    if function := _reactions[event.kind].get(name):
        function(event)
