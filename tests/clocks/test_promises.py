"""What was promised is kept, kept late, or marked as broken once its time has passed (F1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

import make
from dingxin.accounts.models import Absence
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.clocks.actions import break_overdue, follow_case, make_promises
from dingxin.clocks.duties import kept_rates
from dingxin.clocks.models import Promise, PromiseState
from dingxin.clocks.queries import calendar_of
from dingxin.engine.model import Promise as Said
from dingxin.replies.notices import draft_notice
from dingxin.replies.queries import review_draft

pytestmark = pytest.mark.django_db


def promised(cast, at, *hours: float) -> list[Promise]:
    """Give promises due these hours after ``at``, on a case of branch A."""
    case = make.case(cast.lin)
    said = [Said("给您回电话", at + timedelta(hours=hour), 0, 5) for hour in hours]
    made = make_promises(case, message=case.messages.get(), said=said, actor=cast.lin, at=at)
    case.next_due = min(promise.due for promise in made)
    case.save(update_fields=["next_due"])
    return made


def test_kept_in_time(cast, at):
    promise, later = promised(cast, at, 2, 5)
    kept = actions.keep_promise(promise, actor=cast.qiao, at=at + timedelta(hours=1))
    assert (kept.state, kept.settled_at) == (PromiseState.KEPT, at + timedelta(hours=1))
    kept.case.refresh_from_db()
    assert kept.case.next_due == later.due
    event = Event.objects.get(kind="promise.kept")
    assert (event.case, event.actor, event.data) == (promise.case, cast.qiao, {"id": promise.pk})


def test_kept_late_and_the_last_one_leaves_nothing_due(cast, at):
    (promise,) = promised(cast, at, 2)
    assert actions.keep_promise(promise, actor=cast.lin, at=at + timedelta(hours=3)).state == PromiseState.KEPT_LATE
    promise.case.refresh_from_db()
    assert promise.case.next_due is None


def test_kept_once(cast, at):
    (promise,) = promised(cast, at, 2)
    actions.keep_promise(promise, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.keep_promise(promise, actor=cast.lin, at=at)


def test_overdue_is_broken_once_with_an_event_each(cast, at):
    first, second, open_still = promised(cast, at, 1, 2, 30)
    later = at + timedelta(hours=24)
    assert break_overdue(at=later) == 2
    assert break_overdue(at=later) == 0
    states = dict(Promise.objects.values_list("pk", "state"))
    assert states == {first.pk: "broken", second.pk: "broken", open_still.pk: "open"}
    events = Event.objects.filter(kind="promise.broken").order_by("pk")
    assert [(event.actor, event.at, event.data) for event in events] == [
        (None, first.due, {"id": first.pk}),
        (None, second.due, {"id": second.pk}),
    ]


def test_nothing_is_broken_before_its_time(cast, at):
    promised(cast, at, 1)
    assert break_overdue(at=at + timedelta(minutes=59)) == 0
    assert break_overdue(at=at + timedelta(hours=1)) == 1


def test_a_broken_promise_can_still_be_made_good(cast, at):
    (promise,) = promised(cast, at, 1)
    break_overdue(at=at + timedelta(hours=2))
    assert actions.keep_promise(promise, actor=cast.lin, at=at + timedelta(hours=3)).state == PromiseState.KEPT_LATE


def test_a_promise_without_a_time_is_none(cast, at):
    case = make.case(cast.lin)
    assert not make_promises(case, message=case.messages.get(), said=[Said("给您回电话", None, 0, 5)], actor=cast.lin, at=at)
    assert not Event.objects.filter(kind="promise.made").exists()


def test_a_promise_goes_with_a_merged_case(cast, at):
    (promise,) = promised(cast, at, 2)
    into = make.case(cast.lin, of=promise.case.customer)
    actions.merge_case(promise.case, into=into, actor=cast.lin, at=at)
    actions.keep_promise(promise, actor=cast.lin, at=at)
    into.refresh_from_db()
    assert into.next_due is None
    assert Event.objects.get(kind="promise.kept").case == into


# --- taken back, drafted, weighed --------------------------------------------------------------------------------------------


def test_taken_back_only_with_the_customers_words(cast, at):
    promise, later = promised(cast, at, 2, 5)
    with pytest.raises(Refused):
        actions.withdraw_promise(promise, consent="  ", actor=cast.lin, at=at)
    withdrawn = actions.withdraw_promise(promise, consent="不用回电了，我自己查到了。", actor=cast.lin, at=at)
    assert (withdrawn.state, withdrawn.settled_at) == ("withdrawn", at)
    withdrawn.case.refresh_from_db()
    assert withdrawn.case.next_due == later.due
    assert break_overdue(at=at + timedelta(hours=3)) == 0
    with pytest.raises(Refused):
        actions.keep_promise(promise, actor=cast.lin, at=at)
    with pytest.raises(Refused):
        actions.withdraw_promise(promise, consent="好的", actor=cast.lin, at=at)
    event = Event.objects.get(kind="promise.withdrawn")
    assert event.data == {"id": promise.pk}  # ids only, no words


def test_an_answer_keeps_the_promise_it_was_written_for_once(cast, at):
    case = make.case(cast.lin)
    make.reply(case)
    promise = Promise.objects.get()
    for _ in range(2):  # the same page sent twice
        make.reply(
            case,
            text="查清楚了：这笔信息费是误开的，已经关闭，给您添麻烦了，谢谢您告诉我们。",
            at=at,
            keeps=promise.pk,
            token="t",
        )
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert Event.objects.filter(kind="promise.kept").count() == 1
    with pytest.raises(Refused):
        make.reply(case, at=at, keeps=promise.pk)
    with pytest.raises(Refused):
        make.reply(make.case(cast.lin), at=at, keeps=promise.pk)


def test_a_reply_that_may_not_leave_keeps_nothing(cast, at):
    case = make.case(cast.lin)
    make.reply(case)
    with pytest.raises(Refused):
        make.reply(case, text="你爱找谁找谁去，白痴。", at=at, keeps=Promise.objects.get().pk)
    assert Promise.objects.get().state == "open"


@pytest.mark.parametrize("hours", [1, 7.5, 40])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_answer_is_drafted_that_names_the_next_time_and_may_leave(cast, at, hours, language):
    case = make.case(cast.lin, title="多收的三十五元信息费")
    make.reply(case)
    promise = Promise.objects.get()
    case.language = language
    case.save()
    now = at + timedelta(hours=hours)
    text = draft_notice(promise, at=now)
    assert case.title in text
    review = review_draft(case, draft=text, actor=cast.lin, at=now)
    assert review.verdict == "send"
    due = {said.due for said in review.promises if said.due and said.due > now}
    assert calendar_of(case.branch).add_days(max(now, promise.due), 1) in due
    assert ("抱歉" in text or "sorry" in text) == (hours != 7.5)


def test_a_draft_says_what_is_done_once_it_is(cast, at):
    case = make.resolved_case(cast.lin)
    text = draft_notice(case.promises.get(), at=at + timedelta(hours=7))
    assert "已经办好" in text
    assert "再给您答复" not in text


def test_a_draft_never_holds_what_staff_wrote_for_each_other(cast, at):
    case = make.case(cast.lin, title="信息费")
    make.reply(case)
    make.note(case, text="这位客户很难缠，内部价格表见附件。")
    assert "难缠" not in draft_notice(case.promises.get(), at=at)


def faults(case, text, by, at, **more) -> list[str]:
    return [
        fault.why
        for fault in review_draft(case, draft=text, actor=by, at=at, explain="en", **more).faults
        if fault.kind == "promise"
    ]


SORRY = "给您添了麻烦，真是抱歉，换作是我也会着急。我{by}给您打电话答复。"


def test_a_time_outside_the_calendar_is_flagged_before_sending(cast, at):
    case = make.case(cast.lin)
    assert not faults(case, SORRY.format(by="今天下午五点前"), cast.lin, at)
    assert not faults(case, SORRY.format(by="今天之内"), cast.lin, at)
    assert "outside working hours" in faults(case, SORRY.format(by="今天晚上十点前"), cast.lin, at)[0]
    assert "outside working hours" in faults(case, SORRY.format(by="这周六上午十点前"), cast.lin, at)[0]
    assert not faults(case, SORRY.format(by="三个工作日内"), cast.lin, at)


def test_a_time_at_which_one_is_away_is_flagged(cast, at):
    case = make.case(cast.lin)
    Absence.objects.create(
        staff=cast.lin, kind="leave", start=at + timedelta(hours=2), end=at + timedelta(days=1), entered_by=cast.chen
    )
    assert "You are away" in faults(case, SORRY.format(by="今天下午五点前"), cast.lin, at)[0]
    assert not faults(case, SORRY.format(by="今天下午五点前"), cast.qiao, at)


def test_a_time_later_than_the_case_has_to_be_answered_is_flagged(cast, at):
    case = make.case(cast.lin)
    follow_case(case)
    assert "not yours to give" in faults(case, SORRY.format(by="十个工作日内"), cast.lin, at)[0]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("我们会安排师傅上门检修。", True),
        ("我们会把发票寄给您。", True),
        ("我们会在今天下午五点前把发票寄给您。", False),
        ("谢谢您告诉我们，祝您生活愉快。", False),
    ],
)
def test_an_action_promised_without_a_time_is_asked_for_one(cast, at, text, asked):
    case = make.case(cast.lin, text="谢谢，都好了，就是想要一张发票。")
    missing = [item for item in review_draft(case, draft=text, actor=cast.lin, at=at).missing if item.act == "time"]
    assert bool(missing) == asked
    assert all(item.suggestion for item in missing)


# --- rates -------------------------------------------------------------------------------------------------------------------


def test_rates_by_person_team_and_branch(cast, at, django_assert_num_queries):
    in_time, late, broken, withdrawn, _open = promised(cast, at, 1, 2, 3, 4, 50)
    actions.keep_promise(in_time, actor=cast.lin, at=at)
    actions.keep_promise(late, actor=cast.lin, at=at + timedelta(hours=3))
    actions.withdraw_promise(withdrawn, consent="不用了", actor=cast.lin, at=at)
    break_overdue(at=at + timedelta(hours=5))
    for by, name in (("person", cast.lin.name), ("team", cast.team_a.name), ("branch", cast.branch_a.name)):
        with django_assert_num_queries(2):
            (row,) = kept_rates(by, since=at, until=at + timedelta(days=30))
        assert row == (name, 1, 1, 1, 1, 1)
        assert row.rate == 33
    assert not kept_rates("person", since=at + timedelta(days=30), until=at + timedelta(days=60))
    assert broken.pk
