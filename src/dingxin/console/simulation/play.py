"""Playing the simulation: customers come, staff work, the sweep sweeps, and the account is drawn up at the end."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from random import Random
from typing import TYPE_CHECKING

from dingxin.clocks.queries import calendar_of
from dingxin.console.simulation.account import Report, account, ownerless_cases
from dingxin.console.simulation.days import (
    breathing,
    governing,
    leaving_for_a_while,
    leaving_for_good,
    sweep_once,
    sweeping,
)
from dingxin.console.simulation.house import WORDS, found
from dingxin.console.simulation.lives import Opening, life_of
from dingxin.console.simulation.worker import working
from dingxin.console.simulation.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dingxin.console.simulation.agenda import Life

FOUNDED = timedelta(days=1)
BUSY, QUIET = 3, 1  # customers on a working day of the house, and on a day off
FIRST_HOUR, LAST_HOUR, BUSIEST_HOUR = 7, 23, 11
KNOWN = 0.1  # of the customers come again
NUMBERS = 10_000
OUTAGE = (0.52, 0.04)  # the sweep is down: from which part of the time on, and for how long


def play(*, start: datetime, days: int, cases: int, seed: int, told: Callable[[datetime], object]) -> Report:
    """Play so many days from a midnight on in an empty database, with so many cases; ``told`` hears of every step."""
    chance = Random(seed)  # noqa: S311  nothing is kept secret with it
    end = start + timedelta(days=days)
    with working() as worker:
        house = found(at=start - FOUNDED, start=start, days=days, chance=chance)
        world = World(house, chance, worker)
        worker.run()
        nights = _begin(world, start, days, cases)
        for at in world.agenda.play(until=end):
            told(at)
        sweep_once(world, at=end)
    return account(
        start=start, days=days, seed=seed, at=end, unowned=max(nights, default=0),
        actions=dict(sorted(world.done.items())), refused=dict(sorted(world.refused.items())),
    )  # fmt: skip


def _begin(world: World, start: datetime, days: int, cases: int) -> list[int]:
    """Enter every life; give the list in which the cases without an owner are counted night by night."""
    nights: list[int] = []
    length = timedelta(days=days)
    down = start + length * OUTAGE[0]
    world.agenda.begin(sweeping(world, start, (down, down + length * OUTAGE[1])))
    world.agenda.begin(_counting(nights, start))
    world.agenda.begin(governing(world, start, days))
    for people in world.house.agents.values():
        for person in people:
            world.agenda.begin(breathing(world, person, start, days))
            world.agenda.begin(leaving_for_a_while(world, person, start, days))
        world.agenda.begin(leaving_for_good(world, people[-1], start + length * world.chance.uniform(0.4, 0.8)))
    world.agenda.begin(_arriving(world, _openings(world, start, days, cases)))
    return nights


def _counting(nights: list[int], start: datetime) -> Life:
    """Look every six hours whether a case is without an owner."""
    now = yield start
    while True:
        nights.append(ownerless_cases().count())
        now = yield now + timedelta(hours=6)


def _arriving(world: World, openings: list[Opening]) -> Life:
    for opening in openings:
        yield opening.at
        world.agenda.begin(life_of(world, opening))


def _openings(world: World, start: datetime, days: int, cases: int) -> list[Opening]:
    """Draw who comes when: more on working days, less on holidays, most before noon."""
    ordinary = calendar_of(None)
    dates = [start + timedelta(days=day) for day in range(days)]
    weights = [BUSY if ordinary.is_working_day(day.date()) else QUIET for day in dates]
    chosen = world.chance.choices(dates, weights, k=cases)
    return sorted((_opening(world, day, number) for number, day in enumerate(chosen)), key=attrgetter("at"))


def _opening(world: World, day: datetime, number: int) -> Opening:
    at = day + timedelta(hours=world.chance.triangular(FIRST_HOUR, LAST_HOUR, BUSIEST_HOUR))
    branch = world.chance.choices(world.house.branches, world.house.shares)[0]
    told = WORDS["said"][branch.industry]
    channel, open_now = world.chance.choice(told["channels"]), calendar_of(branch).is_working(at)
    if channel == "hall" and not open_now:
        channel = "hotline"
    caller = world.chance.randrange(number) if number and world.happens(KNOWN) else number
    phone, product = f"1990000{caller % NUMBERS:04d}", world.chance.choice(told["products"])
    return Opening(at, branch, channel, product, phone, world.says("said", branch.industry, "first"))
