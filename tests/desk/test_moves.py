"""Moves of a case: each is offered only when it makes sense, does what it says, and refuses in words."""

from __future__ import annotations

import pytest
from django.urls import reverse

import make
from dingxin.cases import actions
from dingxin.cases.models import FactState
from dingxin.cases.states import State


def go(client, verb, case, *ids, **data):
    return client.post(reverse(verb, args=[case.number, *ids]), data)


def offered(client, case):
    return {move.verb.name for move in client.get(reverse("case", args=[case.number])).context["moves"]}


def refused(response):
    return response.status_code == 422 and bool(response.context["refusal"])


def imported(cast):
    """A case nobody handles yet."""
    case = make.case(cast.lin)
    type(case).objects.filter(pk=case.pk).update(handler=None)
    case.refresh_from_db()
    return case


def test_a_case_without_handler_is_taken_once(cast, client_of):
    case = imported(cast)
    assert "take_case" in offered(client_of(cast.qiao), case)
    go(client_of(cast.qiao), "take_case", case)
    case.refresh_from_db()
    assert case.handler == cast.qiao
    assert "take_case" not in offered(client_of(cast.lin), case)
    assert refused(go(client_of(cast.lin), "take_case", case))


def test_a_case_is_handed_over_and_accepted(cast, client_of):
    case = make.case(cast.lin)
    go(client_of(cast.lin), "hand_over", case, to=cast.zhao.pk, brief="客户在河西，请接手。")
    html = client_of(cast.zhao).get(reverse("case", args=[case.number])).content.decode()
    assert "客户在河西，请接手。" in html
    go(client_of(cast.zhao), "accept_handover", case)
    case.refresh_from_db()
    assert (case.owner, case.handler) == (cast.zhao, cast.zhao)


def test_who_does_not_accept_goes_back_to_the_inbox_when_the_case_is_not_theirs_to_see(cast, client_of):
    case = make.case(cast.lin)
    go(client_of(cast.lin), "hand_over", case, to=cast.zhao.pk)
    response = go(client_of(cast.zhao), "refuse_handover", case)
    assert response["Location"] == reverse("inbox")
    case.refresh_from_db()
    assert case.owner == cast.lin


def test_a_handover_without_colleague_comes_back_open_with_its_brief(cast, client_of):
    response = go(client_of(cast.lin), "hand_over", make.case(cast.lin), to="", brief="写了很久的说明")
    assert response.status_code == 422
    html = response.content.decode()
    assert "写了很久的说明" in html
    assert 'id="move-hand_over" data-keep open' in html


def test_the_grade_is_corrected(cast, client_of):
    case = make.case(cast.lin)
    go(client_of(cast.wu), "correct_grade", case, grade="serious")
    case.refresh_from_db()
    assert (case.grade, case.grade_corrected_by) == ("serious", cast.wu)
    assert refused(go(client_of(cast.lin), "correct_grade", case, grade="dreadful"))


def test_title_category_and_product_are_set(cast, client_of):
    case, category = make.case(cast.lin), make.category(industry="telecom")
    go(client_of(cast.lin), "categorise_case", case, title="信息费争议", category=category.pk, product="畅聊套餐")
    case.refresh_from_db()
    assert (case.title, case.category, case.product) == ("信息费争议", category, "畅聊套餐")


def test_what_is_seen_is_noted_in_the_hall_only(cast, client_of):
    hall, phone = make.case(cast.lin), make.case(cast.lin, channel="hotline")
    client = client_of(cast.lin)
    assert "observe_customer" in offered(client, hall)
    assert "observe_customer" not in offered(client, phone)
    go(client, "observe_customer", hall, signs=["flushed", "loud"])
    assert hall.observations.get().signs == ["flushed", "loud"]
    assert go(client, "observe_customer", hall).status_code == 422


def test_facts_are_struck_and_confirmed(cast, client_of):
    case = make.case(cast.lin, text="昨天下午在城东营业厅，你们多扣了我三十五块信息费，订单号 DD20250601001。")
    client = client_of(cast.lin)
    fact = case.facts.first()
    go(client, "reject_fact", case, fact.pk)
    fact.refresh_from_db()
    assert fact.state == FactState.REJECTED
    assert refused(go(client, "reject_fact", case, fact.pk))
    go(client, "confirm_facts", case)
    assert not case.facts.filter(state=FactState.READ).exists()
    assert case.facts.filter(state=FactState.CONFIRMED).exists()
    assert refused(go(client, "confirm_facts", case))


def test_the_same_words_stand_once_and_are_struck_everywhere(cast, client_of):
    case = make.case(cast.lin, text="多扣了三十五块。")
    make.message(case, text="我说的就是那三十五块。")
    client = client_of(cast.lin)
    (line,) = [line for line in client.get(reverse("case", args=[case.number])).context["facts"] if line.text == "三十五块"]
    assert line.times == 2
    go(client, "reject_fact", case, line.pk)
    assert set(case.facts.filter(text="三十五块").values_list("state", flat=True)) == {FactState.REJECTED}


def test_a_fact_of_another_case_is_not_found(cast, client_of):
    mine, other = make.case(cast.lin), make.case(cast.zhao)
    assert go(client_of(cast.lin), "reject_fact", mine, other.facts.first().pk).status_code == 404


def test_a_promise_is_kept_once(cast, client_of):
    case = make.case(cast.lin)
    make.reply(case)
    promise = case.promises.get()
    client = client_of(cast.lin)
    go(client, "keep_promise", case, promise.pk)
    promise.refresh_from_db()
    assert promise.state == "kept_late"
    assert refused(go(client, "keep_promise", case, promise.pk))


def test_the_way_to_a_close_is_offered_step_by_step(cast, client_of):
    case = make.case(cast.lin)
    client = client_of(cast.lin)
    assert offered(client, case).isdisjoint({"mark_resolved", "record_verdict", "close_case", "reopen_case"})
    make.reply(case)
    assert "mark_resolved" in offered(client, case)
    go(client, "mark_resolved", case)
    assert {"record_verdict"} <= offered(client, case)
    assert "close_case" not in offered(client, case)
    go(client, "record_verdict", case, content="yes", words="谢谢，查清楚了。")
    assert "close_case" in offered(client, case)
    go(client, "close_case", case)
    case.refresh_from_db()
    assert (case.state, case.close_reason) == (State.CLOSED, "content")
    assert offered(client, case) == {"reopen_case", "link_case", "create_survey"}
    go(client, "reopen_case", case)
    case.refresh_from_db()
    assert case.state == State.OPEN


def test_a_customer_who_is_not_content_brings_the_case_back(cast, client_of):
    case = make.resolved_case(cast.lin)
    go(client_of(cast.lin), "record_verdict", case, content="no", words="还没退")
    case.refresh_from_db()
    assert case.state == State.OPEN


@pytest.mark.parametrize("verb", ["mark_resolved", "close_case", "reopen_case"])
def test_what_the_state_does_not_allow_is_refused_in_words(cast, client_of, verb):
    assert refused(go(client_of(cast.lin), verb, make.case(cast.lin)))


def test_a_verdict_needs_an_answer_to_its_question(cast, client_of):
    case = make.resolved_case(cast.lin)
    response = go(client_of(cast.lin), "record_verdict", case, words="嗯")
    assert response.status_code == 422
    assert not case.verdicts.exists()


def test_only_the_manager_closes_with_a_final_answer_of_their_own(cast, client_of):
    case = make.case(cast.lin)
    make.reply(case, by=cast.lin)
    assert "give_final_answer" not in offered(client_of(cast.lin), case)
    assert go(client_of(cast.lin), "give_final_answer", case).status_code == 403
    assert refused(go(client_of(cast.chen), "give_final_answer", case))
    make.reply(case, by=cast.chen)
    assert "give_final_answer" in offered(client_of(cast.chen), case)
    go(client_of(cast.chen), "give_final_answer", case)
    case.refresh_from_db()
    assert case.close_reason == "final_answer"


MOVES = [
    "take_case", "hand_over", "correct_grade", "categorise_case", "observe_customer", "confirm_facts",
    "mark_resolved", "record_verdict", "close_case", "reopen_case", "merge_case", "link_case",
]  # fmt: skip


@pytest.mark.parametrize("verb", [*MOVES, "accept_handover", "refuse_handover", "give_final_answer"])
def test_no_move_is_there_for_another_branch(cast, client_of, verb):
    assert go(client_of(cast.zhao), verb, make.case(cast.lin)).status_code == 404


@pytest.mark.parametrize("verb", sorted(set(MOVES) - {"correct_grade", "link_case"}))
def test_an_inspector_moves_nothing(cast, client_of, verb):
    case = make.case(cast.lin)
    assert go(client_of(cast.wu), verb, case).status_code == 403
    assert offered(client_of(cast.wu), case) == {"link_case"}


@pytest.mark.parametrize("verb", MOVES)
def test_no_move_is_made_by_looking(cast, client_of, verb):
    assert client_of(cast.lin).get(reverse(verb, args=[make.case(cast.lin).number])).status_code == 405


def test_a_closed_case_may_still_be_read_whole(cast, client_of):
    case = make.closed_case(cast.lin)
    html = client_of(cast.lin).get(reverse("case", args=[case.number])).content.decode()
    assert "谢谢，查清楚了就好。" in html
    actions.add_customer_message(case, text="又出现了", actor=cast.lin, at=make.AT)
    case.refresh_from_db()
    assert case.state == State.OPEN
