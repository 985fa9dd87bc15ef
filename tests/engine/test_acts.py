import pytest

from reading import answered, evidence_of

BEFORE = "你们到底什么时候来修？我等了三天了！"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("您好，我是客服小李。", "greet"),
        ("非常理解您着急的心情。", "empathy"),
        ("实在抱歉，让您久等了。", "apology"),
        ("我马上为您核实处理。", "willing"),
        ("请问您的宽带账号是多少？", "ask"),
        ("因为线路升级，所以这几天网络不稳定。", "explain"),
        ("建议您先重启一下光猫，再试试看。", "instruct"),
        ("我们会安排专人联系您。", "commit"),
        ("感谢您的支持，谢谢！", "thanks"),
        ("请您私信我们。", "redirect"),
        ("您的问题已经反馈给相关部门。", "report"),
    ],
)
def test_an_act_is_heard_and_names_its_words(text, act):
    turn = answered(BEFORE, f"> {text}")
    assert act in turn.acts
    assert evidence_of(turn, f"act:{act}")


def test_a_bare_answer_to_an_angry_customer_is_a_cold_solution():
    cold = answered("气死我了！！！又断网，你们是垃圾公司吗？！", "> 请提供您的宽带账号和联系电话。")
    warm = answered("气死我了！！！又断网，你们是垃圾公司吗？！", "> 非常抱歉，很理解您的心情，请提供您的宽带账号。")
    assert "cold_solution" in {fault.kind for fault in cold.faults}
    assert "cold_solution" not in {fault.kind for fault in warm.faults}


def test_a_promise_without_a_time_is_vague():
    turn = answered(BEFORE, "> 抱歉，我们会尽快为您处理，请耐心等待。")
    assert "vague_time" in {fault.kind for fault in turn.faults}


def test_a_stock_phrase_is_more_useless_than_a_remedy():
    stock = answered(BEFORE, "> 感谢您的关注与支持，我们会不断改进服务，谢谢！")
    remedy = answered(BEFORE, "> 您好，师傅已经出发，十分钟后到您家，换上新的光猫就能恢复。")
    assert stock.useless > remedy.useless
