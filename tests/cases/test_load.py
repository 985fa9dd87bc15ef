"""What staff bear (B8): the heat of the customers they had lately, fading."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

import make
from dingxin.accounts.models import HeatBorne
from dingxin.accounts.queries import Weariness, heat_lately, strain_of, strains
from dingxin.cases import actions

pytestmark = pytest.mark.django_db
FURIOUS = "你们这帮骗子！我要投诉到底，再不解决我就砸了你们的店！滚！"
CALM = "您好，我想问一下营业时间。"
HOUR = timedelta(hours=1)


def test_a_heated_message_weighs_on_who_has_the_case(cast, at):
    case = make.case(cast.lin, text=FURIOUS)
    make.message(case, text=FURIOUS, by=cast.qiao)  # she only writes it down
    borne = list(HeatBorne.objects.values_list("staff", "case", "emotion"))
    assert borne == [(cast.lin.pk, case.pk, 3)] * 2
    assert strain_of(cast.lin.pk, at=at).load == 12
    assert strain_of(cast.qiao.pk, at=at).load == 0


def test_a_calm_message_weighs_nothing(cast, at):
    make.case(cast.lin, text=CALM)
    assert not HeatBorne.objects.exists()
    assert strain_of(cast.lin.pk, at=at).weariness == Weariness.CALM


def test_it_is_the_handler_not_the_owner_who_bears_it(cast, at):
    case = make.case(cast.lin, text=CALM)
    actions.hand_over(case, to=cast.qiao, brief="", actor=cast.lin, at=at)
    actions.accept_handover(case, actor=cast.qiao, at=at)
    make.message(case, text=FURIOUS, by=cast.lin)
    assert strains([cast.lin.pk, cast.qiao.pk], at=at).keys() == {cast.qiao.pk}


def test_the_same_words_sent_twice_weigh_once(cast, at):
    case = make.case(cast.lin, text=CALM)
    for _ in range(2):
        make.message(case, text=FURIOUS, token="t")
    assert strain_of(cast.lin.pk, at=at).load == 6


def test_load_halves_in_a_day_and_is_gone_after_four(cast, at):
    make.case(cast.lin, text=FURIOUS)
    loads = [strain_of(cast.lin.pk, at=at + days * 24 * HOUR).load for days in range(5)]
    assert loads == pytest.approx([6, 3, 1.5, 0.75, 0.375])
    assert strain_of(cast.lin.pk, at=at + 97 * HOUR).load == 0
    assert strain_of(cast.lin.pk, at=at - HOUR).load == 0  # not before it was borne


def test_load_never_grows_while_nothing_happens(cast, at):
    make.case(cast.lin, text=FURIOUS)
    make.case(cast.lin, text=FURIOUS, at=at + HOUR)
    loads = [strain_of(cast.lin.pk, at=at + hours * HOUR).load for hours in range(1, 100)]
    assert all(later <= earlier for earlier, later in pairwise(loads))


def test_much_heat_makes_weary_and_a_hot_customer_asks_for_rest(cast, at):
    for _ in range(5):
        make.case(cast.lin, text=FURIOUS)
    strain = strain_of(cast.lin.pk, at=at)
    assert strain.weariness == Weariness.OVER
    assert strain.rests(at)
    assert not strain.rests(at + HOUR)


def test_the_cases_it_came_from_are_told_and_strains_cost_one_query(cast, at, django_assert_num_queries):
    case = make.case(cast.lin, text=FURIOUS)
    make.message(case, text=FURIOUS)
    make.case(cast.qiao, text=FURIOUS)
    (row,) = heat_lately(cast.lin.pk, at=at)
    assert (row["case__number"], row["messages"], row["emotion"], row["weight"]) == (case.number, 2, 3, 12)
    with django_assert_num_queries(1):
        assert len(strains([cast.lin.pk, cast.qiao.pk, cast.chen.pk], at=at)) == 2
