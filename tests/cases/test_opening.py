"""open_case: any member of staff, in any branch, once, with an owner (A1, A2, A3)."""

from __future__ import annotations

import pytest

import make
from dingxin.accounts.actions import update_branch
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Case, Counter, Customer, Fact, Message

pytestmark = pytest.mark.django_db


def test_the_one_who_was_asked_first_owns_the_case(cast, at):
    case = make.case(cast.lin)
    assert (case.owner, case.handler, case.state) == (cast.lin, cast.lin, "open")
    assert case.number == "20250611-0001"
    assert case.messages.get().text == make.GRUMBLE
    assert case.title.startswith("你们这个月的话费账单")
    event = Event.objects.get(case=case, kind="case.opened")
    assert (event.actor, event.at, event.data) == (cast.lin, at, {"channel": "hall"})


def test_whoever_opens_a_case_in_another_branch_owns_and_sees_it(cast):
    case = make.case(cast.he, branch=cast.branch_b)
    assert case.owner == cast.he
    assert Case.objects.visible_to(cast.he).get() == case


def test_numbers_run_without_gap_or_repeat_even_when_an_opening_is_refused(cast, at):
    make.case(cast.lin)
    with pytest.raises(Refused):
        make.case(cast.lin, text="  ")
    assert make.case(cast.lin).number == "20250611-0002"
    assert Counter.objects.get().last == 2


def test_what_is_refused_leaves_nothing_behind(cast, at):
    before = (Case.objects.count(), Customer.objects.count(), Event.objects.count(), Message.objects.count())
    caller = actions.Caller(phone="19900004321", name="孙启明")
    for wrong in ({"channel": "pigeon"}, {"text": ""}, {"text": "字" * 200_001}, {"said_at": at.replace(year=2099)}):
        with pytest.raises(Refused):
            make.case(cast.lin, of=caller, **wrong)
    assert (Case.objects.count(), Customer.objects.count(), Event.objects.count(), Message.objects.count()) == before


def test_a_branch_or_category_out_of_use_is_refused(cast, at):
    category = make.category()
    actions.update_category(category, actor=cast.gu, at=at, is_active=False)
    with pytest.raises(Refused):
        make.case(cast.lin, category=category)
    update_branch(cast.branch_a, actor=cast.gu, at=at, is_active=False)
    with pytest.raises(Refused):
        make.case(cast.lin)


def test_the_same_token_opens_one_case_and_one_customer(cast):
    caller = actions.Caller(name="不愿留号码的先生")
    first = make.case(cast.lin, of=caller, token="t1")
    customers = Customer.objects.count()
    again = make.case(cast.lin, of=caller, token="t1")
    assert first == again
    assert Customer.objects.count() == customers
    assert again.messages.count() == 1


def test_other_words_or_another_person_with_the_same_token_open_another_case(cast):
    first = make.case(cast.lin, text="宽带断了三天。", token="t1")
    second = make.case(cast.lin, text="话费多扣了三十元。", token="t1")
    third = make.case(cast.zhao, text="宽带断了三天。", token="t1")
    assert len({first, second, third}) == 3
    assert third.owner == cast.zhao


def test_title_and_product_are_kept_as_one_clean_line(cast):
    case = make.case(cast.lin, title="宽带\x00\n断了\u202e三天" + "长" * 200, product="光\t猫")
    assert case.title.startswith("宽带 断了三天")
    assert len(case.title) == 120
    assert case.product == "光 猫"


def test_the_facts_and_demands_in_the_first_words_are_kept(cast):
    case = make.case(cast.lin, text="上个月15号你们多扣了我35元，请退给我。")
    assert case.facts.filter(amount=35).exists()
    assert "refund" in case.demands.values_list("kind", flat=True)
    for fact in Fact.objects.filter(case=case):
        assert fact.message.text[fact.start : fact.end] == fact.text


def test_a_category_brings_its_industry(cast):
    assert make.case(cast.lin, category=make.category(industry="hotel")).industry == "hotel"
