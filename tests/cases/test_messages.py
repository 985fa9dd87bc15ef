"""add_customer_message and write_note: every acknowledged word is kept, once, in the right case."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import make
from dingxin.audit.models import Event
from dingxin.audit.refusal import Refused
from dingxin.cases import actions
from dingxin.cases.models import Message
from dingxin.cases.models.records import MAX_MESSAGE_CHARS

pytestmark = pytest.mark.django_db


def last_event(case):
    return Event.objects.filter(case=case).order_by("seq").last()


def test_a_message_is_kept_read_and_recorded(cast, at):
    case = make.case(cast.lin)
    message = make.message(case, text="你们再不处理我就打12315投诉，再找律师起诉你们！", by=cast.chen)
    case.refresh_from_db()
    assert message.reading["speaker"] == "customer"
    assert (case.grade, case.revision) == ("serious", 2)
    event = Event.objects.get(case=case, kind="message.received", data__message=message.pk)
    assert event.actor == cast.chen
    assert event.data == {"message": message.pk, "emotion": message.reading["emotion"]}
    changed = Event.objects.get(case=case, kind="grade.changed", data__after="serious")
    assert changed.seq == event.seq + 1


def test_a_note_is_kept_without_being_read_or_making_replies_stale(cast):
    case = make.case(cast.lin)
    note = make.note(case, text="客户是老用户。", by=cast.wu)
    case.refresh_from_db()
    assert (note.kind, note.reading, case.revision) == ("note", {}, 1)
    assert last_event(case).kind == "note.written"
    assert last_event(case).data == {"message": note.pk}
    assert note not in case.messages.conversation()


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00", "\u3000"])
def test_an_empty_text_is_refused(cast, text):
    case = make.case(cast.lin)
    for action in (make.message, make.note, make.reply):
        with pytest.raises(Refused):
            action(case, text=text)
    assert Message.objects.count() == 1


def test_a_text_that_is_too_long_is_refused_with_its_length(cast):
    case = make.case(cast.lin)
    with pytest.raises(Refused, match=str(MAX_MESSAGE_CHARS + 1)):
        make.message(case, text="字" * (MAX_MESSAGE_CHARS + 1))
    assert make.message(case, text="字" * MAX_MESSAGE_CHARS).text == "字" * MAX_MESSAGE_CHARS


@pytest.mark.parametrize(
    "text",
    [
        "😡😡😡 气死了 👨‍👩‍👧",
        "\u202e反过来写\u202c \u2066隔离\u2069",
        "\x07响铃\x1b[31m红色",
        "這個手機壞了，請賠償！",
        "Ａ１２３　全角",
        "半个\ud83d字",
        "\ufeff开头",
        "a" * 100_000,
    ],
)
def test_odd_text_is_kept(cast, text):
    case = make.case(cast.lin)
    kept = make.message(case, text=text).text
    assert kept == text.replace("\ud83d", "?").strip()


def test_the_same_token_gives_the_first_message_again(cast):
    case = make.case(cast.lin)
    assert make.message(case, token="m1") == make.message(case, token="m1")
    assert case.messages.count() == 2


def test_other_words_with_the_same_token_are_kept_too(cast):
    case = make.case(cast.lin)
    first = make.message(case, token="m1")
    others = [make.message(case, token="m1", text="另外还想说一句。"), make.note(case, token="m1"), make.reply(case, token="m1")]
    assert len({first, *others}) == 4
    assert list(case.messages.exclude(token=None)) == [first]


def test_tokens_of_different_cases_do_not_meet(cast):
    one, other = make.case(cast.lin), make.case(cast.lin)
    assert make.message(one, token="m1") != make.message(other, token="m1")


@pytest.mark.parametrize(
    "said_at",
    ["2099-01-01T00:00:00Z", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "9999-12-31", "1969-12-31"],
)
def test_a_time_in_the_future_or_before_memory_is_refused(cast, said_at):
    with pytest.raises(Refused):
        make.message(make.case(cast.lin), said_at=datetime.fromisoformat(said_at))


def test_a_time_without_a_zone_is_that_of_the_house(cast, at):
    said = datetime(2025, 6, 10, 18, 30)  # noqa: DTZ001  without a zone on purpose
    message = make.message(make.case(cast.lin), said_at=said)
    message.refresh_from_db()
    assert message.said_at == said.replace(tzinfo=at.tzinfo)


def test_a_clock_a_little_ahead_is_no_future(cast, at):
    assert make.message(make.case(cast.lin), said_at=at + timedelta(minutes=2)).said_at


def test_an_unknown_channel_is_refused(cast):
    with pytest.raises(Refused):
        make.message(make.case(cast.lin), channel="pigeon")


def test_a_message_brings_a_closed_case_back(cast):
    case = make.closed_case(cast.lin)
    make.message(case, text="又出问题了！")
    case.refresh_from_db()
    assert (case.state, case.close_reason, case.closed_at) == ("open", "", None)
    reopened = Event.objects.get(case=case, kind="case.reopened")
    assert reopened.data == {"cause": "message"}


def test_a_message_to_a_waiting_case_opens_it(cast):
    case = make.case(cast.lin)
    make.reply(case)
    case.refresh_from_db()
    assert case.state == "waiting"
    make.message(case)
    case.refresh_from_db()
    assert case.state == "open"


def test_a_message_to_a_merged_case_reaches_the_survivor_down_the_line(cast, at):
    customer = make.customer(cast.lin)
    first, second, third = (make.case(cast.lin, of=customer) for _ in range(3))
    actions.merge_case(first, into=second, actor=cast.lin, at=at)
    actions.merge_case(second, into=third, actor=cast.lin, at=at)
    message = make.message(first, text="我前天说的那件事怎么样了？")
    assert (message.case, message.came_from) == (third, first)
    assert make.note(first).case == third
