import numpy as np
import pytest

from dingxin.engine.components.evidence import LONG, heaviest
from dingxin.engine.components.normalise import normalise
from dingxin.engine.doc import Utterance
from dingxin.engine.model import Turn
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


class Scales:
    """Weighs every character alike, and lets the clause at one place speak up."""

    def __init__(self, loud):
        self.loud = loud

    def weigh(self, _label, _hits, length):
        return np.full(length, 0.1)

    def by_clause(self, _label, places):
        return 1.0, np.array([5.0 * (place == self.loud) for place in places])


def test_what_a_clause_says_counts_beside_the_weight_of_its_words():
    text = "等了整整一个星期没有人理，退钱给我，谢谢"
    here = Utterance(0, Turn("customer", text), normalise(text), {}, weigher=Scales(loud=-1))
    assert [text[start:end] for start, end in heaviest(here, "demand:refund")] == ["等了整整一个星期没有人理"]
    here.weigher = Scales(loud=text.index("退"))
    assert [text[start:end] for start, end in heaviest(here, "demand:refund")] == ["退钱给我"]
