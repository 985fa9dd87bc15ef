"""The customer's verdict in a browser of their own, and the hall on two tablets at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def numbers(page, state, channel=""):
    cases = page.request.get("/api/cases?box=all&limit=100").json()["items"]
    return [case["number"] for case in cases if case["state"] == state and channel in {"", case["channel"]}]


def test_a_customer_says_by_link_that_it_is_not_solved(served, sign_in, chromium):
    page = sign_in("gu")
    number = numbers(page, "resolved")[0]
    page.goto(f"/cases/{number}/")
    page.locator(".move-menu > summary").click()
    page.locator("#move-create_survey > summary").click()
    page.locator("#move-create_survey button").click()
    page.locator('.panel-tabs label:has([value="history"])').click()
    link = page.locator(".survey-link input").input_value()

    theirs = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    theirs.goto(link)
    theirs.goto(link)  # looking twice does nothing
    theirs.locator("summary.no").click()
    theirs.locator('input[value="not_done"]').check()
    theirs.locator("textarea").fill("说好退的钱还没到。")
    theirs.locator("button.send").click()
    expect(theirs.locator("h1")).to_contain_text("谢谢您")
    theirs.context.close()

    page.goto(f"/cases/{number}/")
    expect(page.locator(".message-customer").last).to_contain_text("说好退的钱还没到。", use_inner_text=True)
    expect(page.locator(".case-head .state")).to_have_class(re.compile("state-open"))


def test_a_quiet_room_is_asked_for_on_one_tablet_and_given_on_another(sign_in):
    lin, chen = sign_in("lin", width=1112, height=834), sign_in("chen", width=1112, height=834)
    number = next(number for state in ("open", "waiting") for number in numbers(lin, state, "hall"))
    lin.goto(f"/cases/{number}/hall/")
    lin.locator('form[action$="/cooling/"] button').click()
    lin.locator('button[value="greet"]').click()
    expect(lin.locator(".cool-done")).to_have_count(1)
    lin.locator('form[action$="/cooling/room/"] button').click()
    chen.goto("/hall/")
    chen.locator(".hall-ask input[name=room]").fill("二楼接待室")
    chen.locator('.hall-ask button[value="yes"]').click()
    expect(lin.locator(".hall-room")).to_contain_text("二楼接待室", use_inner_text=True)
    lin.locator('.pad-key[value="loud"]').click()
    expect(lin.locator('.pad-key[value="loud"]')).to_have_attribute("aria-pressed", "true")
