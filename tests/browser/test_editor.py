"""The passage editor in a browser: the phone follows each choice, by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.bonemets.process import Up
from tests.browser.driver import log_in, opened
from tests.browser.test_screens import LOOKS, holds_the_basics, shoot

pytestmark = pytest.mark.browser
LIST = "/admin/content/passage/?document__language=en&q="


def open_editor(page: Page, service: Up, *, topic: str = "dental-care") -> None:
    log_in(page, service, name="reviewer")
    page.goto(f"{LIST}{topic}")
    page.locator("#result_list a[href*='/change/']").first.click()
    page.get_by_role("link", name="Cut it anew").click()
    page.wait_for_url("**/cut/")


@pytest.fixture
def editor(browser: Browser, service: Up) -> Iterator[Page]:
    with opened(browser, service.address) as page:
        open_editor(page, service)
        yield page


def words(page: Page, number: int) -> str:
    return page.locator(f"#sentence-{number}").inner_text().strip()


def first_text(page: Page) -> Locator:
    return page.locator(".cw-body").first


def marked(page: Page) -> list[str | None]:
    rows = page.locator(".cw-picked")
    return [row.get_attribute("data-number") for row in rows.all()]


def test_the_phone_follows_each_click(editor: Page) -> None:
    second = words(editor, 2)
    editor.locator("#sentence-2").click()
    expect(first_text(editor)).to_contain_text(f"{second} Source: ")
    assert marked(editor) == ["2"]
    editor.locator("#sentence-3").click()
    expect(first_text(editor)).to_contain_text(words(editor, 3))
    assert marked(editor) == ["2", "3"]


def test_it_works_by_keyboard_alone(editor: Page) -> None:
    editor.get_by_role("radio", name="Begin with sentence 1").focus()
    editor.keyboard.press("ArrowDown")
    expect(first_text(editor)).to_contain_text(words(editor, 2))
    expect(editor.get_by_role("radio", name="Begin with sentence 2")).to_be_focused()
    assert marked(editor)[0] == "2"


def test_the_last_sentence_never_stands_before_the_first(editor: Page) -> None:
    editor.get_by_role("radio", name="End with sentence 1").check()
    editor.get_by_role("radio", name="Begin with sentence 3").check()
    expect(editor.get_by_role("radio", name="End with sentence 3")).to_be_checked()
    expect(first_text(editor)).to_contain_text(f"{words(editor, 3)} Source: ")


def test_the_reason_typed_stays_while_she_goes_on_choosing(editor: Page) -> None:
    editor.locator("#sentence-2").click()
    reason = editor.get_by_label("Why (for the reviewer)")
    reason.fill("shorter is enough")
    editor.locator("#sentence-3").click()
    expect(first_text(editor)).to_contain_text(words(editor, 3))
    expect(reason).to_have_value("shorter is enough")


def test_what_the_phone_shows_is_proposed(editor: Page) -> None:
    second = words(editor, 2)
    editor.locator("#sentence-2").click()
    expect(first_text(editor)).to_contain_text(f"{second} Source: ")
    editor.get_by_role("button", name="Propose this").click()
    expect(editor.get_by_role("status")).to_contain_text("once a reviewer other than you approves")
    editor.get_by_role("link", name="the review list").click()
    expect(editor.get_by_role("main")).to_contain_text("1 waits for review")
    expect(editor.locator("#result_list")).to_contain_text(f"{second} Source: ")
    editor.locator("#result_list a[href*='/change/']").first.click()
    expect(editor.get_by_role("main")).to_contain_text("may not approve it alone")


@pytest.mark.parametrize("look", LOOKS)
def test_the_words_pages(look: str, browser: Browser, service: Up) -> None:
    size, dark = LOOKS[look]
    with opened(browser, service.address, size=size, dark=dark) as page:
        open_editor(page, service, topic="fracture-prevention")
        holds_the_basics(page)
        shoot(page, f"editor-{look}", whole=True)
        for name, address in {
            "review": "/admin/content/approval/",
            "document": "/admin/content/document/1/change/",
        }.items():
            page.goto(address)
            holds_the_basics(page)
            shoot(page, f"{name}-{look}")
