"""Founding the house of the simulation: branches with their calendars and laws, staff, roster, absences, routing rules."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dingxin.accounts import actions as accounts
from dingxin.accounts.models import Level, Role
from dingxin.cases import actions as cases
from dingxin.clocks import actions as clocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from random import Random

    from dingxin.accounts.models import Branch, Staff

    Table = dict[str, Any]

HERE = Path(__file__).parent
PLAN: Table = tomllib.loads((HERE / "house.toml").read_text("utf-8"))
WORDS: Table = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
AUTHORITY = {Role.AGENT: 300, Role.MANAGER: 3000, Role.ADMINISTRATOR: 10_000}
DUTY_FILLED = 0.8  # of the days somebody is on duty: on the others the branch manager answers
SHIFT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class House:
    """The people and places, each branch with its agents and managers, its share of the cases in ``shares``."""

    administrator: Staff
    branches: list[Branch]
    agents: dict[int, list[Staff]]
    managers: dict[int, list[Staff]]
    shares: list[int]


def found(*, at: datetime, start: datetime, days: int, chance: Random) -> House:
    """Found the house in an empty database at a moment; its roster and rules hold from then on."""
    names = ("".join(pair) for pair in product(PLAN["surnames"], PLAN["given"]))
    shuffled = list(names)
    chance.shuffle(shuffled)
    people = _People(iter(shuffled), at)
    administrator = people.hire(Role.ADMINISTRATOR, None)
    branches = [_branch(row, administrator, at=at) for row in PLAN["branches"]]
    rows = list(zip(branches, PLAN["branches"], strict=True))
    house = House(
        administrator,
        branches,
        {branch.pk: people.hire_many(Role.AGENT, branch, row["agents"]) for branch, row in rows},
        {branch.pk: people.hire_many(Role.MANAGER, branch, row["managers"]) for branch, row in rows},
        [row["share"] for row in PLAN["branches"]],
    )
    for branch in branches:
        accounts.update_branch(branch, actor=administrator, at=at, manager=house.managers[branch.pk][0])
        _plan_duty(house, branch, start, days, chance, at=at)
    _write_rules(house, chance, at=at)
    return house


@dataclass
class _People:
    names: Iterator[str]
    at: datetime

    def __post_init__(self) -> None:
        self._serial = count(1)

    def hire(self, role: Role, branch: Branch | None) -> Staff:
        return accounts.create_staff(
            actor=None, at=self.at, password=PLAN["password"], username=f"{role.value}{next(self._serial)}",
            name=next(self.names), role=role, branch=branch, authority_cny=AUTHORITY[role],
        )  # fmt: skip

    def hire_many(self, role: Role, branch: Branch, number: int) -> list[Staff]:
        return [self.hire(role, branch) for _place in range(number)]


def _branch(row: Table, administrator: Staff, *, at: datetime) -> Branch:
    branch = accounts.create_branch(actor=administrator, at=at, code=row["code"], name=row["name"], industry=row["industry"])
    for given in PLAN["calendars"]:
        if given["name"] == row.get("calendar"):
            calendar = clocks.create_calendar(actor=administrator, at=at, **given)
            clocks.assign_calendar(calendar, branch=branch, actor=administrator, at=at)
    if code := row.get("jurisdiction"):
        clocks.set_jurisdiction(branch, code=code, actor=administrator, at=at)
    return branch


def _plan_duty(house: House, branch: Branch, start: datetime, days: int, chance: Random, *, at: datetime) -> None:
    """Put the managers of a branch on duty in turn; some days stay empty, as rosters do."""
    managers = house.managers[branch.pk]
    for day in range(days):
        if chance.random() < DUTY_FILLED:
            first = start + timedelta(days=day, hours=8)
            accounts.plan_duty(
                branch, staff=managers[day % len(managers)], start=first, end=first + SHIFT, actor=house.administrator, at=at
            )


def _write_rules(house: House, chance: Random, *, at: datetime) -> None:
    """Write the routing rules, try them and switch them on."""
    by, skills = house.administrator, {}
    for row in PLAN["rules"]:
        fields = dict(row)
        if name := fields.pop("skill", ""):
            skills[name] = fields["skill"] = accounts.create_skill(name=name, actor=by, at=at)
        rule = cases.create_rule(actor=by, at=at, **fields)
        cases.try_rule(rule, actor=by, at=at)
        cases.switch_on_rule(rule, actor=by, at=at)
    for people in house.agents.values():
        for person in islice(people, 0, None, 2):
            levels = {skill: chance.choice(Level.values) for skill in skills.values()}
            accounts.set_skills(person, levels=levels, actor=by, at=at)
