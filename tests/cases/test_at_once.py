"""Two people at once, on real commits: nobody gets round a rule, nothing is lost, nothing is there twice."""

from __future__ import annotations

import make
from dingxin.audit.models import Event
from dingxin.cases import actions
from dingxin.cases.models import Case, Customer, Message
from together import at_once, refusals, whole


def test_notes_written_at_once_keep_the_chain_whole(committed_db, cast):
    case = make.case(cast.lin)
    at_once(*(lambda: [make.note(case, by=cast.lin) for _ in range(5)] for _ in range(4)))
    assert case.messages.filter(kind="note").count() == 20
    assert whole()


def test_the_same_token_at_once_is_one_message(committed_db, cast):
    case = make.case(cast.lin)
    sent = at_once(*(lambda: make.message(case, token="m1", by=cast.lin) for _ in range(6)))
    assert len({message.pk for message in sent}) == 1
    assert case.messages.count() == 2
    assert whole()


def test_the_same_form_at_once_opens_one_case_for_one_customer(committed_db, cast):
    caller = actions.Caller(phone="19900001234", name="周慧兰")
    opened = at_once(*(lambda: make.case(cast.lin, of=caller, token="t1") for _ in range(6)))
    assert len({case.pk for case in opened}) == 1
    assert (Case.objects.count(), Customer.objects.count(), Message.objects.count()) == (1, 1, 1)
    assert whole()


def test_cases_opened_at_once_have_numbers_without_gap_and_one_customer(committed_db, cast):
    caller = actions.Caller(phone="19900001234")
    at_once(*(lambda user=user: make.case(user, of=caller) for user in (cast.lin, cast.qiao, cast.chen, cast.zhao) * 2))
    assert sorted(Case.objects.values_list("number", flat=True)) == [f"20250611-{serial:04d}" for serial in range(1, 9)]
    assert Customer.objects.count() == 1
    assert whole()


def test_only_one_takes_a_case(committed_db, cast, at, imported):
    case = imported()
    outcomes = at_once(
        *(lambda user=user: actions.take_case(case, actor=user, at=at) for user in (cast.lin, cast.qiao, cast.chen))
    )
    assert refusals(outcomes) == 2
    assert Event.objects.filter(case=case, kind="case.taken").count() == 1


def test_only_one_closes_a_case_in_two_tabs(committed_db, cast, at):
    case = make.content_case(cast.lin)
    outcomes = at_once(*(lambda user=user: actions.close_case(case, actor=user, at=at) for user in (cast.lin, cast.chen)))
    assert refusals(outcomes) == 1
    assert Event.objects.filter(case=case, kind="case.closed").count() == 1


def test_a_case_never_closes_over_a_message_that_came_at_the_same_moment(committed_db, cast, at):
    for _ in range(5):
        case = make.content_case(cast.lin)
        at_once(
            lambda: actions.close_case(case, actor=cast.lin, at=at),  # noqa: B023  used up before the next round
            lambda: make.message(case, text="等等，又出问题了！", by=cast.chen),  # noqa: B023  the same
        )
        case.refresh_from_db()
        assert case.state == "open"
    assert whole()


def test_of_two_replies_to_the_same_words_one_is_sent(committed_db, cast):
    case = make.case(cast.lin)
    outcomes = at_once(*(lambda user=user: make.reply(case, by=user, revision=1) for user in (cast.lin, cast.chen)))
    assert refusals(outcomes) == 1
    assert case.messages.filter(kind="agent").count() == 1


def test_cases_merged_into_each_other_at_once_leave_one(committed_db, cast, at):
    customer = make.customer(cast.lin)
    one, other = make.case(cast.lin, of=customer), make.case(cast.lin, of=customer)
    outcomes = at_once(
        lambda: actions.merge_case(one, into=other, actor=cast.lin, at=at),
        lambda: actions.merge_case(other, into=one, actor=cast.chen, at=at),
        lambda: make.message(one, by=cast.lin),
        lambda: make.message(other, by=cast.lin),
    )
    assert refusals(outcomes) == 1
    survivor = Case.objects.get(state="open")
    assert survivor.messages.count() == 4
    assert whole()
