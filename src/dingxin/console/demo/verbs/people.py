"""What the people of the demo do beside their cases: who can do what, who is on duty, where new cases go, who is called."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from dingxin.accounts import actions as accounts
from dingxin.accounts.models import AwayKind, Skill, Team
from dingxin.cases import actions as cases
from dingxin.clocks.actions import assign_calendar, create_calendar
from dingxin.followup import actions as followup
from dingxin.followup.actions.callbacks import Heard
from dingxin.followup.models import Callback, Outcome, Source

if TYPE_CHECKING:
    from dingxin.console.demo.moments import Moment, Table, Verb


def _skills(part: Moment) -> None:
    known = {name: accounts.create_skill(actor=part.actor, at=part.at, name=name) for name in part.step["names"]}
    for username, levels in part.step["levels"].items():
        person = part.house.staff[username]
        accounts.set_skills(person, levels={known[name]: level for name, level in levels.items()}, actor=part.actor, at=part.at)


def _duty(part: Moment) -> None:
    """One manager a branch answers for it, and is on duty on every one of these days."""
    for code, username in part.step["managers"].items():
        branch, person = part.house.branches[code], part.house.staff[username]
        accounts.update_branch(branch, manager=person, actor=part.actor, at=part.at)
        for day in range(part.step["days"]):
            start, end = _clock(part, day, part.step["from"]), _clock(part, day, part.step["until"])
            accounts.plan_duty(branch, staff=person, start=start, end=end, actor=part.actor, at=part.at)


def _clock(part: Moment, day: int, hour: str) -> datetime:
    """Give an hour so many days after the step."""
    date = timezone.localtime(part.at).date() + timedelta(days=day)
    return timezone.make_aware(datetime.combine(date, time.fromisoformat(hour)))


def _hours(part: Moment) -> None:
    """The branches of the demo are open every day of the week, holidays too."""
    step = part.step
    week = [step["hours"]] * 7
    calendar = create_calendar(name=step["name"], week=week, follows_house=False, actor=part.actor, at=part.at)
    for code in step["branches"]:
        assign_calendar(calendar, branch=part.house.branches[code], actor=part.actor, at=part.at)


def _rule(part: Moment) -> None:
    step = part.step
    chosen: Table = {"conditions": {"category": [part.house.categories[name].pk for name in step["categories"]]}}
    if "team" in step:
        code, name = step["team"]
        chosen["team"] = Team.objects.get(branch=part.house.branches[code], name=name)
    if "skill" in step:
        chosen["skill"] = Skill.objects.get(name=step["skill"])
    rule = cases.create_rule(actor=part.actor, at=part.at, name=step["name"], method=step["method"], **chosen)
    cases.try_rule(rule, actor=part.actor, at=part.at)
    cases.switch_on_rule(rule, actor=part.actor, at=part.at)


def _programme(part: Moment) -> None:
    step = part.step
    wanted = [followup.Wanted(**row) for row in step["wanted"]]
    followup.create_programme(
        name=step["name"], source=Source.LIST, branch=part.house.branches[step["branch"]], wanted=wanted,
        actor=part.actor, at=part.at,
    )  # fmt: skip


def _call(part: Moment) -> None:
    callback = Callback.objects.planned().filter(programme__name=part.step["programme"]).earliest("due", "pk")
    heard = Heard(part.step["outcome"], words=part.step["words"])
    followup.record_callback(callback, heard=heard, actor=part.actor, at=part.at)


def _called(part: Moment) -> None:
    """Call back a customer whose case was resolved, and record what came of it."""
    callback = Callback.objects.planned().filter(case=part.case).earliest("due", "pk")
    step = part.step
    heard = Heard(step.get("outcome", Outcome.CONTENT), cause=step.get("cause", ""), words=step["words"])
    followup.record_callback(callback, heard=heard, actor=part.actor, at=part.at)


def _breather(part: Moment) -> None:
    colleague = part.house.staff[part.step["colleague"]]
    cases.take_breather(part.actor, colleague=colleague, minutes=part.step["minutes"], at=part.at)


def _leave(part: Moment) -> None:
    first, days = part.step["after"], part.step["days"]
    accounts.record_absence(
        part.actor, kind=AwayKind.LEAVE, start=_clock(part, first, "00:00"), end=_clock(part, first + days, "00:00"),
        stand_in=part.house.staff[part.step["stand_in"]], actor=part.actor, at=part.at,
    )  # fmt: skip


VERBS: dict[str, Verb] = {
    "skills": _skills,
    "duty": _duty,
    "hours": _hours,
    "rule": _rule,
    "programme": _programme,
    "call": _call,
    "called": _called,
    "breather": _breather,
    "leave": _leave,
}
