"""merge_case and link_case."""

from __future__ import annotations

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Link
from dingxin.cases.queries import linked_cases, search_cases

pytestmark = pytest.mark.django_db


def pair(cast):
    customer = make.customer(cast.lin)
    return make.case(cast.lin, of=customer, text="宽带断了三天。"), make.case(
        cast.lin, of=customer, text="你们再不修我就找12315投诉！"
    )


def test_words_facts_and_promises_go_on_with_the_survivor(cast, at):
    case, into = pair(cast)
    make.reply(case, text="给您添麻烦了，真是抱歉。我明天上午派人上门检修，十二点前给您回电话。")
    note = make.note(case)
    due = case.promises.first()
    actions.merge_case(case, into=into, actor=cast.chen, at=at)
    case.refresh_from_db()
    into.refresh_from_db()
    assert (case.state, case.merged_into, case.messages.count()) == ("merged", into, 0)
    assert into.messages.count() == 4
    assert set(into.messages.exclude(came_from=None).values_list("came_from", flat=True)) == {case.pk}
    assert due in into.promises.all()
    assert into.next_due == due.due
    assert (into.grade, into.state) == ("serious", "open")
    assert note in into.messages.all()
    for one, other in ((case, into), (into, case)):
        event = Event.objects.get(case=one, kind="case.merged")
        assert (event.actor, event.data) == (cast.chen, {"other": other.pk})


def test_what_was_merged_is_found_in_the_survivor(cast, at):
    case, into = pair(cast)
    actions.merge_case(case, into=into, actor=cast.lin, at=at)
    assert into in search_cases(cast.lin, "断了三天")


def test_a_token_is_still_known_after_the_merge(cast, at):
    case, into = pair(cast)
    message = make.message(case, token="m1")
    make.message(into, token="m2", text="另一句话。")
    actions.merge_case(case, into=into, actor=cast.lin, at=at)
    assert make.message(case, token="m1") == message


def test_equal_tokens_of_both_cases_stand_in_nobodys_way(cast, at):
    case, into = pair(cast)
    make.message(case, token="m1")
    mine = make.message(into, token="m1", text="另一句话。")
    actions.merge_case(case, into=into, actor=cast.lin, at=at)
    assert make.message(into, token="m1", text="另一句话。") == mine
    assert into.messages.count() == 4


def test_a_case_is_not_merged_with_itself_another_customers_or_one_that_is_over(cast, at):
    case, into = pair(cast)
    with pytest.raises(Refused):
        actions.merge_case(case, into=case, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.merge_case(case, into=make.case(cast.lin), actor=cast.lin, at=at)
    closed = make.closed_case(cast.lin, of=case.customer)
    for one, other in ((case, closed), (closed, case)):
        with pytest.raises(Refused):
            actions.merge_case(one, into=other, actor=cast.lin, at=at)
    actions.merge_case(case, into=into, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.merge_case(into, into=case, actor=cast.lin, at=at)
    with pytest.raises(Refused, match=into.number):
        make.reply(case)


def test_a_link_is_seen_from_both_sides_and_made_once(cast, at):
    one, other = make.case(cast.lin), make.case(cast.lin)
    link = actions.link_case(other, to=one, actor=cast.wu, at=at)
    assert actions.link_case(one, to=other, actor=cast.lin, at=at) == link
    assert (link.first, link.second, Link.objects.count()) == (one, other, 1)
    assert list(linked_cases(cast.lin, one)) == [other]
    assert list(linked_cases(cast.lin, other)) == [one]
    assert Event.objects.filter(kind="case.linked").count() == 2


def test_a_case_is_not_linked_with_itself(cast, at):
    case = make.case(cast.lin)
    with pytest.raises(Refused):
        actions.link_case(case, to=case, actor=cast.lin, at=at)


@pytest.mark.parametrize("other", [make.case, make.resolved_case, make.content_case])
def test_a_merge_leads_round_no_verdict(cast, at, other):
    into = make.content_case(cast.lin)
    case = other(cast.lin, of=into.customer)
    if case.state == "open":
        make.reply(case)
    survivor = actions.merge_case(case, into=into, actor=cast.lin, at=at)
    assert survivor.state == "open"
    with pytest.raises(Refused):
        actions.close_case(survivor, actor=cast.lin, at=at)
    actions.mark_resolved(survivor, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.close_case(survivor, actor=cast.lin, at=at)


def test_a_final_answer_given_before_a_merge_answers_not_what_was_merged(cast, at):
    into = make.case(cast.lin)
    case = make.case(cast.lin, of=into.customer, text="另外，你们多扣了我三十元。")
    make.reply(into, by=cast.chen)
    survivor = actions.merge_case(case, into=into, actor=cast.chen, at=at)
    with pytest.raises(Refused):
        actions.close_case(survivor, actor=cast.chen, at=at, final_answer=True)
    make.reply(survivor, by=cast.chen)
    assert actions.close_case(survivor, actor=cast.chen, at=at, final_answer=True).state == "closed"
