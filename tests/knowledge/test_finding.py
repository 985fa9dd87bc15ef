"""Rules of law are found by what people type and what a case says."""

from __future__ import annotations

import tomllib

import pytest

from dingxin.accounts.models import Industry
from dingxin.desk.labels import DEMANDS
from dingxin.knowledge.finding import DATA, MOST_LIKELY, Told, finds, likely, topics, trades_of
from dingxin.knowledge.law import rules
from dingxin.resolution.queries.stand import law_for_grounds


def test_the_data_names_only_what_there_is():
    data = tomllib.loads(DATA.read_text("utf-8"))
    assert set(data["signs"]) | set(data["industries"]) <= set(rules())
    assert {rule.topic for rule in law_for_grounds()} == set(topics())
    assert {kind for topic in topics().values() for kind in topic.demands} <= set(DEMANDS)
    assert {trade for rule in rules().values() for trade in trades_of(rule)} <= set(Industry.values)
    assert all(sign == sign.casefold() for topic in topics().values() for sign in topic.signs)


@pytest.mark.parametrize(("query", "rule"), [("55", "L01-01"), ("消保法", "L01-01"), ("l04-03", "L04-03"), ("", "L24-01")])
def test_articles_are_found_by_digits_and_statutes_by_short_names(query, rule):
    assert finds(rules()[rule], query)
    assert not finds(rules()[rule], f"{query} 飞碟")


def test_a_rule_of_another_trade_is_never_likely():
    told = Told("差评被人打电话要求删评", "telecom")
    assert all(not trades_of(rule) for rule in likely(rules().values(), told))
    assert likely(rules().values(), told._replace(industry="webshop"))[0].id in {"L24-02", "L24-03"}
    assert likely(rules().values(), Told("", "telecom")) == []
    everything = " ".join(tomllib.loads(DATA.read_text("utf-8"))["signs"]["L01-01"]) + "道歉清单误工精神损失员工拖承诺"
    assert len(likely(rules().values(), Told(everything, "telecom"))) == MOST_LIKELY
