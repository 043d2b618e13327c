"""Looking before saving in a real browser: typed words stay, a day leads to its texts."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_coordinator_looks_first_and_then_saves(staff: Page) -> None:
    staff.goto("/admin/messaging/patient/add/")
    staff.fill("[name=name]", "Ruth Okafor")
    staff.fill("[name=number]", "+15550100888")
    staff.fill("[name=evidence]", "signed form, folder 7")
    staff.select_option("[name=treatments-0-kind]", "weak-bone")
    staff.fill("[name=treatments-0-starts_on]", "2099-01-01")
    staff.fill("[name=treatments-0-doses]", "")
    staff.get_by_role("button", name="Show what would be sent").click()

    expect(staff.get_by_role("heading", name="What would be sent")).to_be_visible()
    expect(staff.locator("[name=number]")).to_have_value("+15550100888")
    expect(staff.locator("[name=treatments-0-kind]")).to_have_value("weak-bone")

    day = staff.locator(".bm-month a").first
    where = str(day.get_attribute("href"))
    expect(staff.locator(where)).to_be_hidden()
    day.click()
    expect(staff.locator(where)).to_be_visible()

    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_role("status")).to_contain_text("The patient is saved.")


def test_only_what_goes_can_be_looked_at(staff: Page) -> None:
    staff.goto("/admin/messaging/patient/2/coming/")
    silent = staff.locator(".bm-coming.bm-silent").first
    expect(silent).to_be_visible()
    staff.get_by_text("Only what goes").click()
    expect(silent).to_be_hidden()
    expect(staff.locator(".bm-coming:visible").first).to_be_visible()
