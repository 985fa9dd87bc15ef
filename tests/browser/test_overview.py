"""My day and the board in the browser: by keyboard, live, drawn from their tables, wide and narrow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_my_day_is_walked_with_j_and_k_and_enter_opens_the_case(sign_in, agent):
    page = sign_in(agent)
    page.goto("/day/")
    expect(page.locator('.bar nav a[aria-current="page"]')).to_have_attribute("href", "/day/")
    links = page.locator("#case-list .row-link")
    assert links.count() >= 2
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cases/\d{8}-\d{4,}/"))


def test_what_happens_elsewhere_reaches_my_day_by_itself(sign_in):
    mine, other = sign_in("tang"), sign_in("lu")
    answered = "后来的客人先上菜"
    mine.goto("/day/")
    rows = mine.locator("#case-list tr", has_text=answered)
    expect(rows.filter(has_text="客户在等回音")).not_to_have_count(0)
    other.goto("/?box=all")
    other.locator(".row-link", has_text=answered).click()
    other.locator('.composer-tabs label:has([value="send_reply"])').click()
    other.locator("#reply").fill(
        "让您久等了还眼看着别人先上菜，是我们不对。我先跟后厨核对今天的出菜记录，明天下午三点前给您回电话，告诉您是怎么回事。"
    )
    expect(other.locator("#send")).to_be_enabled()
    other.locator("#send").click()
    expect(other.locator(".message-agent").last).to_contain_text("让您久等了", use_inner_text=True)
    expect(rows.filter(has_text="明天下午三点前")).not_to_have_count(0, timeout=20_000)
    expect(rows.filter(has_text="客户在等回音")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_board_draws_each_table_and_fits_the_page(sign_in, width):
    page = sign_in("gu", width=width, height=844)
    page.goto("/board/")
    charts = page.locator("[data-chart]")
    assert charts.count() == 4
    expect(page.locator("[data-chart] canvas")).to_have_count(4)
    for place in range(4):
        expect(page.locator(f"#{charts.nth(place).get_attribute('data-chart')} tbody tr").first).to_be_attached()
    page.locator("#load-behind > summary").click()
    expect(page.locator("#load-table")).to_be_visible()
    for address in ("/board/", "/day/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
