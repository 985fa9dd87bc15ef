import time

import pytest

from dingxin.engine.components.normalise import normalise
from dingxin.engine.components.personal import PersonalFinder
from dingxin.engine.mask import mask
from dingxin.playbook import load_book

FINDER = PersonalFinder(load_book("zh").tables)


def find(text):
    return [(item.kind, item.text) for item in FINDER.find(normalise(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("号码一九九，零零零零，一二三四", [("mobile", "一九九，零零零零，一二三四")]),
        ("座机零五七幺六二三四零零零零", [("landline", "零五七幺六二三四零零零零")]),
        ("座机0571—62340000", [("landline", "0571—62340000")]),
        ("電話0900-000-123", [("mobile", "0900-000-123")]),
        ("打+852 9000 0123给我", [("mobile", "+852 9000 0123")]),
        ("订单留的是19900001234", [("mobile", "19900001234")]),
        ("19900001234这个单子", []),
        ("税号91110000MA00000000", []),
        ("QQ10000001，加我", [("qq", "10000001")]),
        ("QQ群10000001", []),
        ("邮箱zs艾特example点com", [("email", "zs艾特example点com")]),
        ("护照C0J0K00LT，房间坏了", [("passport", "C0J0K00LT")]),
        ("车牌京A幺二三四五", [("plate", "京A幺二三四五")]),
    ],
)
def test_numbers_are_found_as_they_are_spoken_and_written_elsewhere(text, found):
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我住八零二六房，空调不凉", "八零二六房"),
        ("我是1603房间的客人", "1603房间"),
        ("房间号0816，退房", "0816"),
        ("放在3栋1单元楼下", "3栋1单元"),
        ("住桃李小区十二栋一单元一零三", "桃李小区十二栋一单元一零三"),
        ("上海市静安区平安路1200弄9支弄15号601室", "上海市静安区平安路1200弄9支弄15号601室"),
        ("Room 1208 has no water", "Room 1208"),
        ("to No. 15, Lane 300, Pingan Road, Putuo District", "No. 15, Lane 300, Pingan Road, Putuo District"),
        ("Apt 5B, 221 Pingan Road, Shanghai 200000", "Apt 5B, 221 Pingan Road, Shanghai 200000"),
    ],
)
def test_doors_are_found_without_a_street_and_in_english(text, words):
    assert ("address", words) in find(text)


@pytest.mark.parametrize("text", ["1688房价含早", "一晚房间398元", "取件码8-2-3047", "送到二单元去", "room rate 688", "3 nights"])
def test_what_is_no_door_is_left_alone(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("小张上次说周五回电", ["小张"]),
        ("站点的老陈不接电话", ["老陈"]),
        ("机主是谁？——陈国强，耳东陈", ["陈国强"]),
        ("你们站长是不是江大海？", ["江大海"]),
        ("投诉快递员黎强暴力分拣", ["黎强"]),
        ("家里老人周玉珍被诱导办了套餐", ["周玉珍"]),
        ("送修人许静文，单号R0000", ["许静文"]),
        ("建设银行 顾晓峰", ["顾晓峰"]),
        ("My name is sarah, hi", ["sarah"]),
        ("Yours sincerely, Margaret Whitfield", ["Margaret Whitfield"]),
        ("Recipient: Ahmed Hassan", ["Ahmed Hassan"]),
        ("Thanks Lucy, but it still fails", ["Lucy"]),
        ("The courier, Xiao Wang, left it", ["Xiao Wang"]),
        ("Mr. Chen Guodong refused", ["Chen Guodong"]),
        ("客服Lucy态度很好", ["Lucy"]),
    ],
)
def test_names_are_told_by_their_characters_and_neighbours(text, names):
    assert find(text) == [("name", name) for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "音量调最小高一点", "小马扎坏了", "老毛病又犯了",
        "周大福的链子", "李宁的鞋开胶", "王老吉发成加多宝", "管理中心的人", "东南亚的漫游",
        "Louis Vuitton bag",
        "This is Ridiculous", "Dear Customer Service", "I am American",
    ],
)  # fmt: skip
def test_words_and_goods_that_look_like_names_are_left_alone(text):
    assert find(text) == []


def test_a_number_that_was_spoken_keeps_only_its_ends():
    assert mask("号码一九九，零零零零，一二三四", FINDER)[0] == "号码一九九，****，一二三四"


@pytest.mark.parametrize("text", ["小王", "张国", "Mr. ", "一", "Room 1 ", "中山路1号", "Louis Vuitton Tom "])
def test_a_long_row_of_one_form_takes_linear_time(text):
    normal = normalise(text * (100_000 // len(text)))
    start = time.process_time()
    FINDER.find(normal)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("消费者：苗春雷，性别男", ["苗春雷"]),
        ("收件人：鱼欢；座机未留", ["鱼欢"]),
        ("四人（穆青、葛红兵、江月）入住", ["穆青", "葛红兵", "江月"]),
        ("顺祝商祺！麻雪", ["麻雪"]),
        ("乌兰图雅女士，您好", ["乌兰图雅"]),
        ("收货人池小鱼，放门口", ["池小鱼"]),
        ("我问李工要照片", ["李工"]),
        ("退到卡里，户名骆晓彤，招行", ["骆晓彤"]),
        ("投诉：电视机、洗衣机、冰箱都坏了", []),
        ("备注人：门卫", []),
        ("谢谢小姐姐", []),
    ],
)
def test_names_are_found_where_forms_rows_and_letters_have_them(text, names):
    assert find(text) == [("name", name) for name in names]


def test_a_village_is_followed_back_to_its_province():
    address = "云南省大理州祥云县刘厂镇大波那村委会上村8组"
    assert find(f"地址：{address}，谢谢") == [("address", address)]
