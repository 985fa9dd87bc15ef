"""What becomes of a promise: kept in time or late, taken back with the customer's consent, or forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.cases.actions import keep_promise, withdraw_promise
from dingxin.clocks.models import Promise
from dingxin.clocks.queries import calendar_of
from dingxin.console.simulation.turns import heard, reached, replied

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dingxin.console.simulation.agenda import Steps
    from dingxin.console.simulation.world import World

    Fate = Callable[[World, Promise, datetime], Steps[datetime]]

MOST = 5  # times that somebody looks at what is owed in a round
COMPLAINS = 0.6  # of those who were left waiting
BY_REPLY, BY_UPDATE = 0.6, 0.15  # the others are told on the phone


def seen_through(world: World, pk: int, now: datetime) -> Steps[datetime]:
    """Let each promise of a case meet its fate, the one due first before the others."""
    for _look in range(MOST):
        promise = Promise.objects.owed().filter(case=pk).select_related("case__branch").order_by("due", "pk").first()
        if promise is None or world.live(pk) is None:
            break
        fate = world.chance.choices([row[0] for row in FATES], [row[1] for row in FATES])[0]
        now = yield from fate(world, promise, now)
    return now


def _in_time(world: World, promise: Promise, now: datetime) -> Steps[datetime]:
    before = calendar_of(promise.case.branch).subtract(promise.due, world.minutes(5, 120))
    now = yield max(now, before)
    return (yield from _done(world, promise, now))


def _late(world: World, promise: Promise, now: datetime) -> Steps[datetime]:
    now = yield world.later(max(now, promise.due), 5, 300)
    if world.happens(COMPLAINS):
        heard(world, promise.case_id, "late", at=now)
    now = yield from reached(world, promise.case_id, now, 10, 600)
    return (yield from _done(world, promise, now))


def _taken_back(world: World, promise: Promise, now: datetime) -> Steps[datetime]:
    now = yield from reached(world, promise.case_id, now, 10, 120)
    if found := world.in_hand(promise.case_id, at=now):
        world.act(withdraw_promise, promise, consent=world.says("speaking", "agreed"), actor=found[1], at=now)
    return now


def _forgotten(world: World, promise: Promise, now: datetime) -> Steps[datetime]:
    now = yield world.later(max(now, promise.due), 60, 1500)
    if world.happens(COMPLAINS):
        heard(world, promise.case_id, "late", at=now)
    return now


def _done(world: World, promise: Promise, now: datetime) -> Steps[datetime]:
    """Do what was promised: in a reply, with a reply that promises anew, or on the phone."""
    now = yield from reached(world, promise.case_id, now, 0, 3)
    dice = world.chance.random()
    if dice < BY_REPLY + BY_UPDATE:
        kind = "answer" if dice < BY_REPLY else "update"
        replied(world, promise.case_id, kind, at=now, keeps=promise.pk)
    elif found := world.in_hand(promise.case_id, at=now):
        world.act(keep_promise, promise, actor=found[1], at=now)
    return now


FATES: tuple[tuple[Fate, int], ...] = ((_in_time, 68), (_late, 12), (_taken_back, 8), (_forgotten, 12))
"""Each fate and how many of a hundred promises meet it."""
