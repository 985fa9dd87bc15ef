"""The fee of thirty-five yuan at rush hour (E15): approved for less, objected to, approved in full, agreed and paid."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from negotiating import kept_of, nothing_stands_against, number_of, said_in

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_fee_at_rush_hour_is_approved_lowered_objected_to_and_paid(desk_of, in_served):
    agent, manager = desk_of("lin"), desk_of("chen")
    address = agent.open(
        phone="19900004103", name="方晓梅",
        text="排了四十分钟的队才轮到我！四月、五月、六月，每个月的账单都多出三十五块钱信息费，我从来没订过！把这一百零五块退给我！",
    )  # fmt: skip
    agent.read("¥105")
    expectation_first(agent, manager, address)
    page = agent.page
    assert agent.deal()[0] == 105
    best = page.locator(".deck-best")
    expect(best.locator("[data-offers]")).to_have_count(0)
    expect(best.locator(".deck-wait")).to_contain_text("超出您在这个案件的权限")
    no_door_is_open(agent, address, best)
    lower(agent, manager)
    expect(best.locator(".deck-sum").first).to_have_text("¥70", timeout=20_000)
    first = agent.offer(best, before="四月那一笔，系统显示已经在五月的账单里冲回了。")
    assert "其中70元" in first
    agent.hear("四月那笔我账单上明明没有冲回，还差三十五块，太少了！")
    agent.object("too_little", "四月那笔我账单上明明没有冲回")
    approve_the_next(agent, manager)
    second = agent.offer(best)
    assert "105元" in second
    agent.hear("行，一百零五块全退，我同意。")
    expect(page.locator(".stand-next")).to_have_count(0)
    agent.told_until(second)
    agent.agree("一百零五块全退，我同意")
    pay(agent, address, in_served)
    in_english(agent, address)


def expectation_first(agent, manager, address):
    """The customer's own view and what would content them, before anything is offered; then the judgement."""
    expect(agent.page.locator(".deck-first")).to_be_visible()
    agent.insert(
        agent.page.locator(".deck-first [data-insert]"),
        before="您好，我是客服林小雨。让您排了这么久的队，账单上又多出三笔弄不明白的费用，换作是我也会生气，真的很抱歉。",
    )
    agent.send()
    agent.hear("我的想法很简单：钱一分不少退回来。一百零五块退齐了我就满意。")
    agent.fill("#record-view", words="钱一分不少退回来。")
    agent.fill("#record-expectation", words="一百零五块退齐了我就满意。", amount="105")
    expect(agent.page.locator(".deck-first")).to_have_count(0)
    agent.settle_demands("退款")
    agent.show("facts")
    with agent.page.expect_navigation():
        agent.page.locator('#facts form[action*="confirmation"] button').first.click()
    agent.show()
    manager.look(address)
    manager.fill("#set-aim", goal="趁高峰前哄好离厅。", bottom_line="信息费以外不再添钱。", bottom_amount="123")
    agent.judge(complaint="yes", complaint_policy="账单上三个月都有这笔费用", demand="yes", fault="ours",
                demand_policy="没有客户本人开通记录的信息费，核实以后全额退回")  # fmt: skip


def no_door_is_open(agent, address, best):
    """What nobody approved leaves by no door: not typed in a second tab, not by the form, not by the API."""
    option = best.locator(".deck-fold").first.get_attribute("id").rsplit("-", 1)[1]
    words = best.locator(".deck-words").inner_text()
    tab = agent.page.context.new_page()
    tab.goto(address)
    tab.locator("#reply").fill(words)
    expect(tab.locator("#send")).to_contain_text("不能发送")
    expect(tab.locator("#send")).to_be_disabled()
    token, form = tab.locator("[name=csrfmiddlewaretoken]").first.input_value(), tab.locator(".pane-send_reply")
    for text in (words, "您好，这件事我核实过了。"):
        typed = {"text": text, "offers": option, "csrfmiddlewaretoken": token}
        assert tab.request.post(form.get_attribute("action"), form=typed).status == 422
        answer = tab.request.post(
            f"/api/cases/{number_of(address)}/replies", data={"text": text, "offers": [int(option)]},
            headers={"X-CSRFToken": token},
        )  # fmt: skip
        assert answer.status == 409
        assert "陈立" in answer.json()["detail"]
    tab.close()
    agent.page.reload()
    expect(agent.page.locator(".message-agent")).to_have_count(1)
    expect(agent.page.locator(".deck-offered")).to_have_count(0)


def lower(agent, manager):
    """The agent asks with a reason; the manager has it on one page, and approves less with a reason."""
    agent.fill("#ask-approval", reason="三笔都没有客户本人的开通记录，后面还排着队，当场答应能让客户安心离开。")
    sheet = manager.request_of("方晓梅")
    for part in ("三笔都没有客户本人的开通记录", "一百零五块", "投诉：有理 · 诉求：有理 · 责任：我方"):
        expect(sheet).to_contain_text(part)
    manager.picture("negotiation-approval")
    sheet.locator("[name=amount]").fill("70")
    sheet.locator("[name=words]").fill("四月那笔系统显示已在五月账单冲回，先退五月、六月两笔。")
    sheet.locator('[formaction*="lowering"]').click()
    expect(sheet).to_have_count(0)


def approve_the_next(agent, manager):
    """What comes next gives more, and is beyond the agent's authority again; now the manager approves it as it is."""
    page = agent.page
    expect(page.locator(".deck-best .deck-sum").first).to_have_text("¥105")
    agent.picture("negotiation-next")
    agent.fill("#ask-approval", reason="客户出示了五月账单，四月那笔确实没有冲回，请批准三笔都退。")
    sheet = manager.request_of("方晓梅")
    expect(sheet).to_contain_text("四月那笔我账单上明明没有冲回")
    sheet.locator('[formaction$="/approval/"]').click()
    expect(sheet).to_have_count(0)
    expect(page.locator(".deck-best [data-offers]")).to_be_visible(timeout=20_000)


def pay(agent, address, in_served):
    """It is given in two payments, each with its number; the ledger adds up, and every text stands the review."""
    agent.fill('[id^="perform-"]', amount="70", reference="TK-4103-01")
    expect(agent.page.locator(".deal-line .tag")).to_have_text("办了一部分")
    agent.fill('[id^="perform-"]', reference="TK-4103-02")
    expect(agent.page.locator("#agreement .deal-card")).to_have_class(re.compile("deal-performed"))
    expect(agent.page.locator(".deal-line .chip")).to_have_text(["TK-4103-01", "TK-4103-02"])
    agent.picture("negotiation-paid")
    nothing_stands_against(in_served(partial(said_in, number_of(address))), count=4)
    kept = in_served(partial(kept_of, number_of(address)))
    assert kept.paid == [("TK-4103-01", 70), ("TK-4103-02", 35)]
    assert (kept.moved.paid, kept.moved.reserved, kept.owed.done_amount, kept.flaws) == (105, 0, 105, [])
    assert (kept.owed.state, kept.owed.promise.state, kept.promised) == ("done", "kept", [])
    assert [(option.amount, option.state) for option in kept.options] == [(70, "objected"), (105, "accepted")]


def in_english(agent, address):
    """The same case in English pages: every word of the page itself is English; what people said stays as they said it."""
    page = agent.page
    page.locator(".language button[value=en]").click()
    agent.look(address)
    expect(page.locator("#deck > h3")).to_have_text("Options")
    own = page.locator("#resolution :is(h3, summary, legend, .form-label, .tag, .btn, .muted > strong)")
    texts = [text for text in own.all_inner_texts() if CHINESE.search(text)]
    assert texts == []
    agent.picture("negotiation-english")
