"""Who sees what: by role and branch, in every list."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

import make
from dingxin.cases import actions
from dingxin.cases.models import Case, Customer
from dingxin.cases.queries import Box, case_for, events_for, inbox, inbox_counts, linked_cases, search_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast):
    return make.case(cast.lin, text="宽带断了三天没人管。")


def test_a_branch_sees_its_own_cases_and_the_house_sees_all(cast, here):
    there = make.case(cast.zhao)
    seen = {user.username: set(Case.objects.visible_to(user)) for user in cast.everybody()}
    assert seen == {
        "lin": {here}, "qiao": {here}, "chen": {here}, "zhao": {there}, "wu": {here, there}, "he": set(), "gu": {here, there},
    }  # fmt: skip


def test_a_trainer_sees_closed_cases(cast, here):
    closed = make.closed_case(cast.zhao)
    assert list(Case.objects.visible_to(cast.he)) == [closed]


def test_what_may_not_be_seen_is_not_there(cast, here):
    for user in (cast.zhao, cast.he):
        with pytest.raises(Case.DoesNotExist):
            case_for(user, here.number)
    for user in (cast.lin, cast.qiao, cast.chen, cast.wu, cast.gu):
        assert case_for(user, here.number) == here
    with pytest.raises(Case.DoesNotExist):
        case_for(cast.gu, "2025\x0061")


def test_what_may_be_seen_but_not_done_is_denied(cast, here):
    with pytest.raises(PermissionDenied):
        case_for(cast.wu, here.number, "cases.close_case")
    with pytest.raises(PermissionDenied):
        case_for(cast.lin, here.number, "cases.give_final_answer")
    with pytest.raises(PermissionDenied):
        case_for(cast.qiao, here.number, "cases.hand_over")
    assert case_for(cast.wu, here.number, "cases.write_note")
    assert case_for(cast.chen, here.number, "cases.give_final_answer")


def test_an_offered_case_is_seen_by_the_one_who_is_asked(cast, here, at):
    actions.hand_over(here, to=cast.zhao, brief="", actor=cast.lin, at=at)
    assert case_for(cast.zhao, here.number, "cases.accept_handover") == here
    actions.refuse_handover(here, actor=cast.zhao, at=at)
    with pytest.raises(Case.DoesNotExist):
        case_for(cast.zhao, here.number)


def test_search_events_customers_and_links_keep_to_what_may_be_seen(cast, here, at):
    make.note(here, text="客户提到宽带。")
    there = make.case(cast.zhao, text="宽带装不上。")
    actions.link_case(here, to=there, actor=cast.gu, at=at)
    assert list(search_cases(cast.zhao, "宽带")) == [there]
    assert list(search_cases(cast.lin, "宽带")) == [here]
    assert set(search_cases(cast.wu, "宽带")) == {here, there}
    assert {event.case for event in events_for(cast.zhao)} == {there}
    assert {event.case for event in events_for(cast.wu)} == {here, there, None}
    with pytest.raises(Case.DoesNotExist):
        events_for(cast.zhao, case=here.number)
    assert list(Customer.objects.visible_to(cast.zhao)) == [there.customer]
    assert not linked_cases(cast.zhao, there)


def test_each_box_holds_what_its_name_says(cast, at, imported):
    mine = make.case(cast.lin, text="请问几点开门？")
    hot = make.case(cast.qiao, text="你们太过分了！！气死我了，马上给我解决，不然我就去12315投诉！")
    free = imported()
    waiting = make.case(cast.chen, text="请问怎么办理停机？")
    make.reply(waiting, text="给您添麻烦了，我马上去查，今天下午三点前给您回电话。")
    asked = make.case(cast.zhao, text="请问怎么换卡？")
    actions.hand_over(asked, to=cast.lin, brief="", actor=cast.zhao, at=at)
    closed = make.closed_case(cast.qiao, text="请问怎么开发票？")
    boxes = {box: set(inbox(cast.lin, box, at=at)) for box in Box}
    assert boxes[Box.MINE] == {mine, asked}
    assert boxes[Box.TEAM] == {mine, hot}
    assert boxes[Box.UNOWNED] == {free}
    assert hot in boxes[Box.HEATED]
    assert mine not in boxes[Box.HEATED]
    assert boxes[Box.PROMISED] == {waiting}
    assert boxes[Box.WAITING] == {waiting}
    assert boxes[Box.ALL] == {mine, hot, free, waiting, asked, closed}
    assert inbox_counts(cast.lin, at=at) == {box: len(boxes[box]) for box in Box if box is not Box.ALL}


def test_what_is_due_comes_first_then_what_is_hot(cast, at):
    calm = make.case(cast.lin, text="请问几点开门？")
    hot = make.case(cast.lin, text="你们太过分了！！气死我了，马上给我解决，不然我就去12315投诉！")
    due = make.case(cast.lin, text="请问怎么办理停机？")
    make.reply(due, text="给您添麻烦了，我马上去查，今天下午三点前给您回电话。")
    assert list(inbox(cast.lin, Box.ALL, at=at)) == [due, hot, calm]
