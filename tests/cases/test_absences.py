"""Who is away has a stand-in: the cases go to them and come back (B8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

import make
from dingxin.accounts.actions import record_absence, update_staff
from dingxin.accounts.models import Absence
from dingxin.accounts.queries import absence_of
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Case, Loan
from together import at_once, refusals, whole

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def breather(staff, colleague, at, minutes=30):
    return actions.take_breather(staff, colleague=colleague, minutes=minutes, at=at)


def hands(case):
    case.refresh_from_db()
    return case.owner.username, case.handler.username


def test_a_breather_hands_the_open_cases_to_a_colleague_and_back(cast, at):
    case, waiting, closed = make.case(cast.lin), make.case(cast.lin), make.closed_case(cast.lin)
    other = make.case(cast.qiao)
    make.reply(waiting)
    absence = breather(cast.lin, cast.qiao, at)
    assert (hands(case), hands(waiting)) == (("lin", "qiao"), ("lin", "qiao"))
    assert (hands(closed), hands(other)) == (("lin", "lin"), ("qiao", "qiao"))
    assert absence_of(cast.lin, at=at) == absence
    assert actions.end_absences(at=at + 29 * MINUTE) == 0
    assert actions.end_absences(at=at + 30 * MINUTE) == 1
    assert actions.end_absences(at=at + 30 * MINUTE) == 0
    assert (hands(case), hands(waiting), hands(other)) == (("lin", "lin"), ("lin", "lin"), ("qiao", "qiao"))
    ids = {"absence": absence.pk, "of": cast.lin.pk, "to": cast.qiao.pk}
    for kind in ("case.lent", "case.returned"):
        assert list(Event.objects.filter(kind=kind).values_list("case", "data")) == [(case.pk, ids), (waiting.pk, ids)]
    for kind in ("absence.begun", "absence.ended"):
        assert Event.objects.get(kind=kind).data == {"id": absence.pk, "staff": cast.lin.pk, "cases": 2}


def test_one_comes_back_early(cast, at):
    case = make.case(cast.lin)
    absence = breather(cast.lin, cast.qiao, at)
    actions.end_absence(absence, actor=cast.lin, at=at + MINUTE)
    assert hands(case) == ("lin", "lin")
    assert absence_of(cast.lin, at=at + MINUTE) is None
    with pytest.raises(Refused):
        actions.end_absence(absence, actor=cast.lin, at=at + MINUTE)


@pytest.mark.parametrize("minutes", [0, 4, 481, -30, 10**12])
def test_a_breather_is_neither_a_moment_nor_a_holiday(cast, at, minutes):
    with pytest.raises(Refused):
        breather(cast.lin, cast.qiao, at, minutes=minutes)


def test_nobody_breathes_twice_at_once_or_by_way_of_who_is_away(cast, at):
    case = make.case(cast.lin)
    with pytest.raises(Refused):
        breather(cast.lin, cast.lin, at)
    breather(cast.lin, cast.qiao, at)
    for staff, colleague in ((cast.lin, cast.chen), (cast.qiao, cast.lin)):
        with pytest.raises(Refused):
            breather(staff, colleague, at)
    assert hands(case) == ("lin", "qiao")


def test_what_was_handed_over_for_good_meanwhile_stays_there(cast, at):
    case = make.case(cast.lin)
    breather(cast.lin, cast.qiao, at)
    actions.hand_over(case, to=cast.chen, brief="", actor=cast.qiao, at=at)
    actions.accept_handover(case, actor=cast.chen, at=at)
    actions.end_absences(at=at + HOUR)
    assert hands(case) == ("chen", "chen")
    assert not Event.objects.filter(kind="case.returned").exists()


@pytest.mark.parametrize("first_back", ["lin", "qiao"])
def test_a_stand_in_may_need_a_stand_in_and_each_gets_their_own_back(cast, at, first_back):
    hers, his = make.case(cast.lin), make.case(cast.qiao)
    away = {"lin": breather(cast.lin, cast.qiao, at, minutes=60), "qiao": breather(cast.qiao, cast.chen, at, minutes=60)}
    assert (hands(hers), hands(his)) == (("lin", "chen"), ("qiao", "chen"))
    for username in sorted(away, key=lambda username: username != first_back):
        actions.end_absence(away[username], actor=cast.gu, at=at + MINUTE)
    assert (hands(hers), hands(his)) == (("lin", "lin"), ("qiao", "qiao"))


def test_planned_leave_begins_and_ends_by_the_sweep(cast, at):
    case = make.case(cast.lin)
    record_absence(
        cast.lin, kind="leave", start=at + HOUR, end=at + 2 * HOUR, stand_in=cast.qiao, actor=cast.chen, at=at
    )  # fmt: skip
    assert actions.begin_absences(at=at) == 0
    assert actions.begin_absences(at=at + HOUR) == 1
    assert actions.begin_absences(at=at + HOUR) == 0
    assert hands(case) == ("lin", "qiao")
    assert actions.end_absences(at=at + 2 * HOUR) == 1
    assert hands(case) == ("lin", "lin")


def test_leave_that_passed_while_nobody_swept_moves_nothing(cast, at):
    case = make.case(cast.lin)
    record_absence(cast.lin, kind="leave", start=at, end=at + HOUR, stand_in=cast.qiao, actor=cast.lin, at=at)
    later = at + 5 * HOUR
    assert (actions.end_absences(at=later), actions.begin_absences(at=later)) == (1, 0)
    assert hands(case) == ("lin", "lin")
    assert not Loan.objects.exists()


def test_leave_called_off_before_it_begins_moves_nothing(cast, at):
    make.case(cast.lin)
    absence = record_absence(
        cast.lin, kind="leave", start=at + HOUR, end=at + 2 * HOUR, stand_in=cast.qiao, actor=cast.lin, at=at
    )
    actions.end_absence(absence, actor=cast.lin, at=at)
    assert actions.begin_absences(at=at + HOUR) == 0
    assert not Loan.objects.exists()


def test_who_left_meanwhile_gets_nothing_back(cast, at):
    case = make.case(cast.lin)
    breather(cast.lin, cast.qiao, at)
    update_staff(cast.lin, actor=cast.gu, at=at, is_active=False)
    actions.pass_on_cases(cast.lin, at=at)
    actions.end_absences(at=at + HOUR)
    assert hands(case) == ("chen", "qiao")


def test_a_stand_in_who_left_leaves_the_cases_where_they_were(cast, at):
    case = make.case(cast.lin)
    record_absence(cast.lin, kind="sick", start=at + MINUTE, end=at + HOUR, stand_in=cast.qiao, actor=cast.lin, at=at)
    update_staff(cast.qiao, actor=cast.gu, at=at, is_active=False)
    actions.begin_absences(at=at + MINUTE)
    assert hands(case) == ("lin", "lin")


def test_a_customer_who_writes_during_a_breather_weighs_on_the_stand_in(cast, at):
    case = make.case(cast.lin)
    breather(cast.lin, cast.qiao, at)
    make.reply(case, by=cast.qiao)
    case.refresh_from_db()
    assert (case.owner, case.handler) == (cast.lin, cast.qiao)


def test_lending_costs_the_same_however_many_cases(cast, at, django_assert_max_num_queries):
    for _ in range(3):
        make.case(cast.lin)
    with django_assert_max_num_queries(30):
        absence = breather(cast.lin, cast.qiao, at)
    for _ in range(12):
        make.case(cast.chen)
    with django_assert_max_num_queries(30):
        breather(cast.chen, cast.qiao, at)
    assert Case.objects.filter(handler=cast.qiao).count() == 15
    assert absence.loans.count() == 3


def test_two_sweeps_at_once_lend_and_return_once(committed_db, cast, at):
    case = make.case(cast.lin)
    record_absence(cast.lin, kind="leave", start=at, end=at + HOUR, stand_in=cast.qiao, actor=cast.lin, at=at)
    assert sum(at_once(*(lambda: actions.begin_absences(at=at) for _ in range(4)))) == 1
    assert sum(at_once(*(lambda: actions.end_absences(at=at + HOUR) for _ in range(4)))) == 1
    assert list(Event.objects.filter(kind__in=["case.lent", "case.returned"]).values_list("kind", flat=True)) == [
        "case.lent", "case.returned",
    ]  # fmt: skip
    assert hands(case) == ("lin", "lin")
    assert whole()


def test_two_breathers_at_once_are_one(committed_db, cast, at):
    make.case(cast.lin)
    outcomes = at_once(
        lambda: breather(cast.lin, cast.qiao, at),
        lambda: breather(cast.lin, cast.chen, at),
    )
    assert refusals(outcomes) == 1
    assert Absence.objects.count() == 1
    assert whole()
