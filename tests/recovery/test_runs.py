"""A plan at work in a case: five steps, each settled by what really happened (E14)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

import make
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.models import Case
from dingxin.clocks.actions import keep_promise
from dingxin.clocks.models import Promise
from dingxin.recovery import actions, tasks
from dingxin.recovery.models import Part, RecoveryPlan, Run, RunState, RunStep
from dingxin.recovery.queries import fitting, plan_list, steps_of
from dingxin.recovery.wording import told_time, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return RecoveryPlan.objects.get(code="network-outage")


@pytest.fixture
def case(cast):
    return make.case(cast.lin, text="家里宽带断网两天了，没人管。")


def start(plan, case, by, at=make.AT):
    return actions.start_run(plan, case, actor=by, at=at)


def react():
    """Let what listens hear every event so far, twice over and again: a reaction may run late and more than once."""
    for _ in range(2):
        for event in Event.objects.order_by("pk"):
            for kind, reactions in HEARD.items():
                if event.kind == kind:
                    for reaction in reactions:
                        reaction(event)


HEARD = {
    Kind.MESSAGE_SENT: [tasks.hear_apology],
    Kind.PROMISE_MADE: [tasks.hang_on_promise],
    Kind.PROMISE_KEPT: [tasks.keep_reinstatement],
    Kind.OBLIGATION_PERFORMED: [tasks.perform_parts],
    Kind.VERDICT_RECORDED: [tasks.hear_afterwards],
}


def states(run) -> dict[str, str]:
    return dict(run.steps.values_list("part", "state"))


def test_it_starts_with_five_steps_each_with_its_person_and_time(cast, plan, case, at):
    run = start(plan, case, cast.lin)
    steps = list(run.steps.all())
    assert [step.part for step in steps] == list(Part)
    assert {step.part: step.owner for step in steps}["reinstatement"] == cast.chen
    assert {step.part: step.owner for step in steps}["apology"] == cast.lin
    assert all(step.due > at and step.due.minute == 0 for step in steps)
    assert steps[1].due == at + timedelta(hours=4)
    late = start(plan, make.case(cast.lin), cast.lin, at=at + timedelta(minutes=37))
    assert late.steps.get(part="reinstatement").due == at + timedelta(hours=5)  # told on the full hour


def test_its_remedy_lies_in_the_deck_and_has_not_left(cast, plan, case):
    run = start(plan, case, cast.lin)
    option = run.steps.get(part="atonement").option
    assert (option.kind, option.amount, option.state, option.case) == ("credit", Decimal(20), "deck", case)
    assert "20元" in option.wording


def test_one_plan_goes_on_in_a_case_and_none_in_a_closed_one(cast, plan, case):
    start(plan, case, cast.lin)
    with pytest.raises(Refused) as refused:
        start(RecoveryPlan.objects.get(code="rude-staff"), case, cast.lin)
    assert refused.value.field == "plan"
    with pytest.raises(Refused):
        start(plan, make.closed_case(cast.lin), cast.lin)


def test_a_plan_out_of_use_is_not_started(cast, plan, case, at):
    actions.update_recovery_plan(plan, is_active=False, actor=cast.gu, at=at)
    with pytest.raises(Refused):
        start(RecoveryPlan.objects.get(pk=plan.pk), case, cast.lin)


def test_what_happens_settles_the_steps_each_with_its_proof(cast, plan, case, at):
    run = start(plan, case, cast.lin)
    parts = {part.part: part for part in plan.parts.all()}
    due = run.steps.get(part="reinstatement").due
    reply = make.reply(case, text=words_of(parts, due=due, language="zh"), at=at + timedelta(minutes=5))
    react()
    assert states(run) == {
        "apology": "done", "empathy": "done", "reinstatement": "open", "atonement": "open", "follow_up": "open",
    }  # fmt: skip
    assert run.steps.get(part="apology").proof.data["message"] == reply.pk
    promise = Promise.objects.get(case=case)
    assert run.steps.get(part="reinstatement").promise == promise
    keep_promise(promise, actor=cast.lin, at=at + timedelta(hours=3))
    react()
    step = run.steps.get(part="reinstatement")
    assert (step.state, step.proof.kind, step.settled_at) == ("done", Kind.PROMISE_KEPT, at + timedelta(hours=3))


def test_a_reply_without_an_apology_settles_nothing(cast, plan, case):
    run = start(plan, case, cast.lin)
    make.reply(case, text="我现在就去核对您的线路，今天下午五点前给您回电话。")
    react()
    assert states(run)["apology"] == "open"


def test_what_was_said_before_the_plan_began_is_no_proof(cast, plan, case, at):
    make.reply(case)
    run = start(plan, case, cast.lin, at=at + timedelta(minutes=1))
    react()
    assert set(states(run).values()) == {"open"}


def test_the_verdict_settles_the_follow_up_and_the_last_step_ends_the_run(cast, plan, case, at):
    run = start(plan, case, cast.lin)
    for step in run.steps.exclude(part="follow_up"):
        actions.settle_step(step, note="当面办好了", skipped=step.part == "atonement", actor=cast.lin, at=at)
    make.reply(case)
    cases.mark_resolved(case, actor=cast.lin, at=at)
    cases.record_verdict(case, content=True, words="好了，谢谢。", actor=cast.lin, at=at + timedelta(hours=1))
    react()
    run.refresh_from_db()
    assert (run.state, run.ended_at) == (RunState.DONE, at + timedelta(hours=1))
    assert Event.objects.filter(case=case, kind=Kind.RECOVERY_ENDED).count() == 1
    assert start(plan, Case.objects.get(pk=case.pk), cast.lin).pk != run.pk


def test_by_hand_somebody_answers_for_a_step_once(cast, plan, case, at):
    step = start(plan, case, cast.lin).steps.get(part="empathy")
    with pytest.raises(Refused) as refused:
        actions.settle_step(step, note="  ", actor=cast.lin, at=at)
    assert refused.value.field == "note"
    actions.settle_step(step, note="电话里说过", actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.settle_step(step, note="又一次", actor=cast.lin, at=at)


def test_a_promise_that_was_made_can_stand_for_the_reinstatement(cast, plan, case, at):
    make.reply(case)
    run = start(plan, case, cast.lin, at=at + timedelta(minutes=1))
    step, promise = run.steps.get(part="reinstatement"), Promise.objects.get(case=case)
    other = make.case(cast.lin)
    make.reply(other)
    with pytest.raises(Refused):
        actions.tie_promise(step, promise=Promise.objects.get(case=other).pk, actor=cast.lin, at=at)
    tied = actions.tie_promise(step, promise=promise.pk, actor=cast.lin, at=at + timedelta(minutes=2))
    assert (tied.promise, tied.due, tied.owner) == (promise, promise.due, cast.lin)
    with pytest.raises(Refused):
        actions.tie_promise(run.steps.get(part="apology"), promise=promise.pk, actor=cast.lin, at=at)


def test_a_run_is_ended_early_with_a_reason_and_its_steps_rest(cast, plan, case, at):
    run = start(plan, case, cast.lin)
    with pytest.raises(Refused):
        actions.end_run(run, why="", actor=cast.chen, at=at)
    actions.end_run(run, why="客户撤回了投诉", actor=cast.chen, at=at)
    with pytest.raises(Refused):
        actions.end_run(run, why="再一次", actor=cast.chen, at=at)
    with pytest.raises(Refused):
        actions.settle_step(run.steps.first(), note="做了", actor=cast.lin, at=at)


def test_the_worker_hears_for_itself(committed_db, cast):
    plan, case = RecoveryPlan.objects.get(code="network-outage"), make.case(cast.lin, text="家里断网两天了。")
    run = start(plan, case, cast.lin)
    make.reply(case, at=make.AT + timedelta(minutes=1))
    call_command("db_worker", batch=True, interval=0, verbosity=0)
    assert states(run)["apology"] == "done"


def test_plans_of_the_trade_whose_signs_are_heard_come_first(cast, case):
    Case.objects.filter(pk=case.pk).update(product="宽带", title="家里宽带断网两天了")
    found = fitting(Case.objects.get(pk=case.pk), plan_list())
    assert found[0].code == "network-outage"
    assert "lost-parcel" not in {plan.code for plan in found}


def test_the_steps_of_a_case_take_one_query(cast, plan, case, at, django_assert_num_queries):
    run = start(plan, case, cast.lin)
    actions.end_run(run, why="换一个方案", actor=cast.chen, at=at)
    start(RecoveryPlan.objects.get(code="rude-staff"), case, cast.lin)
    with django_assert_num_queries(1):
        rows = list(steps_of(case))
        assert len(rows) == 10
        assert {str(row.run.plan) for row in rows} == {"网络中断", "态度不好"}
        assert all(str(row.owner) for row in rows)


def test_times_are_told_as_they_are_read_again(at):
    assert told_time(at, "zh") == "6月11日10:00"
    assert told_time(at, "en") == "10:00 on 11 June"


def test_a_run_writes_ids_and_states_only(cast, plan, case, at):
    run = start(plan, case, cast.lin)
    actions.settle_step(run.steps.first(), note="在电话里当面致歉", actor=cast.lin, at=at)
    for event in Event.objects.filter(kind__startswith="recovery"):
        assert all(isinstance(value, int) or value in {"apology", "done"} for value in event.data.values()), event.data
    assert Run.objects.count() == 1
    assert RunStep.objects.filter(state="done", proof=None).get().note == "在电话里当面致歉"
