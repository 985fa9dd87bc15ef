import pytest

from reading import evidence_of, said


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("请问营业厅周末几点开门？", {0}),
        ("好的，收到退款了，谢谢。", {0}),
        ("等了一个小时还没轮到我，真是无语。", {1}),
        ("等了一下午没一个人理我，你们就是这么糊弄人的？太过分了！！", {2}),
        ("他妈的，你们这群王八蛋，去死吧！", {3}),
    ],
)
def test_the_level_follows_the_tone(text, levels):
    assert said(text).emotion in levels


def test_the_level_names_its_words_and_reads_as_a_reason():
    text = "太坑人了！又乱扣我二十块！！"
    turn = said(text)
    [first, *_] = evidence_of(turn, "emotion")
    words = text[first.start : first.end]
    assert words
    assert words in first.why
    assert first.why.endswith("。")


def test_a_calm_turn_has_no_evidence_of_emotion():
    assert not evidence_of(said("请问怎么办理停机？"), "emotion")


def test_a_formal_letter_that_names_a_regulator_is_calm():
    assert said("如未在七日内答复，本人将向通信管理局提出申诉。").emotion <= 1


@pytest.mark.parametrize("words", ["快递丢了，气死我了！", "修了三回还坏，忍无可忍。"])
def test_what_nobody_says_calmly_is_strong(words):
    assert said(words).emotion >= 2


def test_a_word_of_fury_denied_is_none():
    assert said("修好了就行，我这人气不死的。").emotion < 2
