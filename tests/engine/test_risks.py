import pytest

from reading import evidence_of, said


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("我已经向工信部提交了申诉。", "regulator"),
        ("不赔偿就法院见，我的律师会联系你们。", "legal"),
        ("我要把这件事发到网上，让媒体来曝光你们！", "media"),
        ("再也不来你们家住了，以后都换别家。", "churn"),
        ("已经打了五次电话，问题还是没有解决。", "repeat"),
        ("这不是骗人吗？偷偷给我开通业务乱扣费！", "fraud"),
        ("充电的时候冒烟了，差点着火！", "safety"),
        ("一群傻逼，什么垃圾公司！", "abuse"),
    ],
)
def test_a_risk_is_seen_and_names_its_words(text, risk):
    turn = said(text)
    assert risk in turn.risks
    [first, *_] = evidence_of(turn, f"risk:{risk}")
    assert text[first.start : first.end] in first.why


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("我不会起诉你们的，放心。", "legal"),
        ("又收到一条垃圾短信。", "abuse"),
        ("请问USB接口坏了能修吗？", "abuse"),
        ("放假期间营业吗？", "fraud"),
    ],
)
def test_a_word_that_only_looks_like_a_risk_is_none(text, risk):
    assert risk not in said(text).risks
