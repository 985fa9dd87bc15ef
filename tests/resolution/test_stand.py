"""What is demanded and needed, heard once a message and settled by a person (E1, E2, A9); view and expectation (E8, E12)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.reactions import react
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.resolution import actions, queries
from dingxin.resolution.hearing import demands_in
from dingxin.resolution.models import DemandVersion, RankedNeed

pytestmark = pytest.mark.django_db
FEE = "请把那三十五块钱退给我！"
MORE = "我问了朋友，他们都赔了，你们得赔我五百块！"
HIGHER = "你们得赔我八百块，少一分都不行！"


def told(case, kind=Kind.MESSAGE_RECEIVED):
    """Run the reactions to all events of a kind, twice: nothing may happen the second time."""
    for event in Event.objects.filter(case=case, kind=kind).order_by("seq"):
        name = "go_on_in_survivor" if kind == Kind.CASE_MERGED else "hear"
        for _ in range(2):
            react.func(f"dingxin.resolution.tasks.{name}", event.pk)


def heard(case, *texts):
    for text in texts:
        make.message(case, text=text)
    told(case)
    return queries.stand_of(case)


def demand(case, kind):
    return next(row.current for row in queries.stand_of(case).demands if row.kind == kind)


@pytest.fixture
def case(cast):
    return make.case(cast.lin, text="你好，我想说一下账单的事。")


def test_a_demand_keeps_its_sum_and_the_very_words_it_came_from(case):
    stand = heard(case, FEE)
    row = demand(case, "refund")
    assert (row.amount, row.state, row.number, row.cause) == (35, "suggested", 1, "first")
    assert row.message.text[row.start : row.end] == row.words
    assert "三十五块" in row.words
    assert stand.claimed == 35
    assert stand.hopes
    assert {need.kind for need in stand.needs} >= {"money"}
    assert not Event.objects.filter(case=case, kind=Kind.DEMAND_CHANGED).exists()


def test_the_same_demand_said_again_is_no_new_version(case):
    heard(case, FEE, FEE, "到底退不退钱？")
    assert DemandVersion.objects.filter(case=case, kind="refund").count() == 1


def test_another_outcome_and_another_sum_are_changes_whose_cause_is_still_to_be_asked_for(case):
    stand = heard(case, FEE, MORE, HIGHER)
    first, second = DemandVersion.objects.filter(case=case, kind="compensate")
    assert (first.state, first.cause, first.hint, first.amount) == ("replaced", "unasked", "egged_on", 500)
    assert (second.state, second.cause, second.hint, second.amount) == ("suggested", "unasked", "more", 800)
    line = next(row for row in stand.demands if row.kind == "compensate")
    assert [row.amount for row in line.history] == [500]
    assert (line.amount, line.number, line.words, line.state, line.cause) == (800, 2, second.words, "suggested", "unasked")
    assert stand.unasked[0] == second
    assert stand.claimed == 835
    changes = Event.objects.filter(case=case, kind=Kind.DEMAND_CHANGED).order_by("seq")
    refund = demand(case, "refund")
    assert [event.data for event in changes] == [{"id": first.pk, "former": refund.pk}, {"id": second.pk, "former": first.pk}]


def test_what_we_offered_said_back_is_no_new_demand(case):
    heard(case, FEE)
    message = make.reply(case, text="给您添了麻烦，真是抱歉。这一次的费用我来办，您看这样行吗？")
    case.options.create(
        kind="credit", amount=20, state="presented", message=message, made_by=case.owner, presented_by=case.owner, at=make.AT
    )
    stand = heard(case, "行，赔我二十块也可以，就这么办。")
    assert [(row.kind, row.amount) for row in stand.demands if row.amount] == [("refund", 35)]
    stand = heard(case, "不对，要赔我五十块！")
    assert (stand.demands[-1].kind, stand.demands[-1].amount) == ("compensate", 50)


def test_who_takes_an_offer_in_the_words_of_a_demand_demands_nothing_new(case):
    heard(case, FEE)
    message = make.reply(case, text="给您添了麻烦，真是抱歉。我请师傅来看看线路，您看这样行吗？")
    case.options.create(
        kind="repair", amount=0, state="presented", message=message, made_by=case.owner, presented_by=case.owner, at=make.AT
    )
    stand = heard(case, "行，那就请你们给我修好，我同意。")
    assert [row.kind for row in stand.demands] == ["refund"]
    assert "replace" in [row.kind for row in heard(case, "给我换一台新的机顶盒！").demands]


def test_a_sum_named_later_makes_a_suggested_demand_exact(case):
    heard(case, "退钱！")
    assert demand(case, "refund").amount is None
    heard(case, FEE)
    assert (demand(case, "refund").amount, demand(case, "refund").number) == (35, 1)


def test_a_confirmed_demand_is_never_rewritten_by_the_engine(cast, case, at):
    heard(case, "退钱！")
    actions.confirm_demand(demand(case, "refund"), actor=cast.lin, at=at)
    heard(case, FEE)
    before, now = DemandVersion.objects.filter(case=case, kind="refund")
    assert (before.amount, before.state) == (None, "replaced")
    assert (now.amount, now.state, now.cause) == (35, "suggested", "first")


def test_each_sum_goes_to_the_demand_whose_words_it_stands_beside():
    text = "不光要退那35元，你们还得赔偿我误工费两百元。我花了三千块买的。"
    spans = [("refund", 2, 4), ("compensate", 13, 15), ("compensate", 16, 19)]
    facts = [(35.0, 5, 8), (200.0, 19, 22), (3000.0, 26, 29)]
    reading = {
        "demands": ["refund", "compensate", "discipline"],
        "evidence": [{"of": f"demand:{kind}", "start": start, "end": end} for kind, start, end in spans],
        "facts": [{"amount": amount, "start": start, "end": end} for amount, start, end in facts],
    }
    assert [(row.kind, row.amount) for row in demands_in(text, reading)] == [
        ("refund", Decimal(35)), ("compensate", Decimal(200)), ("discipline", None),
    ]  # fmt: skip


def test_a_reading_that_holds_nothing_gives_nothing():
    assert demands_in("", {}) == []
    assert demands_in("x", {"demands": ["refund"]})[0][:3] == ("refund", 0, 0)


def test_people_confirm_correct_and_strike(cast, case, at):
    heard(case, FEE, MORE)
    actions.confirm_demand(demand(case, "refund"), actor=cast.lin, at=at)
    actions.confirm_demand(demand(case, "refund"), actor=cast.qiao, at=at)
    assert demand(case, "refund").settled_by == cast.lin
    fixed = actions.correct_demand(demand(case, "compensate"), kind="apologise", amount=None, actor=cast.lin, at=at)
    assert (fixed.kind, fixed.number, fixed.amount, fixed.state) == ("apologise", 1, None, "confirmed")
    struck = actions.strike_demand(fixed, actor=cast.lin, at=at)
    assert [row.kind for row in queries.stand_of(case).demands] == ["refund"]
    for act in (actions.strike_demand, actions.confirm_demand):
        with pytest.raises(Refused):
            act(struck, actor=cast.lin, at=at)
    kinds = Event.objects.filter(case=case, kind__startswith="demand.").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["demand.changed", "demand.confirmed", "demand.corrected", "demand.struck"]


def test_what_was_struck_is_heard_anew_only_from_new_words(cast, case, at):
    heard(case, FEE)
    actions.strike_demand(demand(case, "refund"), actor=cast.lin, at=at)
    told(case)
    assert "refund" not in {row.kind for row in queries.stand_of(case).demands}
    heard(case, FEE)
    assert demand(case, "refund").number == 2


@pytest.mark.parametrize(
    "fields", [{"kind": "gold"}, {"amount": Decimal(-1)}, {"amount": Decimal("NaN")}, {"amount": Decimal("1e12")}]
)
def test_a_demand_that_is_none_is_refused(cast, case, at, fields):
    with pytest.raises(Refused) as refused:
        actions.record_demand(case, **{"kind": "refund", **fields}, actor=cast.lin, at=at)
    assert refused.value.field == next(iter(fields))


def test_people_add_what_was_not_read_and_another_sum_is_a_new_version(cast, case, at):
    first = actions.record_demand(case, kind="refund", amount=Decimal("35.5"), words="电话里说的", actor=cast.lin, at=at)
    assert (first.state, first.cause, first.amount) == ("confirmed", "first", Decimal("35.50"))
    with pytest.raises(Refused):
        actions.record_demand(case, kind="refund", amount=Decimal("35.50"), actor=cast.lin, at=at)
    second = actions.record_demand(case, kind="refund", amount=Decimal(300), actor=cast.lin, at=at)
    assert (second.number, second.cause) == (2, "unasked")
    first.refresh_from_db()
    assert first.state == "replaced"
    with pytest.raises(Refused):
        actions.correct_demand(second, kind="compensate", amount=Decimal("1e11"), actor=cast.lin, at=at)
    other = actions.record_demand(case, kind="compensate", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.correct_demand(other, kind="refund", actor=cast.lin, at=at)


def test_what_was_said_before_another_demand_is_no_change_though_it_is_noted_late(cast, case, at):
    heard(case, "你们得当面说清楚，当时的店员要处理。", FEE)
    DemandVersion.objects.filter(case=case).exclude(kind="refund").delete()
    late = actions.record_demand(case, kind="discipline", words="当时的店员要处理", actor=cast.lin, at=at)
    assert (late.cause, late.message.text[late.start : late.end]) == ("first", late.words)
    after = make.message(case, text="还要给我换一台新的。")
    later = actions.record_demand(case, kind="replace", words="换一台新的", actor=cast.lin, at=at)
    assert (later.cause, later.message) == ("unasked", after)


def test_a_person_says_that_it_was_demanded_from_the_start(cast, case, at):
    heard(case, FEE)
    assert actions.record_demand(case, kind="apologise", actor=cast.lin, at=at).cause == "unasked"
    known = actions.record_demand(case, kind="discipline", words="电话里说的", from_start=True, actor=cast.lin, at=at)
    assert (known.cause, known.message) == ("first", None)
    sum_known = actions.record_demand(case, kind="refund", amount=Decimal(70), from_start=True, actor=cast.lin, at=at)
    assert (sum_known.cause, sum_known.number) == ("first", 2)


def test_a_change_that_was_none_is_put_right_without_words_of_the_customer(cast, case, at):
    heard(case, FEE, MORE)
    changed = demand(case, "compensate")
    row = actions.record_cause(changed, cause="first", words="", instead=True, actor=cast.lin, at=at)
    assert (row.cause, row.hint, row.state) == ("first", "", "confirmed")
    assert demand(case, "refund").stands
    assert not queries.stand_of(case).unasked
    with pytest.raises(Refused):
        actions.record_cause(row, cause="more", words="朋友说的", actor=cast.lin, at=at)


def test_the_cause_of_a_change_is_recorded_in_the_customers_words(cast, case, at):
    heard(case, FEE, MORE)
    changed = demand(case, "compensate")
    for fields in ({"words": " "}, {"cause": "unasked"}, {"cause": "greed"}):
        with pytest.raises(Refused) as refused:
            actions.record_cause(changed, **{"cause": "egged_on", "words": "邻居都赔了", **fields}, actor=cast.lin, at=at)
        assert refused.value.field == next(iter(fields))
    with pytest.raises(Refused):
        actions.record_cause(demand(case, "refund"), cause="loss", words="没变", actor=cast.lin, at=at)
    row = actions.record_cause(changed, cause="egged_on", words="邻居都赔了五百", actor=cast.lin, at=at)
    assert (row.cause, row.cause_words, row.state) == ("egged_on", "邻居都赔了五百", "confirmed")
    assert queries.stand_of(case).unasked == []
    assert {line.kind for line in queries.stand_of(case).demands} == {"refund", "compensate"}
    assert Event.objects.get(case=case, kind=Kind.CAUSE_RECORDED).data == {"id": row.pk, "cause": "egged_on"}


def test_a_change_may_take_the_place_of_what_was_demanded_before(cast, case, at):
    heard(case, FEE, MORE)
    row = demand(case, "compensate")
    actions.record_cause(row, cause="more", words="三十五块太少了", instead=True, actor=cast.lin, at=at)
    stand = queries.stand_of(case)
    assert [line.kind for line in stand.demands] == ["compensate"]
    assert stand.claimed == 500
    assert [version.kind for version in stand.versions] == ["refund", "compensate"]


def test_needs_rank_by_how_often_they_were_heard_until_a_person_ranks_them(cast, case, at):
    heard(case, "退钱！", "你们不讲理，太不公平了！", "钱到底退不退？不公平！", "太不公平！")
    needs = queries.stand_of(case).needs
    assert [need.rank for need in needs] == list(range(1, len(needs) + 1))
    first, second = needs[:2]
    moved = actions.rank_need(second, up=True, actor=cast.lin, at=at)
    assert (moved.rank, moved.state) == (1, "confirmed")
    assert [need.pk for need in queries.stand_of(case).needs][:2] == [second.pk, first.pk]
    assert actions.rank_need(moved, up=True, actor=cast.lin, at=at).rank == 1
    heard(case, "太不公平！", "东西是坏的，质量太差！")
    after = queries.stand_of(case).needs
    assert after[0].pk == second.pk
    last = after[-1]
    assert actions.rank_need(last, up=False, actor=cast.lin, at=at).rank == len(after)


def test_needs_are_confirmed_struck_and_added_again(cast, case, at):
    heard(case, "退钱！")
    money = RankedNeed.objects.get(case=case, kind="money")
    actions.confirm_need(money, actor=cast.lin, at=at)
    struck = actions.strike_need(money, actor=cast.lin, at=at)
    told(case)
    assert "money" not in {need.kind for need in queries.stand_of(case).needs}
    for act in (actions.confirm_need, actions.strike_need):
        with pytest.raises(Refused):
            act(struck, actor=cast.lin, at=at)
    actions.record_need(case, kind="money", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.record_need(case, kind="money", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.record_need(case, kind="love", actor=cast.lin, at=at)
    face = actions.record_need(case, kind="face", words="怕家里人知道", actor=cast.lin, at=at)
    assert queries.stand_of(case).needs[-1] == face


def test_the_view_is_asked_for_before_the_first_offer(cast, case, at):
    assert not queries.view_asked(case)
    with pytest.raises(Refused):
        actions.record_view(case, words=" ", actor=cast.lin, at=at)
    actions.record_view(case, words="退了这笔钱，再保证不再乱开就行。", actor=cast.lin, at=at)
    assert queries.view_asked(case)
    assert queries.stand_of(case).stand.view.startswith("退了")


def test_an_expectation_is_words_or_a_sum(cast, case, at):
    with pytest.raises(Refused):
        actions.record_expectation(case, words="", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.record_expectation(case, words="x" * 2001, actor=cast.lin, at=at)
    stand = actions.record_expectation(case, words="", amount=Decimal(50), actor=cast.lin, at=at)
    assert stand.expected_amount == 50
    with pytest.raises(Refused):
        actions.record_view(make.closed_case(cast.lin), words="退钱", actor=cast.lin, at=at)


def test_an_imported_conversation_is_heard_whole(cast, case, at):
    make.message(case, text=FEE)
    make.message(case, text=MORE)
    assert actions.hear_case(case, at=at) == 3
    assert actions.hear_case(case, at=at) == 0
    assert {line.kind for line in queries.stand_of(case).demands} >= {"refund", "compensate"}


def test_a_merged_case_takes_its_demands_needs_and_words_along(cast, case, at):
    other = make.case(cast.lin, of=case.customer, text=FEE)
    told(other, Kind.CASE_OPENED)
    actions.hear_case(other, at=at)
    actions.record_view(other, words="退钱就行", actor=cast.lin, at=at)
    heard(case, HIGHER)
    cases.merge_case(other, into=case, actor=cast.lin, at=at)
    told(other, Kind.CASE_MERGED)
    told(case, Kind.CASE_MERGED)
    stand = queries.stand_of(case)
    assert {line.kind for line in stand.demands} >= {"refund", "compensate"}
    assert len({need.rank for need in stand.needs}) == len(stand.needs)
    assert stand.stand.view == "退钱就行"
    assert queries.stand_of(other).demands == []


def test_of_two_demands_of_a_kind_the_later_one_stands_after_a_merge(cast, case, at):
    heard(case, FEE)
    other = make.case(cast.lin, of=case.customer, text="请把那四十块钱退给我！")
    actions.hear_case(other, at=at)
    cases.merge_case(other, into=case, actor=cast.lin, at=at)
    told(other, Kind.CASE_MERGED)
    rows = [line for line in queries.stand_of(case).demands if line.kind == "refund"]
    assert [(row.amount, [old.amount for old in row.history]) for row in rows] == [(40, [35])]


def test_reading_the_stand_costs_three_queries_however_much_is_demanded(case, django_assert_num_queries):
    heard(case, FEE, MORE, HIGHER)
    with django_assert_num_queries(3):
        queries.stand_of(case)


def test_hearing_costs_the_same_for_one_message_and_for_many_that_say_the_same(cast, at):
    def cost(number):
        case = make.case(cast.lin, text="你好。")
        for _ in range(number):
            make.message(case, text=FEE)
        with CaptureQueriesContext(connection) as captured:
            actions.hear_case(case, at=at)
        return len(captured)

    assert cost(4) == cost(12)
