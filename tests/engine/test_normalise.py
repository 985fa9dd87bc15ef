import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.engine.components.normalise import normalise


def test_plain_text_is_passed_on_without_a_map():
    text = "您好，我的宽带坏了😡！Call me at 9:30?"
    normal = normalise(text)
    assert normal.text is text
    assert normal.origin is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("１２３ＡＢｃ＠", "123ABc@"),
        ("我要投訴，電話費亂扣", "我要投诉，电话费乱扣"),
        ("這個後臺裡麵著火了麼", "这个后台里面着火了么"),
        ("投 诉 你 们", "投诉你们"),
        ("投　訴", "投诉"),
        ("我要投 诉", "我要投诉"),
        ("态 度 很差", "态度很差"),
        ("您好 请问在吗", "您好 请问在吗"),
        ("投\u200b诉\ufeff你\u202e们", "投诉你们"),
        ("「退款」", "“退款”"),
        ("1️⃣3", "13"),
        ("𝟏𝟑𝟖", "138"),
        ("二〇二五年", "二零二五年"),
    ],
)
def test_one_form_for_many_ways_of_writing(raw, text):
    assert normalise(raw).text == text


def test_spans_lead_back_to_the_words_as_given():
    raw = "我要投 訴\u200b，他"
    normal = normalise(raw)
    start = normal.text.index("投诉")
    assert normal.words(start, start + 2) == "投 訴"
    assert normal.span(0, 0) == (0, 0)


def test_an_empty_text_stays_empty():
    assert normalise("").text == ""
    assert normalise("\u200b").text == ""


@given(st.text(alphabet=st.characters() | st.sampled_from("投訴 诉\u200b　１a，")))
def test_every_character_knows_where_it_came_from(raw):
    normal = normalise(raw)
    assert normalise(normal.text).text == normal.text or " " in raw or "　" in raw
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert 0 <= start < end <= len(raw)
    if normal.origin is not None:
        assert list(normal.origin) == sorted(set(normal.origin))


@pytest.mark.parametrize("char", ["1", "投", "訴", " ", "\u200b", "投 ", "a ", "訴\u200b"])
def test_a_million_characters_take_linear_time(char):
    raw = char * (200_000 // len(char))
    normal = normalise(raw)
    assert normal.origin is None or len(normal.origin) == len(normal.text) <= len(raw)
