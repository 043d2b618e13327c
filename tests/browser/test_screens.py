"""Every main page at two widths and in two schemes: pictures to look at, basics to hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bonemets.process import Up
from tests.browser.driver import DESKTOP, log_in, opened
from tests.browser.handset import Handset

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).parent / "shots"
NARROW = (390, 844)
LOOKS = {
    "desktop-light": (DESKTOP, False),
    "desktop-dark": (DESKTOP, True),
    "narrow-light": (NARROW, False),
    "narrow-dark": (NARROW, True),
}
PAGES = {
    "home": "/admin/",
    "patients": "/admin/messaging/patient/",
    "patient": "/admin/messaging/patient/2/change/",
    "enrol": "/admin/messaging/patient/add/",
    "coming": "/admin/messaging/reminder/",
    "ahead": "/admin/messaging/patient/2/coming/",
    "ledger": "/admin/messaging/ledgerday/",
    "ledger-day": "/admin/messaging/ledgerday/1/change/",
    "late": "/admin/messaging/ledgerday/late/",
    "sent": "/admin/messaging/outboundmessage/",
    "received": "/admin/messaging/inboundmessage/",
    "alerts": "/admin/messaging/alert/",
    "to-do": "/admin/messaging/handoff/",
    "recalls": "/admin/content/recall/",
    "unanswered": "/admin/messaging/handoff/unanswered/",
    "try": "/admin/messaging/inboundmessage/try/",
    "topics": "/admin/content/topic/",
    "topic": "/admin/content/topic/denosumab/change/",
}
# Controls that are seen and have no name for somebody who does not see them.
NAMELESS = """() => [...document.querySelectorAll('button, a[href], input, select, textarea')]
  .filter(e => e.type !== 'hidden' && e.checkVisibility({visibilityProperty: true}))
  .filter(e => !(e.innerText || e.value && e.type === 'submit' || e.ariaLabel || e.title
    || e.getAttribute('aria-labelledby') || e.placeholder || e.querySelector('img[alt], [title]')
    || (e.labels && e.labels.length)))
  .map(e => e.outerHTML.slice(0, 160))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module", autouse=True)
def _a_day_in_the_life(browser: Browser, service: Up) -> None:
    """Something to see: a question answered, a warning sign, a text for a person."""
    with opened(browser, service.address) as page:
        june = Handset(page, "June")
        for text in ("ONJ", "can my cousin ride along on friday", "cant feel my legs"):
            june.type(text)
        june.read_as("a warning sign")


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen(look: str, browser: Browser, service: Up) -> Iterator[Page]:
    size, dark = LOOKS[look]
    with opened(browser, service.address, size=size, dark=dark) as page:
        yield page


def shoot(page: Page, name: str, *, whole: bool = False) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=whole, animations="disabled")


def holds_the_basics(page: Page) -> None:
    assert page.evaluate(TOO_WIDE) <= 0, "It scrolls sideways."
    assert page.evaluate(NAMELESS) == [], "Controls without a name."
    expect(page.get_by_role("main")).to_have_count(1)
    assert page.locator("html").get_attribute("lang")
    assert page.title()


def test_the_phone(seen: Page, look: str) -> None:
    Handset(seen, "June")
    expect(seen.locator("[data-tasks] a").first).to_be_visible()
    holds_the_basics(seen)
    expect(seen.get_by_role("heading", level=1)).to_have_count(1)
    shoot(seen, f"phone-{look}", whole=look.startswith("narrow"))


def test_the_staff_pages(seen: Page, look: str, service: Up) -> None:
    log_in(seen, service)
    problems = []
    for name, address in PAGES.items():
        answer = seen.goto(address)
        assert answer
        assert answer.status == 200, address
        shoot(seen, f"{name}-{look}")
        try:
            holds_the_basics(seen)
        except AssertionError as error:
            problems.append(f"{name}: {error}")
    assert problems == []


def test_the_phone_works_by_keyboard_alone(page: Page) -> None:
    page.goto("/phone/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("MENU")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble.mine").last.locator(".text")).to_have_text("MENU")
    expect(page.get_by_role("textbox", name="Text to")).to_be_focused()
