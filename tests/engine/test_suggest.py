import pytest

from dingxin.engine.model import AgentTurn, CustomerTurn
from dingxin.engine.suggest import Lines
from dingxin.playbook import load_book
from drafts import book, conversation, reading

LINES = Lines(book())
UPSET = CustomerTurn(emotion=2, grade="complaint", demands=("refund",))


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("我根本没订过什么资讯包，退钱！", "您没订过"), ("说好昨天送到，我请假在家等了一天", "您请假在家等了一天"),
        ("你们垃圾公司！手机屏幕自己裂了。", "屏幕"),
        ("我妈的药还没收到", "您母亲的药还没收到"),
        ("拍照后照片保存不了.有时候还自己重启", "拍照后照片保存不了"),
        ("去营业厅问过，没说清楚，而且话费被扣了两次", "话费被扣了两次"),
        ("听说合约期满了，可是宽带还是断网", "宽带还是断网"),
        ("一点信号都没有，这帮弱智，你们给我等着", "一点信号都没有"),
    ],
)  # fmt: skip
def test_the_trouble_is_told_back_to_the_customer(words, trouble):
    assert trouble in LINES.trouble(conversation(("c", words)))


@pytest.mark.parametrize("words", ["", "请问几点关门？", "你们这群骗子！", "？？？", "12345"])
def test_no_trouble_is_invented(words):
    assert LINES.trouble(conversation(("c", words))) == ""


def test_the_feeling_fits_the_trouble():
    assert "着急" in LINES.feeling(conversation(("c", "给老人的药没收到")), 2)
    assert "委屈" in LINES.feeling(conversation(("c", "快递员张口就骂我，我没惹他")), 2)


def test_the_facts_are_restated_with_a_question_that_invites_correction():
    talk = conversation(("c", "上个月我没订过资讯包。扣了我35块。"), ("a", "您好"))
    line = LINES.facts(talk, reading(UPSET, AgentTurn()))
    assert "35块" in line
    assert "您希望退款" in line
    assert line.endswith("请您告诉我。")


def test_nothing_is_restated_where_nothing_was_told():
    assert LINES.facts(conversation(("c", "你好")), reading(CustomerTurn())) == ""


def test_small_talk_is_not_restated():
    assert LINES.facts(conversation(("c", "今天没什么事，青年不解释。")), reading(CustomerTurn())) == ""


def test_a_restatement_ends_its_sentences_once():
    line = LINES.facts(conversation(("c", "宽带断网三天了...还没人来修.")), reading(UPSET))
    assert "。。" not in line
    assert ".。" not in line


def test_the_opening_fits_grade_and_channel():
    assert LINES.opening(conversation(channel="hall"), "none") != LINES.opening(conversation(channel="letter"), "none")
    assert LINES.opening(conversation(channel="hall"), "serious") == LINES.opening(conversation(), "serious")


def test_a_content_customer_is_told_from_one_who_is_not():
    assert LINES.content(conversation(("c", "好的，谢谢你")))
    assert not LINES.content(conversation(("c", "谢谢，可是还没解决")))
    assert not LINES.content(conversation())


def test_a_long_conversation_takes_no_longer_than_its_ends():
    talk = conversation(*[("c", "没修好" * 5000)] * 200)
    assert "没修好" in LINES.feeling(talk, 3) or LINES.feeling(talk, 3)


def test_both_languages_have_the_same_lines():
    zh, en = (book(language).tables["wording"] for language in ("zh", "en"))
    assert set(zh["lines"]) <= set(en["lines"])
    assert set(zh["why"]) == set(en["why"])
    assert set(zh["unanswered"]) == set(en["unanswered"])


def test_a_trade_asks_in_its_own_words():
    trade = Lines(load_book("zh", "courier"))
    talk = conversation(("c", "包裹没收到"))
    general = {question.fact: question.question for question in LINES.questions(talk, reading(UPSET))}
    own = {question.fact: question.question for question in trade.questions(talk, reading(UPSET))}
    assert own["who"] != general["who"]
    assert own["when"] == general["when"]
