"""The life of a case: opened, answered with promises, seen through or forgotten, resolved, asked about, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.cases.states import LIVE
from dingxin.clocks import actions as clocks
from dingxin.clocks.models import Duty
from dingxin.console.simulation.asking import given_a_final_answer, settled
from dingxin.console.simulation.promising import seen_through
from dingxin.console.simulation.turns import heard, reached, replied, turn_of_events

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Branch
    from dingxin.console.simulation.agenda import Life, Steps
    from dingxin.console.simulation.world import World

ROUNDS = 3
OUTSIDE_DAYS = 10
PROMISES, SPEAKS_AGAIN, MERGES = 0.85, 0.45, 0.5  # shares of the cases


class Opening(NamedTuple):
    """A customer comes: when, where, by which channel, about what, and known by which number."""

    at: datetime
    branch: Branch
    channel: str
    product: str
    phone: str
    text: str


def life_of(world: World, opening: Opening) -> Life:
    """Play a case from its first words to its close, or as far as the time goes."""
    now = yield opening.at
    case = _opened(world, opening, at=now)
    if case is None or _joined(world, case, at=now):
        return
    for _round in range(ROUNDS):
        now = yield from _worked_on(world, case.pk, now)
        now = yield from settled(world, case.pk, now)
        if world.live(case.pk) is None:
            return
    yield from given_a_final_answer(world, case.pk, now)


def _opened(world: World, opening: Opening, *, at: datetime) -> Case | None:
    by = world.somebody(opening.branch, at=at)
    case = world.act(
        cases.open_case, customer=cases.Caller(phone=opening.phone), channel=opening.channel, branch=opening.branch,
        product=opening.product, text=opening.text, actor=by, at=at,
    )  # fmt: skip
    if case is not None and opening.channel == "external":
        length = clocks.Length(due=at + timedelta(days=OUTSIDE_DAYS))
        world.act(clocks.start_clock, case, duty=Duty.OUTSIDE, length=length, actor=by, at=at)
    return case


def _joined(world: World, case: Case, *, at: datetime) -> bool:
    """Merge the case into an earlier one of the same customer, or link the two; whether it went on there."""
    other = Case.objects.filter(customer=case.customer_id, state__in=LIVE).exclude(pk=case.pk).order_by("pk").first()
    if other is None:
        return False
    if world.happens(MERGES):
        return world.act(cases.merge_case, case, into=other, actor=case.owner, at=at) is not None
    world.act(cases.link_case, case, to=other, actor=case.owner, at=at)
    return False


def _worked_on(world: World, pk: int, now: datetime) -> Steps[datetime]:
    """Answer, mostly with a promise, hear more, and see the promises through."""
    now = yield from reached(world, pk, now, 3, 90)
    replied(world, pk, "promise" if world.happens(PROMISES) else "plain", at=now)
    if world.happens(SPEAKS_AGAIN):
        now = yield world.later(now, 5, 900)
        heard(world, pk, "more", at=now)
    turn_of_events(world, pk, at=now)
    return (yield from seen_through(world, pk, now))
