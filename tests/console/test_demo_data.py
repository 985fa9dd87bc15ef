"""``dingxin demo-data``: the scenes of three branches and one outage, played through the real actions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

import make
from dingxin.accounts.models import Absence, Branch, Role, Staff, StaffSkill
from dingxin.accounts.queries import Charge, in_charge
from dingxin.audit.models import Event
from dingxin.audit.queries import broken_places, logged_events
from dingxin.cases.models import Case, Customer, Link, Message, RoutingDecision, RoutingRule
from dingxin.cases.queries import Box, inbox, unrecorded_cases
from dingxin.cases.readings import conversation_of, engine_for
from dingxin.clocks.models import Clock, Promise
from dingxin.clocks.queries import calendar_of
from dingxin.console.demo.cast import PASSWORD, STAFF
from dingxin.console.demo.following import follow
from dingxin.console.demo.moments import moment
from dingxin.console.demo.outage import outage_stories
from dingxin.console.demo.play import play, stories
from dingxin.console.demo.settled import settled_stories
from dingxin.console.management.commands.sweep import JOBS
from dingxin.engine.model import Policy, Turn
from dingxin.escalation.models import Escalation
from dingxin.followup.models import Callback
from dingxin.insights.board import Asked, board
from dingxin.insights.day import Part, my_day

pytestmark = pytest.mark.usefixtures("vault")
CHINA = ZoneInfo("Asia/Shanghai")
SCENES = {
    "information_fee", "ring_tone_gift", "ring_tone_year", "tariff_way_back", "telemarketing", "offer_ended", "caller_display",
    "network_failure", "mistyped_top_up", "closed_number", "garbled_phone", "hotel_call", "served_first", "bad_review",
    "courier_complaint", "outage_not_content", "outage_heated",
}  # fmt: skip
CASES = 28  # these, five customers of the outage who are all told the same, and six made good lately


def run(**options) -> str:
    out = StringIO()
    call_command("demo_data", stdout=out, **options)
    return out.getvalue()


def test_one_story_for_each_scene():
    told = stories()
    assert {story["scene"] for story in told} == SCENES
    assert len(told) + len(outage_stories()) + len(settled_stories()) == CASES
    for story in told + outage_stories() + settled_stories():
        assert re.fullmatch(r"199000010\d\d", story["customer"]["phone"])
        said = [step for step in story["steps"] if step["do"] in {"open", "hear", "reply"}]
        assert 2 <= len(said) + sum(len(step.get("turns", ())) for step in story["steps"]) <= 10


@pytest.mark.parametrize("now", [datetime(2025, 6, 11, 0, 5, tzinfo=CHINA), datetime(2025, 6, 15, 16, 0, tzinfo=CHINA)])
def test_the_stories_stand_as_they_are_meant_to(db, now):
    made = play(now=now)
    assert len(made) == Case.objects.count() == CASES
    assert {case.industry for case in made} == {"telecom", "phone", "hotel", "webshop", "courier"}
    assert {case.state for case in made} == {"open", "waiting", "resolved", "closed"}
    assert {case.close_reason for case in made} == {"", "content", "final_answer"}
    assert {case.grade for case in made} >= {"complaint", "serious"}
    assert len({case.step for case in made}) >= 3
    assert len({case.emotion_now for case in made}) >= 3
    assert any(case.offered_to for case in made)
    assert Link.objects.count() == 1
    assert {case.next_due for case in made if case.state == "closed"} == {None}
    assert not Callback.objects.planned().filter(case__state="closed", due__lt=now - timedelta(days=1)).exists()
    chief = Staff.objects.get(username="gu")
    assert inbox(chief, Box.UNOWNED, at=now).count() == 2
    assert inbox(chief, Box.PROMISED, at=now).exists()
    assert inbox(chief, Box.HEATED, at=now).count() >= 3
    assert Event.objects.filter(kind="promise.broken").exists()
    assert not Event.objects.filter(at__gt=now).exists()
    assert not list(broken_places(logged_events()))
    assert not list(unrecorded_cases())


def test_no_page_of_the_demo_is_empty(db, at):
    """Whoever looks around finds one of each: duty, skills, rules, clocks, promises, a breather, climbs and calls back."""
    play(now=at)
    assert {promise.state for promise in Promise.objects.all()} >= {"open", "kept", "kept_late", "broken"}
    running = Clock.objects.filter(state="running")
    assert running.filter(breached_at__isnull=False).exists()
    assert running.filter(warned_at__isnull=False).exists()
    assert running.filter(warned_at=None).exists()
    assert Absence.objects.now(at).get().kind == "breather"
    assert {charge.why for branch in Branch.objects.all() if (charge := in_charge(branch, at=at))} == {Charge.ON_DUTY}
    assert StaffSkill.objects.exists()
    assert RoutingRule.objects.filter(is_active=True, tried_at__isnull=False).count() == 2
    assert RoutingDecision.objects.count() == 2
    assert Escalation.objects.filter(rung__code="duty_manager").exists()
    assert {row.state for row in Callback.objects.all()} == {"planned", "done"}
    days = {person.username: my_day(person, at=at) for person in Staff.objects.all()}
    assert days["lin"].parts[Part.NOW]
    assert days["qiao"].callbacks
    assert days["chen"].handovers
    seen = board(Staff.objects.get(username="gu"), None, Asked(), at=at)
    assert seen.late
    assert seen.coming.later
    assert seen.stuck
    assert {row.name for row in seen.kept} >= {"林小雨", "乔安"}


PAGES = {
    "approvals/": ("qian", "换一台新机"),
    "day/": ("chen", "2003年的入网单"),
    "board/": ("gu", "信号中断两天"),
    "board/fairness/": ("gu", "扬言投诉到12315"),
    "recovery/": ("chen", "网络中断"),
    "recovery/batches/": ("chen", "城东光缆被施工挖断"),
    "commitments/": ("lin", "一个工作日内"),
    "settings/authority/": ("gu", "抵用金应急专款"),
    "malice/": ("wu", "投诉快递员"),
}


def test_every_new_page_of_the_demo_shows_something(db, client_of):
    """The pages as they are: they look at the clock on the wall, so the demo is played now."""
    play(now=timezone.now())
    chief = Staff.objects.get(username="gu")
    for path, (username, words) in PAGES.items():
        answer = client_of(Staff.objects.get(username=username)).get(f"/{path}")
        assert (path, answer.status_code, words in answer.content.decode()) == (path, 200, True)
    shown = {
        row.title: client_of(chief).get(f"/cases/{row.number}/").content.decode() for row in Case.objects.filter(state="open")
    }
    assert "签收照片.png" in shown["投诉快递员故意不送并谎称已签收"]
    assert "账单多出三十五元信息费" in shown
    assert "退回争议费用" in shown["账单多出三十五元信息费"]


def test_what_follows_by_itself_has_followed(db, at):
    """The worker and the sweep of a house that was just filled have nothing left to do."""
    play(now=at)
    before = Event.objects.count()
    follow(0)
    for job, _told in JOBS:
        job(at=at)
    assert Event.objects.count() == before
    assert not list(broken_places(logged_events()))
    assert not list(unrecorded_cases())


def test_every_reply_of_the_demo_is_a_good_one(db, at):
    """The engine has nothing to say against what the demo's staff write."""
    play(now=at)
    for row in Case.objects.select_related("branch"):
        before: list[Message] = []
        for message in row.messages.conversation():
            if message.kind == "agent" and message.author:
                policy = Policy(authority_cny=float(message.author.authority_cny), industry=row.industry)
                draft = Turn("agent", message.text, timezone.localtime(message.at))
                calendar = calendar_of(row.branch)
                review = engine_for(row.industry).review(conversation_of(row, before), draft, policy, calendar)
                assert (row.title, message.text, review.verdict) == (row.title, message.text, "send")
            before.append(message)


def test_the_command_fills_an_empty_database_once(db):
    said = run()
    assert PASSWORD in said
    assert all(username in said for username, _ in STAFF)
    before = Event.objects.count()
    assert PASSWORD in run()
    assert run(if_empty=True) == ""
    assert Event.objects.count() == before
    assert {person.role for person in Staff.objects.all()} == set(Role)
    assert (Branch.objects.count(), Customer.objects.count()) == (3, 30)  # one complains twice; three are called who never did
    assert authenticate(username="lin", password=PASSWORD)


def test_a_house_that_is_in_use_is_left_alone(cast):
    make.case(cast.lin)
    Staff.objects.filter(username="lin").update(username="somebody")
    before = Event.objects.count()
    with pytest.raises(CommandError):
        run()
    assert run(if_empty=True) == ""
    assert Event.objects.count() == before


def test_times_are_counted_from_now():
    now = datetime(2025, 3, 1, 0, 10, tzinfo=CHINA)
    assert moment("-30m", now) == datetime(2025, 2, 28, 23, 40, tzinfo=CHINA)
    assert moment("-1d 15:30", now) == datetime(2025, 2, 28, 15, 30, tzinfo=CHINA)
    assert moment("-0d 09:00", now) == datetime(2025, 3, 1, 9, 0, tzinfo=CHINA)
    assert moment("+30m", now) == datetime(2025, 3, 1, 1, 0, tzinfo=CHINA)  # on the half hour
