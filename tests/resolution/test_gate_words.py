"""However a sum is worded, what is beyond one's authority does not leave, and what is no offer does."""

from __future__ import annotations

import pytest

import make
from dingxin.audit.refusal import Refused
from dingxin.replies.actions import Stopped, send_reply
from dingxin.resolution.actions.deck import edit_option
from dingxin.resolution.models import Option
from granted import approved, option

pytestmark = pytest.mark.django_db

OPENING, ENDING = "给您添了麻烦，真是抱歉，换作是我也会着急。", "今天下午五点前我打电话告诉您结果。"
ENGLISH = ("I am so sorry for the trouble this has caused you. ", " I will call you by 5 pm today.")

FIGURES = [
    "3000元",
    "３０００元",
    "叁仟元",
    "三 千 元",
    "3 0 0 0 元",
    "3 000元",
    "3'000元",
    "3\u200b000元",
    "3\u00a0000元",
    "3，000元",
    "参仟圆",
    "三千圓",
    "三〇〇〇元",
    "٣٠٠٠元",
    "3000RMB",
    "¥3000",
    "3千",
    "3k",
    "0.3万",
    "1千2",
    "三千",
    "人民币三千元整",
]
PLACES = ["我给您退{}。", "{}我今天退给您。", "我再给您补偿{}。"]

BEYOND = [
    # nobody is addressed, or only the way of the money is told
    "退款3000元。",
    "这次就赔3000元。",
    "3000元补偿今天下午到账。",
    "话费3000元会打到您账户上。",
    "我今天转3000元到您的卡上。",
    "给您3000。",
    "您会收到3000元。",
    "这3000元由我们承担。",
    "账单上3000元就不用您出了。",
    "下个月账单扣减3000元。",
    "您少付3000元。",
    # the sum stands beside the offer
    "我给您退款，金额是3000元。",
    "我给您退款：3000元。",
    "我给您退（3000元）。",
    "我给您退“3000元”。",
    "“我给您退3000元。”",
    "您付的3000元，我全额退给您。",
    "您付了3000元我全部退给您。",
    "昨天说好的3000元，我今天退给您。",
    "关于这3000元我今天退给您。",
    # a yes to a sum that was named
    "您要的3000元我同意。",
    "您说的3000元没问题。",
    "行，就按您说的3000元办。",
    "好的，3000元。",
    "您要求赔3000元，我答应。",
    # it seems to hang on something, or to be refused
    "考虑到您是老客户，我给您补偿3000元。",
    "经请示，我给您退3000元。",
    "经研究，我们决定给您赔偿3000元。",
    "和经理商量过了，我给您退3000元。",
    "我为您申请到了3000元补偿。",
    "只要您撤诉，我给您退3000元。",
    "您今天过来的话，我给您退3000元。",
    "可能让您久等了，我给您补偿3000元。",
    "无需寄回直接退您3000元。",
    "我不能换但是可以退您3000元。",
    "我给您退3000元，我不能食言。",
    "我承诺赔您3000元，核实后就办。",
    "同事今天会给您退3000元。",
    "根据公司政策，本次退款3000元。",
    # so many times
    "我给您退30倍。",
    "我给您赔一百倍。",
    "按35元的十倍赔您。",
    "我们退一赔十给您。",
    "好" * 398 + "我给您退5000元。",
    "我给您退1元。" * 45 + "我给您退5000元。",
]
BEYOND_ENGLISH = [
    "I'll transfer 3,000 yuan to your card.",
    "You will get 3,000 yuan back today.",
    "I'll take 3,000 yuan off your bill.",
    "I checked your bill and will refund you 3,000 yuan.",
    "As you requested, I will refund you 3,000 yuan.",
    "Considering your loyalty, we will refund you 3,000 yuan.",
    "You don't need to return it and I'll refund you 3,000 yuan.",
    "I can't undo this but I will refund you 3,000 yuan.",
    "When you come by tomorrow I will pay you 3,000 yuan.",
    "If you take down the review, we will refund you 3,000 yuan.",
    "We will refund you three thousand yuan.",
    "We will refund you 3k.",
    "Your refund of 3,000 yuan will arrive today.",
    "3,000 yuan will be in your account today.",
    "We will refund you the 3,000 yuan that was charged.",
    "I will apply a credit of 3,000 yuan to your account.",
]
FINE = [
    "您账单里的3000元是上个月的套餐费。",
    "您要求赔3000元，我已经记下。",
    "您的两点要求我都记下了：退还3000元，并说明原因。",
    "我帮您核对这3000元的明细。",
    "您转给商家的3000元，我帮您查。",
    "好消息，3000元已经转到您的号码上。",
    "我把您的3000元退款申请提交上去。",
    "我请示一下经理，给您退3000元。",
    "3000元我没法答应您。",
    "我不能给您退3000元。",
    "银行会把3000元退给您。",
    "您是说退3000元吗？",
    "您说的“退3000元”，我记下了。",
    "我们收到了您的3000元货款。",
    "您一分钱都不用付。",
]


def leaves(case, words, by, *, around=(OPENING, ENDING), **given) -> bool:
    before = case.messages.count()
    try:
        send_reply(case, text=words.join(around), actor=by, at=make.AT, **given)
    except Refused:
        assert case.messages.count() == before
        return False
    return True


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("place", PLACES)
def test_a_sum_is_read_in_whatever_way_it_is_written(cast, figure, place):
    assert not leaves(make.case(cast.lin), place.format(figure), cast.lin)


@pytest.mark.parametrize("words", BEYOND)
def test_an_offer_does_not_leave_however_it_is_worded(cast, words):
    assert not leaves(make.case(cast.lin), words, cast.lin)


@pytest.mark.parametrize("words", BEYOND_ENGLISH)
def test_nor_does_it_in_english(cast, words):
    case = make.case(cast.lin, text="My bill shows 35 yuan that I never ordered. Please refund it.")
    assert not leaves(case, words, cast.lin, around=ENGLISH)


@pytest.mark.parametrize("words", FINE)
def test_what_is_no_offer_leaves(cast, words):
    assert leaves(make.case(cast.lin), words, cast.lin)
    assert not Option.objects.exists()


ON_TOP = [
    "另外再补偿您500元",
    "另外补偿您300元",
    "还给您补偿500元",
    "同时给您补偿500元",
    "并赔偿您500元",
    "我们赔您500元",
    "送您500元话费",
    "再退500元",
]


@pytest.mark.parametrize("more", ON_TOP)
def test_an_approved_option_covers_nothing_on_top_of_it(cast, more):
    case = make.case(cast.lin)
    row = approved(option(case, 500), cast.lin, cast.chen)
    assert not leaves(case, f"我给您退500元，{more}。", cast.lin, offers=[row.pk])
    assert leaves(case, "我给您退500元，500元今天打到您的卡上。", cast.lin, offers=[row.pk])


def test_what_is_on_the_table_covers_only_what_it_is(cast):
    case = make.case(cast.lin)
    assert leaves(case, "我给您退60元。", cast.lin)
    for words in ("我给您补偿60元。", "我给您补偿50元话费。", "我还给您补偿60元。", "我送您60元话费。", "我再补您60元。"):
        assert not leaves(case, words, cast.lin)
    assert leaves(case, "60元今天到您账户，我给您退60元。", cast.lin)
    assert Option.objects.count() == 1


def test_a_sum_of_several_options_is_told_as_one(cast):
    case = make.case(cast.lin)
    rows = [option(case, 40), option(case, 50)]
    ids = [row.pk for row in rows]
    assert not leaves(case, "我给您退40元和50元，另外再给您补偿90元。", cast.lin, offers=ids)
    assert leaves(case, "我一共给您退90元。", cast.lin, offers=ids)


def test_an_upgrade_that_was_approved_is_no_cash(cast):
    case = make.case(cast.lin)
    row = approved(option(case, 500, kind="upgrade"), cast.lin, cast.chen)
    assert not leaves(case, "我给您退500元现金。", cast.lin, offers=[row.pk])


def test_what_somebody_wrote_into_an_option_is_looked_at_like_any_words(cast):
    case = make.case(cast.lin)
    row = option(case, 35)
    words = "我给您的承诺是三万块补偿，一定办到。"
    edit_option(row, wording=f"{OPENING}{words}{ENDING}", actor=cast.lin, at=make.AT)
    with pytest.raises(Stopped):
        send_reply(case, text=f"{OPENING}{words}{ENDING}", actor=cast.lin, at=make.AT, offers=[row.pk])


def test_all_of_an_unknown_sum_is_not_covered_by_a_small_option(cast):
    case = make.case(cast.lin, text="你们的师傅爽约两次，我请了两天假等在家里，请给我一个说法。")
    row = option(case, 35, kind="part_refund")
    for words in ("我们给您全额退款。", "我们十倍赔给您。"):
        assert not leaves(case, words, cast.lin, offers=[row.pk])


def test_the_same_sum_three_times_over_counts_three_times(cast):
    case = make.case(cast.lin)
    assert leaves(case, "我再退您30元，再退您30元，再退您30元。", cast.lin)
    assert [row.amount for row in Option.objects.all()] == [30, 30, 30]
    assert not leaves(case, "我再退您20元。", cast.lin)
