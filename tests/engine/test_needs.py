import pytest

from reading import evidence_of, said


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("凭什么多扣我三十块钱？退给我！", "money"),
        ("后来的客人都先安排了，这公平吗？", "fairness"),
        ("充电宝充着充着冒烟了，太危险了，你们管不管？", "safety"),
        ("刚买的手机三天两头死机，质量也太差了。", "quality"),
        ("为了办个手续让我跑了四趟，真折腾人。", "convenience"),
        ("等了五天还没发货，能不能快点？", "time"),
        ("你们店员态度恶劣，还骂人，必须道歉！", "respect"),
        ("打了多少次电话都没人理，你们有没有在听？", "being_heard"),
        ("当着我客户的面说我刷不了卡，让我丢尽了脸！", "face"),
        ("隔壁施工吵得我一夜没睡，怎么住？", "comfort"),
        ("到底什么时候有结果，给我个准信。", "certainty"),
    ],
)
def test_the_need_under_the_demand_is_named_with_its_words(text, need):
    turn = said(text)
    assert need in turn.needs
    assert evidence_of(turn, f"need:{need}")


@pytest.mark.parametrize(
    ("text", "hope"),
    [
        ("为什么停我的机？给我个解释！", "know"),
        ("赶紧派人来修！", "solve"),
        ("这个损失你们必须赔偿！", "compensate"),
        ("开除那个骂人的员工，让他给我道歉！", "respect"),
        ("退我钱！希望以后不要再发生这种事！", "no_repeat"),
        ("你们的面包越做越小，真没意思。", "heard"),
    ],
)
def test_hopes_follow_the_demands(text, hope):
    assert hope in said(text).hopes


def test_a_contented_customer_needs_and_hopes_for_nothing():
    turn = said("好的，修好了，谢谢你们！")
    assert (turn.needs, turn.hopes) == ((), ())


def test_who_accepts_while_the_complaint_stands_shows_no_new_need():
    turn = said("断网误了我一晚上，赔我四十块话费。", "> 对不起，我为您存入二十元，明天到账，您看行吗？", "行，可以接受，谢谢。")
    assert turn.needs == ()


OFFERED = "> 很抱歉让您一夜没睡好，有两个办法，您来选：一、退您一半房费；二、今天中午前换到高一级的房间。您看哪一个更合您的意？"


@pytest.mark.parametrize("text", ["那就第二个吧。", "第二个！", "行，就按第二个办吧", "选二", "后者吧，谢谢"])
def test_who_only_picks_one_of_the_ways_offered_shows_no_new_need(text):
    turn = said("隔壁吵到三点，一夜没睡，退我房费！", OFFERED, text)
    assert (turn.needs, turn.hopes) == ((), ())


@pytest.mark.parametrize(
    "text", ["第二个也行，但是能不能快一点？", "那就第二个吧，赶紧的，都等了三天了。", "两个我都不要，气死我了！"]
)
def test_who_picks_and_says_more_is_still_heard(text):
    assert said("隔壁吵到三点，一夜没睡，退我房费！", OFFERED, text).needs


def test_a_choice_in_english_shows_no_need_either():
    offered = "> There are two ways, and the choice is yours. Which of them suits you better?"
    assert said("I could not sleep, refund the room!", offered, "The second one then, please.").needs == ()
