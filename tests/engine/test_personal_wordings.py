import time

import pytest

from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.personal import PersonalFinder
from dingxin.playbook import load_book

FINDER = PersonalFinder(load_book("zh").tables)


def find(text):
    return [(item.kind, item.text) for item in FINDER.find(normalise(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我是央金，话费不对", [("name", "央金")]),
        ("客户：皮埃尔·杜兰德", [("name", "皮埃尔·杜兰德")]),
        ("入住人写吐尔逊在前台等", [("name", "吐尔逊")]),
        ("你好这边是饶建国，来催件的", [("name", "饶建国")]),
        ("联系人骆小芸，晚上在家", [("name", "骆小芸")]),
        ("客户麻志强来电", [("name", "麻志强")]),
        ("转给楼晓东处理", [("name", "楼晓东")]),
        ("孩子冯子轩报的班", [("name", "冯子轩")]),
        ("签收人显示易晓峰", [("name", "易晓峰")]),
        ("乘机人：Emma Watson Lee，改签", [("name", "Emma Watson Lee")]),
        ("隔壁易大妈也停电", [("name", "易大妈")]),
        ("望早日答复\n此致\n敬礼\n汤国平\n2026年3月5日", [("name", "汤国平")]),
        ("特此来信——辜明远 2026年3月5日", [("name", "辜明远")]),
        ("夏雨；19900001234", [("name", "夏雨"), ("mobile", "19900001234")]),
        ("广西·阿依古丽", []),
        ("杨先生牛肉面送晚了", []),
        ("易阿姨包子铺没开门", []),
        ("让池塘边的人清走", []),
        ("客服冷冰冰的", []),
    ],
)
def test_names_stand_behind_weak_cues_and_in_signatures(text, found):
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("家里62340017打不通", [("landline", "62340017")]),
        ("打62340017找我", [("landline", "62340017")]),
        ("号码一九九 零零零零 一二三四", [("mobile", "一九九 零零零零 一二三四")]),
        ("见 https://shop.example/p/19900001234", []),
        ("WeChat: grey_owl_11", [("wechat", "grey_owl_11")]),
        ("微信同号plum1999x", [("wechat", "plum1999x")]),
    ],
)
def test_numbers_are_told_by_how_they_are_spoken_of(text, found):
    assert find(text) == found


@pytest.mark.parametrize(
    "address",
    [
        "昆明市盘龙区白云路五段12号附6号",
        "渝北区金开一路88号",
        "紫薇花园12幢2梯803",
        "翠湖城C区3座1508",
        "大连市甘井子区山东路21甲号3-2-1",
        "苏州市姑苏区人民路66号时代108广场西楼9层",
    ],
)
def test_an_address_reaches_to_its_last_number(address):
    assert find(f"寄到{address}，谢谢") == [("address", address)]


def test_a_new_address_begins_behind_the_old_one():
    old, new = "青岛市市南区香港中路9号", "青岛市崂山区海尔路17号2单元302"
    assert find(f"从{old}改成{new}。") == [("address", old), ("address", new)]


@pytest.mark.parametrize("text", ["人民广场2号口那家店", "王府大街3号出口右转"])
def test_the_way_out_of_a_station_is_no_address(text):
    assert find(text) == []


def test_a_bracket_around_an_address_is_no_part_of_it():
    assert find("业主（海棠小区6栋1102）来电") == [("address", "海棠小区6栋1102")]


def test_streets_without_end_take_linear_time():
    start = time.perf_counter()
    FINDER.find(normalise("路8号a" * 10_000))
    assert time.perf_counter() - start < 3
