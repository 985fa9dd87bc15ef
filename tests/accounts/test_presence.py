"""Who is there, who is on duty, and who answers for a branch when nobody is."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import make
from dingxin.accounts import actions
from dingxin.accounts.models import Absence, DutyShift
from dingxin.accounts.queries import Charge, absence_list, absence_of, away_now, duty_manager, in_charge, shift_list
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def away(person, at, *, start=-HOUR, end=HOUR, **more):
    return actions.record_absence(person, kind="leave", start=at + start, end=at + end, actor=person, at=at, **more)


def on_duty(cast, at, person=None, *, start=-HOUR, end=HOUR, **more):
    where = more.pop("branch", cast.branch_a)
    return actions.plan_duty(where, staff=person or cast.chen, start=at + start, end=at + end, actor=cast.gu, at=at, **more)


def test_an_absence_holds_from_its_beginning_to_its_end(cast, at):
    absence = away(cast.lin, at)
    assert absence_of(cast.lin, at=at) == absence
    assert absence_of(cast.lin, at=at - HOUR) == absence
    assert absence_of(cast.lin, at=at + HOUR) is None  # over at its end, also before anybody has noticed
    assert absence_of(cast.qiao, at=at) is None
    assert Event.objects.get(kind="absence.recorded").data == {"id": absence.pk, "staff": cast.lin.pk}


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": HOUR, "end": HOUR}, {"start": HOUR, "end": -HOUR}, {"start": -DAY, "end": -HOUR}, {"end": 401 * DAY},
        {"stand_in": "lin"}, {"stand_in": "gone"}, {"stand_in": "chen"},
    ],
)  # fmt: skip
def test_an_absence_that_does_not_fit_is_refused(cast, at, wrong):
    make.staff("gone", where=cast.branch_a, is_active=False)
    away(cast.chen, at)
    people = {person.username: person for person in (*cast.everybody(), type(cast.lin).objects.get(username="gone"))}
    if "stand_in" in wrong:
        wrong = {"stand_in": people[wrong["stand_in"]]}
    with pytest.raises(Refused):
        away(cast.lin, at, **wrong)
    assert Absence.objects.count() == 1


def test_nobody_is_away_twice_at_once(cast, at):
    first = away(cast.lin, at)
    with pytest.raises(Refused):
        away(cast.lin, at, start=timedelta(), end=2 * HOUR)
    away(cast.lin, at, start=HOUR, end=2 * HOUR)  # the next begins as the first one ends
    assert actions.close_absence(first, at=at)
    assert not actions.close_absence(first, at=at)
    away(cast.lin, at, start=timedelta(), end=HOUR)


def test_an_absence_of_no_known_kind_is_refused(cast, at):
    with pytest.raises(Refused):
        actions.record_absence(cast.lin, kind="moon", start=at, end=at + HOUR, actor=cast.lin, at=at)


def test_whoever_is_on_the_roster_and_there_is_on_duty(cast, at):
    assert duty_manager(cast.branch_a, at=at) is None
    on_duty(cast, at)
    assert duty_manager(cast.branch_a, at=at) == cast.chen
    assert duty_manager(cast.branch_a, at=at + HOUR) is None
    assert duty_manager(cast.branch_b, at=at) is None
    assert in_charge(cast.branch_a, at=at) == (cast.chen, Charge.ON_DUTY)
    away(cast.chen, at)
    assert duty_manager(cast.branch_a, at=at) is None


def test_a_roster_with_nobody_on_duty_leaves_the_branch_manager_in_charge(cast, at):
    boss = make.staff("boss", role="manager", where=cast.branch_a)
    actions.update_branch(cast.branch_a, actor=cast.gu, at=at, manager=boss)
    assert in_charge(cast.branch_a, at=at) == (boss, Charge.BRANCH_MANAGER)
    away(boss, at)
    assert in_charge(cast.branch_a, at=at) == (cast.chen, Charge.MANAGER)
    away(cast.chen, at)
    assert in_charge(cast.branch_a, at=at) == (cast.gu, Charge.ADMINISTRATOR)
    away(cast.gu, at)
    assert in_charge(cast.branch_a, at=at) == (boss, Charge.BRANCH_MANAGER)  # somebody always is, though away
    assert in_charge(cast.branch_b, at=at) == (cast.gu, Charge.ADMINISTRATOR)


def test_only_who_leads_can_be_branch_manager(cast, at):
    for wrong in (cast.lin, cast.zhao, cast.wu):
        with pytest.raises(Refused):
            actions.update_branch(cast.branch_a, actor=cast.gu, at=at, manager=wrong)
    with pytest.raises(Refused):
        actions.update_branch(cast.branch_b, actor=cast.gu, at=at, manager=cast.chen)


def test_a_shift_is_planned_for_weeks_at_the_same_wall_clock(cast, at):
    zone = ZoneInfo("Asia/Shanghai")
    shifts = on_duty(cast, at, start=HOUR, end=3 * HOUR, weeks=3)
    assert [shift.start for shift in shift_list(cast.branch_a, at=at)] == [
        datetime(2025, 6, day, 11, 0, tzinfo=zone) for day in (11, 18, 25)
    ]
    assert Event.objects.get(kind="duty.planned").data == {"ids": [shift.pk for shift in shifts]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": HOUR, "end": HOUR}, {"end": 8 * DAY}, {"start": -2 * DAY, "end": -DAY}, {"weeks": 0}, {"weeks": 54},
        {"person": "lin"}, {"person": "zhao"}, {"person": "wu"},
    ],
)  # fmt: skip
def test_a_shift_that_does_not_fit_is_refused(cast, at, wrong):
    if "person" in wrong:
        wrong = {"person": getattr(cast, wrong["person"])}
    with pytest.raises(Refused):
        on_duty(cast, at, **wrong)
    assert not DutyShift.objects.exists()


def test_nobody_is_on_duty_twice_at_once(cast, at):
    on_duty(cast, at, cast.gu, branch=cast.branch_b)
    with pytest.raises(Refused, match="河西"):
        on_duty(cast, at, cast.gu)
    with pytest.raises(Refused):
        on_duty(cast, at, cast.gu, start=-WEEK - HOUR, end=-WEEK + HOUR, weeks=2)


WEEK = timedelta(weeks=1)


def test_a_coming_shift_goes_off_the_roster_a_running_one_ends_now_and_the_past_stays(cast, at):
    (coming,) = on_duty(cast, at, start=HOUR, end=2 * HOUR)
    (running,) = on_duty(cast, at)
    actions.remove_shift(coming, actor=cast.chen, at=at)
    actions.remove_shift(running, actor=cast.chen, at=at)
    assert list(DutyShift.objects.values_list("pk", "end")) == [(running.pk, at)]
    assert duty_manager(cast.branch_a, at=at) is None
    for gone in (coming, running):
        with pytest.raises(Refused):
            actions.remove_shift(gone, actor=cast.chen, at=at)
    assert Event.objects.filter(kind="duty.removed").count() == 2


def test_lists_cost_the_same_however_many(cast, at, django_assert_num_queries):
    on_duty(cast, at, weeks=3)
    for person in (cast.lin, cast.qiao, cast.chen):
        away(person, at)
    with django_assert_num_queries(1):
        assert [str(shift.staff) for shift in shift_list(cast.branch_a, at=at)] == ["陈立"] * 3
    with django_assert_num_queries(1):
        assert next((row.staff.name, row.stand_in) for row in absence_list(cast.branch_a, at=at)) == ("林小雨", None)
    with django_assert_num_queries(1):
        assert away_now([cast.lin.pk, cast.qiao.pk, cast.wu.pk], at=at).keys() == {cast.lin.pk, cast.qiao.pk}
    with django_assert_num_queries(3):
        in_charge(cast.branch_a, at=at)


def test_who_may(cast):
    for user, person, may in (
        (cast.lin, cast.lin, True), (cast.lin, cast.qiao, False), (cast.chen, cast.lin, True), (cast.chen, cast.zhao, False),
        (cast.gu, cast.zhao, True), (cast.wu, cast.lin, False),
    ):  # fmt: skip
        assert (user, person, user.has_perm("accounts.record_absence", person)) == (user, person, may)
    for user, may in ((cast.lin, False), (cast.chen, True), (cast.gu, True), (cast.wu, False)):
        assert (user, user.has_perm("accounts.plan_duty", cast.branch_a)) == (user, may)
    assert not cast.chen.has_perm("accounts.plan_duty", cast.branch_b)
    for user, may in ((cast.lin, False), (cast.chen, True), (cast.gu, True), (cast.wu, False), (cast.zhao, False)):
        assert (user, user.has_perm("accounts.view_load", cast.branch_a)) == (user, may)
