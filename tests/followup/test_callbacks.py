"""Calls back until the customer is content (F5, F6), and calls to those who never complained (G9)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.reactions import react
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.cases.states import State
from dingxin.clocks.queries import calendar_of
from dingxin.clocks.worktime import WorkCalendar
from dingxin.engine.model import Conversation, Turn
from dingxin.followup import actions
from dingxin.followup.actions.callbacks import Heard
from dingxin.followup.models import Callback, Discontent, Plan, Preference, Programme
from dingxin.followup.queries import Heap, callbacks, plan_of
from dingxin.followup.timing import EARLIEST, LATEST, window_after
from dingxin.followup.unhappy import customers_in, unhappy

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
FIRST, LAST = datetime(2025, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001  the strategy adds the zone
NOT_YET = Heard("not_content", "not_done", "说好退的三十五块还没有到账。")


def follow(case, kind=Kind.CASE_RESOLVED, times=2):
    """Run the reactions to the last event of a kind; the second time nothing may happen."""
    name = "plan_after_solution" if kind == Kind.CASE_RESOLVED else "call_off_what_is_planned"
    event = Event.objects.filter(case=case, kind=kind).order_by("seq").last()
    for _ in range(times):
        react.func(f"dingxin.followup.tasks.{name}", event.pk)


def resolved(by, grade="", **fields):
    case = make.resolved_case(by, **fields)
    if grade:
        Case.objects.filter(pk=case.pk).update(grade=grade)
    follow(case)
    return case


def called(callback, heard, by, at=make.AT):
    return actions.record_callback(callback, heard=heard, actor=by, at=at)


def test_a_serious_case_is_followed_up_twice_and_a_complaint_once(cast):
    twice, once = resolved(cast.lin, "serious"), resolved(cast.lin, "complaint")
    assert [(row.round, row.way) for row in twice.callbacks.all()] == [(1, "call"), (2, "call")]
    assert [row.round for row in once.callbacks.all()] == [1]
    assert Event.objects.filter(case=twice, kind=Kind.CALLBACKS_PLANNED).count() == 1


def test_the_first_call_comes_on_the_next_working_day_at_a_decent_hour(cast):
    row = resolved(cast.lin, "complaint").callbacks.get()
    due = row.due.astimezone(CHINA)
    assert (due.month, due.day) == (6, 12)
    assert EARLIEST <= due.time() <= LATEST


def test_it_comes_when_the_customer_wants_it_and_how(cast, at):
    customer = make.customer(cast.lin)
    actions.set_preference(customer, way="mail", earliest=time(14), latest=time(16), actor=cast.lin, at=at)
    row = resolved(cast.lin, "complaint", of=customer).callbacks.get()
    due, until = row.due.astimezone(CHINA), row.until.astimezone(CHINA)
    assert (due.time(), until.time(), row.way) == (time(14), time(16), "mail")


def test_who_wants_no_calls_gets_none(cast, at):
    customer = make.customer(cast.lin)
    actions.set_preference(customer, no_calls=True, actor=cast.lin, at=at)
    assert not resolved(cast.lin, "serious", of=customer).callbacks.exists()


def test_who_says_so_on_the_phone_is_never_called_again(cast):
    case = resolved(cast.lin, "serious")
    first, second = case.callbacks.all()
    called(first, Heard("declined"), cast.lin)
    second.refresh_from_db()
    assert second.state == "called_off"
    assert Preference.objects.get(customer=case.customer).no_calls


def test_hours_that_end_before_they_begin_are_refused(cast, at):
    with pytest.raises(Refused):
        actions.set_preference(make.customer(cast.lin), way="", earliest=time(16), latest=time(14), actor=cast.lin, at=at)


def test_content_is_the_customers_verdict_and_the_case_can_close(cast, at):
    case = resolved(cast.lin, "complaint")
    called(case.callbacks.get(), Heard("content", words="谢谢，收到了。"), cast.lin)
    assert case.verdicts.get().content
    assert cases.close_case(case, actor=cast.lin, at=at).state == State.CLOSED


@pytest.mark.parametrize(
    ("cause", "step"), [("not_done", "resolve"), ("manner", "calm"), ("wrong", "confirm"), ("back", "listen")]
)
def test_not_content_brings_the_case_back_at_the_step_that_fits(cast, cause, step):
    case = resolved(cast.lin, "complaint")
    called(case.callbacks.get(), Heard("not_content", cause, "还是不行。"), cast.lin)
    case.refresh_from_db()
    assert (case.state, case.step) == (State.OPEN, step)
    assert case.messages.last().text == "还是不行。"
    assert not case.verdicts.get().content
    assert Event.objects.filter(case=case, kind=Kind.CASE_REOPENED).count() == 1


@pytest.mark.parametrize(
    ("way", "channel"), [("call", "hotline"), ("chat", "chat"), ("sms", "sms"), ("mail", "mail"), ("visit", "hall")]
)
def test_what_they_say_is_kept_by_the_way_they_were_asked(cast, way, channel):
    case = resolved(cast.lin, "complaint")
    case.callbacks.update(way=way)
    called(case.callbacks.get(), Heard("not_content", "not_done", "还是不行。"), cast.lin)
    assert case.messages.last().channel == channel


def test_every_cause_has_its_step():
    assert {cause.step for cause in Discontent} == {"calm", "listen", "confirm", "resolve"}


def test_a_closed_case_comes_back_too(cast, at):
    case = resolved(cast.lin, "serious")
    first, second = case.callbacks.all()
    called(first, Heard("content"), cast.lin)
    case = cases.close_case(Case.objects.get(pk=case.pk), actor=cast.lin, at=at)
    called(second, NOT_YET, cast.lin, at + timedelta(days=7))
    case.refresh_from_db()
    assert case.state == State.OPEN
    assert Event.objects.filter(case=case, kind=Kind.CASE_REOPENED).get().data == {"cause": "follow_up"}


@pytest.mark.parametrize(
    ("heard", "field"),
    [(Heard("not_content", "", "没到账"), "cause"), (Heard("not_content", "not_done"), "words"), (Heard("perhaps"), "outcome")],
)
def test_what_is_missing_is_asked_for(cast, heard, field):
    row = resolved(cast.lin, "complaint").callbacks.get()
    with pytest.raises(Refused) as refused:
        called(row, heard, cast.lin)
    assert refused.value.field == field
    row.refresh_from_db()
    assert row.state == "planned"
    assert not row.attempts.exists()


def test_who_is_not_reached_is_tried_again_and_not_for_ever(cast, at):
    row = resolved(cast.lin, "complaint").callbacks.get()
    due = row.due
    for number in range(3):
        row = called(row, Heard("not_reached"), cast.lin, row.due + timedelta(minutes=5))
        assert (row.state, row.due > due) == (("planned", True) if number < 2 else ("done", False))
        due = row.due
    assert row.outcome == "not_reached"
    assert row.case.state == State.RESOLVED


def test_a_call_back_is_recorded_once(cast):
    row = resolved(cast.lin, "complaint").callbacks.get()
    called(row, Heard("content"), cast.lin)
    with pytest.raises(Refused):
        called(row, NOT_YET, cast.lin)
    assert row.attempts.count() == 1


def test_a_case_that_came_back_is_not_asked_about(cast):
    case = resolved(cast.lin, "serious")
    make.message(case, text="又扣了三十五块！")
    follow(case, Kind.CASE_REOPENED)
    assert set(case.callbacks.values_list("state", flat=True)) == {"called_off"}
    assert Event.objects.filter(case=case, kind=Kind.CALLBACKS_CALLED_OFF).count() == 1


def test_reactions_that_come_late_neither_plan_nor_call_off_what_is_not_theirs(cast, at):
    case = make.resolved_case(cast.lin)
    first = Event.objects.filter(case=case, kind=Kind.CASE_RESOLVED).get()
    make.message(case, text="又扣了三十五块！")
    back = Event.objects.filter(case=case, kind=Kind.CASE_REOPENED).get()
    make.reply(case)
    cases.mark_resolved(case, actor=cast.lin, at=at)
    follow(case)
    react.func("dingxin.followup.tasks.plan_after_solution", first.pk)
    react.func("dingxin.followup.tasks.call_off_what_is_planned", back.pk)
    assert set(case.callbacks.values_list("state", flat=True)) == {"planned"}
    assert len(set(case.callbacks.values_list("event", flat=True))) == 1


def test_a_merged_case_is_asked_about_where_it_goes_on(cast, at):
    customer = make.customer(cast.lin)
    case, other = resolved(cast.lin, "serious", of=customer), make.case(cast.lin, of=customer)
    cases.merge_case(case, into=other, actor=cast.lin, at=at)
    follow(case, Kind.CASE_MERGED)
    assert set(case.callbacks.values_list("state", flat=True)) == {"called_off"}


def test_plans_are_tried_in_their_order(cast, at):
    case = make.case(cast.lin, channel="letter")
    Case.objects.filter(pk=case.pk).update(grade="complaint")
    case.refresh_from_db()
    assert plan_of(case).name == "信件：一次回访"
    actions.update_plan(Plan.objects.get(name="信件：一次回访"), actor=cast.gu, at=at, is_active=False)
    assert plan_of(case).name == "投诉：一次回访"


@pytest.mark.parametrize("fields", [{"attempts": 0}, {"first_after": 0}, {"name": ""}, {"retry_hours": 0}, {"grade": "dreadful"}])
def test_a_plan_that_makes_no_sense_is_refused(cast, at, fields):
    with pytest.raises(Refused):
        actions.create_plan(actor=cast.gu, at=at, **{"name": "新计划", **fields})


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(CHINA)), st.integers(1, 30), st.sampled_from(["work_hour", "workday", "day"]),
    st.integers(0, 22), st.integers(1, 8),
)  # fmt: skip
def test_nobody_is_called_outside_their_hours_or_before_their_time(moment, amount, unit, first, length):
    earliest, latest = time(first), time(min(23, first + length), 30)
    window = window_after(moment, amount, unit, WorkCalendar(), earliest=earliest, latest=latest)
    assert earliest <= window.start.astimezone(CHINA).time() <= latest
    assert window.start <= window.end
    assert window.end.astimezone(CHINA).time() == latest
    assert window.start > moment - timedelta(days=1)


def test_a_call_over_spring_festival_waits_for_people_to_be_there(cast):
    window = window_after(datetime(2026, 2, 14, 11, tzinfo=CHINA), 1, "workday", calendar_of(cast.branch_a))
    assert calendar_of(cast.branch_a).is_working(window.start)
    assert (window.start.month, window.start.day) == (2, 24)


def test_the_lists_hold_what_is_due_mine_and_to_come(cast, at):
    mine, theirs = resolved(cast.lin, "serious"), resolved(cast.qiao, "complaint")
    later = at + timedelta(days=1, hours=8)
    assert {row.case for row in callbacks(cast.lin, Heap.DUE, at=later)} == {mine, theirs}
    assert [row.case for row in callbacks(cast.lin, Heap.MINE, at=later)] == [mine]
    assert [row.round for row in callbacks(cast.lin, Heap.COMING, at=later)] == [2]
    assert not callbacks(cast.zhao, Heap.DUE, at=later)


def programme(cast, at, text, **fields):
    fields = {"name": "三月静默客户", "source": "list", "branch": cast.branch_a, "actor": cast.chen, "at": at, **fields}
    return actions.create_programme(wanted=customers_in(text), **fields)


def test_a_list_becomes_calls_and_says_who_is_left_out(cast, at):
    busy = make.case(cast.lin)
    silent = make.customer(cast.lin, phone="19900005555")
    actions.set_preference(silent, no_calls=True, actor=cast.lin, at=at)
    rows = [
        "199 0000 7777,钱若,套餐到期未续",
        "19900007777,钱若,重复",
        f"{busy.customer.phone},,",
        "19900005555,,",
        "打不通,,",
        ",无名,",
    ]
    text = "\n".join(["手机号,姓名,原因", *rows])
    made, left = programme(cast, at, text)
    assert [(row.customer.phone, row.reason) for row in made.callbacks.all()] == [("19900007777", "套餐到期未续")]
    assert len(left) == 5
    assert len({entry.why for entry in left}) == 5


def test_a_programme_that_calls_nobody_is_not_made(cast, at):
    for text in ("", "电话\n", "打不通"):
        with pytest.raises(Refused):
            programme(cast, at, text)
    assert not Programme.objects.exists()


def test_names_of_programmes_are_unique(cast, at):
    programme(cast, at, "19900007777")
    with pytest.raises(Refused) as refused:
        programme(cast, at, "19900008888")
    assert refused.value.field == "name"


def test_forty_a_day_are_called_not_all_at_once(cast, at):
    made, _left = programme(cast, at, "\n".join(f"1990001{number:04d}" for number in range(41)))
    days = [row.due.astimezone(CHINA).date() for row in made.callbacks.order_by("pk")]
    assert (days[0], days[39], days[40] > days[39]) == (days[0], days[0], True)


def test_a_silent_customer_who_is_not_content_gets_a_case(cast, at):
    made, _left = programme(cast, at, "19900007777,钱若,套餐到期未续")
    row = called(made.callbacks.get(), Heard("not_content", "other", "网太慢了，我打算换一家。"), cast.qiao)
    assert (row.opened.owner, row.opened.customer.phone, row.opened.branch) == (cast.qiao, "19900007777", cast.branch_a)
    assert row.opened.messages.get().text == "网太慢了，我打算换一家。"


def said(number, *texts):
    turns = tuple(Turn("customer" if place % 2 == 0 else "agent", text) for place, text in enumerate(texts))
    return Conversation(turns=turns, id=f"chat-{number}", channel="chat", industry="telecom")


BAD = ("你们的网一直断，真让人失望。", "不知道。", "算了，问了也白问，以后不用你们了。", "随便。")
GOOD = ("请问怎么查话费？", "您好，您可以发短信查询，我也可以现在帮您查，您的余额是五十元。", "好的，谢谢，你们服务真好！")


def test_conversations_that_went_badly_without_a_complaint_are_picked(cast):
    found = unhappy([(said(1, *BAD), {"phone": "19900007777", "name": "钱若"}), (said(2, *GOOD), {"phone": "19900008888"})])
    assert "19900008888" not in {wanted.phone for wanted in found}
    for wanted in found:
        assert wanted.reason in " ".join(BAD)


def test_what_is_a_case_already_is_not_called_again(cast, at):
    conversation = said(1, *BAD)
    case = make.case(cast.lin)
    Case.objects.filter(pk=case.pk).update(external_id="chat-1")
    assert unhappy([(conversation, {"phone": "19900007777"})]) == []


def test_broken_lists_do_not_break_the_page():
    for text in ("\x00", '"', ",,,\n,,", "电话,电话\n1,2", "a" * 10_000):
        assert isinstance(customers_in(text), list)


def test_callbacks_are_rows_of_a_case_or_a_programme_never_both(cast, at):
    from django.db import IntegrityError, transaction  # noqa: PLC0415  read here only

    row = resolved(cast.lin, "complaint").callbacks.get()
    made, _left = programme(cast, at, "19900007777")
    with pytest.raises(IntegrityError), transaction.atomic():
        Callback.objects.filter(pk=row.pk).update(programme=made)
