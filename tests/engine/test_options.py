"""Remedies ranked for a case: what serves its needs, within its bounds, in the light of what was objected to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.engine.hands import deal, retreat, same_money, worth
from dingxin.engine.model import DEMANDS, NEEDS
from dingxin.engine.options import CONCEDES, FAMILIES, NOBODY, Objected, Remedy, Wanted, rank

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
    dealt = deal(ranked, case.demands)
    assert len(dealt) <= 4
    assert len(set(codes(dealt))) == len(dealt)
    assert len(dealt) >= min(3, len(ranked))
    assert dealt[:1] == ranked[:1]


@given(remedies, wanted)
def test_a_ladder_begins_with_the_most_and_never_goes_up(some, case):
    ranked = rank(some, replace(case, way="ladder"))
    steps = retreat(ranked)
    assert bool(steps) == any(item.remedy.amount or item.remedy.kind not in FAMILIES["money"] for item in ranked)
    assert len(steps) <= 4
    assert len(set(codes(steps))) == len(steps)
    amounts = [item.remedy.amount for item in steps]
    assert amounts == sorted(amounts, reverse=True)
    useful = [item for item in ranked if item.serves] or ranked
    money = [worth(item) for item in useful if item.remedy.kind in FAMILIES["money"]]
    if any(money):
        assert worth(steps[0]) == max(money)
    paid = [item.remedy.amount for item in steps if item.remedy.kind in FAMILIES["money"] and item.remedy.amount]
    assert len(set(paid)) == len(paid) <= 3
    if case.claimed:
        assert all(amount < case.claimed for amount in paid)
    assert all(item.remedy.approval != NOBODY for item in steps)


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


def test_the_ladder_leaves_out_what_is_demanded_or_more_and_goes_down():
    steps = retreat(rank(ALL, replace(MONEY, way="ladder")))
    assert codes(steps)[0] == "half"
    assert [item.remedy.amount for item in steps] == [17, 0, 0]


def part(amount, *, kind="part_refund", **more):
    return Remedy(f"{kind}-{amount}", kind, {"money": 2}, frozenset({"refund"}), amount=amount, cost=amount, **more)


def test_the_largest_that_may_be_given_is_the_first_step_however_it_ranks():
    dear = replace(part(90), within=False, approval="manager", cost=90)
    some = [dear, part(60), part(55), part(30), part(28), part(10), PROOF, SORRY]
    steps = retreat(rank(some, replace(MONEY, way="ladder", claimed=100)))
    assert [item.remedy.amount for item in steps] == [90, 60, 30, 0]
    assert rank(some, replace(MONEY, way="ladder", claimed=100))[0].remedy is not dear
    assert dict.fromkeys(ground.about for ground in steps[0].grounds if ground.name == "approval") == {("manager",): None}


def test_money_in_the_hand_comes_before_more_that_is_tied_to_us():
    some = [part(40), part(60, kind="credit"), part(39, kind="discount"), PROOF]
    steps = retreat(rank(some, replace(MONEY, way="ladder", claimed=100)))
    assert [item.remedy.kind for item in steps][:1] == ["part_refund"]
    assert [item.remedy.amount for item in steps] == sorted((item.remedy.amount for item in steps), reverse=True)


def test_where_no_step_of_money_comes_near_another_thing_is_the_step():
    warranty = Remedy("warranty", "upgrade", {"money": 3}, amount=35, cost=5)
    steps = retreat(rank([part(90), part(4, kind="discount"), warranty, PROOF], replace(MONEY, way="ladder", claimed=100)))
    assert codes(steps) == ["part_refund-90", "warranty", "proof"]


def test_what_nobody_may_allow_is_no_step():
    alone = replace(part(90), within=False, approval=NOBODY)
    steps = retreat(rank([alone, part(20), SORRY], replace(MONEY, way="ladder", claimed=100)))
    assert [item.remedy.amount for item in steps] == [20, 0]


def test_where_all_is_owed_and_can_be_given_nobody_is_offered_a_part():
    assert "half" not in codes(rank(ALL, MONEY))
    assert "half" in codes(rank(ALL, replace(MONEY, bottom=30)))
    lone = replace(REFUND, within=False, approval=NOBODY)
    assert "half" in codes(rank([lone, HALF], MONEY))


def test_a_demand_for_a_sum_is_met_by_so_much_of_it_as_is_given():
    small = part(18, kind="refund")
    grounds = {ground.name: ground for ground in rank([small], replace(MONEY, claimed=180))[0].grounds}
    assert grounds["part"].weight == pytest.approx(2)
    assert "demand" not in grounds
    assert codes(rank([small, PROOF], replace(MONEY, claimed=8000)))[0] == "proof"


def test_what_meets_the_demand_is_in_the_hand_however_dear_it_is():
    dear = replace(REFUND, cost=900, amount=900, within=False, approval="manager")
    others = [replace(item, needs={"comfort": 3}) for item in (CREDIT, GIFT, PROOF, SORRY)]
    wanted = Wanted(needs=("comfort",), demands=("compensate", "refund"), way="meet", fault="ours", claimed=900)
    ranked = rank([dear, *others], wanted)
    assert codes(ranked)[-1] == "refund"
    assert "refund" in codes(deal(ranked, wanted.demands))
    assert deal(ranked, wanted.demands)[0] == ranked[0]


def test_the_same_sum_given_back_under_another_name_is_no_second_option():
    waiver = replace(REFUND, code="waiver", kind="waiver")
    assert same_money(REFUND, waiver)
    assert len({"refund", "waiver"} & set(codes(deal(rank([*ALL, waiver], MONEY))))) == 1


def test_what_serves_nothing_comes_last_and_words_before_money():
    safe = replace(MONEY, needs=("safety",), demands=())
    order = codes(rank([CREDIT, SORRY, replace(PROOF, needs={"safety": 1})], safe))
    assert order == ["proof", "sorry", "credit"]


def test_what_is_made_for_just_this_ranks_before_what_fits_everywhere():
    assert codes(rank([PROOF, replace(PROOF, code="z", matter=True)], MONEY))[0] == "z"


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
    assert order.index("credit") < order.index("gift")
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
    kinds = [item.remedy.kind for item in deal(rank(ALL, replace(MONEY, needs=("money", "fairness", "comfort"))))]
    assert len(set(kinds)) == 4
    assert len(FAMILIES["money"].intersection(kinds)) <= 2
