import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.personal import PersonalFinder
from dingxin.playbook import load_book

FINDER = PersonalFinder(load_book("zh").tables)


def find(text):
    return [(item.kind, item.text) for item in FINDER.find(normalise(text))]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("我的手机是19900001234请回电", "mobile", "19900001234"),
        ("号码１９９００００１２３４", "mobile", "１９９００００１２３４"),
        ("打199 0000 1234", "mobile", "199 0000 1234"),
        ("打199-0000-1234", "mobile", "199-0000-1234"),
        ("打1 9 9 0 0 0 0 1 2 3 4", "mobile", "1 9 9 0 0 0 0 1 2 3 4"),
        ("+8619900001234", "mobile", "+8619900001234"),
        ("幺九九零零零零幺二三四", "mobile", "幺九九零零零零幺二三四"),
        ("订单联系电话19900001234", "mobile", "19900001234"),
        ("tel:19900001234", "mobile", "19900001234"),
        ("座机010-62340000", "landline", "010-62340000"),
        ("(021)62340000转801", "landline", "(021)62340000转801"),
        ("家里电话62340000", "landline", "62340000"),
        ("身份证11010519491231002X", "id_card", "11010519491231002X"),
        ("证件号110105 19491231 002x", "id_card", "110105 19491231 002x"),
        ("身份证号110105491231002", "id_card", "110105491231002"),
        ("卡号6222020000000000018", "bank_card", "6222020000000000018"),
        ("退到4111 1111 1111 1111", "bank_card", "4111 1111 1111 1111"),
        ("邮箱zhang.san@example.com。", "email", "zhang.san@example.com"),
        ("邮箱ＺＳ＠ｅｘａｍｐｌｅ．ｃｏｍ", "email", "ＺＳ＠ｅｘａｍｐｌｅ．ｃｏｍ"),
        ("车牌京A12345", "plate", "京A12345"),
        ("挂车粤B·1234挂", "plate", "粤B·1234挂"),
        ("沪AD12345是新能源", "plate", "沪AD12345"),
        ("护照E00000000", "passport", "E00000000"),
        ("加我微信abc_12345", "wechat", "abc_12345"),
        ("vx：hello2026", "wechat", "hello2026"),
        ("王先生来过", "name", "王先生"),
        ("欧阳女士", "name", "欧阳女士"),
        ("找张经理", "name", "张经理"),
        ("李总，您好", "name", "李总"),
        ("我叫赵小明，", "name", "赵小明"),
        ("联系人：钱芳 ", "name", "钱芳"),
        ("王建国先生说", "name", "王建国"),
        ("孙丽 19900001234", "name", "孙丽"),
        ("Mr. Smith", "name", "Mr. Smith"),
        ("Ms Jane Doe", "name", "Jane Doe"),
        ("北京市朝阳区平安路88号院3号楼2单元501室，邮编100000", "address", "北京市朝阳区平安路88号院3号楼2单元501室"),
        ("我住在阳光小区5栋2单元301", "address", "阳光小区5栋2单元301"),
        ("地址是上海市浦东新区丰收路1500弄12号302室", "address", "上海市浦东新区丰收路1500弄12号302室"),
    ],
)
def test_personal_data_are_found_beside_chinese_characters(text, kind, words):
    assert (kind, words) in find(text)


@pytest.mark.parametrize(
    "text",
    [
        "138****8000", "电话138****8000", "拨打10086或12315", "银行95588", "热线400-800-1234", "4008001234",
        "订单号19900001234",
        "订单6222020000000000018", "运单号SF1990000123456", "工单20261120093000", "身份证110105194912310021", "余额12,345.00元",
        "2026-11-20 09:30:00", "票号E00000000", "新MATE40手机", "云VIP123", "对方经理", "安装师傅", "总经理", "王总是不来",
        "高级经理",
        "本人于11月5日", "我是高级会员", "谢谢", "这条路15号才修好", "商场3楼", "坐8号线", "微信支付", "微信公众号abcdefg1",
        "@客服小美",
        "收费员", "任何先生", "3.14159265358979", "价格1990000元", "版本1.2.3.4", "IMEI 868000000000000",
    ],
)  # fmt: skip
def test_what_belongs_to_no_one_is_left_alone(text):
    assert find(text) == []


def test_a_list_of_names_is_found_name_by_name():
    assert [words for _, words in find("乘客：张伟、李小娜、王芳已取消")] == ["张伟", "李小娜", "王芳"]


def test_traditional_and_simplified_give_the_same_places():
    simple = FINDER.find(normalise("联系人：陈国华，住在广东省广州市天河区龙口路12号"))
    traditional = FINDER.find(normalise("聯繫人：陳國華，住在廣東省廣州市天河區龍口路12號"))
    assert [(item.kind, item.start, item.end) for item in simple] == [(item.kind, item.start, item.end) for item in traditional]


@settings(max_examples=300)
@given(st.text(alphabet="0123456789０１xX-— +*@.王张先生女士经理我叫姓名：路号栋室区市京AaBb微信vx、 \u200b", max_size=60))
def test_places_are_those_of_the_text_as_given(text):
    last = 0
    for item in FINDER.find(normalise(text)):
        assert text[item.start : item.end] == item.text
        assert last <= item.start < item.end
        last = item.end


@given(st.text())
def test_no_text_raises(text):
    FINDER.find(normalise(text))


@pytest.mark.parametrize(
    "text", ["1", "1 ", "1-", "a", "a@", "王", "路", "路1", "先生", "京A", "我叫", "6", "市", "小区1栋", "-"]
)
def test_a_million_characters_take_linear_time(text):
    normal = normalise(text * (200_000 // len(text)))
    for item in FINDER.find(normal):
        assert normal.raw[item.start : item.end] == item.text
