"""Patterns and likeness judge a draft together: what is only likely warns, what is doubtful gives way, what insults stays."""

import pytest

from dingxin.engine.components.clauses import Judged, clauses
from dingxin.engine.components.faults import FaultRules, Situation
from dingxin.engine.components.normalise import normalise
from dingxin.playbook import load_book

OPEN = Situation(open=True, emotion=2, latest=2)


class Stub:
    """A judge who finds every clause good, or every clause of one kind of fault."""

    def __init__(self, kind="", whole=""):
        self.kind, self.whole = kind, whole

    def judge(self, text, _emotion):
        spans = clauses(text)
        return Judged(spans, [self.kind] * len(spans), [not self.kind] * len(spans), self.whole)


def found(text, judge=None, situation=OPEN):
    rules = FaultRules(load_book("zh", learned=False))
    vars(rules)["_clauses"] = judge
    normal = normalise(text)
    return {(fault.kind, fault.weight) for fault in rules.judge(rules.hear(normal.text), situation, normal)}


def test_what_is_only_likely_warns_and_stops_nobody():
    text = "箱子我已经放好，钥匙也在里面，今天18点前给您送到。"
    assert found(text) == set()
    assert found(text, Stub("privacy")) == {("privacy", "warn")}


def test_a_doubtful_pattern_gives_way_to_good_words_around_it_and_an_insult_does_not():
    refusal = "让您久等了，抱歉。这个退不了，今天18点前给您回电。"
    assert ("bare_no", "warn") in found(refusal)
    assert ("bare_no", "warn") not in found(refusal, Stub())
    insult = "让您久等了，抱歉。您这就是胡搅蛮缠，今天18点前给您回电。"
    assert {kind for kind, _ in found(insult)} & {kind for kind, _ in found(insult, Stub())} >= {"provocative"}


def test_too_few_clauses_doubt_nothing():
    assert ("bare_no", "warn") in found("抱歉，这个退不了。", Stub())


def test_a_draft_cold_as_a_whole_is_so_only_where_a_feeling_waits():
    text = "单子已经建好了，排在第三位，会按先后处理，上门以前会有短信通知您。"
    cold = Stub(whole="cold_solution")
    assert ("cold_solution", "warn") in found(text, cold)
    assert found(text, cold, Situation(open=False)) == set()
    assert ("cold_solution", "warn") not in found("让您久等了，抱歉。" + text, cold)
    assert ("cold_solution", "warn") not in found("单子建好了，排在第三位，今天18点前到。", cold)


def test_a_draft_about_another_matter_is_one_only_where_it_takes_up_nothing_of_the_customers():
    text, other = "您好，换电池的价格是199元，支持多种支付方式。", Stub(whole="ignore")
    asked = Situation(open=True, said="屏幕为什么一直闪？")
    assert ("ignore", "warn") in found(text, other, asked)
    assert ("ignore", "warn") not in found(text, other, Situation(open=True, said="换电池多少钱？"))
    assert ("ignore", "warn") in found(text, other, Situation(open=True, said="我问的不是换电池，是屏幕。"))
    assert ("ignore", "warn") not in found(text, other, Situation(open=True, said="换屏幕的事谢谢了", content=True))
    assert ("ignore", "warn") not in found("让您费心了，抱歉。" + text, other, asked)
    assert ("ignore", "warn") not in found(text, other)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("光衰就是光信号在路上变弱，师傅明天9点上门。", ""), ("我查一下光衰，今天18点前给您回电。", "光衰是多少？"),
        ("带SGS检测，也就是第三方机构测过的，今天发出。", ""),
    ],
)  # fmt: skip
def test_a_word_that_is_explained_or_was_the_customers_is_no_jargon(text, said):
    rules = FaultRules(load_book("zh", "telecom", learned=False))
    normal, situation = normalise(text), Situation(open=True, words=rules.jargon.used(said))
    assert "jargon" not in {fault.kind for fault in rules.judge(rules.hear(normal.text), situation, normal)}


@pytest.mark.parametrize("text", ["SGS即将发来，今天18点前给您。", "您家光衰大，师傅明天9点上门。"])
def test_a_word_that_is_neither_is_jargon(text):
    rules = FaultRules(load_book("zh", "telecom", learned=False))
    normal = normalise(text)
    assert "jargon" in {fault.kind for fault in rules.judge(rules.hear(normal.text), OPEN, normal)}


@pytest.mark.parametrize(
    "text",
    [
        "学生证能减三百，笔要另买，您看要配吗？",
        "有毛病我帮您免费换新，今天就寄。",
        "您来办什么？我先告诉您带什么东西，省得白跑。",
        "两次停机都触发了防诈骗保护，我现在解除。",
    ],
)
def test_what_only_sounds_like_an_insult_does_not_stop_a_reply(text):
    assert "abuse" not in {kind for kind, _ in found(text)}
