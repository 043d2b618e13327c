"""The phone page as a person uses it."""

import re

from playwright.sync_api import Locator, Page, expect

REPLY = 20_000.0
WALK = 90_000.0


class Handset:
    """One person's phone in one browser page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        page.goto("/phone/")
        self._choose(name)
        expect(page.locator("[data-clock-day]")).not_to_be_empty()
        self.log = page.get_by_role("log")

    def _choose(self, name: str) -> None:
        """On a narrow screen the list is folded away."""
        link = self.page.locator("[data-chooser] a", has_text=re.compile(rf"^\s*\w\s*{name}\b"))
        if not link.is_visible():
            self.page.locator("[data-chooser] summary").click()
        link.click()

    @property
    def theirs(self) -> Locator:
        """What the clinic's number sent."""
        return self.log.locator(".bubble:not(.mine)")

    @property
    def mine(self) -> Locator:
        return self.log.locator(".bubble.mine")

    def type(self, text: str) -> None:
        """Typed and sent with Enter; waits until the service has read it."""
        before = self.mine.count()
        self.page.get_by_role("textbox", name="Text to").fill(text)
        self.page.keyboard.press("Enter")
        self._read(before)

    def press(self, example: str) -> None:
        """One of the example texts."""
        before = self.mine.count()
        self.page.get_by_role("button", name=example, exact=True).click()
        self._read(before)

    def answer_to(self, text: str, *, pressed: bool = False) -> Locator:
        """The delivered bubble that came back."""
        before = self.theirs.count()
        (self.press if pressed else self.type)(text)
        return self.next_from_clinic(before)

    def next_from_clinic(self, before: int) -> Locator:
        came = self.theirs.nth(before)
        expect(came).to_have_attribute("data-tick", "delivered", timeout=REPLY)
        return came

    def words(self, bubble: Locator) -> str:
        return bubble.locator(".text").inner_text()

    def walk(self, button: str) -> None:
        """A button of the clock, until it has come there."""
        self.page.get_by_role("button", name=button).click()
        expect(self.page.get_by_role("button", name=button)).to_be_enabled(timeout=WALK)

    def read_as(self, words: str) -> None:
        expect(self.page.locator("[data-reading]")).to_contain_text(words, timeout=REPLY)

    def _read(self, before: int) -> None:
        expect(self.mine.nth(before)).to_have_attribute("data-tick", "delivered", timeout=REPLY)
