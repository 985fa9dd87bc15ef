import pytest

from reading import read


def kinds(*texts):
    return {kind.kind: kind for kind in read(*texts).kinds}


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("上回有一家酒店赔了我三千，你们给我五千块我就撤诉，录音我都保存好了，不给钱就曝光。",), "career_complainant"),
        (("订单页面写明七天无理由，聊天记录截图我都有，明明是你们发错了货。",), "in_the_right"),
        (("我就是律师，别跟我讲这套，你们去看看消费者权益保护法第二十六条。",), "know_all"),
        (("这是什么霸王条款？凭什么强制消费，违反消费者的知情权吧？",), "policy_challenger"),
        (
            (
                "请把钱退给我。",
                "> 好的，为您申请退款。",
                "不退了，给我换一台新的。",
                "> 好的，为您换货。",
                "不换了，你们赔偿我损失吧。",
            ),
            "chameleon",
        ),
    ],
)
def test_a_kind_is_suggested_with_evidence_from_several_places(texts, kind):
    found = kinds(*texts)
    assert kind in found
    spans = {(turn, item.start, item.end) for turn, item in found[kind].why}
    assert len(spans) >= 2
    assert all(texts[turn].lstrip("> ")[item.start : item.end] for turn, item in found[kind].why)


@pytest.mark.parametrize(
    "text", ["我是律师。", "霸王条款！", "我要曝光你们！", "你们发错货了，请退款。", "退一赔三。", "有截图。"]
)
def test_no_kind_rests_on_one_word(text):
    assert not kinds(text)


def test_the_same_demand_again_is_no_change_of_mind():
    assert "chameleon" not in kinds("请退款。", "> 好的。", "退款呢？", "> 在办。", "还没退款！")
