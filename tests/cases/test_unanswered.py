"""What nobody answers goes to whoever is in charge: a case is never without an owner (A2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import make
from dingxin.accounts.actions import plan_duty, record_absence, update_branch, update_staff
from dingxin.accounts.models import Staff
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import HandoverState
from dingxin.cases.tasks import let_nobody_answer_from_outside, let_nobody_own_from_outside
from together import at_once, whole

pytestmark = pytest.mark.django_db
HALF_AN_HOUR, HOUR = timedelta(minutes=30), timedelta(hours=1)


def offered(cast, at, to=None, by=None):
    by = by or cast.lin
    case = make.case(by, at=at)
    return case, actions.hand_over(case, to=to or cast.qiao, brief="", actor=by, at=at)


def on_duty(cast, at, person):
    plan_duty(cast.branch_a, staff=person, start=at - HOUR, end=at + 12 * HOUR, actor=cast.gu, at=at)


def passed(case):
    case.refresh_from_db()
    event = Event.objects.get(case=case, kind="handover.timed_out")
    assert (case.owner_id, case.handler_id, case.offered_to) == (event.data["to"], event.data["to"], None)
    return case.owner, event.data["why"]


def test_an_offer_waits_half_an_hour_of_working_time(cast, at):
    _, handover = offered(cast, at)
    assert handover.due == at + HALF_AN_HOUR
    evening = datetime(2025, 6, 13, 17, 45, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday
    _, late = offered(cast, evening)
    assert late.due == datetime(2025, 6, 16, 9, 15, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_what_nobody_answers_goes_to_the_manager_on_duty(cast, at):
    boss = make.staff("boss", role="manager", where=cast.branch_a)
    on_duty(cast, at, boss)
    case, handover = offered(cast, at)
    assert actions.time_out_handovers(at=at + HALF_AN_HOUR - timedelta(seconds=1)) == 0
    assert actions.time_out_handovers(at=at + HALF_AN_HOUR) == 1
    assert actions.time_out_handovers(at=at + HALF_AN_HOUR) == 0
    assert passed(case) == (boss, "on_duty")
    handover.refresh_from_db()
    assert handover.state == HandoverState.TIMED_OUT
    with pytest.raises(Refused):
        actions.accept_handover(case, actor=cast.qiao, at=at + HOUR)


def test_with_nobody_on_duty_it_goes_to_the_branch_manager_and_says_so(cast, at):
    boss = make.staff("boss", role="manager", where=cast.branch_a)
    update_branch(cast.branch_a, actor=cast.gu, at=at, manager=boss)
    case, _ = offered(cast, at)
    actions.time_out_handovers(at=at + HOUR)
    assert passed(case) == (boss, "branch_manager")


def test_a_branch_without_managers_leaves_it_to_an_administrator(cast, at):
    case, _ = offered(cast, at, to=cast.lin, by=cast.zhao)
    actions.time_out_handovers(at=at + HOUR)
    assert passed(case) == (cast.gu, "administrator")


def test_a_house_that_nobody_leads_leaves_it_with_its_owner(cast, at):
    case, _ = offered(cast, at)
    Staff.objects.filter(pk__in=[cast.chen.pk, cast.gu.pk]).update(is_active=False)
    actions.time_out_handovers(at=at + HOUR)
    assert passed(case) == (cast.lin, "owner")


def test_what_was_answered_in_time_stays(cast, at):
    accepted, refused = offered(cast, at)[0], offered(cast, at)[0]
    actions.accept_handover(accepted, actor=cast.qiao, at=at)
    actions.refuse_handover(refused, actor=cast.qiao, at=at)
    assert actions.time_out_handovers(at=at + HOUR) == 0
    for case, owner in ((accepted, cast.qiao), (refused, cast.lin)):
        case.refresh_from_db()
        assert case.owner == owner


def test_nobody_is_offered_a_case_while_they_are_away(cast, at):
    record_absence(cast.qiao, kind="leave", start=at, end=at + HOUR, actor=cast.qiao, at=at)
    with pytest.raises(Refused, match="乔安"):
        offered(cast, at)


def test_the_cases_of_who_leaves_are_passed_on(cast, at):
    own, handled, closed = make.case(cast.lin), make.case(cast.qiao), make.closed_case(cast.lin)
    actions.take_breather(cast.qiao, colleague=cast.lin, minutes=60, at=at)
    update_staff(cast.lin, actor=cast.gu, at=at, is_active=False)
    event = Event.objects.filter(kind="staff.updated").latest("pk")
    let_nobody_own_from_outside(event)
    let_nobody_own_from_outside(event)
    for case, owner, handler in ((own, "chen", "chen"), (handled, "qiao", "qiao"), (closed, "lin", "lin")):
        case.refresh_from_db()
        assert (case.owner.username, case.handler.username) == (owner, handler)
    told = Event.objects.filter(kind="case.passed_on").order_by("pk").values_list("case", "data__to", "data__why")
    assert list(told) == [(own.pk, cast.chen.pk, "manager"), (handled.pk, cast.qiao.pk, "owner")]


def test_a_case_that_comes_back_to_somebody_who_left_is_passed_on(cast, at):
    case = make.closed_case(cast.lin)
    update_staff(cast.lin, actor=cast.gu, at=at, is_active=False)
    let_nobody_own_from_outside(Event.objects.filter(kind="staff.updated").latest("pk"))
    make.message(case, by=cast.qiao, at=at)
    event = Event.objects.filter(kind="case.reopened").latest("pk")
    let_nobody_answer_from_outside(event)
    let_nobody_answer_from_outside(event)
    case.refresh_from_db()
    assert (case.owner, case.handler) == (cast.chen, cast.chen)
    assert Event.objects.filter(kind="case.passed_on").count() == 1


def test_a_case_that_comes_back_to_those_who_work_here_stays_theirs(cast, at):
    case = make.closed_case(cast.lin)
    make.message(case, by=cast.qiao, at=at)
    let_nobody_answer_from_outside(Event.objects.filter(kind="case.reopened").latest("pk"))
    case.refresh_from_db()
    assert case.owner == cast.lin
    assert not Event.objects.filter(kind="case.passed_on").exists()


def test_a_change_of_somebody_who_stays_moves_nothing(cast, at):
    make.case(cast.lin)
    update_staff(cast.lin, actor=cast.gu, at=at, name="林晓雨")
    let_nobody_own_from_outside(Event.objects.filter(kind="staff.updated").latest("pk"))
    assert not Event.objects.filter(kind="case.passed_on").exists()


def test_sweeps_at_once_and_answers_at_once_leave_one_owner(committed_db, cast, at):
    on_duty(cast, at, cast.chen)
    cases = [offered(cast, at)[0] for _ in range(3)]
    later = at + HALF_AN_HOUR
    at_once(
        *(lambda: actions.time_out_handovers(at=later) for _ in range(3)),
        *(lambda case=case: actions.accept_handover(case, actor=cast.qiao, at=later) for case in cases),
    )
    for case in cases:
        case.refresh_from_db()
        answers = Event.objects.filter(case=case, kind__in=["handover.timed_out", "handover.accepted"])
        assert answers.count() == 1
        assert case.owner == case.handler == (cast.chen if answers[0].kind == "handover.timed_out" else cast.qiao)
    assert whole()
