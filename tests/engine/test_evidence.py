import pytest

from dingxin.engine.components.evidence import LONG
from reading import said


def reasons(text: str, of: str) -> list[str]:
    """Give the words named for a finding."""
    return [text[item.start : item.end] for item in said(text).evidence if item.of == of]


@pytest.mark.parametrize(
    ("text", "of", "words"),
    [
        ("上周五查账单才看到的，后面那么多人看着，今天不退钱我就不走！", "grade", "今天不退钱我就不走"),
        ("打开相机就黑屏,照片居然不见了…", "emotion", "照片居然不见了"),
        ("坏了...不过郁闷的是,遥控器也坏了", "emotion", "不过郁闷的是"),
    ],
)
def test_a_reason_is_a_clause_and_never_reaches_across_a_stop(text, of, words):
    assert words in reasons(text, of)


def test_a_handle_is_no_reason():
    assert all("@" not in words for words in reasons("@某某通信客服 的服务也是醉了，气死我了@某某通信", "emotion"))


def test_of_a_long_clause_only_the_weightiest_stretch_is_named():
    found = reasons("这个月的账单里莫名其妙地多出来一笔我从来没有听说过也没有订过的信息费实在是让人非常生气非常失望", "grade")
    assert found
    assert all(len(words) <= LONG for words in found)
