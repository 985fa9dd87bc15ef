import pytest

from dingxin.engine.components.feeling import graded
from reading import evidence_of, read, said

CUTS = (0.5, 0.5, 0.4, 0.3, 0.1)


@pytest.mark.parametrize(
    ("chance", "standing", "level"),
    [
        ((0.1, 0.1, 0.0), 0, 0),
        ((0.9, 0.2, 0.0), 0, 1),
        ((0.9, 0.8, 0.1), 1, 2),
        ((0.9, 0.8, 0.6), 0, 3),
        ((0.4, 0.1, 0.0), 2, 2),
        ((0.2, 0.1, 0.0), 2, 0),
        ((0.8, 0.7, 0.2), 3, 3),
        ((0.8, 0.7, 0.05), 3, 2),
    ],
)
def test_a_grade_rises_at_once_and_falls_only_when_it_is_over(chance, standing, level):
    assert graded(chance, standing, CUTS) == level


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("请问退货需要带发票吗？", "none"),
        ("你们的服务真是越来越差，排队排了半天。", "grumble"),
        ("为什么又多扣我三十块？请给我一个解释！", "complaint"),
        ("再不退钱我就去12315投诉，还要找媒体曝光你们！", "serious"),
    ],
)
def test_the_grade_of_a_first_message(text, grade):
    assert said(text).grade == grade


def test_a_grade_stands_while_the_customer_only_answers():
    turns = read("又断网了！到底什么时候修？我都报修三次了！", "> 您好，请提供您的宽带账号。", "账号我私信给你了。").turns
    assert (turns[0].grade, turns[2].grade) == ("complaint", "complaint")


def test_a_grade_falls_when_the_customer_is_content():
    turns = read("快递三天了还没送到，怎么回事？！", "> 已为您加急，今天送达。", "已经收到了，谢谢，很满意！").turns
    assert turns[2].grade == "none"


def test_a_rising_grade_names_the_words_that_raised_it():
    text = "再不处理我就打12315！"
    [first, *_] = evidence_of(said(text), "grade")
    assert text[first.start : first.end] in text
    assert "严重投诉" in first.why


def test_the_reading_carries_the_highest_grade():
    assert read("怎么又扣费？给我退了！", "> 已退。", "好的谢谢，解决了。").grade == "complaint"
