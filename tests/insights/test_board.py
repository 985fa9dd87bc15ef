"""The board: heat, what passes soon, load, stuck cases, kept promises; by branch and permission, at a constant cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.clocks.actions import Length, start_clock
from dingxin.clocks.models import Clock, Promise
from dingxin.insights.board import Asked, board

HOUR = timedelta(hours=1)
USUAL = Asked()


def clock(case, due):
    return start_clock(case, duty="outside", length=Length(due=due), actor=case.owner, at=make.AT)


def test_heat_is_counted_by_grade_and_emotion_of_live_cases(cast, at):
    for grade, emotion in (("serious", 3), ("serious", 3), ("grumble", 1)):
        Case.objects.filter(pk=make.case(cast.lin).pk).update(grade=grade, emotion_now=emotion)
    make.closed_case(cast.lin)
    seen = board(cast.chen, cast.branch_a, USUAL, at=at)
    rows = {row.grade.value: row.emotions for row in seen.heat}
    assert rows == {"serious": [0, 0, 0, 2], "complaint": [0] * 4, "grumble": [0, 1, 0, 0], "none": [0] * 4}
    assert seen.live == 3


def test_what_passes_soon_is_counted_by_hour_and_named(cast, at):
    first, second, third = (make.case(cast.lin) for _ in range(3))
    Clock.objects.all().delete()
    clock(second, at + 3 * HOUR)
    clock(first, at + 2 * HOUR)
    clock(third, at + 20 * HOUR)
    clock(make.case(cast.zhao), at + HOUR)
    clock(make.case(cast.lin), at + 30 * HOUR)
    seen = board(cast.chen, cast.branch_a, USUAL, at=at).coming
    assert (seen.soon, seen.later) == (2, 3)
    assert [line.case.number for line in seen.lines] == [first.number, second.number, third.number]
    assert [number for number, row in enumerate(seen.hours) if row.clocks] == [2, 3, 20]


def test_promises_count_with_the_clocks_and_what_has_passed_counts_no_more(cast, at):
    case = make.case(cast.lin)
    make.reply(case)
    Clock.objects.all().delete()
    due = Promise.objects.get().due
    assert board(cast.chen, cast.branch_a, USUAL, at=due - HOUR).coming.soon == 1
    assert board(cast.chen, cast.branch_a, USUAL, at=due).coming.soon == 0


def test_a_case_is_stuck_after_so_many_working_hours_without_a_word(cast, at):
    silent, answered, waiting = (make.case(cast.lin) for _ in range(3))
    make.reply(waiting)
    make.reply(answered, at=at + 5 * HOUR)
    make.message(answered, at=at + 5 * HOUR)
    make.message(silent, at=at + 5 * HOUR)
    evening = at + 8 * HOUR
    assert [row.case for row in board(cast.chen, cast.branch_a, Asked(hours=4), at=evening).stuck] == [silent]
    assert board(cast.chen, cast.branch_a, Asked(hours=40), at=evening).stuck == []
    next_week = at + timedelta(days=7)
    assert [row.case for row in board(cast.chen, cast.branch_a, Asked(hours=41), at=next_week).stuck] == [silent]
    both = board(cast.chen, cast.branch_a, Asked(hours=16), at=next_week).stuck
    assert [row.case for row in both] == [silent, answered]


def test_a_night_and_a_weekend_are_no_silence(cast):
    friday = make.AT.replace(day=13, hour=16, minute=0)
    make.case(cast.lin, at=friday)
    monday = friday + timedelta(days=2, hours=17)
    assert board(cast.chen, cast.branch_a, Asked(hours=8), at=monday).stuck == []


def test_a_stuck_case_says_that_its_clock_of_silence_has_passed(cast, at):
    case = make.case(cast.lin)
    Clock.objects.all().delete()
    Clock.objects.create(case=case, duty="silence", basis="house", started_at=at, due=at + HOUR)
    (row,) = board(cast.chen, cast.branch_a, Asked(hours=2), at=at + 6 * HOUR).stuck
    assert (row.waits, row.silent_since) == (True, at)


def test_kept_promises_are_those_of_the_branch(cast, at):
    for person in (cast.lin, cast.zhao):
        make.reply(make.case(person))
    for promise in Promise.objects.all():
        cases.keep_promise(promise, actor=promise.made_by, at=at)
    later = at + timedelta(days=2)
    assert [(row.name, row.kept) for row in board(cast.chen, cast.branch_a, USUAL, at=later).kept] == [("林小雨", 1)]
    assert [row.kept for row in board(cast.gu, None, Asked(by="branch"), at=later).kept] == [1, 1]


def test_load_is_for_those_who_lead(cast, at):
    assert {row.staff for row in board(cast.chen, cast.branch_a, USUAL, at=at).loads} == {cast.lin, cast.qiao, cast.chen}
    assert cast.zhao in {row.staff for row in board(cast.gu, None, USUAL, at=at).loads}
    assert board(cast.wu, None, USUAL, at=at).loads is None


def test_nobody_sees_the_board_of_another_branch(cast, at):
    for user, place in ((cast.chen, cast.branch_b), (cast.chen, None), (cast.lin, cast.branch_a), (cast.he, None)):
        with pytest.raises(PermissionDenied):
            board(user, place, USUAL, at=at)


@pytest.mark.parametrize(("user", "status"), [("lin", 403), ("he", 403), ("chen", 200), ("wu", 200), ("gu", 200)])
def test_the_page_is_for_those_who_lead_and_inspect(cast, client_of, user, status):
    make.case(cast.lin)
    assert client_of(getattr(cast, user)).get("/board/").status_code == status


def test_nonsense_and_other_branches_are_refused_or_usual(cast, client_of):
    client = client_of(cast.chen)
    assert client.get("/board/", {"branch": cast.branch_b.pk}).status_code == 404
    assert client.get("/board/", {"branch": cast.branch_a.pk}).status_code == 200
    for nonsense in ("x", "9" * 40, "-1", "²", "\x00"):
        assert client.get("/board/", {"branch": nonsense}).status_code == 404
        shown = client.get("/board/", {"hours": nonsense, "days": nonsense, "by": nonsense})
        assert (shown.status_code, shown.context["asked"]) == (200, USUAL)
    assert client.get("/board/", {"hours": "4", "days": "7", "by": "team"}).context["asked"] == Asked(4, 7, "team")


def test_cases_of_another_branch_are_not_on_the_board(cast, client_of):
    theirs = make.case(cast.zhao)
    assert theirs.number not in client_of(cast.chen).get("/board/").content.decode()
    assert theirs.number in client_of(cast.gu).get("/board/").content.decode()


def test_a_live_update_gets_the_parts_alone(cast, client_of):
    make.case(cast.lin)
    response = client_of(cast.chen).get("/board/", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_the_board_costs_as_many_queries_for_many_cases_as_for_one(cast, client_of):
    client, now = client_of(cast.gu), timezone.now()

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/board/").status_code == 200
        return len(seen)

    def fill(person):
        case = make.case(person)
        clock(case, now + HOUR)
        make.reply(make.case(person, at=now), at=now)

    fill(cast.lin)
    client.get("/board/")
    one = cost()
    for person in (cast.lin, cast.qiao, cast.zhao):
        fill(person)
    make.staff(where=cast.branch_b)
    assert cost() == one


def test_the_api_gives_the_same_board(cast, api_of):
    now = timezone.now()
    case = make.case(cast.lin)
    clock(case, now + HOUR)
    given = api_of(cast.chen).get("/board", hours=2).json()
    assert given["live"] == 1
    assert [line["case"] for line in given["coming"]["lines"]] == [case.number]
    assert [row["case"] for row in given["stuck"]] == [case.number]
    assert {row["staff"] for row in given["loads"]} == {"lin", "qiao", "chen"}
    assert api_of(cast.wu).get("/board").json()["loads"] is None
    assert api_of(cast.lin).get("/board").status_code == 403
    assert api_of(cast.chen).get("/board", branch="B").status_code == 404
    assert api_of(cast.chen).get("/board", by="x").status_code == 409
    assert api_of(cast.chen).get("/board", hours=0).status_code == 422
