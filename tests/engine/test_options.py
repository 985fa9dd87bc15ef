"""Remedies ranked for a case: what serves its needs, within its bounds, in the light of what was objected to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.engine.model import DEMANDS, NEEDS
from dingxin.engine.options import CONCEDES, FAMILIES, Objected, Remedy, Wanted, deal, rank

KINDS = sorted(kind for kinds in FAMILIES.values() for kind in kinds)
WAYS = ("open", "meet", "ladder", "other_needs", "firm_no", "unresolvable")
REASONS = ("too_little", "too_slow", "trouble", "not_wanted", "no_trust", "principle", "other")
FAULTS = ("open", "ours", "theirs", "both", "third", "nobody")
money = st.sampled_from([0.0, 10.0, 20.0, 35.0, 50.0, 100.0, 500.0])
some = st.frozensets(st.sampled_from(DEMANDS), max_size=3)
needs = st.dictionaries(st.sampled_from(NEEDS), st.integers(1, 3), max_size=4)
remedy = st.builds(
    Remedy, code=st.uuids().map(str), kind=st.sampled_from(KINDS), needs=needs, demands=some,
    industries=st.sampled_from([frozenset(), frozenset({"telecom"}), frozenset({"hotel"})]),
    faults=st.sampled_from([frozenset(), frozenset({"ours", "both"}), frozenset({"ours", "open"})]),
    tiers=st.sampled_from([frozenset(), frozenset({"loyal"})]), amount=money, cost=money, within=st.booleans(),
    accepted=st.floats(0, 1), days=st.integers(0, 5), effort=st.booleans(),
)  # fmt: skip
objected = st.builds(Objected, st.just("gone"), st.sampled_from(KINDS), st.sampled_from(REASONS), money, st.integers(0, 5))
wanted = st.builds(
    Wanted, needs=st.lists(st.sampled_from(NEEDS), max_size=4, unique=True).map(tuple),
    demands=st.lists(st.sampled_from(DEMANDS), max_size=3, unique=True).map(tuple), way=st.sampled_from(WAYS),
    fault=st.sampled_from(FAULTS), industry=st.sampled_from(["telecom", "hotel", ""]), tier=st.sampled_from(["new", "loyal"]),
    bottom=st.none() | money, claimed=st.none() | money, objected=st.lists(objected, max_size=2).map(tuple),
)  # fmt: skip
remedies = st.lists(remedy, max_size=12)


def codes(found):
    return [item.remedy.code for item in found]


@given(remedies, wanted, st.randoms())
def test_the_order_in_which_remedies_come_decides_nothing(some, case, chance):
    first = rank(some, case)
    chance.shuffle(some)
    assert rank(some, case) == first


@given(remedies, wanted)
def test_what_bounds_a_case_is_never_passed(some, case):
    for item in rank(some, case):
        found = item.remedy
        assert case.bottom is None or found.cost <= case.bottom
        assert not found.industries or case.industry in found.industries
        assert not found.tiers or case.tier in found.tiers
        assert not found.faults or case.fault in found.faults
        if case.way == "firm_no":
            assert found.amount == 0
        if case.way == "unresolvable" and found.kind in CONCEDES:
            assert found.demands.isdisjoint(case.demands)
        assert not (case.way == "other_needs" and found.kind in CONCEDES)
        for past in case.objected:
            assert not (past.reason == "not_wanted" and found.kind == past.kind)
            assert not (past.reason == "too_little" and 0 < found.amount < past.amount)


@given(remedy, remedies, wanted)
def test_serving_the_first_need_better_never_ranks_lower(one, others, case):
    if not case.needs:
        return
    better = replace(one, needs={**one.needs, case.needs[0]: 3})
    before, after = rank([one, *others], case), rank([better, *others], case)
    if one.code in codes(before):
        assert codes(after).index(one.code) <= codes(before).index(one.code)


@given(remedy, remedies, wanted)
def test_what_may_be_granted_at_once_never_ranks_lower(one, others, case):
    before, after = rank([replace(one, within=False), *others], case), rank([replace(one, within=True), *others], case)
    if one.code in codes(before):
        assert codes(after).index(one.code) <= codes(before).index(one.code)


@given(remedies, wanted)
def test_the_grounds_make_the_score(some, case):
    for item in rank(some, case):
        assert item.score == pytest.approx(sum(ground.weight for ground in item.grounds), abs=1e-5)
        assert [abs(ground.weight) for ground in item.grounds] == sorted((abs(g.weight) for g in item.grounds), reverse=True)


@given(remedies, wanted)
def test_a_hand_holds_at_most_four_and_no_kind_twice_while_others_are_there(some, case):
    ranked = rank(some, case)
    dealt = deal(ranked, case.way)
    assert len(dealt) <= 4
    assert len(set(codes(dealt))) == len(dealt)
    assert len(dealt) >= min(3, len(ranked))
    if case.way == "ladder":
        amounts = [item.remedy.amount for item in dealt]
        assert amounts == sorted(amounts, reverse=True)
    elif ranked:
        assert dealt[0] == ranked[0]


@given(remedies, wanted, objected)
def test_an_objection_never_brings_back_what_was_out(some, case, past):
    before = set(codes(rank(some, case)))
    assert set(codes(rank(some, replace(case, objected=(*case.objected, past))))) <= before


REFUND = Remedy("refund", "refund", {"money": 3, "fairness": 3}, frozenset({"refund"}), amount=35, cost=35, days=3)
HALF = Remedy("half", "part_refund", {"money": 2}, frozenset({"refund"}), amount=17, cost=17, days=3)
CREDIT = Remedy("credit", "credit", {"money": 2, "comfort": 2}, amount=40, cost=20, days=1)
GIFT = Remedy("gift", "gift", {"comfort": 3}, amount=20, cost=16, days=2, effort=True)
PROOF = Remedy("proof", "proof", {"certainty": 3, "fairness": 2}, days=2)
SORRY = Remedy("sorry", "apology", {"respect": 3, "being_heard": 3}, frozenset({"apologise"}), days=0)
ALL = (REFUND, HALF, CREDIT, GIFT, PROOF, SORRY)
MONEY = Wanted(needs=("money", "fairness"), demands=("refund",), way="meet", fault="ours", claimed=35)


def test_whoever_needs_respect_is_not_paid_off_first():
    assert codes(rank(ALL, replace(MONEY, needs=("respect", "being_heard"), demands=("apologise",))))[0] == "sorry"
    assert codes(rank(ALL, MONEY))[0] == "refund"


def test_the_bottom_line_leaves_out_what_costs_more():
    assert "refund" not in codes(rank(ALL, replace(MONEY, bottom=30)))


def test_the_ladder_leaves_out_the_whole_demand_and_goes_down():
    dealt = deal(rank(ALL, replace(MONEY, way="ladder")), "ladder")
    assert "refund" not in codes(dealt)
    assert [item.remedy.amount for item in dealt] == [40, 17, 0, 0]


@pytest.mark.parametrize(
    ("past", "first", "gone"),
    [
        (Objected("half", "part_refund", "too_little", 17, 3), "refund", {"half"}),
        (Objected("credit", "credit", "not_wanted", 40, 1), "refund", {"credit"}),
        (Objected("refund", "refund", "no_trust", 35, 3), "proof", {"refund"}),
        (Objected("refund", "refund", "principle", 35, 3), "sorry", {"refund"}),
    ],
)
def test_an_objection_ranks_what_is_left_anew(past, first, gone):
    found = codes(rank(ALL, replace(MONEY, needs=("fairness", "respect"), objected=(past,))))
    assert found[0] == first
    assert gone.isdisjoint(found)


def test_too_slow_brings_the_quick_ones_and_trouble_those_without_effort():
    slow = replace(MONEY, objected=(Objected("refund", "refund", "too_slow", 35, 3),))
    order = codes(rank(ALL, slow))
    assert order.index("credit") < order.index("half")
    trouble = replace(MONEY, needs=("comfort",), objected=(Objected("refund", "refund", "trouble", 35, 3),))
    assert codes(rank(ALL, trouble)).index("credit") < codes(rank(ALL, trouble)).index("gift")


def test_what_others_took_comes_before_what_they_left():
    liked, left = replace(PROOF, code="a", accepted=0.9), replace(PROOF, code="b", accepted=0.1)
    assert codes(rank([left, liked], MONEY)) == ["a", "b"]


def test_a_customer_at_fault_is_not_paid():
    theirs = replace(MONEY, fault="theirs", demands=(), needs=("comfort", "certainty"))
    found = rank([replace(CREDIT, needs={"comfort": 3}), replace(PROOF, needs={"comfort": 3})], theirs)
    assert codes(found)[0] == "proof"


def test_a_calm_firm_no_offers_no_money():
    assert {item.remedy.kind for item in rank(ALL, replace(MONEY, way="firm_no"))} == {"proof", "apology"}


def test_a_hand_is_dealt_from_several_families():
    kinds = [item.remedy.kind for item in deal(rank(ALL, MONEY), "meet")]
    assert len(set(kinds)) == 4
    assert len(FAMILIES["money"].intersection(kinds)) <= 2
