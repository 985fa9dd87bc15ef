"""The case page: what it shows, to whom, and at what cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import make
from dingxin.audit.models import Event
from dingxin.cases import actions
from dingxin.cases.models import Case, Message, MessageKind
from dingxin.desk.views.case_conversation import MOST, PAGE


def address(case, **query):
    return reverse("case", args=[case.number], query=query or None)


def page(client, case, **query):
    response = client.get(address(case, **query))
    assert response.status_code == 200
    return response


def queries(client, case, **more):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(case), **more).status_code == 200
    return len(captured)


def test_a_stranger_signs_in_first_and_comes_back(cast, client):
    case = make.case(cast.lin)
    assert client.get(address(case))["Location"] == f"/accounts/login/?next=/cases/{case.number}/"


def test_the_page_shows_the_words_the_people_and_the_six_steps(cast, client_of):
    case = make.case(cast.lin)
    make.reply(case)
    make.note(case, text="账务组在查。")
    html = page(client_of(cast.lin), case).content.decode()
    assert "账务组在查。" in html
    assert html.count('class="step') >= 6
    assert 'id="curve-table"' in html
    assert f'href="{reverse("customer", args=[case.customer_id])}"' in html


def test_evidence_is_marked_and_its_reason_reaches_the_keyboard(cast, client_of):
    html = page(client_of(cast.lin), make.case(cast.lin)).content.decode()
    mark = html.split('<mark class="ev', 1)[1]
    assert 'tabindex="0"' in mark[:200]
    described = mark.split('aria-describedby="', 1)[1].split('"', 1)[0]
    assert f'role="tooltip" id="{described}"' in html


def test_what_people_type_is_never_markup(cast, client_of):
    who = make.customer(cast.lin, name="<b>张</b>")
    case = make.case(cast.lin, of=who, text="<script>alert(1)</script>多扣了三十五块\u202e反的", title="<i>题</i>")
    make.note(case, text="<img src=x onerror=alert(1)>")
    html = page(client_of(cast.lin), case).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>张" not in html
    assert "<i>题" not in html
    assert "\u202e" not in html
    assert "⟦RLO⟧" in html


def test_looking_writes_nothing(cast, client_of):
    case = make.case(cast.lin)
    before = Event.objects.count(), Case.objects.values().get(pk=case.pk)
    client = client_of(cast.lin)
    page(client, case)
    client.get(address(case), headers={"HX-Request": "true"})
    assert (Event.objects.count(), Case.objects.values().get(pk=case.pk)) == before


def test_another_branch_finds_nothing(cast, client_of):
    assert client_of(cast.zhao).get(address(make.case(cast.lin))).status_code == 404


def test_an_inspector_reads_but_is_not_offered_to_answer(cast, client_of):
    html = page(client_of(cast.wu), make.case(cast.lin)).content.decode()
    assert 'value="send_reply"' not in html
    assert 'value="write_note"' in html


def test_the_cost_is_the_same_with_one_message_and_with_thirty(cast, client_of):
    case = make.case(cast.lin)
    make.reply(case)
    client = client_of(cast.lin)
    few = queries(client, case)
    for turn in range(14):
        make.message(case, text=f"第{turn}次问：多扣的{turn + 3}块什么时候退？")
        make.reply(case)
    many = queries(client, case)
    assert many == few
    assert many <= 40


def test_the_cost_does_not_grow_with_the_queue_or_the_history(cast, client_of):
    who = make.customer(cast.lin)
    case = make.case(cast.lin, of=who)
    actions.link_case(case, to=make.case(cast.lin, of=who), actor=cast.lin, at=make.AT)
    client = client_of(cast.lin)
    few = queries(client, case)
    for _ in range(6):
        other = make.case(cast.lin, of=who)
        make.reply(other)
        actions.link_case(case, to=other, actor=cast.lin, at=make.AT)
        make.case(cast.lin, of=who)
    assert queries(client, case) == few


def test_a_part_that_refreshes_itself_is_only_the_part(cast, client_of):
    response = client_of(cast.lin).get(address(make.case(cast.lin)), headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert 'id="composer"' not in html
    for part in ("case-head", "rail", "conversation", "reading", "facts", "history"):
        assert f'id="{part}" hx-swap-oob="true"' in html
    assert "HX-Request" in response["Vary"]


@pytest.fixture
def long_case(cast):
    case = make.case(cast.lin)
    Message.objects.bulk_create(
        Message(case=case, kind=MessageKind.NOTE, text=f"备注 {n}", at=make.AT, author=cast.lin, channel="hall")
        for n in range(PAGE + 40)
    )
    return case


def test_a_very_long_conversation_shows_its_end_and_leads_to_its_beginning(cast, client_of, long_case):
    client = client_of(cast.lin)
    last = page(client, long_case)
    assert len(last.context["shown"]) == PAGE
    assert "三十五块" not in last.content.decode().split('id="conversation"')[1].split('id="composer"')[0]
    first = page(client, long_case, before=last.context["earlier"])
    assert len(first.context["shown"]) == 41
    assert first.context["earlier"] is None


def test_nonsense_in_the_address_is_ignored(cast, client_of, long_case):
    client = client_of(cast.lin)
    for nonsense in ("x", "-1", "9" * 40, "٣", ""):
        assert page(client, long_case, before=nonsense, whole=nonsense, box=nonsense).status_code == 200


def test_a_very_long_message_is_folded_and_given_whole_when_asked(cast, client_of):
    case = make.case(cast.lin, text="长" * (MOST + 500) + "尾")
    client = client_of(cast.lin)
    folded = page(client, case)
    (message,) = folded.context["shown"]
    assert message.left == 501
    assert 'class="fold"' in folded.content.decode()
    (whole,) = page(client, case, whole=message.pk).context["shown"]
    assert whole.left == 0
    assert "".join(piece.text for piece in whole.head).endswith("尾")


def test_a_merged_case_points_to_where_it_goes_on_and_takes_nothing_more(cast, client_of):
    who = make.customer(cast.lin)
    gone, stays = make.case(cast.lin, of=who), make.case(cast.lin, of=who)
    actions.merge_case(gone, into=stays, actor=cast.lin, at=make.AT)
    client = client_of(cast.lin)
    html = page(client, gone).content.decode()
    assert f"/cases/{stays.number}/" in html
    assert "<textarea" not in html
    assert gone.number in page(client, stays).content.decode().split('id="conversation"')[1]


def test_the_queue_is_the_view_one_came_from(cast, client_of):
    first, second, third = (make.case(cast.lin) for _ in range(3))
    response = page(client_of(cast.lin), second, box="all")
    assert [case.pk for case in response.context["queue"]] == [first.pk, second.pk, third.pk]
    html = response.content.decode()
    assert f'href="{address(third)}?box=all" data-key="j"' in html
    assert f'href="{address(first)}?box=all" data-key="k"' in html


def test_reasons_speak_the_language_of_the_page(cast, client_of):
    case = make.case(cast.lin)
    client = client_of(cast.lin)
    chinese = [quote.why for quote in page(client, case).context["panel"].reasons]
    client.cookies["django_language"] = "en"
    english = [quote.why for quote in page(client, case).context["panel"].reasons]
    assert chinese
    assert all(any("一" <= char <= "鿿" for char in why) for why in chinese)
    assert english != chinese


def test_traditional_emoji_and_empty_words_are_shown(cast, client_of):
    case = make.case(cast.lin, text="這個月多收了😡三十五塊！！！👩‍👩‍👧")
    make.message(case, text="\u200b")
    assert "這個月多收了😡" in page(client_of(cast.lin), case).content.decode().replace("</mark>", "")
