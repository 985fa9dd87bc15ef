import pytest

from dingxin.engine.model import Policy, Turn
from drafts import conversation, engine, records, review, scenes

SETS = ("", "fresh_", "later_", "last_", "end_")
BAD = [record for name in SETS for record in records(f"{name}bad")]
GOOD = [record for name in SETS for record in records(f"{name}good")]
RARE = {"abuse", "ignore"}


@pytest.fixture(scope="module")
def reviewed():
    return [(record, review(record)) for record in BAD]


def test_bad_drafts_are_caught(reviewed):
    missed = [record["d"] for record, found in reviewed if found.verdict == "send"]
    assert len(missed) <= 0.05 * len(BAD), missed


def test_good_drafts_pass():
    held = [record["d"] for record in GOOD if review(record).verdict != "send"]
    assert len(held) <= 0.03 * len(GOOD), held


def test_the_fault_found_is_the_one_that_is_there(reviewed):
    named = [
        any(record["r"] in (fault.rule, fault.kind) for fault in found.faults)
        for record, found in reviewed
        if record["r"] not in RARE
    ]
    assert sum(named) >= 0.8 * len(named)


def test_the_rewritten_draft_has_no_fault_that_the_draft_had(reviewed):
    for record, found in reviewed:
        had = {fault.kind for fault in found.faults}
        left = {fault.kind for fault in review({**record, "d": found.suggested}).faults}
        assert not had & left, (record["d"], found.suggested, had & left)


def test_every_finding_points_at_words_and_gives_a_reason(reviewed):
    for record, found in reviewed:
        for fault in found.faults:
            assert 0 <= fault.start < fault.end <= len(record["d"])
            assert fault.why
            assert fault.principle
            assert fault.rule.startswith("C")


def test_a_good_draft_is_left_as_it_is():
    record = GOOD[0]
    assert review(record).suggested == record["d"]


@pytest.mark.parametrize(
    "words",
    [
        "对不起，我现在就赔您800元。", "你有病吧。", "隔壁住的是陈先生，他的手机号是19900005678。", "我这就给您免单。",
    ],
)  # fmt: skip
def test_what_must_not_leave_is_stopped(words):
    assert engine().review(scenes()["h5"], words, Policy(authority_cny=100)).verdict == "stop"


def test_an_approved_amount_may_leave():
    words = "很抱歉让您没睡好，经核实已减免，我现在就退您300元，十分钟内到账。"
    assert engine().review(scenes()["h5"], words, Policy(authority_cny=100)).verdict == "stop"
    assert engine().review(scenes()["h5"], words, Policy(authority_cny=100, approved_cny=300)).verdict == "send"


def test_what_is_missing_names_this_customers_trouble():
    found = engine().review(scenes()["p1"], "请提供发票。", Policy())
    suggestion = next(item.suggestion for item in found.missing if item.act == "empathy")
    assert "屏幕" in suggestion
    assert "屏幕" in found.suggested


def test_a_draft_may_be_text_or_a_turn_and_the_conversation_empty():
    assert engine().review(conversation(), "", Policy()).verdict == "send"
    assert engine().review(conversation(), Turn("agent", "您必须来。"), Policy()).verdict == "improve"


def test_the_customers_own_number_is_not_given_away():
    asked = conversation(("c", "我的手机号是19900001234，快回电话，我等了三天了！"))
    words = "让您等了三天，很抱歉，我十分钟内打19900001234给您。"
    assert engine().review(asked, words, Policy()).verdict == "send"
    assert "privacy" in {fault.kind for fault in engine().review(conversation(("c", "快递员呢？")), words, Policy()).faults}


def test_the_same_draft_gets_the_same_review():
    assert review(BAD[3]) == review(BAD[3])


@pytest.mark.parametrize("draft", ["可以，进门左手边有充电桌，免费。", "前台有转换头，免费借用，退房时放回桌上就行。"])
def test_a_plain_question_answered_owes_no_feeling_and_no_next_step(draft):
    found = engine().review(conversation(("c", "请问可以在你们店里给手机充电吗？")), draft)
    assert {fault.kind for fault in found.faults} & {"cold_solution", "no_next"} == set()
    assert found.missing == ()


def test_a_question_that_names_a_trouble_is_no_plain_one():
    found = engine().review(conversation(("c", "怎么又扣了我三十五块？到底退不退？气死我了！")), "系统自动扣的。")
    assert found.faults
