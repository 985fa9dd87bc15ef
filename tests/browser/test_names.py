"""Whoever hears the page instead of seeing it is told what each link, button and field is, wide and narrow."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser

ADMINISTRATOR = "gu"
PAGES = (
    "/?box=all", "/cases/new/", "/search/?q=宽带", "/settings/staff/", "/settings/staff/1/", "/accounts/password/change/",
    "/people/", "/people/roster/", "/people/load/", "/settings/skills/", "/settings/rules/", "/settings/rules/new/",
    "/day/", "/board/",
)  # fmt: skip
NAMELESS = re.compile(r"^\s*- (?:link|button|textbox|searchbox|combobox|checkbox|radio)(?: \[[^\]]*\])*:?$", re.MULTILINE)


@pytest.mark.parametrize("width", [390, 1440])
def test_whatever_can_be_used_has_a_name(sign_in, width):
    page = sign_in(ADMINISTRATOR, width=width, height=844)
    for address in PAGES:
        page.goto(address)
        heard = page.locator("body").aria_snapshot()
        assert "main" in heard
        assert NAMELESS.findall(heard) == [], address
        assert page.locator("h1:visible").count() == 1
