"""The composer: nothing leaves unchecked, nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import granted
import make
from dingxin.cases.models import Message, MessageKind
from dingxin.resolution.actions import Owed, Said, confirm_agreement
from dingxin.resolution.actions.presenting import present_options
from dingxin.resolution.models import Option

GOOD = "多扣了钱，换谁都会着急，给您添麻烦了。我现在就核对您这个月的账单，明天下午三点前给您回电话。"
STOPPED = "您放心，我保证给您退五千块钱，明天下午三点前到账。"


def post(client, verb, case, **data):
    return client.post(reverse(verb, args=[case.number], query={"box": "all"}), data)


@pytest.fixture
def case(cast):
    return make.case(cast.lin, at=timezone.now())


def test_a_good_reply_is_sent_and_its_time_becomes_a_promise(cast, client_of, case):
    response = post(client_of(cast.lin), "send_reply", case, text=GOOD, revision=case.revision, token="t1")
    assert response["Location"] == f"/cases/{case.number}/?box=all"
    assert case.messages.last().text == GOOD
    assert case.promises.count() == 1


def test_the_same_form_sent_twice_sends_once(cast, client_of, case):
    client = client_of(cast.lin)
    for _ in range(2):
        post(client, "send_reply", case, text=GOOD, token="twice")
    assert case.messages.filter(kind=MessageKind.AGENT).count() == 1


def test_a_reply_that_must_not_leave_is_kept_with_its_findings(cast, client_of, case):
    response = post(client_of(cast.lin), "send_reply", case, text=STOPPED, revision=case.revision, token="t2")
    assert response.status_code == 422
    assert response.context["draft"].verdict == "stop"
    assert response.context["draft"].findings[0].weight == "stop"
    html = response.content.decode()
    assert STOPPED in html
    assert 'value="t2"' in html
    assert not case.messages.filter(kind=MessageKind.AGENT).exists()


def test_an_answer_to_what_is_no_longer_the_last_word_is_refused_and_kept(cast, client_of, case):
    seen = case.revision
    make.message(case, at=timezone.now())
    response = post(client_of(cast.lin), "send_reply", case, text=GOOD, revision=seen)
    assert response.status_code == 422
    assert GOOD in response.content.decode()
    assert response.context["refusal"]
    assert f'name="revision" value="{seen + 1}"' in response.content.decode()


@pytest.mark.parametrize("verb", ["send_reply", "add_customer_message", "write_note"])
def test_nothing_written_is_refused_at_the_field(cast, client_of, case, verb):
    response = post(client_of(cast.lin), verb, case, text=" \n ", channel="hall")
    assert response.status_code == 422
    assert 'class="field-error"' in response.content.decode()


def test_too_long_a_text_is_refused_and_kept(cast, client_of, case):
    response = post(client_of(cast.lin), "write_note", case, text="长" * 200_001)
    assert response.status_code == 422
    assert "长" * 200_001 in response.content.decode()
    assert case.messages.count() == 1


def test_a_review_is_a_part_for_the_page_and_the_page_without_script(cast, client_of, case):
    client = client_of(cast.lin)
    part = client.post(reverse("review_draft", args=[case.number]), {"text": "我们会尽快处理。"}, headers={"HX-Request": "true"})
    html = part.content.decode()
    assert "<html" not in html
    assert 'data-start="3" data-end="5"' in html
    whole = post(client, "review_draft", case, text="我们会尽快处理。")
    assert whole.status_code == 200
    assert whole.context["draft"].findings
    assert not whole.context["refusal"]


def test_places_count_line_ends_as_one_character(cast, client_of, case):
    draft = post(client_of(cast.lin), "review_draft", case, text="您好\r\n我们会尽快处理。").context["draft"]
    vague = next(finding for finding in draft.findings if finding.words == "尽快")
    assert (vague.start, vague.end) == (6, 8)


def test_a_review_writes_nothing(cast, client_of, case):
    before = Message.objects.count()
    post(client_of(cast.lin), "review_draft", case, text=STOPPED)
    assert Message.objects.count() == before


def test_a_review_costs_the_same_with_one_message_and_with_thirty(cast, client_of, case):
    client = client_of(cast.lin)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.post(reverse("review_draft", args=[case.number]), {"text": GOOD}, headers={"HX-Request": "true"})
        return len(captured)

    few = queries()
    for _ in range(15):
        make.message(case, at=timezone.now())
        make.reply(case, at=timezone.now())
    assert queries() == few


def test_the_button_says_what_sending_does(cast, client_of, case):
    client = client_of(cast.lin)
    client.cookies["django_language"] = "en"

    def button(text):
        return post(client, "review_draft", case, text=text).context["button"]

    assert button("") == "Send"
    assert button(GOOD).startswith("Send and promise ")
    assert button(GOOD).endswith(" 15:00")
    assert button(STOPPED).startswith("Cannot be sent: ")


def test_the_customers_words_are_recorded_with_place_and_time(cast, client_of, case):
    said = timezone.localtime(timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    post(client_of(cast.lin), "add_customer_message", case, text="我又打来了", channel="hotline", said_at=said)
    message = case.messages.last()
    assert (message.kind, message.channel) == ("customer", "hotline")
    assert timezone.localtime(message.said_at).strftime("%Y-%m-%dT%H:%M") == said


def test_words_of_the_future_are_refused(cast, client_of, case):
    response = post(
        client_of(cast.lin), "add_customer_message", case, text="明年的话", channel="hall", said_at="2099-01-01T10:00"
    )
    assert response.status_code == 422
    assert "明年的话" in response.content.decode()


def test_a_note_is_for_staff_and_changes_no_reading(cast, client_of, case):
    revision = case.revision
    post(client_of(cast.wu), "write_note", case, text="质检备注")
    case.refresh_from_db()
    assert case.messages.last().kind == MessageKind.NOTE
    assert case.revision == revision


def test_text_of_bytes_and_signs_does_no_harm(cast, client_of, case):
    post(client_of(cast.lin), "write_note", case, text="a\x00b\u202e\ud83d".encode("utf-8", "replace").decode())
    assert case.messages.last().text.startswith("ab")


@pytest.mark.parametrize("verb", ["send_reply", "review_draft", "add_customer_message", "write_note"])
def test_another_branch_finds_nothing_to_answer(cast, client_of, case, verb):
    assert post(client_of(cast.zhao), verb, case, text="x", channel="hall").status_code == 404


@pytest.mark.parametrize("verb", ["send_reply", "review_draft", "add_customer_message"])
def test_an_inspector_may_not_answer(cast, client_of, case, verb):
    assert post(client_of(cast.wu), verb, case, text="x", channel="hall").status_code == 403


@pytest.mark.parametrize("verb", ["send_reply", "review_draft", "add_customer_message", "write_note"])
def test_words_are_never_added_by_looking(cast, client_of, case, verb):
    assert client_of(cast.lin).get(reverse(verb, args=[case.number])).status_code == 405


OFFER = "多扣了钱，换谁都会着急，给您添麻烦了。"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_budget_that_is_too_short_is_told_while_drafting_as_it_is_refused(cast, client_of, case, language):
    client = client_of(cast.lin)
    client.cookies["django_language"] = language
    source = granted.budget(30)
    rows = [granted.option(case, amount, of=source, wording=f"{amount}元退回您账户。") for amount in (20, 15)]
    ids = [row.pk for row in rows]
    alone = post(client, "review_draft", case, text=f"{OFFER}{rows[0].wording}", offers=ids[:1]).context["draft"]
    assert not [finding for finding in alone.findings if str(source) in finding.why]
    text = OFFER + rows[0].wording + rows[1].wording
    draft = post(client, "review_draft", case, text=text, offers=ids).context["draft"]
    (told,) = [finding.why for finding in draft.findings if str(source) in finding.why]
    assert draft.verdict == "stop"
    assert draft.button.endswith(told)
    refused = post(client, "send_reply", case, text=text, offers=ids)
    assert refused.status_code == 422
    assert told in refused.context["refusal"]
    assert not Option.objects.exclude(state="deck").exists()


def test_money_in_free_words_and_pieces_are_weighed_while_drafting_too(cast, client_of, case):
    client, source = client_of(cast.lin), granted.budget(30)
    granted.remedy("credit", budget=source)
    draft = post(client, "review_draft", case, text=f"{OFFER}我再补偿您50元话费。").context["draft"]
    assert [finding for finding in draft.findings if str(source) in finding.why]
    gone = granted.remedy("gift", stock=0)
    row = granted.option(case, 0, kind="gift", remedy=gone, wording="送您一份小礼物。")
    text = f"{OFFER}送您一份小礼物。"
    draft = post(client, "review_draft", case, text=text, offers=[row.pk]).context["draft"]
    refused = post(client, "send_reply", case, text=text, offers=[row.pk])
    assert [finding.why for finding in draft.findings if finding.why in refused.context["refusal"]]


def test_what_is_set_apart_already_is_not_counted_twice(cast, client_of, case):
    row = granted.approved(granted.option(case, 500, of=granted.budget(500), wording="500元退回您账户。"), cast.lin, cast.chen)
    draft = post(client_of(cast.lin), "review_draft", case, text=f"{OFFER}{row.wording}", offers=[row.pk]).context["draft"]
    assert draft.verdict != "stop"


def test_a_sum_up_of_what_is_agreed_promises_nothing_anew(cast, client_of, case):
    client, now = client_of(cast.lin), timezone.now()
    (row,) = present_options(case, [granted.option(case, 35)], message=make.reply(case, at=now), actor=cast.lin, at=now)
    due = timezone.localtime(now + timedelta(days=1)).replace(hour=15, minute=0, second=0, microsecond=0)
    owed = Owed(row.pk, "35元退回话费账户", cast.lin, due, row.amount)
    confirm_agreement(case, options=[row.pk], obligations=[owed], said=Said(words="好的。"), actor=cast.lin, at=now)
    page = client.get(reverse("case", args=[case.number]))
    sum_up = page.context["resolution"]["agreement"].said
    assert "15" in sum_up
    response = post(client, "review_draft", case, text=sum_up)
    assert response.context["draft"].promises == []
    assert response.context["button"] == "发送"
    more = post(client, "review_draft", case, text=f"{sum_up}后天上午十点前我再给您回电话。")
    assert len(more.context["draft"].promises) == 1
    assert "承诺" in more.context["button"]
