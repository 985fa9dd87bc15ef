"""The register of commitments (G7): judged by five qualities, and called in from a case."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.clocks.actions import sweep
from dingxin.recovery import actions, tasks
from dingxin.recovery.data import commitments, plans
from dingxin.recovery.models import Commitment, Invocation, Part
from dingxin.recovery.qualities import Quality, Weighed, judge
from dingxin.recovery.queries import commitments_for
from dingxin.resolution.models import Option, Remedy

GOOD = "投诉一个工作日内给您答复，晚了送您20元。"


def lacks(words: str, **more) -> set[str]:
    return {one.quality.value for one in judge(Weighed(words, **more)) if not one.ok}


@pytest.mark.parametrize("row", commitments(), ids=lambda row: row["code"])
def test_what_a_house_begins_with_has_all_five(row):
    backed = bool(row.get("after") or row.get("remedy"))
    for language, words in (("zh", row["words"]), ("en", row["words_en"])):
        assert lacks(words, language=language, industry=row.get("industry", ""), backed=backed) == set(), words


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        (GOOD, set()),
        ("原则上一个工作日内给您答复。", {"unconditional"}),
        ("凭发票原件三天内给您退款。", {"invocable"}),
        ("我们真诚为您服务，追求卓越。", {"meaningful"}),
        ("我们给您答复。", {"meaningful"}),
        ("您的工单SLA为24小时，给您答复。", {"understandable"}),
        ("网络断了两小时给您修好" + "，我们一直陪着您" * 6 + "。", {"short"}),
        ("", {"meaningful", "short"}),
    ],
)
def test_a_quality_is_lost_by_words_that_are_shown(words, lost):
    assert lacks(words) == lost
    for one in judge(Weighed(words)):
        assert one.why
        assert all(found in words for found in one.found)


def test_a_condition_on_us_is_none_on_the_customer():
    assert "unconditional" not in lacks("超时了，给您送20元。")
    assert "unconditional" not in lacks("If we are late, you get 20 yuan.", language="en")
    assert "unconditional" in lacks("If you ask, you get 20 yuan at once.", language="en")


def test_what_nothing_stands_behind_means_nothing():
    assert lacks(GOOD, backed=False) == {"meaningful"}


def test_the_five_stand_in_their_order():
    assert [one.quality for one in judge(Weighed(GOOD))] == list(Quality)


@given(st.text(max_size=300), st.sampled_from(["zh", "en", ""]))
def test_no_words_make_it_fail(words, language):
    assert len(judge(Weighed(words, language))) == 5


def test_a_very_long_text_is_judged_in_no_time():
    assert "short" in lacks("赔" * 1_000_000)


@pytest.mark.parametrize("row", plans(), ids=lambda row: row["code"])
def test_every_plan_a_house_begins_with_has_its_five_parts_and_words(row):
    assert set(row["parts"]) == {part.value for part in Part}
    for part in ("apology", "reinstatement", "empathy"):
        assert row["parts"][part]["words"]
        assert row["parts"][part]["words_en"]
    assert "{due}" in row["parts"]["reinstatement"]["words"]
    assert row["parts"]["follow_up"]["way"]


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def called(case, code, by, at=make.AT) -> Invocation:
    return actions.invoke_commitment(case, Commitment.objects.get(code=code), actor=by, at=at)


@pytest.mark.django_db
def test_every_remedy_that_is_named_is_in_the_catalogue():
    named = {row["remedy"] for row in commitments() if "remedy" in row} | {row["parts"]["atonement"]["remedy"] for row in plans()}
    assert named - set(Remedy.objects.values_list("code", flat=True)) == set()
    kinds = dict(Remedy.objects.values_list("code", "kind"))
    assert all(kinds[row["parts"]["atonement"]["remedy"]] == row["parts"]["atonement"]["kind"] for row in plans())


@pytest.mark.django_db
def test_one_with_a_time_starts_its_clock_and_keeps_its_words(cast, case, at):
    made = called(case, "answer-in-a-day", cast.lin)
    assert (made.clock.duty, made.clock.basis, made.clock.due.date()) == ("answer", "hand", (at + timedelta(days=1)).date())
    assert made.option is None
    actions.update_commitment(made.commitment, words="三天内答复您。", actor=cast.gu, at=at)
    made.refresh_from_db()
    assert made.words.startswith("投诉当天有人接")
    event = Event.objects.get(case=case, kind=Kind.COMMITMENT_INVOKED)
    assert event.data == {"id": made.pk, "commitment": made.commitment_id, "clock": made.clock_id, "option": 0}


@pytest.mark.django_db
def test_what_it_gives_when_we_are_late_comes_into_the_deck_once(cast, case, at):
    made = called(case, "answer-in-a-day", cast.lin)
    sweep(at=made.clock.due + timedelta(minutes=1))
    breach = Event.objects.get(kind=Kind.CLOCK_BREACHED, data__id=made.clock_id)
    for _ in range(2):
        tasks.lapse(breach)
    made.refresh_from_db()
    assert (made.option.kind, made.option.amount, made.option.state) == ("credit", Decimal(20), "deck")
    assert Option.objects.filter(case=case).count() == Event.objects.filter(kind=Kind.COMMITMENT_LAPSED).count() == 1


@pytest.mark.django_db
def test_one_that_gives_at_once_puts_it_into_the_deck(cast, case):
    made = called(case, "telecom-wrong-charge", cast.lin)
    assert (made.option.remedy.code, made.option.case) == ("telecom-charge-back", case)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["twice", "another trade", "out of use", "closed", "no remedy"])
def test_what_does_not_hold_is_refused(cast, case, at, how):
    code = "hotel-quiet" if how == "another trade" else "telecom-wrong-charge"
    if how == "twice":
        called(case, code, cast.lin)
    if how == "out of use":
        Commitment.objects.filter(code=code).update(is_active=False)
    if how == "no remedy":
        Remedy.objects.filter(code="telecom-charge-back").update(is_active=False)
    target = make.closed_case(cast.lin) if how == "closed" else case
    before = Invocation.objects.count()
    with pytest.raises(Refused):
        called(target, code, cast.lin)
    assert Invocation.objects.count() == before


@pytest.mark.django_db
def test_half_a_promise_is_not_entered(cast, at):
    for fields in ({"after": 2}, {"when": "at_once"}, {"when": "late", "remedy": "account-credit"}, {"after": 0, "unit": "day"}):
        with pytest.raises(Refused):
            actions.create_commitment(code="x", words=GOOD, actor=cast.gu, at=at, **fields)


@pytest.mark.django_db
def test_those_of_the_trade_are_shown_with_when_they_were_called_in(cast, case, django_assert_num_queries):
    called(case, "answer-in-a-day", cast.lin)
    other = make.case(cast.lin)
    called(other, "one-person", cast.lin)
    with django_assert_num_queries(1):
        rows = {row.code: row.called_at for row in commitments_for(case)}
    assert set(rows) == {"answer-in-a-day", "one-person", "telecom-wrong-charge", "telecom-fault-day"}
    assert [code for code, when in rows.items() if when] == ["answer-in-a-day"]
