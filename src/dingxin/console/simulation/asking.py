"""The end of a case: answered, resolved, asked about until the customer is content, closed; or a manager's final answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.cases.states import State
from dingxin.clocks.actions import stop_clock
from dingxin.clocks.models import Clock, ClockState, Duty
from dingxin.console.simulation.turns import reached, replied
from dingxin.followup.actions import answer_survey, create_survey, record_callback
from dingxin.followup.actions.callbacks import Heard
from dingxin.followup.models import Callback, Discontent, Outcome
from dingxin.replies.actions import send_reply

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Staff
    from dingxin.console.simulation.agenda import Steps
    from dingxin.console.simulation.world import World

OUTCOMES = {Outcome.CONTENT: 62, Outcome.NOT_CONTENT: 12, Outcome.NOT_REACHED: 23, Outcome.DECLINED: 3}
BY_LINK = 0.15  # of the customers say by the link whether it is solved


def settled(world: World, pk: int, now: datetime) -> Steps[datetime]:
    """Answer, mark resolved, and ask until the customer says whether it is."""
    now = yield from reached(world, pk, now, 10, 300)
    replied(world, pk, "answer", at=now)
    found = world.in_hand(pk, at=now)
    if found is None or world.act(cases.mark_resolved, found[0], actor=found[1], at=now) is None:
        return now
    case, person = found
    _pay_back(world, case, person, at=now)
    if world.happens(BY_LINK):
        now = yield world.later(now, 10, 1200)
        _answer_by_link(world, case, person, at=now)
    return (yield from _called_back(world, pk, now))


def _pay_back(world: World, case: Case, person: Staff, *, at: datetime) -> None:
    for clock in Clock.objects.filter(case=case, duty=Duty.REFUND, state=ClockState.RUNNING).order_by("pk"):
        world.act(stop_clock, clock, actor=person, at=at)


def _answer_by_link(world: World, case: Case, person: Staff, *, at: datetime) -> None:
    survey = world.act(create_survey, case, actor=person, at=at)
    content = world.happens(0.8)
    if survey is not None:
        cause = "" if content else Discontent.SLOW
        world.act(answer_survey, survey, content=content, cause=cause, words=_words(world, content=content), at=at)
        _close(world, case.pk, person, at=at)


def _called_back(world: World, pk: int, now: datetime) -> Steps[datetime]:
    """Make the calls that are planned; once the customer is content the case is closed."""
    while callback := Callback.objects.planned().filter(case=pk).order_by("due", "pk").first():
        now = yield max(world.later(callback.due, 1, 60), now)
        person = world.somebody(callback.branch, at=now)
        outcome = world.chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        bad = outcome == Outcome.NOT_CONTENT
        told = Heard(outcome, world.chance.choice(Discontent.values) if bad else "", _words(world, content=not bad))
        world.act(record_callback, callback, heard=told, actor=person, at=now)
        if outcome == Outcome.DECLINED:
            _take_word(world, pk, person, at=now)
        _close(world, pk, person, at=now)
    return now


def _take_word(world: World, pk: int, person: Staff, *, at: datetime) -> None:
    """Who wants no calls says so, and mostly that it is well."""
    case = world.live(pk)
    if case and case.state == State.RESOLVED:
        world.act(cases.record_verdict, case, content=world.happens(0.8), actor=person, at=at)


def _words(world: World, *, content: bool) -> str:
    return world.says("speaking", "content" if content else "discontent")


def _close(world: World, pk: int, person: Staff, *, at: datetime) -> None:
    case = world.live(pk)
    last = case.verdicts.first() if case and case.state == State.RESOLVED else None
    if case and last and last.content:
        world.act(cases.close_case, case, actor=person, at=at)


def given_a_final_answer(world: World, pk: int, now: datetime) -> Steps[None]:
    """Let a manager answer for good where the customer could not be made content."""
    branch = Case.objects.select_related("branch").get(pk=pk).branch
    manager = world.house.managers[branch.pk][0]
    now = yield world.working(branch, now, 30, 240)
    case = world.live(pk)
    if case and world.act(send_reply, case, text=world.says("replying", "final"), actor=manager, at=now):
        world.act(cases.close_case, case, final_answer=True, actor=manager, at=now)
