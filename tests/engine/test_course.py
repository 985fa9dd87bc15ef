import pytest

from dingxin.engine.model import Conversation, Turn
from dingxin.playbook import load_engine


def course(*texts):
    turns = tuple(Turn("agent" if text.startswith("> ") else "customer", text.removeprefix("> ")) for text in texts)
    return load_engine().course(Conversation(turns))


CALMED = (
    "等了三天没人管，太气人了！你们到底修不修！！",
    "> 断网三天，换谁都着急，真对不起。我现在就派师傅，今天18点前上门修好。",
    "好的，谢谢。",
)


def test_what_stood_before_a_calmer_turn_is_named():
    (point,) = course(*CALMED).turning_points
    assert (point.turn, point.answer) == (2, 1)
    assert point.after < point.before
    assert {"empathy", "apology"} & set(point.signs)


def test_a_feeling_that_rises_while_nobody_answers_says_so():
    points = course("请问什么时候能送到？", "气死我了！还不回话，你们这群骗子！！！").turning_points
    assert [(point.answer, point.after > point.before) for point in points] == [(None, True)]


@pytest.mark.parametrize(
    ("then", "cause"),
    [("我问了朋友，人家说可以直接退款，给我退钱！", "egged_on"), ("才发现里面的资料也没了，你们要赔偿我的损失！", "loss")],
)
def test_a_changed_demand_names_its_likely_cause(then, cause):
    changes = course("手机又死机了，给我修好！", "> 好的，为您安排检修。", then).demand_changes
    assert [(change.turn, change.cause) for change in changes] == [(2, cause)]
    assert changes[0].before == ("repair",)


def test_the_same_demand_again_changes_nothing():
    assert not course("请退款。", "> 好的，在为您办理。", "什么时候退款？").demand_changes


def test_nothing_said_has_no_course():
    assert course() == course("")
