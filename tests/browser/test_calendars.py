"""The calendars of the settings in the browser: a year at a glance, and a list looked at before it is entered."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TABLE = "date,kind,name\n2031-01-01,holiday,元旦\n2031-01-04,makeup,元旦\n"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_list_is_entered_and_seen_in_its_year(sign_in, width, height):
    page = sign_in("gu", width=width, height=height)
    page.goto("/settings/calendars/")
    page.click("main table a >> nth=0")
    page.click('main a[href$="/list/"]')
    page.fill("textarea[name=text]", TABLE)
    page.click("main form button.btn-primary")
    expect(page.locator(".day-list")).to_contain_text("2031-01-04")
    page.click("main form button[name=enter]")
    page.wait_for_url("**/settings/calendars/*/")
    page.goto(page.url + "?year=2031")
    expect(page.locator(".months .day-holiday")).to_have_text("1")
    expect(page.locator(".months .day-makeup")).to_have_text("4")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for _ in range(2):
        page.locator(".runs details").first.click()
        page.locator(".runs details[open] button").first.click()
    expect(page.locator(".months .day-makeup")).to_have_count(0)
