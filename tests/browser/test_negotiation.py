"""Negotiations from the first demand to an agreement, played by clicking as staff do.

The customer whose demand keeps changing (A9, E4), and the one who knows the law (A7, E5, E6, E9).
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dingxin.resolution.models import ShelvedPoint
from negotiating import kept_of, nothing_stands_against, number_of, said_in

pytestmark = pytest.mark.browser


# --- the chameleon ----------------------------------------------------------------------------------------------------------


def demand_changes(agent, *, heard, shown, asking, answer):
    """The customer wants something else: nobody offers anything before they were asked what has changed."""
    agent.hear(heard)
    agent.read(*shown)
    expect(agent.page.locator(".stand-next")).to_contain_text("先问清楚是什么变了")
    agent.insert(agent.page.locator(".stand-ask [data-insert]").first, before=asking)
    agent.send()
    agent.hear(answer)


def test_the_chameleon_is_asked_why_and_takes_a_smaller_step(desk_of, in_served):
    agent, manager = desk_of("zhao"), desk_of("qian")
    address = agent.open(
        phone="19900004101", name="贺文清", channel="hotline",
        text="屏幕换了才三天就一直闪，触摸也失灵，打电话说了两遍都没人管！请你们给我修好！",
    )  # fmt: skip
    agent.read("维修")
    agent.insert(
        agent.page.locator("#stand-view ~ [data-insert]"),
        before="您好，我是手机售后的赵宁。刚换的屏幕三天就闪，电话里说了两遍还要您再讲一遍，换作是我也会生气，真的很抱歉。",
    )
    agent.send()
    demand_changes(
        agent, heard="修了又坏，我信不过了，给我换一台新手机！", shown=["换货", "尚未问明"], asking="",
        answer="没听谁说，是我昨天拿去检测，才知道主板也进过水，当时的单子上根本没写！",
    )  # fmt: skip
    agent.fill('[id^="cause-"]', cause="loss", words="昨天拿去检测，才知道主板也进过水", instead=True)
    demand_changes(
        agent, heard="还有，我跑外卖，三天接不了单，你们赔我一千五百块！", shown=["¥1,500"],
        asking="三天接不了单，确实耽误您，我听明白了。",
        answer="群里的人都说可以要误工费。说白了我就是离不开手机，能接着跑单，机子不再坏，比什么都强。",
    )  # fmt: skip
    agent.fill('[id^="cause-"]', cause="egged_on", words="群里的人都说可以要误工费")
    course = agent.page.locator(".stand-course > li")
    assert [step.split(" ")[0].strip() for step in course.locator("a").all_inner_texts()] == ["维修", "换货", "赔偿"]
    expect(course.nth(0)).to_have_class("was")
    expect(course.nth(1)).to_contain_text("后来发现有损失: “昨天拿去检测")
    expect(course.nth(2)).to_contain_text("听了别人的劝说")
    agent.picture("negotiation-course")
    smaller_step(agent, manager, address, in_served)


def ask_for_the_most(agent, manager):
    """The most is beyond the agent: it is asked for with one key, and what may be offered now waits for nobody's answer."""
    page = agent.page
    most, now = page.locator(".deck-card").nth(0), page.locator(".deck-card").nth(1)
    expect(most.locator(".deck-tags")).to_have_text("需审批")
    expect(most.locator("[data-offers]")).to_have_count(0)
    expect(now).to_have_class(re.compile("deck-best"))
    expect(now.locator(".deck-tags")).to_have_text("现在就能提出")
    expect(now.locator("[data-offers]")).to_be_visible()
    expect(page.locator(".deck-card .btn-primary:visible")).to_have_count(1)
    most.locator("[data-asks]").click()
    form = page.locator("#ask-approval form")
    expect(form.locator("[name=option]")).to_have_value(most.locator("[data-asks]").get_attribute("data-asks"))
    expect(form.locator("[name=reason]")).to_be_focused()
    form.locator("[name=reason]").fill("修过又坏，耽误客户三天接单。")
    agent.do(form.locator("button"))
    expect(page.locator("[data-asks]")).to_have_count(0)
    sheet = manager.request_of("贺文清")
    expect(sheet).to_contain_text("投诉：有理 · 诉求：有理 · 责任：我方")
    sheet.locator("[name=words]").fill("没有接单记录，这一笔核不了。")
    sheet.locator('[formaction*="refusal"]').click()
    expect(sheet).to_have_count(0)
    expect(page.locator(".ask-refused")).to_contain_text("没有接单记录", timeout=20_000)
    expect(now).to_have_class(re.compile("deck-best"))


def smaller_step(agent, manager, address, in_served):
    """What is demanded is more than can be done: the ladder goes down, a step is refused, the next is taken and done."""
    agent.fill("#record-view", words="能接着跑单，机子不再坏，比什么都强。")
    agent.settle_demands("换货", "赔偿")
    agent.raise_need("质量")
    manager.look(address)
    manager.fill("#set-aim", goal="把老主顾留在店里。", bottom_line="新机一概不给，误工钱不出。", bottom_amount="263")
    agent.judge(
        complaint="yes", complaint_law="先补救再按违约赔偿", demand="yes", reach="beyond", fault="ours",
        demand_policy="换机要等检测确认修不好，误工要有接单记录可以核对",
    )  # fmt: skip
    expect(agent.page.locator(".stand-way")).to_have_class(re.compile("way-ladder"))
    amounts = agent.deal()
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] > amounts[-1]
    agent.page.locator("#deck-ladder > summary").click()
    expect(agent.page.locator("#deck-ladder dt").filter(has_text="为何不能")).to_have_count(len(amounts))
    agent.picture("negotiation-ladder")
    ask_for_the_most(agent, manager)
    first = agent.offer(agent.page.locator(".deck-best"))
    assert "换机要等检测确认修不好" in first
    agent.hear("这有什么用，我手机现在就用不了，一天单都接不成！")
    agent.object("not_wanted", "我手机现在就用不了，一天单都接不成")
    step = agent.page.locator(".deck-card", has_text="质量").last
    if not step.locator("[data-offers]").is_visible():
        step.locator(".deck-fold > summary").click()
    second = agent.offer(step)
    assert "比刚才更多的部分" in second
    agent.hear("行，就按这个办，别再拖了，我同意。")
    agent.told_until(second)
    agent.agree("就按这个办，别再拖了，我同意")
    agent.fill('[id^="perform-"]', note="已当面试机，客户在场确认。")
    expect(agent.page.locator("#agreement .deal-card")).to_have_class(re.compile("deal-performed"))
    nothing_stands_against(in_served(partial(said_in, number_of(address))), count=6)
    kept = in_served(partial(kept_of, number_of(address)))
    assert [option.state for option in kept.options] == ["objected", "accepted"]
    assert kept.options[0].amount > kept.options[1].amount
    assert (kept.owed.state, kept.owed.promise.state, kept.promised) == ("done", "kept", [])


# --- the know-all -----------------------------------------------------------------------------------------------------------


def test_the_know_all_is_given_a_choice_and_the_point_that_stays_open_its_day(desk_of, in_served):
    agent, manager = desk_of("tang"), desk_of("lu", width=390, height=844)
    address = agent.open(
        phone="19900004102", name="钟启明", channel="hotline",
        text="特价房一律不退，这就是霸王条款！我做律师的朋友说了，格式条款是无效的。八百八十块房费全额退给我，不然我找报社的熟人！",
    )  # fmt: skip
    agent.read("¥880")
    agent.insert(
        agent.page.locator("#stand-view ~ [data-insert]"),
        before="您好，我是前厅的唐悦。特价房的规定让您这么不舒服，我很抱歉。您对条款看得很细，我想先听明白再说。",
    )
    agent.send()
    agent.hear("我出差改期，不是存心不住。订的时候没人提醒过我，规定是怎么告知的，你们得讲清楚，我要一个公道。")
    agent.fill("#record-view", words="规定是怎么告知的，你们得讲清楚，我要一个公道。")
    agent.fill("#record-expectation", words="讲清楚了，我也不是非要那笔钱。")
    agent.settle_demands("退款", "给个说法")
    agent.raise_need("公平")
    agent.judge(
        complaint="yes", complaint_law="只有勾选或弹窗不够", demand="no", fault="nobody",
        demand_policy="特价房在下单页写明不退，客人确认以后才能付款",
        demand_precedent="上个月也有客人改期，改住了别的日子，没有退款",
    )  # fmt: skip
    page = agent.page
    expect(page.locator(".stand-way")).to_have_class(re.compile("way-other_needs"))
    expect(page.locator(".stand-ground .law")).to_contain_text("已读原文")
    shelve(manager, address)
    choose_between_two(agent, address, in_served)


def shelve(manager, address):
    """The manager, on a phone: the aim; and what nobody can settle now, with its reason and the day it comes back."""
    manager.look(address)
    manager.fill("#set-aim", goal="别让熟客流到对面店。", bottom_line="现金一分不退，至多送券。", bottom_amount="157")
    back = timezone.localtime() + timedelta(days=20)
    manager.fill(
        "#shelve-point", point="特价房改期的规定要不要放宽", reason="要等下季度修订房价规则，现在谁也定不了。",
        back_at=f"{back:%Y-%m-%dT10:00}",
    )  # fmt: skip
    expect(manager.page.locator(".point-shelved")).to_contain_text("陆远航")
    assert manager.page.evaluate("document.documentElement.scrollWidth") <= 390
    manager.picture("negotiation-shelved-phone")


def choose_between_two(agent, address, in_served):
    """A rule explained, a question that finds the need, two ways side by side: the customer chooses."""
    page = agent.page
    agent.deal()
    page.locator("#deck-three-f > summary").click()
    page.locator("#deck-spin > summary").click()
    agent.insert(page.locator("#deck-three-f [data-insert]"))
    agent.insert(page.locator("#deck-spin [data-insert]").nth(1), before=page.locator("#reply").input_value())
    assert "下单页写明不退" in agent.send()
    agent.hear("规定摆着我也懂，为难的是我一个月来住好几回，下次改期又是这样，谁受得了？")
    page.locator("#deck-pair > summary").click()
    both = agent.offer(page.locator("#deck-pair"))
    assert re.search("一、.+\n二、.+\n", both)
    expect(page.locator(".deck-offered")).to_have_count(2)
    agent.hear("那就第二个吧，就这么定了。")
    names = page.locator(".deck-offered .deck-name").all_inner_texts()
    page.locator("#choose-option > summary").click()
    page.locator("#choose-option").get_by_label(names[1]).check()
    page.locator("#choose-option [name=words]").fill("那就第二个吧")
    agent.do(page.locator("#choose-option button"))
    expect(page.locator("#confirm-agreement").get_by_label(names[1])).to_be_checked()
    expect(page.locator("#confirm-agreement").get_by_label(names[0])).not_to_be_checked()
    agent.told_until(both.split("\n二、")[1])
    assert names[1] in agent.agree("那就第二个吧，就这么定了")
    agent.picture("negotiation-chosen")
    nothing_stands_against(in_served(partial(said_in, number_of(address))), count=4)
    kept = in_served(partial(kept_of, number_of(address)))
    assert [(option.remedy.name, option.state) for option in kept.options] == [(names[0], "withdrawn"), (names[1], "accepted")]
    assert kept.promised == [kept.owed.promise.text]
    point = in_served(lambda: ShelvedPoint.objects.select_related("owner").get(case=kept.agreement.case))
    assert (point.owner.username, point.state) == ("lu", "shelved")
    assert point.back_at > timezone.now() + timedelta(days=18)
