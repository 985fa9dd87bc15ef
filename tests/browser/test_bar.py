"""The main navigation in the browser: one calm line at every width, and nothing that covers a word."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LINE = 60


def speaking(page, language):
    if language == "en":
        page.locator(".language button").click()
    expect(page.locator(f"html[lang={'en' if language == 'en' else 'zh-hans'}]")).to_have_count(1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_bar_is_one_line_and_the_number_covers_no_word(sign_in, language):
    page = sign_in("gu")
    speaking(page, language)
    for width in (320, 390, 768, 1024, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 844})
        one_line(page, width)


def one_line(page, width):
    assert page.locator(".bar nav").bounding_box()["height"] <= LINE
    tops = {round(box["y"]) for one in page.locator(".bar nav > *").all() if (box := one.bounding_box()) and box["height"]}
    assert max(tops) - min(tops) <= 10
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    number = page.locator(".bar .count:visible").first
    expect(number).to_contain_text("1")
    beside = number.locator("xpath=preceding-sibling::span[1]").bounding_box()
    assert beside["width"] <= 1 or beside["x"] + beside["width"] <= number.bounding_box()["x"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scripted", [True, False])
def test_on_a_phone_everything_is_one_key_away(sign_in, language, scripted):
    page = sign_in("gu", width=390, height=844, java_script_enabled=scripted)
    speaking(page, language)
    more = page.locator(".more summary")
    more.focus()
    page.keyboard.press("Enter")
    links = page.locator(".more .menu-sheet a")
    assert [link.is_visible() for link in links.all()] == [True] * 8
    for link in links.all():
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 40
    lefts = {round(link.bounding_box()["x"]) for link in links.all()}
    assert len(lefts) == 1
    page.keyboard.press("Tab")
    if scripted:
        page.keyboard.press("Escape")
        expect(more).to_be_focused()
        expect(links.first).to_be_hidden()
        more.click()
    page.locator('.more .menu-sheet a[href="/approvals/"]').click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/approvals/")


def test_who_leads_nothing_sees_more_on_a_phone_alone(sign_in, agent):
    expect(sign_in(agent).locator(".more")).to_be_hidden()
    expect(sign_in(agent, width=390, height=844).locator(".more")).to_be_visible()
