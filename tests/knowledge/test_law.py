"""What the house knows of the law: complete records, in both languages, honest about what was read."""

from __future__ import annotations

import tomllib

import pytest
from django.utils.translation import override

from dingxin.knowledge.law import DATA, Rule, rules, rules_about

TOPICS = {1, 2, 3, 4, 5, 7, 10, 11, 19, 24}
EMPTY_WHERE_NEW = {"replaced"}


@pytest.mark.parametrize("row", tomllib.loads(DATA.read_text("utf-8"))["rule"], ids=lambda row: row["id"])
def test_every_record_has_all_its_fields(row):
    assert set(row) == set(Rule._fields)
    assert [name for name in row if row[name] == "" and name not in EMPTY_WHERE_NEW] == []
    assert isinstance(row["verified"], bool)
    assert row["id"].startswith(f"L{row['topic']:02d}-")


def test_no_record_hides_another():
    assert len(rules()) == len(tomllib.loads(DATA.read_text("utf-8"))["rule"])


def test_the_topics_of_judgements_are_covered():
    assert {rule.topic for rule in rules().values()} >= TOPICS
    assert {rule.topic for rule in rules_about(1, 19)} == {1, 19}


def test_what_was_not_read_in_the_text_says_so():
    assert {rule.id for rule in rules().values() if not rule.verified} == {"L10-04", "L19-08", "L25-05"}


def test_a_rule_speaks_the_language_of_the_page():
    rule = rules()["L01-01"]
    with override("zh-hans"):
        chinese = rule.words
    with override("en"):
        english = rule.words
    assert (chinese, english) == (rule.title, rule.title_en)
    assert rule.source.endswith(rule.article)
