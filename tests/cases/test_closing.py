"""A case closes only when the customer is content, or with a manager's documented final answer."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Case, Verdict
from dingxin.engine.model import Turn

pytestmark = pytest.mark.django_db


def test_resolved_then_content_then_closed(cast, at):
    case = make.closed_case(cast.lin)
    assert (case.state, case.close_reason, case.closed_at) == ("closed", "content", at)
    kinds = list(Event.objects.filter(case=case).order_by("seq").values_list("kind", flat=True))
    assert kinds[-3:] == ["case.resolved", "verdict.recorded", "case.closed"]
    assert Event.objects.get(case=case, kind="case.closed").data == {"reason": "content"}
    assert Event.objects.get(case=case, kind="case.resolved").data == {"before": "waiting", "after": "resolved"}
    assert Event.objects.get(case=case, kind="verdict.recorded").data == {"verdict": Verdict.objects.get().pk, "content": True}


def test_an_open_case_does_not_close(cast, at):
    case = make.case(cast.lin)
    with pytest.raises(Refused):
        actions.close_case(case, actor=cast.lin, at=at)
    assert Case.objects.get().state == "open"


def test_a_resolved_case_does_not_close_before_the_customer_was_asked(cast, at):
    with pytest.raises(Refused):
        actions.close_case(make.resolved_case(cast.lin), actor=cast.lin, at=at)


def test_a_customer_who_is_not_content_brings_the_case_back(cast, at):
    case = make.resolved_case(cast.lin)
    verdict = actions.record_verdict(case, content=False, words="钱还没退到。", actor=cast.lin, at=at)
    case.refresh_from_db()
    assert (case.state, verdict.words) == ("open", "钱还没退到。")
    assert Event.objects.get(case=case, kind="case.reopened").data == {"cause": "verdict"}
    with pytest.raises(Refused):
        actions.close_case(case, actor=cast.lin, at=at)


def test_an_old_verdict_does_not_close_a_case_that_came_back(cast, at):
    """Whoever was content once is asked again, whatever brought the case back."""
    for come_back in (
        lambda case: make.message(case, text="又多扣了一次！"),
        lambda case: actions.reopen_case(case, actor=cast.lin, at=at),
    ):
        case = make.content_case(cast.lin)
        come_back(case)
        make.reply(case)
        case = actions.mark_resolved(case, actor=cast.lin, at=at)
        with pytest.raises(Refused):
            actions.close_case(case, actor=cast.lin, at=at)


def test_no_verdict_before_the_case_is_marked_resolved(cast, at):
    with pytest.raises(Refused):
        actions.record_verdict(make.case(cast.lin), content=True, actor=cast.lin, at=at)
    assert not Verdict.objects.exists()


def test_nothing_is_resolved_while_the_customers_words_are_unanswered(cast, at):
    case = make.case(cast.lin)
    make.note(case)
    with pytest.raises(Refused):
        actions.mark_resolved(case, actor=cast.lin, at=at)


def test_a_case_is_marked_resolved_once(cast, at):
    with pytest.raises(Refused):
        actions.mark_resolved(make.resolved_case(cast.lin), actor=cast.lin, at=at)


def test_a_manager_closes_with_the_final_answer_they_sent(cast, at):
    case = make.case(cast.lin)
    make.reply(case, by=cast.chen)
    case = actions.close_case(case, actor=cast.chen, at=at, final_answer=True)
    assert (case.state, case.close_reason) == ("closed", "final_answer")
    assert Event.objects.get(case=case, kind="case.closed").data == {"reason": "final_answer"}


def test_an_agent_gives_no_final_answer(cast, at):
    case = make.case(cast.lin)
    make.reply(case)
    for user in (cast.lin, cast.zhao, cast.wu, cast.he):
        with pytest.raises(Refused):
            actions.close_case(case, actor=user, at=at, final_answer=True)


def test_a_final_answer_is_the_managers_own_and_the_last_word(cast, at):
    case = make.case(cast.lin)
    with pytest.raises(Refused):
        actions.close_case(case, actor=cast.chen, at=at, final_answer=True)
    make.reply(case, by=cast.lin)
    with pytest.raises(Refused):
        actions.close_case(case, actor=cast.chen, at=at, final_answer=True)
    make.reply(case, by=cast.chen)
    make.message(case, text="这个答复我不接受。")
    with pytest.raises(Refused):
        actions.close_case(case, actor=cast.chen, at=at, final_answer=True)


def test_an_imported_answer_is_nobodys_final_answer(cast, at, imported):
    case = imported(Turn("customer", make.GRUMBLE), Turn("agent", make.ANSWER))
    with pytest.raises(Refused):
        actions.close_case(case, actor=cast.gu, at=at, final_answer=True)


def test_a_closed_case_takes_no_reply_until_it_is_reopened(cast, at):
    case = make.closed_case(cast.lin)
    with pytest.raises(Refused):
        make.reply(case)
    case = actions.reopen_case(case, actor=cast.lin, at=at)
    assert (case.state, case.close_reason, case.closed_at) == ("open", "", None)
    assert Event.objects.get(case=case, kind="case.reopened").data == {"cause": "person"}
    assert make.reply(case)


def test_only_a_resolved_or_closed_case_is_reopened(cast, at):
    with pytest.raises(Refused):
        actions.reopen_case(make.case(cast.lin), actor=cast.lin, at=at)


def test_the_database_itself_closes_nothing_without_a_reason(cast):
    case = make.case(cast.lin)
    for values in ({"state": "closed"}, {"close_reason": "content"}, {"state": "merged"}, {"merged_into": case}, {"owner": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**values)
