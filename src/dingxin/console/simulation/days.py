"""The days of the staff: the sweep, offers of cases, breathers, leave, sickness, and one who goes for good."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from dingxin.accounts.actions import record_absence, update_staff
from dingxin.accounts.models import AwayKind
from dingxin.cases.actions import accept_handover, end_absence, refuse_handover, take_breather
from dingxin.cases.models import Case, Handover, HandoverState
from dingxin.clocks.actions import GivenTerm, set_day, update_policy
from dingxin.clocks.models import Calendar, DayKind, Policy
from dingxin.console.management.commands.sweep import JOBS

if TYPE_CHECKING:
    from dingxin.accounts.models import Staff
    from dingxin.console.simulation.agenda import Life
    from dingxin.console.simulation.world import World

TICK = timedelta(minutes=10)
ACCEPTS, REFUSES = 0.78, 0.1  # of those who are asked; the others do not answer
BREATHER, EARLY, LEAVE, STAND_IN = 0.08, 0.3, 0.35, 0.8
OPENS, CLOSES = 9, 17


def sweeping(world: World, start: datetime, outage: tuple[datetime, datetime]) -> Life:
    """Sweep as the house does, but not during an outage; and let those who were asked to take a case answer."""
    now, seen = (yield start), 0
    while True:
        if not outage[0] <= now < outage[1]:
            sweep_once(world, at=now)
        offers = list(Handover.objects.filter(pk__gt=seen).order_by("pk").values_list("pk", flat=True))
        for offer in offers:
            world.agenda.begin(_asked(world, offer, now))
        seen = max(offers, default=seen)
        now = yield now + TICK


def sweep_once(world: World, *, at: datetime) -> None:
    """Do all that the sweep of the house does, and what follows."""
    for job, _told in JOBS:
        world.done[job.__name__] += job(at=at)
    world.worker.run()


def _asked(world: World, offer: int, now: datetime) -> Life:
    """Accept a case, refuse it, or say nothing."""
    branch = Handover.objects.select_related("case__branch").get(pk=offer).case.branch
    now = yield world.working(branch, now, 1, 40)
    found = Handover.objects.select_related("offered_to").filter(pk=offer, state=HandoverState.OFFERED).first()
    dice = world.chance.random()
    if found and dice < ACCEPTS + REFUSES and not world.absent(found.offered_to, at=now):
        answer = accept_handover if dice < ACCEPTS else refuse_handover
        world.act(answer, Case(pk=found.case_id), actor=found.offered_to, at=now)


def breathing(world: World, person: Staff, start: datetime, days: int) -> Life:
    """Let somebody step back for a while on some days, and come back early at times."""
    for day in range(days):
        now = yield start + timedelta(days=day, hours=world.chance.uniform(OPENS, CLOSES))
        others = [one for one in world.house.agents[person.branch_id or 0] if one.pk != person.pk]
        if not world.happens(BREATHER):
            continue
        minutes = world.chance.randint(10, 60)
        absence = world.act(take_breather, person, colleague=world.chance.choice(others), minutes=minutes, at=now)
        if absence is not None and world.happens(EARLY):
            now = yield now + timedelta(minutes=minutes / 2)
            world.act(end_absence, absence, actor=person, at=now)


def leaving_for_a_while(world: World, person: Staff, start: datetime, days: int) -> Life:
    """Let somebody be on leave or sick for some days, mostly with a stand-in."""
    if not world.happens(LEAVE):
        return
    now = yield start + timedelta(days=world.chance.uniform(0, days * 0.7), hours=1)
    others = [one for one in world.house.agents[person.branch_id or 0] if one.pk != person.pk]
    first = now + timedelta(hours=world.chance.uniform(0, 48))
    world.act(
        record_absence, person, kind=world.chance.choice([AwayKind.LEAVE, AwayKind.SICK, AwayKind.TRAINING]),
        start=first, end=first + timedelta(hours=world.chance.uniform(4, 96)),
        stand_in=world.chance.choice(others) if world.happens(STAND_IN) else None, actor=world.house.administrator, at=now,
    )  # fmt: skip


def leaving_for_good(world: World, person: Staff, at: datetime) -> Life:
    """Let somebody leave the house: nobody of theirs may be forgotten."""
    now = yield at
    world.act(update_staff, person, is_active=False, actor=world.house.administrator, at=now)
    person.refresh_from_db()


def governing(world: World, start: datetime, days: int) -> Life:
    """Let the administrator tighten a policy and shorten a day in the midst of it all."""
    by = world.house.administrator
    now = yield start + timedelta(days=days * 0.3, hours=10)
    policy = Policy.objects.get(name="投诉")
    fields = ("duty", "starts", "amount", "unit", "warn_percent", "pausable", "limit", "after_id", "pk")
    terms = [GivenTerm(*row) for row in policy.terms.filter(removed=False).order_by("pk").values_list(*fields)]
    tighter = [term._replace(amount=max(1, term.amount - 1)) for term in terms]
    world.act(update_policy, policy, terms=tighter, actor=by, at=now)
    now = yield start + timedelta(days=days * 0.45, hours=10)
    day = (now + timedelta(days=1)).date()
    house = Calendar.objects.get(is_house=True)
    world.act(set_day, house, day=day, kind=DayKind.SPECIAL, hours="09:00-12:00", name="提前下班", actor=by, at=now)


def midnight(day: datetime) -> datetime:
    """Give the beginning of a day."""
    return datetime.combine(day.date(), time(), day.tzinfo)
