"""A version of a clinic's own in a browser: written, looked at, and approved by the reviewer."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bonemets.process import Up
from tests.browser.driver import log_in, opened
from tests.browser.test_screens import LOOKS, holds_the_basics, shoot

pytestmark = pytest.mark.browser
LIST = "/admin/messaging/protocol/?q=denosumab"


def write_our_own(page: Page) -> None:
    """A copy of denosumab whose visit reminder goes three days before."""
    page.goto(LIST)
    page.locator("#result_list a[href*='/change/']").first.click()
    page.get_by_label("Why (for the reviewer)").fill("patients ask for more notice")
    page.get_by_role("button", name="Make our own version").click()
    expect(page.get_by_role("status")).to_contain_text("Copied.")
    page.get_by_role("link", name="Change visit").click()
    page.get_by_label("Days", exact=True).fill("3")
    page.get_by_label("Still of use for … hours").fill("500")
    page.get_by_role("button", name="Save the step").click()
    expect(page.get_by_role("main")).to_contain_text("Make it at most 96 hours.")
    page.get_by_label("Still of use for … hours").fill("72")
    page.get_by_role("button", name="Save the step").click()
    expect(page.get_by_role("heading", name="What differs from version 1")).to_be_visible()


def test_from_the_copy_to_the_move(browser: Browser, service: Up) -> None:
    pages: dict[str, str] = {}
    with opened(browser, service.address) as page:
        log_in(page, service, name="reviewer")
        write_our_own(page)
        pages["protocol"] = page.url.partition("#")[0]
        page.get_by_role("link", name="Change visit").click()
        pages["step"] = page.url
        look_at(browser, service, pages)
        page.goto(pages["protocol"])
        page.get_by_role("link", name="See what changes, approve").click()
        expect(page.get_by_role("main")).to_contain_text("Texts on another day or hour")
        look_at(browser, service, {"preview": page.url})
        page.get_by_role("button", name="Approve in my name").click()
        expect(page.get_by_role("status")).to_contain_text("Approved:")
        page.get_by_role("button", name="to this version").click()
        expect(page.get_by_role("status")).to_contain_text("moved, and their texts to come")
        look_at(browser, service, {"protocol-approved": page.url})


def look_at(browser: Browser, service: Up, pages: dict[str, str]) -> None:
    for look, (size, dark) in LOOKS.items():
        with opened(browser, service.address, size=size, dark=dark) as page:
            log_in(page, service, name="reviewer")
            for name, url in pages.items():
                page.goto(url)
                holds_the_basics(page)
                shoot(page, f"{name}-{look}", whole=True)
