"""Playing the demo: every step of every case, in the order in which it happened, through the actions a person would use."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from dingxin.accounts import actions as accounts
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.clocks.actions import follow_case, sweep
from dingxin.console.demo.cast import HOUSE, PASSWORD
from dingxin.console.demo.following import follow
from dingxin.console.demo.moments import House, Moment, moment
from dingxin.console.demo.outage import outage_stories
from dingxin.console.demo.settled import settled_stories
from dingxin.console.demo.verbs import VERBS
from dingxin.resolution.actions import raise_points

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Branch, Team
    from dingxin.console.demo.moments import Table

HERE = Path(__file__).parent
FOUNDED = timedelta(days=40)


def stories() -> list[Table]:
    """Give the cases as written."""
    return _read("cases")


def lives() -> list[Table]:
    """Give what happens beside the cases: people, money, what failed for many."""
    return _read("life")


def _read(folder: str) -> list[Table]:
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted((HERE / folder).glob("*.toml"))]


@transaction.atomic
def play(*, now: datetime) -> list[Case]:
    """Fill an empty database with the demo as it stands at ``now``; give its cases."""
    house = _found(at=now - FOUNDED)
    open_cases: dict[str, Case] = {}
    told = chain(stories(), outage_stories(), settled_stories(), lives())
    moments = [Moment(story, step, moment(step["at"], now), now, house, open_cases) for story in told for step in story["steps"]]
    heard = 0
    for part in sorted(moments, key=lambda part: part.at):
        VERBS[part.step["do"]](part)
        heard = follow(heard)
    for case in open_cases.values():
        follow_case(case)
    sweep(at=now)
    raise_points(at=now)
    follow(heard)
    return list(Case.objects.filter(pk__in=[case.pk for case in open_cases.values()]))


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
