"""Clocks follow what happens in a case, are changed by actions only, and never again once they have stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.clocks import actions
from dingxin.clocks.models import Clock, Jurisdiction, Policy, Term

pytestmark = pytest.mark.django_db


def followed(case: Case) -> Case:
    actions.follow_case(case)
    case.refresh_from_db()
    return case


def ongoing(case: Case) -> dict[tuple[str, str], Clock]:
    return {(clock.duty, clock.basis): clock for clock in Clock.objects.filter(case=case).ongoing()}


def the(case: Case, duty: str, basis: str = "house") -> Clock:
    return Clock.objects.filter(case=case, duty=duty, basis=basis).latest("pk")


def kinds(case: Case, prefix: str = "clock") -> list[str]:
    return [event.kind for event in Event.objects.filter(case=case, kind__startswith=prefix).order_by("seq")]


@pytest.fixture
def only(at):
    """Put every preset out of force; ``only(duty, amount, unit, …)`` makes a policy of one term."""
    Policy.objects.update(is_active=False)

    def policy(duty: str, amount: int, unit: str, starts: str = "opened", **more) -> Term:
        fields = {name: more.pop(name) for name in ("by_law", "conditions", "change", "position") if name in more}
        row = Policy.objects.create(name=f"{duty} {amount} {unit} {Policy.objects.count()}", **fields)
        return Term.objects.create(policy=row, duty=duty, amount=amount, unit=unit, starts=starts, **more)

    return policy


def on(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2025, 6, day, hour, minute, second, tzinfo=make.AT.tzinfo)


# --- following ---------------------------------------------------------------------------------------------------------------


def test_a_new_case_gets_the_clocks_of_its_grade_and_of_the_law(cast, at):
    case = followed(make.case(cast.lin))
    assert case.grade == "complaint"
    clocks = ongoing(case)
    own = {"acknowledge", "first_response", "answer", "resolution", "silence"}
    assert set(clocks) == {*((duty, "house") for duty in own), ("answer", "law")}
    assert clocks["first_response", "house"].due == on(11, 12)
    assert (clocks["answer", "law"].limit, clocks["answer", "law"].due) == ("C-TEL-01", on(26, 23, 59, 59))
    assert case.next_due == on(11, 11)
    started = [pk for event in Event.objects.filter(case=case, kind="clocks.started") for pk in event.data["ids"]]
    assert sorted(started) == sorted(clock.pk for clock in clocks.values())
    assert set(kinds(case)) == {"clocks.started"}


def test_following_twice_changes_nothing(cast):
    case = followed(make.case(cast.lin))
    before = list(Clock.objects.values())
    actions.follow_case(case)
    assert list(Clock.objects.values()) == before
    assert Event.objects.filter(case=case, kind="clocks.started").count() == 2  # on opening, and on the customer's words


def test_what_is_followed_late_is_followed_in_its_order(cast, at):
    case = make.case(cast.lin)
    make.reply(case, at=at + timedelta(hours=1))
    followed(case)
    first = the(case, "first_response")
    assert (first.state, first.started_at, first.stopped_at) == ("met", at, at + timedelta(hours=1))
    assert the(case, "next_update").started_at == at + timedelta(hours=1)
    assert ("silence", "house") not in ongoing(case)


def test_an_answer_stops_what_waits_for_a_word_and_a_late_one_is_late(cast, at):
    case = followed(make.case(cast.lin))
    make.reply(case, at=at + timedelta(hours=6))
    followed(case)
    first = the(case, "first_response")
    assert (first.state, first.breached_at) == ("late", on(11, 12))
    breach = Event.objects.get(case=case, kind="clock.breached", data__id=first.pk)
    assert breach.at == on(11, 12)
    assert datetime.fromisoformat(breach.data["noticed"]) == at + timedelta(hours=6)


def test_a_note_answers_nobody(cast):
    case = followed(make.case(cast.lin))
    make.note(case)
    followed(case)
    assert ("first_response", "house") in ongoing(case)


def test_every_word_of_ours_begins_the_next_update_anew(cast, at, only):
    only("next_update", 2, "hour", "sent")
    case = make.case(cast.lin)
    for hour in (0, 1, 2):
        make.reply(case, at=at + timedelta(hours=hour))
    followed(case)
    assert [clock.state for clock in Clock.objects.order_by("pk")] == ["met", "met", "running"]
    assert the(case, "next_update").due == at + timedelta(hours=4)


def test_the_customer_who_writes_again_and_again_waits_since_the_first_word(cast, at, only):
    only("silence", 2, "hour", "heard")
    case = make.case(cast.lin)
    make.message(case, at=at + timedelta(hours=1))
    followed(case)
    assert the(case, "silence").due == at + timedelta(hours=2)
    make.reply(case, at=at + timedelta(minutes=90))
    make.message(case, at=at + timedelta(hours=3))
    followed(case)
    assert the(case, "silence").due == at + timedelta(hours=5)


def test_resolving_stops_the_rest_and_reopening_starts_new_ones(cast, at):
    case = followed(make.resolved_case(cast.lin))
    assert not ongoing(case)
    assert case.next_due == on(11, 17)  # the promise of the answer
    later = at + timedelta(days=1)
    cases.record_verdict(case, content=False, actor=cast.lin, at=later)
    followed(case)
    answers = list(Clock.objects.filter(case=case, duty="answer", basis="house").order_by("pk"))
    assert [(clock.state, clock.started_at) for clock in answers] == [("met", at), ("running", later)]
    assert ("answer", "law") in ongoing(case)


def test_a_graver_grade_tightens_and_a_lighter_one_leaves_as_it_is(cast, at):
    case = followed(make.case(cast.lin))
    before = the(case, "answer").due
    cases.correct_grade(case, grade="serious", actor=cast.lin, at=at)
    followed(case)
    first = the(case, "first_response")
    assert first.due == at + timedelta(minutes=30)
    moved = Event.objects.get(case=case, kind="clock.rebased", data__id=first.pk).data
    assert moved["why"] == "grade"
    assert [datetime.fromisoformat(moved[key]) for key in ("due_before", "due_after")] == [on(11, 12), on(11, 10, 30)]
    cases.correct_grade(case, grade="grumble", actor=cast.lin, at=at)
    followed(case)
    assert the(case, "first_response").due == at + timedelta(minutes=30)
    assert the(case, "answer").due <= before


def test_a_policy_may_keep_its_times_whatever_the_grade(cast, at, only):
    only("answer", 3, "workday", conditions={"grade": ["complaint"]})
    only("answer", 1, "hour", conditions={"grade": ["serious"]}, change="keep")
    case = followed(make.case(cast.lin))
    before = the(case, "answer").due
    cases.correct_grade(case, grade="serious", actor=cast.lin, at=at)
    followed(case)
    assert the(case, "answer").due == before


def test_a_time_that_a_new_grade_would_have_over_already_counts_from_now(cast, at, only):
    only("answer", 3, "workday", conditions={"grade": ["complaint"]})
    only("answer", 1, "hour", conditions={"grade": ["serious"]})
    case = followed(make.case(cast.lin))
    cases.correct_grade(case, grade="serious", actor=cast.lin, at=at + timedelta(hours=5))
    followed(case)
    assert the(case, "answer").due == at + timedelta(hours=6)


def test_a_graver_case_tightens_a_clock_that_stands_still_too(cast, at, only):
    only("resolution", 7, "workday", conditions={"grade": ["complaint"]}, pausable=True)
    only("resolution", 10, "work_hour", conditions={"grade": ["serious"]}, pausable=True)
    case = followed(make.case(cast.lin))
    until = on(12, 10)
    actions.pause_clock(the(case, "resolution"), cause="shelved", until=until, actor=cast.lin, at=on(11, 12))
    cases.correct_grade(case, grade="serious", actor=cast.lin, at=on(11, 15))
    followed(case)
    clock = the(case, "resolution")
    assert (clock.state, clock.alarm_at) == ("paused", until)
    clock = actions.resume_clock(clock, actor=cast.lin, at=until)
    assert clock.due == on(12, 18)  # ten working hours, of which two had gone by when it was paused


def test_taking_and_handing_over_keep_the_times(cast, at):
    case = followed(make.case(cast.lin))
    before = {slot: clock.due for slot, clock in ongoing(case).items()}
    cases.hand_over(case, to=cast.qiao, brief="", actor=cast.lin, at=at + timedelta(hours=1))
    cases.accept_handover(case, actor=cast.qiao, at=at + timedelta(hours=2))
    followed(case)
    assert {slot: clock.due for slot, clock in ongoing(case).items()} == before
    assert "clock.rebased" not in kinds(case)


def test_of_laws_the_earliest_binds(cast, at):
    Jurisdiction.objects.create(branch=cast.branch_a, code="CN-41")
    law = the(followed(make.case(cast.lin)), "answer", "law")
    assert (law.limit, law.due) == ("C-TEL-01-41", on(18, 18))  # Henan: five working days
    Jurisdiction.objects.update(code="CN-50")
    law = the(followed(make.case(cast.lin)), "answer", "law")
    assert law.limit == "C-TEL-01"  # fifteen working days in Chongqing are later than fifteen days


def test_a_letter_to_management(cast, at):
    case = followed(make.case(cast.lin, channel="letter"))
    assert the(case, "answer").due == on(20, 18)  # seven working days after Wednesday the 11th
    make.reply(case, text="给您添了麻烦，真是抱歉。我们会在今天下午五点前把三十五元退款给您。", at=at)
    followed(case)
    assert the(case, "refund").due == on(26, 23, 59, 59)
    assert case.next_due == on(11, 17)


def test_a_merged_case_hands_its_clocks_on(cast, at, only):
    only("answer", 3, "workday")
    first = followed(make.case(cast.lin))
    second = followed(make.case(cast.lin, of=first.customer, at=at + timedelta(days=1)))
    early, late = the(first, "answer"), the(second, "answer")
    cases.merge_case(first, into=second, actor=cast.lin, at=at + timedelta(days=1))
    followed(second)
    followed(first)
    late.refresh_from_db()
    early.refresh_from_db()
    assert (early.state, late.state) == ("dropped", "running")
    assert late.due == early.due
    assert not Clock.objects.filter(case=first).ongoing().exists()
    assert second.next_due == late.due


def test_a_merged_case_that_was_never_followed_is_followed_first(cast, at, only):
    only("answer", 3, "workday")
    first = make.case(cast.lin)
    second = followed(make.case(cast.lin, of=first.customer, at=at + timedelta(days=1)))
    cases.merge_case(first, into=second, actor=cast.lin, at=at + timedelta(days=1))
    followed(second)
    assert the(second, "answer").due == on(16, 18)


def test_a_clock_that_follows_another_starts_when_that_stops(cast, at, only):
    first = only("first_response", 1, "hour")
    Term.objects.create(policy=first.policy, duty="resolution", starts="after", after=first, amount=3, unit="workday")
    case = make.case(cast.lin)
    make.reply(case, at=at + timedelta(hours=3))
    followed(case)
    assert the(case, "resolution").started_at == at + timedelta(hours=3)


# --- actions -----------------------------------------------------------------------------------------------------------------


def test_a_pause_gives_back_the_working_time_it_took(cast, at, only):
    only("resolution", 8, "work_hour", pausable=True)
    clock = the(followed(make.case(cast.lin)), "resolution")
    assert clock.due == on(11, 18)
    clock = actions.pause_clock(clock, cause="customer", actor=cast.lin, at=on(11, 12))
    assert (clock.state, clock.alarm_at) == ("paused", None)
    Case.objects.get(next_due=None)
    make.message(clock.case, at=on(12, 10))  # the customer speaks: it runs again
    followed(clock.case)
    clock.refresh_from_db()
    assert (clock.state, clock.due) == ("running", on(12, 16))  # six working hours were left
    assert clock.case.events.filter(kind="clock.resumed").count() == 1


def test_a_shelved_clock_goes_on_at_its_day(cast, at, only):
    only("answer", 24, "hour", pausable=True)
    clock = the(followed(make.case(cast.lin)), "answer")
    with pytest.raises(Refused):
        actions.pause_clock(clock, cause="shelved", actor=cast.lin, at=at)
    actions.pause_clock(clock, cause="shelved", until=on(13, 9), actor=cast.lin, at=at + timedelta(hours=4))
    assert actions.sweep(at=on(13, 8)).resumed == 0
    assert actions.sweep(at=on(13, 11)).resumed == 1
    clock.refresh_from_db()
    assert (clock.state, clock.due) == ("running", on(13, 9) + timedelta(hours=20))


def test_what_the_law_sets_is_neither_paused_put_off_nor_dropped(cast, at):
    clock = the(followed(make.case(cast.lin)), "answer", "law")
    with pytest.raises(Refused):
        actions.pause_clock(clock, cause="customer", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.rebase_clock(clock, due=clock.due + timedelta(days=1), why="agreed", actor=cast.chen, at=at)
    with pytest.raises(Refused):
        actions.stop_clock(clock, needless=True, actor=cast.chen, at=at)
    earlier = actions.rebase_clock(clock, due=clock.due - timedelta(days=1), why="agreed", actor=cast.chen, at=at)
    assert earlier.due == on(25, 23, 59, 59)


def test_a_stopped_clock_never_changes(cast, at):
    clock = the(followed(make.resolved_case(cast.lin)), "answer")
    before = Clock.objects.filter(pk=clock.pk).values().get()
    for change in (
        lambda: actions.pause_clock(clock, cause="customer", actor=cast.lin, at=at),
        lambda: actions.resume_clock(clock, actor=cast.lin, at=at),
        lambda: actions.stop_clock(clock, actor=cast.lin, at=at),
        lambda: actions.rebase_clock(clock, due=at + timedelta(days=9), why="agreed", actor=cast.chen, at=at),
    ):
        with pytest.raises(Refused):
            change()
    Term.objects.update(amount=99)
    actions.sweep(at=at + timedelta(days=400))
    assert Clock.objects.filter(pk=clock.pk).values().get() == before


def test_a_breach_stays_on_record(cast, at, only):
    only("answer", 1, "hour", pausable=True)
    clock = the(followed(make.case(cast.lin)), "answer")
    late = at + timedelta(hours=2)
    for change in (
        lambda: actions.pause_clock(clock, cause="customer", actor=cast.lin, at=late),
        lambda: actions.rebase_clock(clock, due=late + timedelta(days=9), why="agreed", actor=cast.chen, at=late),
    ):
        with pytest.raises(Refused):
            change()


def test_a_deadline_of_an_outside_body_is_started_by_hand(cast, at):
    case = followed(make.case(cast.lin))
    clock = actions.start_clock(
        case, duty="outside", length=actions.Length(limit="C-SAMR-01"), since=at - timedelta(days=1), note="工单 3312",
        actor=cast.lin, at=at,
    )  # fmt: skip
    assert (clock.due, clock.limit, clock.note, clock.pausable) == (on(19, 18), "C-SAMR-01", "工单 3312", False)
    for length in (
        actions.Length(), actions.Length(3, "fortnight"), actions.Length(limit="C-REC-04"), actions.Length(limit="no"),
        actions.Length(due=at - timedelta(hours=1)), actions.Length(9999, "year"), actions.Length(-1, "day"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.start_clock(case, duty="outside", length=length, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.start_clock(case, duty="lunch", length=actions.Length(1, "day"), actor=cast.lin, at=at)
    make.reply(case, at=at)
    cases.mark_resolved(case, actor=cast.lin, at=at)
    followed(case)
    assert set(ongoing(case)) == {("outside", "hand")}  # no answer of ours ends what an outside body waits for
    assert actions.stop_clock(clock, actor=cast.lin, at=at).state == "met"
