"""The negotiation in the browser: an option goes into the reply, is offered, is objected to, and the next is ready."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TITLE = "账单多出三十五元信息费"


def open_deck(page, *, phone=False):
    page.goto("/?box=all")
    page.get_by_role("link", name=TITLE).first.click()
    if phone:
        page.locator('label:has(input[name="part"][value="panel"])').click()
    page.locator('label:has(input[name="tab"][value="resolution"])').click()
    if page.locator("#deck .deck-card").count() == 0:
        page.locator(".deck-build button").click()
        page.wait_for_load_state()
        if phone:
            page.locator('label:has(input[name="part"][value="panel"])').click()
        page.locator('label:has(input[name="tab"][value="resolution"])').click()
    expect(page.locator("#deck .deck-best")).to_have_count(1)


def test_an_option_is_put_into_the_reply_sent_objected_to_and_the_next_is_ready(sign_in, agent):
    page = sign_in(agent)
    open_deck(page)
    best = page.locator(".deck-best")
    name, words = best.locator(".deck-name").inner_text(), best.locator(".deck-words").inner_text()
    best.locator("[data-offers]").click()
    expect(page.locator("#reply")).to_have_value(re.compile(re.escape(words[:12])))
    chip = page.locator(".offer-chip")
    expect(chip).to_contain_text(name)
    chip.get_by_role("button").click()
    expect(page.locator("#offers input")).to_have_count(0)
    page.fill("#reply", "")
    best.locator("[data-offers]").click()
    expect(page.locator("#offers input")).to_have_count(1)
    expect(page.locator("#send")).to_be_enabled()
    page.locator("#send").click()
    page.wait_for_url(re.compile("/cases/"))
    offered = page.locator(".deck-offered")
    expect(offered).to_contain_text(name)
    offered.locator("summary").click()
    offered.get_by_label("要的是个理").check()
    offered.locator("input[name=words]").fill("我要的是个说法")
    offered.locator("button").click()
    expect(page.locator(".deck-offered")).to_have_count(0)
    expect(page.locator(".deck-best .deck-name")).not_to_have_text(name)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_deck_fits_wide_and_narrow_and_nothing_hangs_over(sign_in, agent, width):
    page = sign_in(agent, width=width)
    open_deck(page, phone=width < 860)
    page.locator("#deck").scroll_into_view_if_needed()
    expect(page.locator(".deck-best [data-offers], .deck-best .deck-wait").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
