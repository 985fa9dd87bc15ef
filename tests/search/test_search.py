"""What was said, written or known is found again, by any way of writing it."""

from __future__ import annotations

import pytest

import make
from dingxin.cases.queries import search_cases
from dingxin.search.models import Entry
from dingxin.search.words import OVERLAP_WORDS, PIECE_WORDS, pieces, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    """宽带 in the title, 赔偿 in the customer's words, 态度恶劣 in a note."""
    customer = make.customer(cast.lin, phone="19900001234", name="周慧兰", email="zhou@example.org")
    made = make.case(cast.lin, of=customer, title="宽带断线", text="断网三天，我要赔偿！", product="Wi-Fi 6 路由器")
    make.note(made, text="客户反映装维人员态度恶劣。")
    make.case(cast.lin, text="别的事情，话费查询。")
    return made


@pytest.mark.parametrize(
    "query",
    [
        "宽带", "赔偿", "态度恶劣", "态度", "断网三天", "周慧兰", "慧兰", "19900001234", "1234", "20250611-0001", "0001",
        "zhou@example.org", "wi-fi", "WI-FI 6", "路由器", "宽带 赔偿", "赔偿　态度恶劣",
        "寬帶", "賠償", "態度惡劣", "１２３４", "１９９００００１２３４", "ｗｉ－ｆｉ", "「宽带」", "宽\u200b带",
    ],
)  # fmt: skip
def test_found(cast, case, query):
    assert list(search_cases(cast.lin, query)) == [case]


@pytest.mark.parametrize(
    "query",
    [
        "带宽",
        "偿赔",
        "宽带 退款",
        "9876",
        "态度恶劣的",
        "",
        "   ",
        "！？",
        "\x00",
        "%",
        "_",
        "*",
        '"',
        "' OR 1=1 --",
        "NEAR(",
        "AND",
    ],
)
def test_not_found(cast, case, query):
    assert not search_cases(cast.lin, query)


def test_replies_are_found(cast, case):
    make.reply(case, text="给您添麻烦了，真是抱歉。我今天下午五点前派维修师傅上门检修光猫。")
    assert list(search_cases(cast.lin, "检修光猫")) == [case]


def test_traditional_words_are_found_by_simplified_ones(cast):
    case = make.case(cast.lin, text="這個寬頻壞了，請賠償。")
    assert list(search_cases(cast.lin, "请赔偿")) == [case]


def test_newest_first(cast, case):
    newer = make.case(cast.lin, text="宽带又断了。")
    assert list(search_cases(cast.lin, "宽带")) == [newer, case]


def test_words_in_the_middle_of_a_very_long_text_are_found(cast):
    filler = "这".join("零一二三四五六七八九"[i % 10] for i in range(PIECE_WORDS // 2 + 7))
    case = make.case(cast.lin, text=f"{filler}赔偿宽带{filler}态度恶劣")
    for query in ("赔偿宽带", "态度恶劣"):
        assert list(search_cases(cast.lin, query)) == [case]


def test_a_phrase_across_two_pieces_is_found(cast):
    case = make.case(cast.lin, text="好" * (PIECE_WORDS - 2) + "态度恶劣" + "好" * 50)
    assert list(search_cases(cast.lin, "态度恶劣")) == [case]
    assert Entry.objects.filter(case=case, source="message").count() == 2


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "字" * 200_000, "字 " * 100_000, "\ufdfa" * 20_000, "😡" * 100_000, "é" * 50_000]
)
def test_any_long_text_is_indexed(cast, text):
    assert make.case(cast.lin, text=text)


def test_a_very_long_query_is_no_trouble(cast, case):
    assert not search_cases(cast.lin, "赔偿" * 50_000)
    assert list(search_cases(cast.lin, "赔偿 " * 500)) == [case]


def test_words_and_pieces():
    assert words("Wi-Fi 6坏了！１９９寬") == ["wi", "fi", "6", "坏", "了", "199", "宽"]
    assert pieces("！？。") == []
    two = pieces("字" * (PIECE_WORDS + 1))
    assert [len(piece.split()) for piece in two] == [PIECE_WORDS, OVERLAP_WORDS + 1]
