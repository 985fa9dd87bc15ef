"""The words a house begins with leave no finding, are read as what they are, and name a time that becomes a promise."""

from __future__ import annotations

from datetime import timedelta

import pytest

import make
from dingxin.cases.readings import engine_for
from dingxin.engine.model import Conversation, Policy, Turn
from dingxin.recovery.data import plans
from dingxin.recovery.models import PlanPart
from dingxin.recovery.wording import told_time, words_of

FIRST = {"zh": "这件事怎么办？", "en": "What about this?"}
TRADES = [(row, industry) for row in plans() for industry in row["industries"]]


def parts_of(row) -> dict[str, PlanPart]:
    return {name: PlanPart(part=name, **fields) for name, fields in row["parts"].items()}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("row", "industry"), TRADES, ids=lambda value: value if isinstance(value, str) else value["code"])
def test_a_whole_reply_by_a_plan_leaves_no_finding(row, industry, language):
    due = make.AT + timedelta(days=1, hours=5)
    text = words_of(parts_of(row), due=due, language=language)
    asked = Conversation(turns=(Turn("customer", FIRST[language]),), language=language, industry=industry)
    review = engine_for(industry, language).review(asked, Turn("agent", text, make.AT), Policy(industry=industry))
    assert [(fault.rule, text[fault.start : fault.end]) for fault in review.faults] == []
    assert review.verdict == "send"
    if language == "zh":
        assert [promise.due for promise in review.promises] == [due]
    assert told_time(due, language) in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("row", plans(), ids=lambda row: row["code"])
def test_apology_and_empathy_are_heard_as_such(row, language):
    parts = parts_of(row)
    for name, act in (("apology", "apology"), ("empathy", "empathy")):
        said = Conversation(turns=(Turn("agent", parts[name].said(language)),), language=language)
        assert act in engine_for().read(said).turns[0].acts
