"""Whether a complaint is malicious is decided by a second person, on evidence; until then it stands against nobody (A10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

import make
from dingxin.accounts.queries import strains
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.reactions import react
from dingxin.audit.refusal import Refused
from dingxin.cases import actions as cases
from dingxin.cases.load import person_load, team_load
from dingxin.clocks.actions import follow_case, sweep
from dingxin.clocks.duties import kept_rates
from dingxin.clocks.models import ClockState
from dingxin.evidence import actions
from dingxin.evidence.actions.malice import Judgement, Shown
from dingxin.evidence.criteria import criteria, law, lawful
from dingxin.evidence.models import Concern, MaliceReview
from dingxin.evidence.queries import concerns_of, reviews_of, reviews_waiting, spared
from dingxin.replies.queries import review_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault")]
GROUNDS = "客户说给两千块就撤差评，不给就天天发。"
BAD = "这是公司的规定，您必须等着，我也没办法。"


@pytest.fixture
def case(cast):
    return make.case(cast.lin)


def ask(case, by, *, items=(), at=make.AT):
    return actions.ask_malice_review(case, grounds=GROUNDS, items=items, actor=by, at=at)


def judged(outcome="not_malicious", reason="看过聊天记录，只是要求退费。", **met):
    answers = {key: met.get(key, Shown("not_met")) for key in criteria()}
    return Judgement(answers, outcome, reason)


def malicious(item, message=None):
    shown = Shown("met", (item.pk,), (message.pk,) if message else ())
    return judged("malicious", "录音里明确说给钱才撤。", money_for_silence=shown)


def decide(review, by, judgement=None, at=make.AT):
    return actions.decide_malice_review(review, judgement=judgement or judged(), actor=by, at=at)


def appeal(review, by, at=make.AT):
    return actions.appeal_malice_review(review, grounds="录音不全。", actor=by, at=at)


def settle(review, by, judgement=None, at=make.AT):
    return actions.settle_malice_appeal(review, judgement=judgement or judged(), actor=by, at=at)


def test_it_goes_from_question_to_decision_and_every_step_is_recorded_without_its_outcome(cast, case, at):
    item, message = make.evidence(case), case.messages.get()
    review = ask(case, cast.lin, items=[item.pk])
    assert list(review.items.all()) == [item]
    decided = decide(review, cast.chen, malicious(item, message))
    assert (decided.stands, decided.decided_by, decided.protects) == ("malicious", cast.chen, True)
    assert decided.answers["money_for_silence"] == {"answer": "met", "items": [item.pk], "messages": [message.pk]}
    events = Event.objects.filter(case=case, kind__startswith="malice_review").order_by("seq")
    assert [(event.kind, event.data) for event in events] == [
        (Kind.MALICE_REVIEW_ASKED, {"id": review.pk}),
        (Kind.MALICE_REVIEW_DECIDED, {"id": review.pk}),
    ]


def test_asking_needs_grounds_evidence_of_this_case_and_no_other_review(cast, case):
    foreign = make.evidence(make.case(cast.lin))
    for more in ({"grounds": "  "}, {"items": [foreign.pk]}, {"items": [2**70, -1]}, {"grounds": "长" * 5000}):
        with pytest.raises(Refused):
            actions.ask_malice_review(case, actor=cast.lin, at=make.AT, **{"grounds": GROUNDS, **more})
    ask(case, cast.lin)
    with pytest.raises(Refused):
        ask(case, cast.chen)


def test_what_was_decided_is_asked_again_only_on_new_evidence(cast, case, at):
    old = make.evidence(case)
    decide(ask(case, cast.lin), cast.chen)
    later = at + timedelta(hours=1)
    for items in ([], [old.pk]):
        with pytest.raises(Refused):
            ask(case, cast.lin, items=items, at=later)
    new = make.evidence(case, at=later)
    assert ask(case, cast.lin, items=[new.pk], at=later).is_waiting


def test_nobody_with_a_part_in_it_decides(cast, case, at):
    make.evidence(case)
    actions.name_staff_concerned(case, staff=cast.wu, actor=cast.lin, at=at)
    review = ask(case, cast.chen)
    for who in (cast.chen, cast.lin, cast.wu):
        with pytest.raises(Refused):
            decide(review, who)
    assert decide(review, cast.gu).decided_by == cast.gu
    with pytest.raises(Refused):
        decide(review, cast.gu)


def test_the_handler_of_now_and_the_handler_of_then_are_both_kept_out(cast, case, at):
    review = ask(case, cast.chen)
    cases.hand_over(case, to=cast.qiao, brief="请接手。", actor=cast.lin, at=at)
    case.refresh_from_db()
    cases.accept_handover(case, actor=cast.qiao, at=at)
    review.refresh_from_db()
    for who in (cast.lin, cast.qiao):
        with pytest.raises(Refused):
            decide(review, who)


@pytest.mark.parametrize("wrong", ["asked_by", "handler"])
def test_the_database_holds_it_as_well(cast, case, at, wrong):
    review = ask(case, cast.chen)
    values = {"decided_by": getattr(review, wrong), "state": "decided", "outcome": "undecided", "reason": "x", "decided_at": at}
    with pytest.raises(IntegrityError), transaction.atomic():
        MaliceReview.objects.filter(pk=review.pk).update(**values)


def test_who_decided_cannot_be_named_as_concerned_afterwards(cast, case, at):
    decide(ask(case, cast.lin), cast.chen)
    with pytest.raises(Refused):
        actions.name_staff_concerned(case, staff=cast.chen, actor=cast.gu, at=at)


def test_a_judgement_has_to_hold_together(cast, case):
    item, foreign = make.evidence(case), make.evidence(make.case(cast.lin))
    review = ask(case, cast.lin)
    met, key = Shown("met", (item.pk,)), "unlawful_threat"
    wrong = [
        judged(reason=" "), judged("guilty"), Judgement({}, "not_malicious", "x"), judged("malicious"),
        judged("not_malicious", **{key: met}), judged("undecided", **{key: met}), judged("malicious", **{key: Shown("met")}),
        judged("malicious", **{key: Shown("met", (foreign.pk,))}), judged("malicious", **{key: Shown("maybe", (item.pk,))}),
        judged("malicious", **{key: Shown("met", (), (foreign.case.messages.get().pk,))}),
    ]  # fmt: skip
    for judgement in wrong:
        with pytest.raises(Refused):
            decide(review, cast.chen, judgement)
    review.refresh_from_db()
    assert review.state == "open"


def test_an_appeal_goes_once_to_an_administrator_who_had_no_part(cast, case, at):
    other = make.staff("sun", name="孙越", role="administrator")
    item = make.evidence(case)
    review = decide(ask(case, cast.lin, items=[item.pk]), cast.gu, malicious(item))
    appealed = appeal(review, cast.lin)
    assert (appealed.stands, appealed.protects) == ("", True)
    with pytest.raises(Refused):
        settle(review, cast.gu)
    settled = settle(review, other)
    assert (settled.stands, settled.outcome, settled.protects) == ("not_malicious", "malicious", False)
    for again in (lambda: appeal(review, cast.lin), lambda: settle(review, other)):
        with pytest.raises(Refused):
            again()


def test_an_appeal_has_its_time_and_needs_somebody_to_decide_it(cast, case, at):
    review = decide(ask(case, cast.lin), cast.gu)
    with pytest.raises(Refused):
        appeal(review, cast.lin)  # the only administrator decided it
    make.staff(role="administrator")
    with pytest.raises(Refused):
        appeal(review, cast.lin, at + timedelta(days=31))
    assert appeal(review, cast.lin, at + timedelta(days=30)).is_waiting


def test_it_waits_for_those_who_may_decide_it(cast, case, at):
    review = ask(case, cast.lin)
    assert [who.username for who in cast.everybody() if review in reviews_waiting(who)] == ["chen", "wu", "gu"]
    actions.name_staff_concerned(case, staff=cast.chen, actor=cast.lin, at=at)
    assert review not in reviews_waiting(cast.chen)
    decide(review, cast.wu)
    assert not any(reviews_waiting(who) for who in cast.everybody())
    appeal(review, cast.lin)
    assert [who.username for who in cast.everybody() if review in reviews_waiting(who)] == ["gu"]


def test_it_says_nothing_about_the_customers_other_cases_and_goes_out_of_sight(cast, case, at):
    item = make.evidence(case)
    decide(ask(case, cast.lin, items=[item.pk]), cast.chen, malicious(item))
    other = make.case(cast.lin, of=case.customer)
    assert not reviews_of(other, cast.chen, at=at)
    late = at + timedelta(days=366)
    assert reviews_of(case, cast.chen, at=at + timedelta(days=364))
    assert not reviews_of(case, cast.chen, at=late)
    assert reviews_of(case, cast.gu, at=late)


def test_clocks_run_on_and_pass_as_for_anybody(cast, case, at):
    follow_case(case)

    def running():
        return list(case.clocks.filter(state=ClockState.RUNNING).order_by("pk").values_list("pk", "due", "paused_at"))

    before = running()
    assert before
    item = make.evidence(case)
    review = ask(case, cast.lin, items=[item.pk])
    assert running() == before
    decide(review, cast.chen, malicious(item))
    assert running() == before
    late = max(due for _pk, due, _paused in before) + timedelta(days=1)
    sweep(at=late)
    assert set(Event.objects.filter(case=case, kind=Kind.CLOCK_BREACHED).values_list("data__id", flat=True)) == {
        pk for pk, _due, _paused in before
    }


def test_drafts_are_reviewed_just_the_same(cast, case, at):
    def verdict():
        case.refresh_from_db()
        return [review_draft(case, draft=text, actor=cast.lin, at=at).as_dict() for text in (make.ANSWER, BAD)]

    before = verdict()
    assert before[1]["verdict"] != "ok"
    item = make.evidence(case)
    review = ask(case, cast.lin, items=[item.pk])
    assert verdict() == before
    decide(review, cast.chen, malicious(item))
    assert verdict() == before
    assert make.reply(case).pk


def figures(cast, at):
    rates = {row.name: row.broken for row in kept_rates("person", since=at, until=at + timedelta(days=30), spare=spared)}
    load = {row.staff.username: row for row in team_load(cast.branch_a, at=at, spare=spared)}["lin"]
    return rates.get("林小雨", 0), load.in_hand.cases, round(load.strain.load)


def test_the_case_counts_in_no_figure_about_who_it_is_about_until_it_is_decided(cast, at):
    plain = make.case(cast.lin)
    case = make.case(cast.lin, text="我要投诉你们！！气死我了，太欺负人了，再不处理我就去告你们！")
    for row in (plain, case):
        make.reply(row, at=at)
    sweep(at=at + timedelta(days=2))
    whole = figures(cast, at)
    less = (1, 1, round(strains([cast.lin.pk], at=at, spare=lambda *_: Q(case=case))[cast.lin.pk].load))
    assert whole[:2] == (2, 2)
    assert whole[2] > less[2]
    actions.name_staff_concerned(case, staff=cast.lin, actor=cast.chen, at=at)
    assert figures(cast, at) == whole  # named, and no review yet
    review = ask(case, cast.chen)
    assert figures(cast, at) == less
    assert person_load(cast.lin, at=at).in_hand.cases == 2  # her own day is whole
    decide(review, cast.gu)
    assert figures(cast, at) == whole
    new = make.evidence(case, at=at + timedelta(minutes=1))
    review = ask(case, cast.chen, items=[new.pk], at=at + timedelta(minutes=1))
    decide(review, cast.gu, malicious(new))
    assert figures(cast, at) == less
    actions.withdraw_staff_concerned(Concern.objects.get(), actor=cast.chen, at=at)
    assert figures(cast, at) == whole


def test_other_peoples_figures_and_those_of_teams_are_whole(cast, case, at):
    make.reply(case, at=at)
    sweep(at=at + timedelta(days=2))
    actions.name_staff_concerned(case, staff=cast.qiao, actor=cast.lin, at=at)
    ask(case, cast.lin)
    assert figures(cast, at)[:2] == (1, 1)
    actions.name_staff_concerned(case, staff=cast.lin, actor=cast.chen, at=at)
    by = {by: sum(row.broken for row in kept_rates(by, since=at, until=at + timedelta(days=30), spare=spared)) for by in
          ("person", "team", "branch")}  # fmt: skip
    assert by == {"person": 0, "team": 1, "branch": 1}


def test_naming_twice_is_once_and_can_be_taken_back(cast, case, at):
    first = actions.name_staff_concerned(case, staff=cast.qiao, actor=cast.lin, at=at)
    assert actions.name_staff_concerned(case, staff=cast.qiao, actor=cast.chen, at=at) == first
    actions.withdraw_staff_concerned(first, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.withdraw_staff_concerned(first, actor=cast.lin, at=at)
    assert not concerns_of(case)


def test_a_merge_takes_concern_and_review_along(cast, case, at):
    actions.name_staff_concerned(case, staff=cast.qiao, actor=cast.lin, at=at)
    review = ask(case, cast.lin)
    other = make.case(cast.lin, of=case.customer)
    cases.merge_case(case, into=other, actor=cast.lin, at=at)
    for _twice in range(2):
        for event in Event.objects.filter(kind=Kind.CASE_MERGED):
            react.call("dingxin.evidence.tasks.follow_merge", event.pk)
    review.refresh_from_db()
    assert review.case == other
    assert concerns_of(other).get().staff == cast.qiao
    with pytest.raises(Refused):
        ask(case, cast.lin)


def test_the_criteria_say_what_to_prove_and_cite_law_that_is_there():
    assert len(criteria()) >= 6
    for criterion in criteria().values():
        assert criterion.proof
        assert len(criterion.proof) == len(criterion.proof_en)
        assert criterion.rules
    assert lawful()
    assert {rule.id for row in lawful() for rule in row.rules} <= set(law())
    for rule in law().values():
        assert all((rule.title, rule.title_en, rule.statute, rule.article, rule.effective))
        assert isinstance(rule.verified, bool)
