"""Playing the demo: every step of every case, in the order in which it happened, through the actions a person would use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from dingxin.accounts import actions as accounts
from dingxin.audit.kinds import Kind
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.cases.readings import engine_for
from dingxin.clocks.actions import follow_case, sweep
from dingxin.console.demo import life
from dingxin.console.demo.cast import HOUSE, PASSWORD
from dingxin.engine.model import Conversation, Turn
from dingxin.escalation.actions import escalate_case
from dingxin.escalation.models import Rung
from dingxin.followup.actions import plan_callbacks
from dingxin.replies.actions import send_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from dingxin.accounts.models import Branch, Staff, Team
    from dingxin.cases.models import Category

    Table = dict[str, Any]

HERE = Path(__file__).parent
FOUNDED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class House:
    """The people and places of the demo by the names the cases use for them."""

    branches: dict[str, Branch]
    staff: dict[str, Staff]
    categories: dict[str, Category]


@dataclass(slots=True)
class Moment:
    """One step of one story: when, who, what."""

    story: Table
    step: Table
    at: datetime
    house: House
    open_cases: dict[str, Case]

    @property
    def actor(self) -> Staff:
        """Who does it."""
        return self.house.staff[self.step["by"]]

    @property
    def case(self) -> Case:
        """The case of the story as it stands."""
        return Case.objects.get(pk=self.open_cases[self.story["scene"]].pk)


def stories() -> list[Table]:
    """Give the cases as written."""
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted((HERE / "cases").glob("*.toml"))]


@transaction.atomic
def play(*, now: datetime) -> list[Case]:
    """Fill an empty database with the demo as it stands at ``now``; give its cases."""
    house = _found(at=now - FOUNDED)
    open_cases: dict[str, Case] = {}
    told = [*stories(), {"steps": life.STEPS}]
    moments = [Moment(story, step, moment(step["at"], now), house, open_cases) for story in told for step in story["steps"]]
    for part in sorted(moments, key=lambda part: part.at):
        VERBS[part.step["do"]](part)
    for case in open_cases.values():
        follow_case(case)
    sweep(at=now)
    return list(Case.objects.filter(pk__in=[case.pk for case in open_cases.values()]))


def moment(words: str, now: datetime) -> datetime:
    """Give the time meant by ``-95m`` (minutes ago) or ``-3d 09:40`` (so many days ago at that hour)."""
    if minutes := re.fullmatch(r"-(\d+)m", words):
        return now - timedelta(minutes=int(minutes[1]))
    days, hour = words.removeprefix("-").split("d ")
    local = timezone.localtime(now)
    return datetime.combine(local.date() - timedelta(days=int(days)), time.fromisoformat(hour), tzinfo=local.tzinfo)


def _found(*, at: datetime) -> House:
    branches: dict[str, Branch] = {}
    teams: dict[tuple[str, str], Team] = {}
    for row in HOUSE["branches"]:
        code = row["code"]
        branches[code] = accounts.create_branch(actor=None, at=at, code=code, name=row["name"], industry=row["industry"])
        for name in row["teams"]:
            teams[code, name] = accounts.create_team(actor=None, at=at, branch=branches[code], name=name)
    staff = {
        row["username"]: accounts.create_staff(
            actor=None, at=at, password=PASSWORD, username=row["username"], name=row["name"], role=row["role"],
            branch=branches.get(row.get("branch")), team=teams.get((row.get("branch"), row.get("team"))),
            authority_cny=row.get("authority_cny", 0),
        )
        for row in HOUSE["staff"]
    }  # fmt: skip
    categories = {row["name"]: cases.create_category(actor=None, at=at, **row) for row in HOUSE["categories"]}
    return House(branches, staff, categories)


def _open(part: Moment) -> None:
    story, step = part.story, part.step
    part.open_cases[story["scene"]] = cases.open_case(
        customer=cases.Caller(**story["customer"]), channel=step["channel"], branch=part.house.branches[story["branch"]],
        category=part.house.categories[story["category"]], product=story.get("product", ""), title=story["title"],
        text=step["text"], actor=part.actor, at=part.at,
    )  # fmt: skip


def _arrive(part: Moment) -> None:
    """A conversation held elsewhere comes in; nobody handles it yet."""
    story = part.story
    category = part.house.categories[story["category"]]
    turns = tuple(Turn(turn["speaker"], turn["text"].strip(), part.at) for turn in part.step["turns"])
    said = Conversation(turns, id=story["scene"], channel=part.step["channel"], industry=category.industry)
    arrival = cases.Arrival(said, engine_for(category.industry).read(said), f"demo:{story['scene']}")
    branch = part.house.branches[story["branch"]]
    case = cases.adopt_conversations([arrival], branch=branch, actor=part.actor, at=part.at)[0]
    cases.update_customer(case.customer, actor=part.actor, at=part.at, **story["customer"])
    cases.categorise_case(case, category=category, title=story["title"], actor=part.actor, at=part.at)
    part.open_cases[story["scene"]] = case


def _offer(part: Moment) -> None:
    to = part.house.staff[part.step["to"]]
    cases.hand_over(part.case, to=to, brief=part.step["brief"], actor=part.actor, at=part.at)


def _climb(part: Moment) -> None:
    rung = Rung.objects.get(code=part.step["rung"])
    escalate_case(part.case, rung=rung, introduction=part.step["introduction"], actor=part.actor, at=part.at)


def _resolve(part: Moment) -> None:
    """Resolve a case; the calls back are planned as they would be in a moment."""
    cases.mark_resolved(part.case, actor=part.actor, at=part.at)
    plan_callbacks(part.case.events.filter(kind=Kind.CASE_RESOLVED).latest("seq"))


def _keep(part: Moment) -> None:
    promise = part.case.promises.owed().earliest("due")
    cases.keep_promise(promise, actor=part.actor, at=part.at)


def _link(part: Moment) -> None:
    cases.link_case(part.case, to=part.open_cases[part.step["to"]], actor=part.actor, at=part.at)


def _simple(action: Callable[..., object], *keys: str, **fixed: object) -> Callable[[Moment], None]:
    """Make a verb of an action that takes the case and these keys of the step."""

    def verb(part: Moment) -> None:
        action(part.case, actor=part.actor, at=part.at, **{key: part.step[key] for key in keys}, **fixed)

    return verb


VERBS: dict[str, Callable[[Moment], None]] = {
    "open": _open,
    "arrive": _arrive,
    "hear": _simple(cases.add_customer_message, "text"),
    "reply": _simple(send_reply, "text"),
    "note": _simple(cases.write_note, "text"),
    "observe": _simple(cases.observe_customer, "signs"),
    "confirm": _simple(cases.confirm_facts),
    "grade": _simple(cases.correct_grade, "grade"),
    "take": _simple(cases.take_case),
    "offer": _offer,
    "accept": _simple(cases.accept_handover),
    "keep": _keep,
    "climb": _climb,
    "resolve": _resolve,
    "verdict": _simple(cases.record_verdict, "content", "words"),
    "close": _simple(cases.close_case),
    "final": _simple(cases.close_case, final_answer=True),
    "link": _link,
    **life.VERBS,
}
