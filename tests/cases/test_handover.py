"""A case is never without an owner: the first one asked stays responsible until somebody accepts (A2)."""

from __future__ import annotations

import pytest

import make
from dingxin.accounts.actions import update_staff
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Handover, HandoverState

pytestmark = pytest.mark.django_db


def offered(case, cast, at, to=None):
    return actions.hand_over(case, to=to or cast.zhao, brief=" 客户要求书面答复。\x00 ", actor=cast.lin, at=at)


def test_an_offer_leaves_the_owner_responsible(cast, at):
    case = make.case(cast.lin)
    handover = offered(case, cast, at)
    case.refresh_from_db()
    assert (case.owner, case.handler, case.offered_to) == (cast.lin, cast.lin, cast.zhao)
    assert handover.brief == "客户要求书面答复。"
    event = Event.objects.get(case=case, kind="handover.offered")
    assert (event.actor, event.data) == (cast.lin, {"handover": handover.pk, "to": cast.zhao.pk})


def test_accepting_makes_owner_and_handler(cast, at):
    case = make.case(cast.lin)
    handover = offered(case, cast, at)
    case = actions.accept_handover(case, actor=cast.zhao, at=at)
    assert (case.owner, case.handler, case.offered_to) == (cast.zhao, cast.zhao, None)
    handover.refresh_from_db()
    assert (handover.state, handover.answered_at) == (HandoverState.ACCEPTED, at)
    assert Event.objects.get(case=case, kind="handover.accepted").data == {"handover": handover.pk, "to": cast.zhao.pk}


def test_not_accepting_leaves_everything_as_it_was(cast, at):
    case = make.case(cast.lin)
    handover = offered(case, cast, at)
    case = actions.refuse_handover(case, actor=cast.zhao, at=at)
    assert (case.owner, case.handler, case.offered_to) == (cast.lin, cast.lin, None)
    handover.refresh_from_db()
    assert handover.state == HandoverState.REFUSED
    assert Event.objects.get(case=case, kind="handover.refused").actor == cast.zhao


def test_nobody_accepts_what_was_offered_to_somebody_else(cast, at):
    case = make.case(cast.lin)
    offered(case, cast, at)
    for answer in (actions.accept_handover, actions.refuse_handover):
        with pytest.raises(Refused):
            answer(case, actor=cast.qiao, at=at)
    case.refresh_from_db()
    assert case.owner == cast.lin


def test_an_offer_is_answered_once(cast, at):
    case = make.case(cast.lin)
    offered(case, cast, at)
    actions.accept_handover(case, actor=cast.zhao, at=at)
    with pytest.raises(Refused):
        actions.accept_handover(case, actor=cast.zhao, at=at)
    with pytest.raises(Refused):
        actions.refuse_handover(case, actor=cast.zhao, at=at)


def test_a_new_offer_takes_the_place_of_an_open_one(cast, at):
    case = make.case(cast.lin)
    first = offered(case, cast, at)
    offered(case, cast, at, to=cast.qiao)
    first.refresh_from_db()
    assert first.state == HandoverState.WITHDRAWN
    with pytest.raises(Refused):
        actions.accept_handover(case, actor=cast.zhao, at=at)
    assert actions.accept_handover(case, actor=cast.qiao, at=at).owner == cast.qiao


def test_nobody_is_offered_what_they_have_or_after_they_left(cast, at):
    case = make.case(cast.lin)
    with pytest.raises(Refused):
        offered(case, cast, at, to=cast.lin)
    update_staff(cast.zhao, actor=cast.gu, at=at, is_active=False)
    with pytest.raises(Refused):
        offered(case, cast, at)
    assert not Handover.objects.exists()


def test_a_closed_or_merged_case_is_not_handed_over_and_its_open_offer_ends(cast, at):
    customer = make.customer(cast.lin)
    case, into = make.case(cast.lin, of=customer), make.case(cast.lin, of=customer)
    handover = offered(case, cast, at)
    actions.merge_case(case, into=into, actor=cast.lin, at=at)
    handover.refresh_from_db()
    assert handover.state == HandoverState.WITHDRAWN
    with pytest.raises(Refused):
        actions.accept_handover(case, actor=cast.zhao, at=at)
    with pytest.raises(Refused):
        offered(case, cast, at)


def test_take_a_case_nobody_handles(cast, at, imported):
    case = imported()
    assert (case.owner, case.handler) == (cast.gu, None)
    case = actions.take_case(case, actor=cast.lin, at=at)
    assert (case.owner, case.handler) == (cast.lin, cast.lin)
    assert Event.objects.get(case=case, kind="case.taken").data == {"id": cast.lin.pk}


def test_a_case_is_taken_once(cast, at, imported):
    case = imported()
    actions.take_case(case, actor=cast.lin, at=at)
    with pytest.raises(Refused, match="林小雨"):
        actions.take_case(case, actor=cast.qiao, at=at)


def test_who_answers_a_case_nobody_handles_takes_it(cast, at, imported):
    case = imported()
    make.reply(case, by=cast.lin)
    case.refresh_from_db()
    assert (case.owner, case.handler) == (cast.lin, cast.lin)
    assert Event.objects.filter(case=case, kind="case.taken").exists()
