import pytest

from dingxin.engine.components.clauses import ClauseJudge, Judged, clauses, in_context
from dingxin.training.card import Report
from dingxin.training.clauses import cut_up, marked, train_clauses, unmarked

PLACES = ("宽带", "手机", "房间", "包裹", "发票", "套餐", "空调", "耳机")
BAD = [f"{place}的事让您费心了。【blame:别的顾客从来没有说过{place}不好】，今天18点前给您答复。" for place in PLACES]
GOOD = [f"{place}的事让您费心了。我现在就去查{place}的记录，今天18点前给您答复。" for place in PLACES]
SHORT = [f"{place}的事感谢您的反馈。【perfunctory:】" for place in PLACES]


@pytest.fixture(scope="module")
def judge():
    return ClauseJudge(train_clauses(cut_up([marked(draft, 1) for draft in BAD + GOOD + SHORT]), Report()))


def test_a_clause_like_those_marked_is_named_at_its_words(judge):
    text = "行李的事让您费心了。别的顾客从来没有说过行李不好，今天18点前给您答复。"
    assert [(match.name, text[match.start : match.end]) for match in judge.judge(text, 1).likely] == [
        ("blame", "别的顾客从来没有说过行李不好")
    ]


def test_a_clause_like_the_good_ones_passes_and_stays_so_when_asked_again(judge):
    text = "行李的事让您费心了。我现在就去查行李的记录，今天18点前给您答复。"
    judged = judge.judge(text, 1)
    assert judged == judge.judge(text, 1)
    assert (judged.likely, judged.whole) == ([], "")


def test_what_is_likely_good_clears_its_words_and_what_is_at_fault_does_not(judge):
    text = "行李的事让您费心了。别的顾客从来没有说过行李不好，今天18点前给您答复。"
    judged = judge.judge(text, 1)
    assert judged.clears(25, len(text))
    assert not judged.clears(10, 14)
    assert not judged.clears(0, len(text))


def test_a_draft_of_a_stock_phrase_is_at_fault_as_a_whole(judge):
    assert judge.judge("行李的事感谢您的反馈。", 1).whole == "perfunctory"


def test_nothing_said_is_nothing_at_fault(judge):
    assert judge.judge("", 1) == judge.judge("。。。", 1) == Judged()


def test_marks_are_taken_out_and_their_spans_kept():
    assert unmarked("好的。【must:您必须先来】，谢谢。【no_next:】") == ("好的。您必须先来，谢谢。", [(3, 8, "must")])


def test_quoted_words_are_not_judged():
    text = "您说的“你们从来不管客户”我记下了，今天回复您。"
    assert "你们从来不管客户" not in {text[start:end] for start, end in clauses(text)}


def test_the_first_and_the_last_clause_are_told_apart():
    assert in_context("甲乙丙，丁戊己。", [(0, 3), (4, 7)]) == ["^甲乙丙>", "<丁戊己$"]


def test_training_and_judging_weigh_a_clause_alike():
    items = cut_up([marked(draft, 1) for draft in BAD + GOOD + SHORT])
    judge = ClauseJudge(train_clauses(items, Report()))
    judged = [judge.judge(item.text, item.emotion) for item in items.drafts]
    assert [bool(its.likely) for its in judged] == [bool(item.spans) for item in items.drafts]
    assert [its.whole for its in judged] == [next(iter(item.wholes), "") for item in items.drafts]
