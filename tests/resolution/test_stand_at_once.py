"""Workers, sweeps and people at the stand of one case at once: a message is heard once, a point is raised once."""

from __future__ import annotations

from datetime import timedelta

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.resolution import actions, queries
from dingxin.resolution.models import DemandVersion, Hearing, ShelvedPoint
from together import at_once, refusals, whole

FEE = "请把那三十五块钱退给我！"


def test_a_message_is_heard_once_by_many_workers_while_people_settle(committed_db, cast, at):
    case = make.case(cast.lin, text=FEE)
    actions.hear_case(case, at=at)
    make.message(case, text="你们得赔我五百块！")
    need = queries.stand_of(case).needs[0]
    at_once(
        *(lambda: actions.hear_case(case, at=at) for _ in range(4)),
        lambda: actions.rank_need(need, up=False, actor=cast.lin, at=at),
        lambda: actions.record_need(case, kind="face", actor=cast.qiao, at=at),
    )
    assert Hearing.objects.count() == 2
    numbers = list(DemandVersion.objects.filter(case=case).values_list("kind", "number"))
    assert len(numbers) == len(set(numbers))
    assert DemandVersion.objects.filter(case=case, kind="compensate").count() == 1
    assert Event.objects.filter(kind=Kind.DEMAND_CHANGED).count() == 1
    ranks = [row.rank for row in queries.stand_of(case).needs]
    assert ranks == sorted(set(ranks))
    assert whole()


def test_two_sweeps_raise_each_point_once_and_two_people_settle_it_once(committed_db, cast, at):
    case, back = make.case(cast.lin), at + timedelta(days=1)
    for number in range(5):
        actions.shelve_point(case, point=f"点{number}", reason="等证明", owner=cast.lin, back_at=back, actor=cast.lin, at=at)
    counts = at_once(*(lambda: actions.raise_points(at=back) for _ in range(3)))
    actions.raise_points(at=back)
    assert sum(count for count in counts if isinstance(count, int)) <= 5
    assert Event.objects.filter(kind=Kind.POINT_DUE).count() == 5
    point = ShelvedPoint.objects.first()
    assert refusals(at_once(*(lambda: actions.settle_point(point, actor=cast.lin, at=back) for _ in range(3)))) == 2
    assert Event.objects.filter(kind=Kind.POINT_SETTLED).count() == 1
    assert whole()


def test_a_demand_is_struck_once(committed_db, cast, at):
    case = make.case(cast.lin, text=FEE)
    actions.hear_case(case, at=at)
    row = DemandVersion.objects.get(case=case, kind="refund")
    outcomes = at_once(*(lambda: actions.strike_demand(row, actor=cast.lin, at=at) for _ in range(3)))
    assert refusals(outcomes) == 2
    assert Event.objects.filter(kind=Kind.DEMAND_STRUCK).count() == 1
