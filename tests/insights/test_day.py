"""My day: what is due when, for whom, and at what cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import make
from dingxin.cases import actions as cases
from dingxin.clocks.actions import Length, follow_case, start_clock
from dingxin.clocks.models import Clock, Promise
from dingxin.hall import actions as hall
from dingxin.hall.models import RoomRequest
from dingxin.insights.day import Part, my_day

HOUR = timedelta(hours=1)


def due_at(case, due, *, by=None):
    """Give a case one clock alone, due at a time."""
    follow_case(case)
    Clock.objects.filter(case=case).delete()
    start_clock(case, duty="outside", length=Length(due=due), note="监管部门的期限", actor=by or case.owner, at=make.AT)
    return case


def numbers(day, part):
    return [line.case.number for line in day.parts[part]]


def test_what_is_due_stands_in_its_part_of_the_day(cast, at):
    times = {Part.NOW: at + timedelta(minutes=20), Part.TODAY: at + 5 * HOUR, Part.TOMORROW: at + 25 * HOUR}
    made = {part: due_at(make.case(cast.lin), due) for part, due in times.items()}
    due_at(make.case(cast.lin), at + 50 * HOUR)
    day = my_day(cast.lin, at=at)
    assert {part: numbers(day, part) for part in Part} == {part: [case.number] for part, case in made.items()}
    assert day.parts[Part.NOW][0].first.words == "监管部门的期限"


def test_what_has_passed_stands_first(cast, at):
    soon = due_at(make.case(cast.lin), at + timedelta(minutes=10))
    late = due_at(make.case(cast.lin), at + timedelta(minutes=5))
    assert numbers(my_day(cast.lin, at=at + HOUR), Part.NOW) == [late.number, soon.number]


def test_midnight_divides_today_from_tomorrow(cast, at):
    late = at.replace(hour=23, minute=0)
    today = due_at(make.case(cast.lin), late.replace(minute=59))
    tomorrow = due_at(make.case(cast.lin), late + HOUR)
    day = my_day(cast.lin, at=late)
    assert numbers(day, Part.TODAY) == [today.number]
    assert numbers(day, Part.TOMORROW) == [tomorrow.number]


def test_a_case_stands_once_in_a_part_with_all_that_is_due_then(cast, at):
    case = due_at(make.case(cast.lin), at + 5 * HOUR)
    start_clock(case, duty="outside", length=Length(due=at + 4 * HOUR), note="书面回复", actor=cast.lin, at=at)
    (line,) = my_day(cast.lin, at=at).parts[Part.TODAY]
    assert (line.first.words, line.rest) == ("书面回复", ["监管部门的期限"])


def test_a_promise_stands_with_its_words_and_leaves_when_it_is_kept(cast, at):
    case = make.case(cast.lin)
    make.reply(case)
    Clock.objects.filter(case=case).delete()
    promise = Promise.objects.get()
    (line,) = my_day(cast.lin, at=at).parts[Part.TODAY]
    assert (line.promise.pk, line.promise.words) == (promise.pk, promise.text)
    cases.keep_promise(promise, actor=cast.lin, at=at)
    assert my_day(cast.lin, at=at).is_clear


def test_what_i_promised_stays_mine_when_a_colleague_has_the_case(cast, at):
    case = make.case(cast.lin)
    make.reply(case)
    Clock.objects.filter(case=case).delete()
    cases.hand_over(case, to=cast.qiao, brief="", actor=cast.lin, at=at)
    cases.accept_handover(case, actor=cast.qiao, at=at)
    assert numbers(my_day(cast.lin, at=at), Part.TODAY) == [case.number]
    assert numbers(my_day(cast.qiao, at=at), Part.TODAY) == [case.number]
    assert my_day(cast.chen, at=at).is_clear
    assert my_day(cast.zhao, at=at).is_clear


def test_a_paused_clock_and_a_closed_case_are_not_due(cast, at):
    paused = due_at(make.case(cast.lin), at + HOUR)
    Clock.objects.filter(case=paused).update(state="paused", paused_at=at, pause_cause="customer")
    make.closed_case(cast.lin)
    assert my_day(cast.lin, at=at).is_clear


def test_a_handover_waits_until_it_is_answered(cast, client_of):
    case = make.case(cast.lin)
    cases.hand_over(case, to=cast.qiao, brief="客户只在晚上接电话", actor=cast.lin, at=make.AT)
    client = client_of(cast.qiao)
    page = client.get("/day/").content.decode()
    assert "客户只在晚上接电话" in page
    assert f"/cases/{case.number}/" in page
    cases.accept_handover(case, actor=cast.qiao, at=timezone.now())
    assert "客户只在晚上接电话" not in client.get("/day/").content.decode()


def test_a_quiet_room_that_is_asked_for_waits_for_who_was_asked(cast, client_of, api_of):
    case, chen = make.case(cast.lin, text="你们太过分了！", channel="hall"), client_of(cast.chen)
    hall.begin_cooling(case, actor=cast.lin, at=timezone.now())
    asked = hall.ask_quiet_room(case, actor=cast.lin, at=timezone.now())
    assert asked.asked_of == cast.chen
    html = chen.get("/day/").content.decode()
    assert f"/hall/#ask-{asked.pk}" in html
    assert html.index("part-rooms") < html.find("part-now") or "part-now" not in html
    assert [row["id"] for row in api_of(cast.chen).get("/day").json()["rooms"]] == [asked.pk]
    for other in (cast.lin, cast.zhao, cast.wu, cast.gu):
        assert my_day(other, at=timezone.now()).rooms == []
    assert not my_day(cast.chen, at=timezone.now()).is_clear
    hall.answer_quiet_room(asked, granted=True, room="二楼", actor=cast.chen, at=timezone.now())
    assert my_day(cast.chen, at=timezone.now()).rooms == []


def test_a_quiet_room_nobody_answered_waits_for_all_who_lead_there(cast, at):
    case = make.case(cast.lin, text="你们太过分了！", channel="hall")
    hall.begin_cooling(case, actor=cast.lin, at=at)
    asked = hall.ask_quiet_room(case, actor=cast.lin, at=at)
    second = make.staff(role="manager", where=cast.branch_a)
    assert my_day(second, at=at + timedelta(minutes=4)).rooms == []
    for leads, waits in ((second, [asked]), (cast.gu, [asked]), (cast.zhao, []), (cast.lin, [])):
        assert my_day(leads, at=at + timedelta(minutes=5)).rooms == waits


@pytest.mark.parametrize("user", ["lin", "chen", "wu", "he", "gu"])
def test_everybody_has_a_day_and_an_empty_one_says_what_would_fill_it(cast, client_of, user):
    page = client_of(getattr(cast, user)).get("/day/").content.decode()
    assert "今天和明天没有到期的事" in page
    assert "/people/breather/" in page


def test_a_stranger_signs_in_first(client, db):
    assert client.get("/day/")["Location"] == "/accounts/login/?next=/day/"


def test_a_line_leads_to_its_case_and_to_the_draft_that_is_due(cast, client_of):
    now = timezone.now()
    case = make.case(cast.lin, at=now)
    make.reply(case, at=now)
    Promise.objects.update(due=now + timedelta(minutes=10))
    page = client_of(cast.lin).get("/day/").content.decode()
    assert f'href="/cases/{case.number}/"' in page
    assert f"/cases/{case.number}/?notice={Promise.objects.get().pk}#composer" in page


def test_a_live_update_gets_the_lists_alone(cast, client_of):
    due_at(make.case(cast.lin), timezone.now() + HOUR)
    response = client_of(cast.lin).get("/day/", headers={"HX-Request": "true"})
    page = response.content.decode()
    assert "<html" not in page
    assert "监管部门的期限" in page
    assert 'hx-swap-oob="true"' in page
    assert "/people/breather/" not in page
    assert "HX-Request" in response["Vary"]


def test_the_day_costs_as_many_queries_for_many_cases_as_for_one(cast, client_of):
    client, now = client_of(cast.lin), timezone.now()

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get("/day/")
        return len(seen)

    def fill():
        loud = make.case(cast.qiao, channel="hall")
        hall.begin_cooling(loud, actor=cast.qiao, at=now)
        RoomRequest.objects.create(cooling=loud.coolings.get(), asked_by=cast.qiao, asked_of=cast.lin, at=now)
        case = due_at(make.case(cast.lin), now + HOUR)
        make.reply(case)
        cases.hand_over(make.case(cast.qiao), to=cast.lin, brief="", actor=cast.qiao, at=now)

    fill()
    client.get("/day/")
    one = cost()
    fill()
    fill()
    assert cost() == one


def test_the_api_gives_the_same_day(cast, api_of):
    now = timezone.now()
    case = due_at(make.case(cast.lin), now + timedelta(minutes=5))
    given = api_of(cast.lin).get("/day").json()
    assert [(line["case"], line["items"][0]["kind"]) for line in given["now"]] == [(case.number, "clock")]
    assert given["load"]["staff"] == "lin"
    assert api_of(cast.qiao).get("/day").json()["now"] == []
