import pytest

from dingxin.engine.components.evidence import clause_around


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("不是一个人的问题！要整个楼的人都换吗？", 3, 12, "不是一个人的问题"),
        ("坏了...不过郁闷的是,遥控器也坏了", 11, 14, "遥控器也坏了"),
        ("保存不了.有时候还重启", 5, 8, "有时候还重启"),
        ("好", 0, 1, "好"),
    ],
)
def test_evidence_is_a_clause_and_never_reaches_across_a_stop(text, start, end, words):
    left, right = clause_around(text, start, end)
    assert text[left:right] == words


def test_of_a_long_clause_only_the_neighbourhood_is_named():
    text = "这件事" * 40
    left, right = clause_around(text, 60, 64)
    assert left <= 60
    assert right >= 64
    assert right - left <= 24
