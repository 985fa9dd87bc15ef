import pytest

from reading import evidence_of, said


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("把多扣的三十五块钱退给我！", "refund"),
        ("我的衣服被你们洗坏了，这个损失必须赔偿！", "compensate"),
        ("杯子是裂的，请给我换一个新的。", "replace"),
        ("空调不制冷，麻烦派师傅上门维修。", "repair"),
        ("凭什么停我的机？给我一个解释！", "explain"),
        ("请调取监控，查清楚到底是谁签收的。", "investigate"),
        ("我要求那位店员当面向我道歉！", "apologise"),
        ("这个业务我没有订过，请马上给我取消。", "cancel"),
        ("都等了五天了，能不能快点发货？", "hurry"),
        ("请你们的负责人给我回个电话。", "callback"),
        ("这名员工必须严肃处理，开除他！", "discipline"),
        ("建议你们多开两个窗口，改善一下排队的情况。", "improve"),
        ("请问携号转网需要什么材料？", "info"),
    ],
)
def test_a_demand_is_heard_and_names_its_words(text, demand):
    turn = said(text)
    assert demand in turn.demands
    assert all(text[item.start : item.end] for item in evidence_of(turn, f"demand:{demand}"))
    assert evidence_of(turn, f"demand:{demand}")


@pytest.mark.parametrize("text", ["好的，谢谢。", "嗯，我知道了。", "手机号私信给你了。"])
def test_nothing_is_demanded_where_nothing_is_asked(text):
    assert not set(said(text).demands) & {"refund", "compensate", "replace", "apologise", "discipline", "cancel"}
