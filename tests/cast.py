"""The people of the tests: two branches, and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import make

if TYPE_CHECKING:
    from datetime import datetime

    from dingxin.accounts.models import Branch, Staff, Team


@dataclass(frozen=True)
class Cast:
    branch_a: Branch
    branch_b: Branch
    team_a: Team
    lin: Staff  # agent of branch A
    qiao: Staff  # her colleague, agent of branch A
    chen: Staff  # manager on duty of branch A
    zhao: Staff  # agent of branch B
    wu: Staff  # inspector
    he: Staff  # trainer
    gu: Staff  # administrator

    def everybody(self) -> tuple[Staff, ...]:
        return (self.lin, self.qiao, self.chen, self.zhao, self.wu, self.he, self.gu)


def gather(at: datetime) -> Cast:
    a = make.branch("A", name="城东营业厅", at=at)
    b = make.branch("B", name="河西服务中心", industry="phone", at=at)
    team = make.team(a, name="前台一组", at=at)
    return Cast(
        branch_a=a,
        branch_b=b,
        team_a=team,
        lin=make.staff("lin", name="林小雨", where=a, team=team, at=at),
        qiao=make.staff("qiao", name="乔安", where=a, team=team, at=at),
        chen=make.staff("chen", name="陈立", role="manager", where=a, authority_cny=1000, at=at),
        zhao=make.staff("zhao", name="赵宁", where=b, at=at),
        wu=make.staff("wu", name="吴静", role="inspector", at=at),
        he=make.staff("he", name="何川", role="trainer", at=at),
        gu=make.staff("gu", name="顾远", role="administrator", authority_cny=5000, at=at),
    )
