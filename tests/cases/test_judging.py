"""What people know better than the engine: grade, facts, signs, category."""

from __future__ import annotations

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Category, Fact, FactState, Message

pytestmark = pytest.mark.django_db


def with_fact(case, text="三十五块"):
    """Give a case a fact that was read, whatever the engine finds by itself."""
    return Fact.objects.create(
        case=case, message=Message.objects.filter(case=case).first(), kind="what", text=text, start=0, end=4
    )


def test_a_corrected_grade_stands_until_a_graver_one_is_read(cast, at):
    case = make.case(cast.lin, text="请问营业厅几点关门？")
    before = case.grade
    case = actions.correct_grade(case, grade="complaint", actor=cast.wu, at=at)
    assert (case.grade, case.grade_corrected_by) == ("complaint", cast.wu)
    assert Event.objects.get(case=case, kind="grade.corrected").data == {"before": before, "after": "complaint"}
    make.message(case, text="好的，我知道了。")
    case.refresh_from_db()
    assert (case.grade, case.grade_corrected_by) == ("complaint", cast.wu)
    make.message(case, text="我要打12315投诉，再找律师起诉你们！")
    case.refresh_from_db()
    assert (case.grade, case.grade_corrected_by) == ("serious", None)


def test_a_grade_that_is_none_is_refused(cast, at):
    with pytest.raises(Refused):
        actions.correct_grade(make.case(cast.lin), grade="furious", actor=cast.lin, at=at)


def test_facts_are_confirmed_together_and_once(cast, at):
    case = make.case(cast.lin, text="你好。")
    case.facts.all().delete()
    with pytest.raises(Refused):
        actions.confirm_facts(case, actor=cast.lin, at=at)
    fact = with_fact(case)
    struck = actions.reject_fact(with_fact(case, "听错"), actor=cast.lin, at=at)
    assert actions.confirm_facts(case, actor=cast.lin, at=at) == [fact]
    fact.refresh_from_db()
    struck.refresh_from_db()
    case.refresh_from_db()
    assert (fact.state, fact.settled_by, case.facts_confirmed_at) == (FactState.CONFIRMED, cast.lin, at)
    assert struck.state == FactState.REJECTED
    assert Event.objects.get(case=case, kind="facts.confirmed").data == {"ids": [fact.pk]}
    assert Event.objects.get(case=case, kind="fact.rejected").data == {"id": struck.pk}
    with pytest.raises(Refused):
        actions.confirm_facts(case, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.reject_fact(struck, actor=cast.lin, at=at)


def test_what_is_seen_of_the_customer_weighs(cast, at):
    case = make.case(cast.lin, text="请问营业厅几点关门？")
    observation = actions.observe_customer(case, signs=["flushed", "loud", "loud"], actor=cast.lin, at=at)
    case.refresh_from_db()
    assert observation.signs == ["flushed", "loud"]
    assert (case.emotion_now, case.emotion_peak) == (2, 2)
    assert case.heat >= 8
    assert Event.objects.get(case=case, kind="customer.observed").data == {"id": observation.pk}


@pytest.mark.parametrize("signs", [[], ["smiling"], ["loud", "smiling"]])
def test_signs_that_are_not_on_the_pad_are_refused(cast, at, signs):
    with pytest.raises(Refused):
        actions.observe_customer(make.case(cast.lin), signs=signs, actor=cast.lin, at=at)


def test_category_product_and_title(cast, at):
    case, category = make.case(cast.lin), make.category(name="资费争议", industry="hotel")
    case = actions.categorise_case(case, category=category, product="彩铃包", title="彩铃包未经同意开通", actor=cast.lin, at=at)
    assert (case.category, case.product, case.title, case.industry) == (category, "彩铃包", "彩铃包未经同意开通", "hotel")
    event = Event.objects.get(case=case, kind="case.categorised")
    assert event.data == {"id": case.pk, "fields": ["category", "product", "title"]}
    actions.categorise_case(case, category=category, product="彩铃包", actor=cast.lin, at=at)
    assert Event.objects.filter(kind="case.categorised").count() == 1


def test_categories_have_one_name_each(cast, at):
    category = make.category(name="资费争议")
    with pytest.raises(Refused):
        make.category(name="资费争议")
    with pytest.raises(Refused):
        actions.create_category(actor=cast.gu, at=at, name="")
    actions.update_category(category, actor=cast.gu, at=at, name="资费", is_active=False)
    assert Category.objects.get().name == "资费"
    assert Event.objects.get(kind="category.updated").data == {"id": category.pk, "fields": ["name", "is_active"]}


def test_nothing_is_judged_on_a_case_that_is_closed(cast, at):
    case = make.closed_case(cast.lin)
    fact = with_fact(case)
    for judge in (
        lambda: actions.correct_grade(case, grade="none", actor=cast.lin, at=at),
        lambda: actions.confirm_facts(case, actor=cast.lin, at=at),
        lambda: actions.reject_fact(fact, actor=cast.lin, at=at),
        lambda: actions.observe_customer(case, signs=["loud"], actor=cast.lin, at=at),
        lambda: actions.categorise_case(case, category=None, product="别的", actor=cast.lin, at=at),
        lambda: actions.take_case(case, actor=cast.lin, at=at),
        lambda: actions.mark_resolved(case, actor=cast.lin, at=at),
    ):
        with pytest.raises(Refused):
            judge()
