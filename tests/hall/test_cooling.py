"""A customer loud in the hall is calmed step by step, and a quiet room is asked for (A13); what is seen weighs (A12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

import make
from dingxin.accounts.actions import plan_duty
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.cases.seen import SEEN_FOR, weighed
from dingxin.hall import actions
from dingxin.hall.models import ColdHandling, CoolingStep, RoomRequest
from dingxin.hall.queries import in_the_hall, room_requests

pytestmark = pytest.mark.django_db
CALM, LOUD = ["palms_up", "upright"], ["loud", "flushed"]


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def begin(case, by, at=make.AT):
    return actions.begin_cooling(case, actor=by, at=at)


def test_it_goes_on_once_and_is_ended_with_the_emotion_of_both_moments(cast, case, at):
    cases.observe_customer(case, signs=LOUD, actor=cast.lin, at=at)
    first = begin(case, cast.lin)
    assert begin(case, cast.qiao) == first
    cases.observe_customer(case, signs=CALM, actor=cast.lin, at=at + timedelta(minutes=5))
    ended = actions.end_cooling(case, actor=cast.lin, at=at + timedelta(minutes=10))
    assert ended.emotion_before == 2
    assert ended.emotion_after < ended.emotion_before
    assert begin(case, cast.lin, at + timedelta(minutes=11)).pk != first.pk
    assert Event.objects.filter(case=case, kind=Kind.COOLING_BEGUN).count() == 2


def test_steps_are_ticked_once_and_keep_their_time(cast, case, at):
    begin(case, cast.lin)
    actions.tick_step(case, step="seat", actor=cast.lin, at=at)
    row = actions.tick_step(case, step="seat", actor=cast.qiao, at=at + timedelta(minutes=3))
    assert row.steps == {"seat": at.isoformat()}
    assert row.left == [step for step in CoolingStep if step != "seat"]
    assert Event.objects.filter(case=case, kind=Kind.COOLING_STEP_DONE).count() == 1


@pytest.mark.parametrize("act", ["tick_step", "ask_quiet_room", "end_cooling"])
def test_what_was_not_begun_does_not_go_on(cast, case, at, act):
    more = {"step": "seat"} if act == "tick_step" else {}
    with pytest.raises(Refused):
        getattr(actions, act)(case, actor=cast.lin, at=at, **more)


def test_a_step_that_is_none_is_refused(cast, case, at):
    begin(case, cast.lin)
    with pytest.raises(Refused):
        actions.tick_step(case, step="shout", actor=cast.lin, at=at)


def test_a_closed_case_is_not_calmed(cast):
    with pytest.raises(Refused):
        begin(make.closed_case(cast.lin), cast.lin)


def test_the_manager_on_duty_is_asked_for_a_room_once_and_says_which(cast, case, at):
    plan_duty(cast.branch_a, staff=cast.gu, start=at, end=at + timedelta(hours=8), actor=cast.gu, at=at)
    begin(case, cast.lin)
    asked = actions.ask_quiet_room(case, actor=cast.lin, at=at)
    assert asked.asked_of == cast.gu
    assert actions.ask_quiet_room(case, actor=cast.lin, at=at) == asked
    with pytest.raises(Refused) as refused:
        actions.answer_quiet_room(asked, granted=True, room=" ", actor=cast.chen, at=at)
    assert refused.value.field == "room"
    ready = actions.answer_quiet_room(asked, granted=True, room="二楼接待室", actor=cast.chen, at=at)
    assert (ready.state, ready.room, ready.answered_by) == ("granted", "二楼接待室", cast.chen)
    with pytest.raises(Refused):
        actions.answer_quiet_room(asked, granted=False, actor=cast.chen, at=at)
    assert [event.kind for event in Event.objects.filter(case=case, kind__startswith="quiet_room").order_by("seq")] == [
        Kind.QUIET_ROOM_ASKED,
        Kind.QUIET_ROOM_ANSWERED,
    ]


def test_without_anybody_on_duty_the_manager_of_the_branch_is_asked(cast, case, at):
    begin(case, cast.lin)
    assert actions.ask_quiet_room(case, actor=cast.lin, at=at).asked_of == cast.chen


def test_a_room_that_was_refused_can_be_asked_for_again_and_an_open_request_ends_with_the_handling(cast, case, at):
    begin(case, cast.lin)
    actions.answer_quiet_room(actions.ask_quiet_room(case, actor=cast.lin, at=at), granted=False, actor=cast.chen, at=at)
    again = actions.ask_quiet_room(case, actor=cast.lin, at=at)
    actions.end_cooling(case, actor=cast.lin, at=at)
    again.refresh_from_db()
    assert again.state == "withdrawn"
    assert not room_requests(cast.chen).exists()


def test_the_hall_lists_who_is_there_most_upset_first(cast, at):
    calm, hot, phone = make.case(cast.lin), make.case(cast.lin), make.case(cast.lin, channel="hotline")
    Case.objects.filter(pk=hot.pk).update(heat=15)
    old = make.case(cast.lin)
    Case.objects.filter(pk=old.pk).update(updated_at=at - timedelta(days=2))
    begin(hot, cast.lin)
    rows = list(in_the_hall(cast.chen, at=at))
    assert rows == [hot, calm]
    assert [row.calmed for row in rows] == [True, False]
    assert phone not in rows
    assert not in_the_hall(cast.zhao, at=at)


def test_requests_are_seen_by_the_branch_only(cast, case, at):
    begin(case, cast.lin)
    actions.ask_quiet_room(case, actor=cast.lin, at=at)
    assert room_requests(cast.chen).count() == 1
    assert not room_requests(cast.zhao).exists()
    assert RoomRequest.objects.count() == ColdHandling.objects.count() == 1


@pytest.mark.parametrize(
    ("read", "signs", "shown"), [(0, LOUD, 2), (3, LOUD, 2), (2, LOUD, 2), (3, CALM, 2), (1, CALM, 0), (0, CALM, 0)]
)
def test_what_is_seen_weighs_in_the_emotion(cast, case, at, read, signs, shown):
    seen = cases.observe_customer(case, signs=signs, actor=cast.lin, at=at)
    assert weighed(read, seen, at=at) == (shown if read != 3 or signs != LOUD else 2)
    assert weighed(read, seen, at=at + SEEN_FOR + timedelta(seconds=1)) == read
    assert weighed(read, None, at=at) == read


def test_it_weighs_in_what_is_said_at_that_time_and_not_for_ever(cast, at):
    case = make.case(cast.lin, text="你好，我想问一下账单。")
    case.refresh_from_db()
    words = case.emotion_now
    cases.observe_customer(case, signs=LOUD, actor=cast.lin, at=at)
    make.message(case, text="你好，我想问一下账单。", at=at + timedelta(minutes=5))
    case.refresh_from_db()
    assert case.emotion_now == 2 > words
    assert case.emotion_peak >= 2
    make.message(case, text="你好，我想问一下账单。", at=at + timedelta(minutes=40))
    case.refresh_from_db()
    assert case.emotion_now == words
