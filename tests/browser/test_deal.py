"""An agreement that owes several things, filled in with a script and without one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dingxin.resolution.models import Agreement, Option

pytestmark = pytest.mark.browser


def _offered():
    row = Option.objects.filter(state="presented", amount__gt=0, case__handler__username="lin").select_related("case").get()
    return row.pk, row.case.number


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scripted", [True, False])
def test_a_second_thing_is_added_and_taken_out_again(sign_in, in_served, scripted, width):
    pk, number = in_served(_offered)
    page = sign_in("lin", width=width, height=900, java_script_enabled=scripted)
    page.goto(f"/cases/{number}/?box=mine#confirm-agreement")
    if not scripted:
        if width == 390:
            page.locator('.parts label:has([value="panel"])').click()
        page.locator('.panel-tabs label:has([value="resolution"])').click()
    form = page.locator("#confirm-agreement form")
    form.locator(f'[name="what_{pk}"]').fill("60 元退回账户")
    form.locator(f'[name="amount_{pk}"]').fill("60")
    form.locator(".deal-more").first.click()
    if not scripted and width == 390:
        page.locator('.parts label:has([value="panel"])').click()
    second = form.locator(f'[name="what_{pk}_2"]')
    expect(second).to_be_visible()
    if scripted:
        expect(second).to_be_focused()
    expect(form.locator(f'[name="amount_{pk}_2"]')).to_have_value("36")
    expect(form.locator(f'[name="what_{pk}"]')).to_have_value("60 元退回账户")
    expect(form.get_by_label("金额（元）")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    form.locator(".deal-less:visible").click()
    expect(second).to_have_count(0)
    assert not in_served(Agreement.objects.filter(case__number=number).exists)


def test_what_was_added_by_the_script_is_agreed(sign_in, in_served):
    pk, number = in_served(_offered)
    page = sign_in("lin")
    page.goto(f"/cases/{number}/?box=mine#confirm-agreement")
    form = page.locator("#confirm-agreement form")
    form.locator(f'[name="what_{pk}"]').fill("60 元退回账户")
    form.locator(f'[name="amount_{pk}"]').fill("60")
    form.locator(".deal-more").first.click()
    form.locator(f'[name="what_{pk}_2"]').fill("36 元抵下月月租")
    form.locator(f'[name="by_{pk}_2"]').select_option(label="乔安")
    form.locator('[name="words"]').fill("可以，就这么办，我同意")
    with page.expect_navigation():
        form.locator('[name="words"]').evaluate("field => field.form.querySelector('.deal-confirm').click()")
    expect(page.locator("#agreement .deal-line")).to_have_count(2)
    expect(page.locator("#agreement")).to_contain_text("36 元抵下月月租")
