import pytest

from dingxin.engine.phrases import GAP, Group, PhraseBook, alternatives


def names(book, text):
    return [(hit.name, text[hit.start : hit.end], hit.sure) for hit in book.find(text)]


def test_alternatives_and_options_are_spelled_out_each_once():
    assert alternatives("没(有)?人(处理|管)") == ["没有人处理", "没有人管", "没人处理", "没人管"]
    assert alternatives("(a|(b|c)d)?") == ["a", "bd", "cd", ""]


def test_a_gap_reaches_within_a_sentence_and_no_further():
    book = PhraseBook([Group("demand:refund", sure=("把…退给我",))])
    assert names(book, "请把多收的钱退给我") == [("demand:refund", "把多收的钱退给我", True)]
    assert not book.find("请把" + "钱" * (GAP + 1) + "退给我")
    assert not book.find("请把钱收好。都退给我")


def test_a_negation_voids_what_follows_in_the_same_clause():
    book = PhraseBook([Group("risk:legal", sure=("起诉",))], ["不会", "没"])
    assert not book.find("我不会起诉")
    assert book.find("你们不会，起诉吧")


def test_a_group_that_is_not_negatable_stands_behind_a_negation():
    book = PhraseBook([Group("risk:repeat", sure=("有人来",), negatable=False)], ["没"])
    assert book.find("没有人来")


def test_a_longer_phrase_voids_the_one_it_covers_in_its_own_group_only():
    groups = [Group("risk:abuse", sure=("垃圾",), never=("垃圾短信",)), Group("emotion:strong", sure=("垃圾",))]
    assert names(PhraseBook(groups), "又是垃圾短信") == [("emotion:strong", "垃圾", True)]
    assert [name for name, *_ in names(PhraseBook(groups), "垃圾短信，垃圾公司")].count("risk:abuse") == 1


def test_latin_words_match_whole_words_in_any_case():
    book = PhraseBook([Group("risk:abuse", sure=("sb",))])
    assert names(book, "你是SB吗") == [("risk:abuse", "SB", True)]
    assert not book.find("usb接口")


def test_a_hint_is_told_from_a_sure_phrase():
    book = PhraseBook([Group("risk:media", sure=("曝光",), hint=("微博",))])
    assert names(book, "微博曝光") == [("risk:media", "微博", False), ("risk:media", "曝光", True)]


@pytest.mark.parametrize("text", ["", "\ud800投诉", "İ投诉", "投诉" * 2])
def test_odd_texts_are_searched_at_their_places(text):
    book = PhraseBook([Group("x:y", sure=("投诉",))])
    assert [text[hit.start : hit.end] for hit in book.find(text)] == ["投诉"] * text.count("投诉")


def test_many_hits_and_voids_come_to_their_end():
    book = PhraseBook([Group("x:y", sure=("啊",), never=("啊啊",), hint=("啊…啊…啊",))])
    assert all(0 <= hit.start < hit.end <= 200_000 for hit in book.find("啊" * 200_000))
