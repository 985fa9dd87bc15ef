"""The panel beside the conversation: the reading, the facts and the history, each resting on words."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

import make
from dingxin.audit.carried import PAYLOADS
from dingxin.audit.kinds import Kind
from dingxin.audit.models import Event
from dingxin.audit.sentences import SENTENCES
from dingxin.cases import actions
from dingxin.desk.times import when_words
from dingxin.desk.views.case_conversation import is_wide
from dingxin.desk.views.case_history import lines_of
from dingxin.engine.model import FACT_KINDS

TOLD = "上个月十五号在城东营业厅，你们多扣了我三十五块信息费。已经打了三次电话都没人管，再不退钱我就去12315投诉！"


@pytest.fixture
def case(cast):
    return make.case(cast.lin, text=TOLD)


def context(client, case):
    return client.get(reverse("case", args=[case.number])).context


def test_the_checklist_has_all_six_questions_with_what_is_there_or_what_to_ask(cast, client_of, case):
    lines = context(client_of(cast.lin), case)["panel"].checklist
    assert [line.kind for line in lines] == list(FACT_KINDS)
    there = {line.kind: line.there for line in lines}
    assert there["when"]
    assert any("三十五块" in words for words in there["what"])
    assert all(not (line.there and line.question) for line in lines)


def test_every_finding_of_the_panel_quotes_its_message(cast, client_of, case):
    panel = context(client_of(cast.lin), case)["panel"]
    (message,) = case.messages.all()
    found = [*panel.demands, *panel.risks]
    assert found
    for quote in (quote for item in found for quote in item.quotes):
        assert quote.message == message.pk
        assert quote.words in TOLD


def test_the_curve_has_one_point_for_each_turn_of_the_customer(cast, client_of, case):
    make.reply(case)
    make.note(case)
    make.message(case)
    client = client_of(cast.lin)
    curve = context(client, case)["panel"].curve
    assert [point["turn"] for point in curve] == [1, 2]
    assert all(point["emotion"] in range(4) for point in curve)


def test_a_struck_fact_is_neither_marked_nor_counted(cast, client_of, case):
    fact = case.facts.filter(text__contains="三十五").first()
    actions.reject_fact(fact, actor=cast.lin, at=make.AT)
    seen = context(client_of(cast.lin), case)
    assert not any("三十五" in words for line in seen["panel"].checklist for words in line.there)
    assert [line.state for line in seen["facts"] if line.pk == fact.pk] == ["rejected"]


def test_the_share_of_talk_is_the_customers(cast, client_of, case):
    assert context(client_of(cast.lin), case)["panel"].talk_share == 100
    make.reply(case, text="好" * len(TOLD))
    assert context(client_of(cast.lin), case)["panel"].talk_share == 50


def test_the_rail_has_one_current_step_and_shares_between_nothing_and_all(cast, client_of, case):
    rail = context(client_of(cast.lin), case)["rail"]
    assert len(rail.segments) == 6
    assert [segment.current for segment in rail.segments].count(True) == 1
    assert all(0 <= segment.percent <= 100 for segment in rail.segments)
    assert rail.next
    assert rail.why


OF_THE_HOUSE = ("staff", "branch", "team", "category", "token", "calendar")


def test_the_opening_is_offered_before_the_first_reply_only(cast, client_of, case):
    client = client_of(cast.lin)
    assert context(client, case)["opening"]
    make.reply(case)
    assert not context(client, case)["opening"]


def test_a_closed_case_asks_for_nothing_next(cast, client_of):
    client = client_of(cast.lin)
    assert 'class="next"' in client.get(reverse("case", args=[make.case(cast.lin).number])).content.decode()
    assert 'class="next"' not in client.get(reverse("case", args=[make.closed_case(cast.lin).number])).content.decode()


def test_what_concerns_nearly_the_whole_text_is_said_beside_it_and_not_underlined():
    assert is_wide(0, 20, 20)
    assert is_wide(1, 20, 20)
    assert not is_wide(0, 10, 20)
    assert not is_wide(0, 4, 4)


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.startswith(OF_THE_HOUSE)])
def test_each_kind_of_event_reads_as_a_whole_sentence(cast, case, kind):
    before, after = ("open", "resolved") if kind is Kind.CASE_RESOLVED else ("none", "serious")
    samples = {
        "before": before, "after": after, "reason": "content", "cause": "person",
        "due_before": "2025-06-11T15:00:00+08:00", "due_after": "2025-06-12T15:00:00+08:00",
        "to": cast.lin.pk, "other": case.pk, "content": True, "channel": "hall",
    }  # fmt: skip
    event = Event(
        kind=kind, actor=cast.lin, at=make.AT, data={key: samples.get(key, 1) for key in PAYLOADS[kind].__annotations__}
    )
    with translation.override("en"):
        (line,) = lines_of([event])
        assert line.sentence.split()
        assert "%(" not in line.sentence
        assert str(cast.lin) in line.sentence or "%(actor)" not in str(SENTENCES[kind])


def test_times_are_said_in_the_words_of_the_page():
    with translation.override("en"):
        assert when_words("2025-06-11") == "2025-06-11"
        assert when_words("2025-06-11T15:00:00+08:00") == "2025-06-11 15:00"
        assert when_words("2025-06-01/2025-06-30") == "2025-06-01 to 2025-06-30"
        assert when_words("P3D") == "3 days"
        assert when_words("P1DT2H") == "1 day 2 hours"
        assert when_words("2025-06") == "2025-06"
    for nonsense in ("", "P", "/", "2025-99-99", "P9999999999999Y"):
        assert isinstance(when_words(nonsense), str)
