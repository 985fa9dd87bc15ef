"""send_reply: nothing leaves unchecked; the times it says become promises."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.replies.actions import Stopped
from dingxin.replies.queries import review_draft

pytestmark = pytest.mark.django_db

BLIND = "您放心，我赔您五千块。"


def test_a_reply_is_kept_sent_and_recorded(cast, at):
    case = make.case(cast.lin)
    reply = make.reply(case, by=cast.qiao)
    case.refresh_from_db()
    assert (reply.kind, reply.author, reply.at, reply.text) == ("agent", cast.qiao, at, make.ANSWER)
    assert (case.state, case.handler, case.revision) == ("waiting", cast.lin, 2)
    assert "apology" in reply.reading["acts"]
    event = Event.objects.get(case=case, kind="message.sent")
    assert (event.actor, event.data) == (cast.qiao, {"message": reply.pk})


def test_a_time_said_in_a_reply_becomes_a_promise_of_its_writer(cast, at):
    case = make.case(cast.lin)
    reply = make.reply(case, by=cast.qiao)
    case.refresh_from_db()
    promise = case.promises.get()
    assert promise.due == datetime(2025, 6, 11, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert (promise.made_by, promise.message, case.next_due) == (cast.qiao, reply, promise.due)
    assert Event.objects.get(case=case, kind="promise.made").data == {"ids": [promise.pk]}


def test_an_earlier_promise_still_leads_the_case(cast, at):
    case = make.case(cast.lin)
    make.reply(case)
    make.reply(case, text="给您添麻烦了，费用明细我会在三个工作日内寄给您。")
    case.refresh_from_db()
    assert case.promises.count() == 2
    assert case.next_due == min(promise.due for promise in case.promises.all())


def test_what_goes_beyond_ones_authority_does_not_leave(cast, at):
    case = make.case(cast.lin)
    with pytest.raises(Stopped) as stopped:
        make.reply(case, text=BLIND)
    assert stopped.value.review.verdict == "stop"
    assert stopped.value.field == "text"
    assert "blind_promise" in {fault.kind for fault in stopped.value.review.faults}
    case.refresh_from_db()
    assert (case.messages.count(), case.state, case.revision) == (1, "open", 1)
    assert not Event.objects.filter(kind="message.sent").exists()


def test_authority_is_that_of_the_one_who_writes(cast, at):
    case = make.case(cast.lin)
    assert review_draft(case, draft=BLIND, actor=cast.lin, at=at).verdict == "stop"
    assert review_draft(case, draft=BLIND, actor=cast.gu, at=at).verdict != "stop"


def test_a_reply_to_words_that_are_no_longer_the_last_is_not_sent(cast, at):
    case = make.case(cast.lin)
    seen = case.revision
    make.message(case, text="补充一下，还有上个月的也多扣了。")
    with pytest.raises(Refused):
        make.reply(case, revision=seen)
    assert not case.messages.filter(kind="agent").exists()
    assert make.reply(case, revision=seen + 1)


def test_the_same_token_sends_one_reply_and_promises_once(cast, at):
    case = make.case(cast.lin)
    assert make.reply(case, token="r1") == make.reply(case, token="r1")
    assert (case.messages.count(), case.promises.count()) == (2, 1)


def test_a_review_changes_nothing(cast, at):
    case = make.case(cast.lin)
    events = Event.objects.count()
    review_draft(case, draft=make.ANSWER, actor=cast.lin, at=at)
    case.refresh_from_db()
    assert (Event.objects.count(), case.messages.count(), case.promises.count(), case.revision) == (events, 1, 0, 1)


def test_the_reasons_are_in_the_language_asked_for(cast, at):
    case = make.case(cast.lin)
    reasons = {
        language: review_draft(case, draft=BLIND, actor=cast.lin, at=at, explain=language).faults[0].why
        for language in ("zh", "en")
    }
    assert reasons["zh"] != reasons["en"]
