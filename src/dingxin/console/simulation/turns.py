"""What happens in the life of a case: words from both sides, pauses, other hands, other grades."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dingxin.cases import actions as cases
from dingxin.cases.models import Case, Grade, Sign
from dingxin.clocks import actions as clocks
from dingxin.clocks.models import Basis, Clock, ClockState, PauseCause, RebaseCause
from dingxin.escalation.actions import escalate_case
from dingxin.escalation.models import Post, Rung
from dingxin.replies.actions import send_reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.console.simulation.agenda import Steps
    from dingxin.console.simulation.world import World

    Turn = Callable[[World, Case, Staff, datetime], object]


def reached(world: World, pk: int, now: datetime, least: float, most: float) -> Steps[datetime]:
    """Let so many minutes of working time pass, and more until somebody is there who has the case."""
    branch = Case.objects.select_related("branch").get(pk=pk).branch
    now = yield world.working(branch, now, least, most)
    while world.in_hand(pk, at=now) is None and world.live(pk):
        now = yield world.working(branch, now, 30, 120)
    return now


def replied(world: World, pk: int, kind: str, *, at: datetime, keeps: int | None = None) -> None:
    """Answer a case that is still worked on with words of a kind."""
    if found := world.in_hand(pk, at=at):
        case, person = found
        world.act(send_reply, case, text=world.says("replying", kind), actor=person, at=at, keeps=keeps)


def heard(world: World, pk: int, kind: str, *, at: datetime) -> None:
    """Let the customer speak, also in a case that was closed."""
    case = Case.objects.select_related("owner", "handler").get(pk=pk)
    world.act(cases.add_customer_message, case, text=world.says("speaking", kind), actor=case.handler or case.owner, at=at)


def turn_of_events(world: World, pk: int, *, at: datetime) -> None:
    """Let happen to a case what happens to some."""
    for turn, probability in TURNS:
        if world.happens(probability) and (found := world.in_hand(pk, at=at)):
            turn(world, *found, at)


def _confirm(world: World, case: Case, person: Staff, at: datetime) -> None:
    world.act(cases.confirm_facts, case, actor=person, at=at)


def _note(world: World, case: Case, person: Staff, at: datetime) -> None:
    world.act(cases.write_note, case, text=world.says("replying", "note"), actor=person, at=at)


def _observe(world: World, case: Case, person: Staff, at: datetime) -> None:
    if case.channel == "hall":
        world.act(cases.observe_customer, case, signs=world.chance.sample(Sign.values, 2), actor=person, at=at)


def _regrade(world: World, case: Case, person: Staff, at: datetime) -> None:
    world.act(cases.correct_grade, case, grade=world.chance.choice(Grade.values[1:]), actor=person, at=at)


def _hand_over(world: World, case: Case, person: Staff, at: datetime) -> None:
    to = world.chance.choice([one for one in world.house.agents[case.branch_id] if one.pk != person.pk])
    world.act(cases.hand_over, case, to=to, brief=world.says("replying", "brief"), actor=person, at=at)


def _escalate(world: World, case: Case, person: Staff, at: datetime) -> None:
    rung = Rung.objects.filter(post=Post.DUTY, is_active=True).order_by("position").first()
    words = world.says("replying", "introduction")
    world.act(escalate_case, case, rung=rung, introduction=words, actor=person, at=at)


def _running(case: Case, **wanted: object) -> Clock | None:
    return Clock.objects.filter(case=case, state=ClockState.RUNNING, **wanted).order_by("pk").first()


def _wait_for_customer(world: World, case: Case, person: Staff, at: datetime) -> None:
    if clock := _running(case, pausable=True, due__gt=at):
        world.act(clocks.pause_clock, clock, cause=PauseCause.CUSTOMER, actor=person, at=at)


def _shelve(world: World, case: Case, person: Staff, at: datetime) -> None:
    if clock := _running(case, pausable=True, due__gt=at):
        until = at + timedelta(hours=world.chance.randint(12, 96))
        world.act(clocks.pause_clock, clock, cause=PauseCause.SHELVED, until=until, actor=person, at=at)


def _resume(world: World, case: Case, person: Staff, at: datetime) -> None:
    if clock := Clock.objects.filter(case=case, state=ClockState.PAUSED).order_by("pk").first():
        world.act(clocks.resume_clock, clock, actor=person, at=at)


def _rebase(world: World, case: Case, _person: Staff, at: datetime) -> None:
    manager = world.house.managers[case.branch_id][0]
    if clock := _running(case, due__gt=at):
        due = clock.due + timedelta(hours=world.chance.choice((-1, 6, 24)))
        world.act(clocks.rebase_clock, clock, due=due, why=RebaseCause.AGREED, actor=manager, at=at)


def _stop(world: World, case: Case, person: Staff, at: datetime) -> None:
    if clock := _running(case, basis=Basis.HOUSE):
        world.act(clocks.stop_clock, clock, needless=True, actor=person, at=at)


TURNS: tuple[tuple[Turn, float], ...] = (
    (_confirm, 0.4), (_note, 0.1), (_observe, 0.3), (_regrade, 0.04), (_hand_over, 0.07), (_escalate, 0.03),
    (_wait_for_customer, 0.05), (_shelve, 0.04), (_resume, 0.2), (_rebase, 0.03), (_stop, 0.02),
)  # fmt: skip
"""What may happen, and to which share of the cases."""
