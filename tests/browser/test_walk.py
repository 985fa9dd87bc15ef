"""One case from a customer's grumble to a satisfied close, in the browser; and what a browser alone can show."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GRUMBLE = "我上个月15号在你们城东营业厅改的套餐，当时说每月58块，这个月却扣了我93块。打了三次热线都没人说得清，你们到底管不管？"
BAD = "你好，这个我们会尽快给你处理的。"
STOPPED = "您放心，我保证给您退五千块钱。"
ANSWER = (
    "套餐改完反而多扣了钱，打了三次电话还没人说清楚，换作是我也会着急，让您受累了。"
    "我先核对您这个月的账单，明天下午三点前给您回电话，说明多扣的三十五块是怎么来的。"
)
RESULT = "让您久等了。查清楚了：改套餐当月重复收了一次月租，三十五元已经退回您的话费账户，您现在就可以查到。您看这样处理可以吗？"


def open_case(page, phone, text):
    page.goto("/cases/new/")
    page.fill("input[name=phone]", phone)
    page.fill("input[name=name]", "周岚")
    page.fill("textarea[name=text]", text)
    page.check("input[name=channel][value=hotline]")
    page.click("main form button.btn-primary")
    page.wait_for_url(re.compile(r"/cases/\d{8}-\d{4,}/"))


def words(page, verb, text):
    page.locator(f'.composer-tabs label:has([value="{verb}"])').click()
    page.locator(f".pane-{verb} textarea").fill(text)
    page.locator(f".pane-{verb} [data-send]").click()
    expect(page.locator(".message").last).to_contain_text(text[:12], use_inner_text=True)


def tab(page, name):
    page.locator(f'.panel-tabs label:has([value="{name}"])').click()


def move(page, verb):
    page.locator(f"#move-{verb} > summary").click()
    return page.locator(f"#move-{verb} form")


def draft_badly_and_be_helped(page):
    """Findings appear as one types; one key takes a rewrite; what must not leave cannot be sent."""
    page.locator("#reply").click()
    page.keyboard.type(BAD)
    expect(page.locator("#mirror mark").first).to_be_attached()
    expect(page.locator(".finding").first).to_be_visible()
    found = page.locator(".finding").count()
    rewrite = page.locator('[data-alt="1"]').get_attribute("data-rewrite")
    page.keyboard.press("Alt+1")
    expect(page.locator(".finding")).not_to_have_count(found)
    assert rewrite in page.locator("#reply").input_value()

    page.locator("#reply").fill(STOPPED)
    expect(page.locator("#send")).to_contain_text("不能发送")
    expect(page.locator("#send")).to_be_disabled()


def send_with_a_promise(page):
    page.locator("#reply").fill(ANSWER)
    expect(page.locator("#send")).to_contain_text("发送并承诺")
    expect(page.locator("#send")).to_contain_text("15:00")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message-agent")).to_contain_text("让您受累了", use_inner_text=True)
    expect(page.locator("#reply")).to_have_value("")
    expect(page.locator(".case-head .due").first).to_be_visible()


def close_with_the_customers_word(page):
    move(page, "mark_resolved").locator("button").click()
    verdict = move(page, "record_verdict")
    verdict.locator('input[value="yes"]').check()
    verdict.locator("textarea").fill("可以了，谢谢你。")
    verdict.locator("button").click()
    move(page, "close_case").locator("button").click()
    expect(page.locator(".banner-good")).to_contain_text("可以了，谢谢你。")
    expect(page.locator("#case-head")).to_have_attribute("data-state", "closed")


def test_from_a_grumble_to_a_satisfied_close(sign_in, agent, pictures):
    page = sign_in(agent)
    page.goto("/?box=all")
    page.screenshot(path=pictures / "inbox.png")
    open_case(page, "19900008765", GRUMBLE)

    expect(page.locator(".case-how .grade")).to_be_visible()
    page.locator(".message-customer .ev").first.focus()
    expect(page.locator(".why:visible").first).not_to_be_empty()

    draft_badly_and_be_helped(page)
    send_with_a_promise(page)

    words(page, "add_customer_message", "对，就是多扣的那三十五块，查清楚退给我就行。")
    tab(page, "facts")
    page.locator('#facts form[action*="confirmation"] button').click()
    expect(page.locator(".fact-confirmed").first).to_be_visible()

    page.locator('.composer-tabs label:has([value="send_reply"])').click()
    tab(page, "reading")
    page.locator("#reply").fill(BAD)
    expect(page.locator(".finding").first).to_be_visible()
    page.screenshot(path=pictures / "case.png")
    page.locator("#reply").fill(RESULT)
    expect(page.locator("#send")).to_be_enabled()
    page.locator("#send").click()
    expect(page.locator(".message-agent").last).to_contain_text("重复收了一次月租", use_inner_text=True)

    close_with_the_customers_word(page)
    tab(page, "history")
    assert page.locator(".timeline li").count() >= 9


def test_a_customer_who_writes_while_one_types_takes_nothing_away(sign_in, agent):
    mine, colleagues = sign_in(agent), sign_in(agent)
    open_case(mine, "19900008766", GRUMBLE)
    mine.locator("#reply").fill("您好，我正在核对您的账单")
    colleagues.goto(mine.url)
    words(colleagues, "add_customer_message", "还有，上个月也多扣了。")
    expect(mine.locator("#news")).to_be_visible()
    expect(mine.locator(".message").last).to_contain_text("上个月也多扣了", use_inner_text=True)
    assert mine.locator("#reply").input_value() == "您好，我正在核对您的账单"
    before = mine.locator('[name="revision"]').input_value()
    mine.locator("[data-seen]").click()
    expect(mine.locator("#news")).to_be_hidden()
    assert int(mine.locator('[name="revision"]').input_value()) == int(before) + 1


def test_a_draft_survives_leaving_the_page(sign_in, agent):
    page = sign_in(agent)
    open_case(page, "19900008767", GRUMBLE)
    page.locator("#reply").fill("写到一半的回复")
    address = page.url
    page.goto("/")
    page.goto(address)
    expect(page.locator("#reply")).to_have_value("写到一半的回复")


def test_a_missing_act_and_the_whole_draft_are_taken_with_one_click(sign_in, agent):
    page = sign_in(agent)
    open_case(page, "19900008768", GRUMBLE)
    page.locator("#reply").fill("我们会尽快处理。")
    button = page.locator(".lacks [data-insert]").first
    line = button.get_attribute("data-insert")
    with page.expect_response("**/review/"):
        button.click()
    expect(page.locator(f'[data-insert="{line}"][data-at]')).to_have_count(0)
    assert line in page.locator("#reply").input_value()
    page.locator(".whole summary").click()
    whole = page.locator("[data-whole]").get_attribute("data-whole")
    page.locator("[data-whole]").click()
    assert page.locator("#reply").input_value() == whole
    page.keyboard.press("Control+z")
    assert page.locator("#reply").input_value() != whole


def test_findings_follow_their_words_through_emoji_and_new_lines(sign_in, agent):
    page = sign_in(agent)
    open_case(page, "19900008769", GRUMBLE)
    page.locator("#reply").fill("您好😀👩\u200d🔧\n第二行：我们会尽快处理。")
    mark = page.locator("#mirror mark", has_text="尽快")
    expect(mark).to_have_text("尽快")
    page.locator("#reply").press("Home")
    page.keyboard.type("嗯")
    expect(mark).to_have_text("尽快")


def test_without_script_a_reply_is_checked_and_sent(sign_in, agent):
    address = _case_of(sign_in(agent), "19900008770")
    page = sign_in(agent, java_script_enabled=False)
    page.goto(address)
    page.locator("#reply").fill(STOPPED)
    page.locator("#send").click()
    expect(page.locator(".banner-refused")).to_be_visible()
    expect(page.locator("#reply")).to_have_value(STOPPED)
    page.locator("#reply").fill("我们会尽快处理。")
    page.locator("#check").click()
    expect(page.locator(".finding").first).to_be_visible()
    page.locator("#reply").fill(ANSWER)
    page.locator("#send").click()
    expect(page.locator(".message-agent")).to_contain_text("让您受累了", use_inner_text=True)


def _case_of(page, phone):
    open_case(page, phone, GRUMBLE)
    return page.url


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_case_page_never_scrolls_sideways(sign_in, agent, width, scheme):
    page = sign_in(agent, width=width, height=844, color_scheme=scheme)
    for box in ("all", "heated"):
        page.goto(f"/?box={box}")
        page.goto(page.locator('a[href^="/cases/2"]').first.get_attribute("href"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#reply").fill("长" * 400 + "x" * 400)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_page_of_the_way_scrolls_sideways_on_a_phone(sign_in, agent):
    page = sign_in(agent, width=390, height=844)
    for address in ("/?box=all", "/cases/new/", "/search/?q=宽带"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_parts_are_tabs(sign_in, agent):
    page = sign_in(agent, width=390, height=844)
    _case_of(page, "19900008771")
    expect(page.locator(".panel")).to_be_hidden()
    page.locator('.parts label:has([value="panel"])').click()
    expect(page.locator("#reading")).to_be_visible()
    page.locator('.parts label:has([value="queue"])').click()
    expect(page.locator(".queue li").first).to_be_visible()
    expect(page.locator("#reply")).to_be_hidden()


def test_j_and_k_move_through_the_queue(sign_in, agent):
    page = sign_in(agent)
    for phone in ("19900008772", "19900008773"):
        _case_of(page, phone)
        expect(page.locator(".case-clocks .due").first).to_be_visible(timeout=20_000)  # its place in the queue is settled
    page.goto(page.locator('.queue a[data-key="j"], .queue a[data-key="k"]').first.get_attribute("href"))
    address = page.url
    key = page.locator(".queue a[data-key]").first.get_attribute("data-key")
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != address)
    page.keyboard.press({"j": "k", "k": "j"}[key])
    page.wait_for_url(address)
