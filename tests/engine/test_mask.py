import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.engine.components.personal import PersonalFinder
from dingxin.engine.mask import mask
from dingxin.playbook import load_book

FINDER = PersonalFinder(load_book("zh").tables)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请打19900001234", "请打199****1234"),
        ("请打199-0000-1234", "请打199-****-1234"),
        ("请打１９９００００１２３４", "请打１９９****１２３４"),
        ("座机010-62340000", "座机010-****0000"),
        ("证件号11010519491231002X", "证件号110*************2X"),
        ("卡号4111 1111 1111 1111", "卡号**** **** **** 1111"),
        ("邮箱zs@example.com", "邮箱z***@example.com"),
        ("车牌京A12345", "车牌京A****5"),
        ("王先生和张小丽女士", "王**和张**女士"),
        ("Mr. Smith", "Mr. S****"),
        ("加微信abc_12345", "加微信ab***"),
        ("寄到北京市朝阳区平安路88号", "寄到北京市朝阳区****"),
        ("订单号19900001234，电话138****8000，共35元", "订单号19900001234，电话138****8000，共35元"),
    ],
)
def test_a_masked_text_keeps_its_shape_and_hides_the_person(text, masked):
    assert mask(text, FINDER)[0] == masked


def test_what_was_found_points_into_the_text_as_given():
    text = "我是王先生，電話１９９００００１２３４"
    _, found = mask(text, FINDER)
    assert [(item.kind, text[item.start : item.end]) for item in found] == [
        ("name", "王先生"),
        ("mobile", "１９９００００１２３４"),
    ]


@settings(max_examples=300)
@given(st.text(alphabet="0123456789*１xX- @.王张小明先生女士我叫路号栋室区市京Aab微信vx、，\u200b", max_size=60))
def test_masking_twice_changes_nothing(text):
    masked, _ = mask(text, FINDER)
    assert mask(masked, FINDER)[0] == masked
