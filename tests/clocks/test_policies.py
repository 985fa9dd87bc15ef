"""Policies are data: what fits first sets a term, a trial shows what would move and keeps nothing, a change moves what runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.clocks.actions import (
    GivenTerm,
    create_policy,
    follow_case,
    move_clocks,
    pause_clock,
    rebase_clock,
    set_jurisdiction,
    try_policy,
    update_policy,
)
from dingxin.clocks.choosing import Traits, fits, ruled
from dingxin.clocks.duties import policies_in_force
from dingxin.clocks.law import limits, running_limits
from dingxin.clocks.models import Clock, Jurisdiction, Policy, Term

pytestmark = pytest.mark.django_db
TRAITS = Traits("complaint", "hall", "new", "telecom", "CN-41", "7", "3")


@pytest.fixture
def answer(cast, at) -> Policy:
    """One policy alone: an answer within three working days."""
    Policy.objects.update(is_active=False)
    return create_policy(name="三天", terms=[GivenTerm("answer", amount=3, unit="workday", pausable=True)], actor=cast.gu, at=at)


def opened(cast, at, **more) -> Clock:
    case = make.case(cast.lin, at=at, **more)
    follow_case(case)
    return Clock.objects.get(case=case, duty="answer")


def given(policy: Policy, **change) -> list[GivenTerm]:
    names = [name for name in GivenTerm._fields if name not in {"after", "id"}]
    terms = policy.terms.filter(removed=False)
    return [
        GivenTerm(**{name: getattr(term, name) for name in names}, after=term.after_id, id=term.pk)._replace(**change)
        for term in terms
    ]


@pytest.mark.parametrize(
    ("conditions", "fit"),
    [
        ({}, True),
        ({"grade": ["complaint", "serious"]}, True),
        ({"grade": ["serious"]}, False),
        ({"grade": ["complaint"], "channel": ["letter"]}, False),
        ({"jurisdiction": ["CN"]}, True),
        ({"jurisdiction": ["CN-41"]}, True),
        ({"jurisdiction": ["CN-50"]}, False),
        ({"jurisdiction": ["GB"]}, False),
        ({"branch": ["3"], "category": ["7", "8"], "tier": ["new"], "industry": ["telecom"]}, True),
        ({"category": []}, True),
    ],
)
def test_conditions(conditions, fit):
    assert fits(conditions, TRAITS) is fit


def test_the_presets_cover_every_grade_and_the_ways_of_the_method():
    policies = policies_in_force()
    for grade in ("grumble", "complaint", "serious"):
        found = ruled(policies, TRAITS._replace(grade=grade))
        assert {("first_response", "opened"), ("answer", "opened"), ("next_update", "sent"), ("silence", "heard")} <= set(
            found.house
        )
    letter = ruled(policies, TRAITS._replace(channel="letter")).house
    assert (letter["answer", "opened"].amount, letter["answer", "opened"].unit) == (7, "workday")
    assert (letter["refund", "refund"].amount, letter["refund", "refund"].unit) == (15, "day")
    for industry in ("telecom", "hotel", "webshop", "courier"):
        assert any(industry in policy.conditions.get("industry", ()) for policy in policies)


def test_two_queries_read_all_policies(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert policies_in_force()[0].terms.all()


def test_limits_of_law_are_facts_with_their_source():
    assert len(limits()) == 61
    for limit in limits().values():
        assert all((limit.name, limit.name_en, limit.statute, limit.article, limit.effective))
    assert {limit.unit for limit in running_limits()} <= {"hour", "day", "workday", "week", "month", "year"}
    assert (limits()["C-TEL-01"].unit, limits()["C-SAMR-01"].unit) == ("day", "workday")  # the two never stand for each other
    assert not limits()["C-TEL-11"].verified


def test_a_trial_shows_what_would_move_and_keeps_nothing(cast, at, answer):
    clock = opened(cast, at)
    before = (list(Clock.objects.values()), list(Term.objects.values()), Event.objects.count())
    found = try_policy(answer, terms=given(answer, amount=1), actor=cast.gu, at=at)
    assert (found.number, found.looked_at, found.all) == (1, 1, True)
    assert (found.shown[0].clock, found.shown[0].due) == (clock, clock.due - timedelta(days=4))  # Monday the 16th to Thursday
    assert (list(Clock.objects.values()), list(Term.objects.values()), Event.objects.count()) == before


def test_a_change_moves_only_what_runs(cast, at, answer):
    clock, done, late, agreed = opened(cast, at), opened(cast, at), opened(cast, at), opened(cast, at)
    make.reply(done.case, at=at)
    from dingxin.cases.actions import mark_resolved  # noqa: PLC0415  used here only

    mark_resolved(done.case, actor=cast.lin, at=at)
    follow_case(done.case)
    Clock.objects.filter(pk=late.pk).update(due=at - timedelta(days=1), breached_at=at - timedelta(days=1), alarm_at=None)
    rows = {row.pk: Clock.objects.filter(pk=row.pk).values().get() for row in (done, late)}
    update_policy(answer, terms=given(answer, amount=2), actor=cast.gu, at=at)
    assert move_clocks(at=at) == 2
    assert move_clocks(at=at) == 0
    clock.refresh_from_db()
    assert (clock.amount, clock.due) == (2, clock.due.replace(day=13))
    assert clock.case.__class__.objects.get(pk=clock.case_id).next_due == clock.due
    assert {row.pk: Clock.objects.filter(pk=row.pk).values().get() for row in (done, late)} == rows
    event = Event.objects.get(case=clock.case, kind="clock.rebased")
    assert event.data["why"] == "policy"
    assert agreed.pk


def test_a_time_that_people_agreed_upon_is_left_when_its_length_is_not_touched(cast, at, answer):
    clock = rebase_clock(opened(cast, at), due=at + timedelta(days=9), why="agreed", actor=cast.chen, at=at)
    update_policy(answer, name="另一个名字", terms=given(answer, warn_percent=50), actor=cast.gu, at=at)
    assert move_clocks(at=at) == 0
    clock.refresh_from_db()
    assert clock.due == at + timedelta(days=9)


def test_a_paused_clock_moves_and_stays_paused(cast, at, answer):
    until = at + timedelta(days=2)
    clock = pause_clock(opened(cast, at), cause="shelved", until=until, actor=cast.lin, at=at)
    update_policy(answer, terms=given(answer, amount=5), actor=cast.gu, at=at)
    assert move_clocks(at=at) == 1
    clock.refresh_from_db()
    assert (clock.state, clock.alarm_at) == ("paused", until)


def test_what_would_be_over_already_counts_from_now(cast, at, answer):
    clock = opened(cast, at)
    late = at + timedelta(days=2)
    update_policy(answer, terms=given(answer, amount=1, unit="hour"), actor=cast.gu, at=late)
    move_clocks(at=late)
    clock.refresh_from_db()
    assert clock.due == late + timedelta(hours=1)


def test_a_policy_out_of_force_leaves_its_clocks_their_time(cast, at, answer):
    clock = opened(cast, at)
    update_policy(answer, is_active=False, actor=cast.gu, at=at)
    assert move_clocks(at=at) == 0
    assert Clock.objects.get(pk=clock.pk).due == clock.due


def test_another_policy_that_fits_first_takes_over(cast, at, answer):
    opened(cast, at)
    found = try_policy(
        None, name="大厅一天", position=1, conditions={"channel": ["hall"]},
        terms=[GivenTerm("answer", amount=1, unit="workday")],
        actor=cast.gu, at=at,
    )  # fmt: skip
    assert (found.number, found.shown[0].term.policy.name) == (1, "大厅一天")
    assert not Policy.objects.filter(name="大厅一天").exists()


def test_clocks_that_would_wait_for_each_other_are_refused(cast, at, answer):
    first = answer.terms.get()
    update_policy(
        answer, terms=[*given(answer), GivenTerm("resolution", "after", 2, "day", after=first.pk)], actor=cast.gu, at=at
    )  # fmt: skip
    second = answer.terms.get(duty="resolution")
    other = create_policy(name="其他", terms=[GivenTerm("refund", "after", 3, "day", after=second.pk)], actor=cast.gu, at=at)
    for after in (other.terms.get().pk, second.pk, first.pk):
        with pytest.raises(Refused):
            update_policy(
                answer, terms=[row._replace(starts="after", after=after) if row.id == first.pk else row for row in given(answer)],
                actor=cast.gu, at=at,
            )  # fmt: skip
    first.refresh_from_db()
    assert (first.starts, first.after) == ("opened", None)


@pytest.mark.parametrize(
    "term",
    [
        GivenTerm("answer", amount=0, unit="day"), GivenTerm("answer", amount=10_000, unit="day"),
        GivenTerm("answer", amount=1, unit="eon"),
        GivenTerm("lunch", amount=1, unit="day"), GivenTerm("answer", "never", 1, "day"), GivenTerm("answer", "after", 1, "day"),
        GivenTerm("answer", "after", 1, "day", after=999_999),
        GivenTerm("answer", limit="C-NO-1"), GivenTerm("answer", limit="C-REC-04"),
        GivenTerm("answer", amount=1, unit="day", warn_percent=100), GivenTerm("answer", amount=1, unit="day", id=999_999),
    ],
)  # fmt: skip
def test_terms_that_do_not_fit_are_refused_and_nothing_is_kept(cast, at, answer, term):
    before = list(Term.objects.values())
    with pytest.raises(Refused):
        update_policy(answer, name="x", terms=[term], actor=cast.gu, at=at)
    assert list(Term.objects.values()) == before
    assert Policy.objects.get(pk=answer.pk).name == "三天"


def test_fields_that_do_not_fit_are_refused(cast, at, answer):
    for fields in (
        {"name": ""},
        {"name": "x" * 81},
        {"conditions": {"shoe size": ["42"]}},
        {"change": "loosen"},
        {"name": "投诉"},
    ):
        with pytest.raises(Refused):
            update_policy(answer, actor=cast.gu, at=at, **fields)


def test_a_term_of_law_has_the_length_the_law_gives(cast, at, answer):
    policy = create_policy(
        name="法定",
        by_law=True,
        terms=[GivenTerm("answer", amount=99, unit="year", pausable=True, limit="C-EXP-01")],
        actor=cast.gu,
        at=at,
    )
    term = policy.terms.get()
    assert (term.amount, term.unit, term.pausable) == (7, "day", False)


def test_jurisdictions(cast, at):
    set_jurisdiction(cast.branch_a, code="cn-41 ", actor=cast.gu, at=at)
    assert Jurisdiction.objects.get(branch=cast.branch_a).code == "CN-41"
    set_jurisdiction(cast.branch_a, code="CN", actor=cast.gu, at=at)
    assert not Jurisdiction.objects.exists()
    for code in ("china", "C-1", "CN-" + "4" * 20, "中国"):
        with pytest.raises(Refused):
            set_jurisdiction(cast.branch_a, code=code, actor=cast.gu, at=at)
