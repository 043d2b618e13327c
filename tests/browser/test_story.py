"""A clinic's day from the phone: each outcome on the phone, in the log, in the alerts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.handset import Handset

pytestmark = pytest.mark.browser
MOST_TEXTS = 12


def logged(phone: Handset, staff: Page, words: str) -> None:
    """The message log of this phone, reached from beside it, has the words."""
    link = phone.page.get_by_role("link", name="Message log").get_attribute("href")
    assert link
    staff.goto(link)
    expect(staff.locator("#result_list")).to_contain_text(words[:24])


def until_asked(phone: Handset, words: str) -> None:
    """Let the clock go on, answering N, until a text with these words is the latest."""
    for _ in range(MOST_TEXTS):
        before = phone.theirs.count()
        phone.walk("To the next message")
        latest = phone.words(phone.next_from_clinic(before))
        while words not in latest and "Send Y or N" in latest:
            before = phone.theirs.count()
            phone.type("N")
            latest = phone.words(phone.next_from_clinic(before))
        if words in latest:
            return
    raise AssertionError(f"Nobody asked {words!r} in {MOST_TEXTS} texts.")


def test_a_keyword_brings_an_excerpt_with_its_source(page: Page, staff: Page) -> None:
    phone = Handset(page, "Harold")
    reply = phone.words(phone.answer_to("ONJ", pressed=True))
    assert "jaw bone" in reply
    assert "Source: " in reply
    phone.read_as("a question about Jaw bone problems")
    logged(phone, staff, reply)


def test_a_misspelt_brand_brings_the_drugs_passage(page: Page, staff: Page) -> None:
    phone = Handset(page, "Walter")
    reply = phone.words(phone.answer_to("what is xjeva", pressed=True))
    assert reply.startswith("Denosumab is")
    logged(phone, staff, reply)


def test_a_spanish_question_gets_spanish_words(page: Page, staff: Page) -> None:
    phone = Handset(page, "Denise")
    bubble = phone.answer_to("¿Qué es la radioterapia?", pressed=True)
    reply = phone.words(bubble)
    assert "radioterapia" in reply
    assert "Fuente: " in reply
    expect(bubble.locator(".body")).to_have_attribute("lang", "es")
    expect(bubble.locator(".meta")).to_contain_text("2 parts")
    logged(phone, staff, reply)


def test_more_goes_on_and_menu_lists_the_words(page: Page) -> None:
    phone = Handset(page, "Edith")
    first = phone.words(phone.answer_to("ONJ"))
    more = phone.words(phone.answer_to("MORE", pressed=True))
    assert "Source: " in more
    assert more != first
    assert "ONJ" in phone.words(phone.answer_to("MENU", pressed=True))


def test_bad_pain_is_answered_and_raises_an_alert(page: Page, staff: Page) -> None:
    phone = Handset(page, "Harold")
    until_asked(phone, "0 (none) to 10")
    reply = phone.words(phone.answer_to("8", pressed=True))
    assert "That is a high score" in reply
    logged(phone, staff, reply)
    task = page.locator("[data-tasks] a.pressing").first
    expect(task).to_contain_text("8")
    staff.goto(str(task.get_attribute("href")))
    expect(staff.get_by_role("main")).to_contain_text("Harold Boone")


def test_a_red_flag_is_answered_at_once_and_stands_in_the_alerts(page: Page, staff: Page) -> None:
    phone = Handset(page, "Grace")
    reply = phone.words(phone.answer_to("cant feel my legs", pressed=True))
    assert "This may be an emergency. Call 911" in reply
    phone.read_as("a warning sign (cord compression)")
    expect(page.locator("[data-tasks] a.pressing")).to_contain_text("Emergency")
    logged(phone, staff, reply)
    staff.goto("/admin/messaging/alert/")
    row = staff.locator("#result_list tr", has_text="Grace Hall").first
    expect(row).to_contain_text(re.compile("emergency", re.IGNORECASE))


def test_stop_ends_the_texts_and_start_brings_them_back(page: Page, staff: Page) -> None:
    phone = Handset(page, "Olga")
    stopped = phone.answer_to("STOP", pressed=True)
    expect(stopped.locator(".by")).to_have_text("Sent by the provider")
    expect(page.locator("[data-consent]")).to_have_text("Opted out")
    before = phone.theirs.count()
    phone.type("ONJ")
    expect(phone.theirs).to_have_count(before)
    started = phone.answer_to("START", pressed=True)
    expect(started.locator(".by")).to_have_text("Sent by the provider")
    expect(page.locator("[data-consent]")).to_have_text("Gets texts")
    assert "Source: " in phone.words(phone.answer_to("ONJ"))
    logged(phone, staff, phone.words(stopped))


def test_a_week_on_can_be_stopped_on_its_way(page: Page) -> None:
    phone = Handset(page, "Lucy")
    began = page.locator("[data-clock-day]").inner_text()
    page.get_by_role("button", name="A week on").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Stop the clock").click()
    expect(page.get_by_role("button", name="A week on")).to_be_enabled()
    phone.walk("A day on")
    expect(page.locator("[data-clock-day]")).not_to_have_text(began)


def test_a_stranger_is_heard_and_gets_no_texts(page: Page) -> None:
    page.goto("/phone/")
    page.get_by_label("stranger").fill("+1 555 010 0177")
    page.get_by_role("button", name="Use it").click()
    page.get_by_role("textbox", name="Text to").fill("Who is this?")
    page.keyboard.press("Enter")
    mine = page.locator(".bubble.mine")
    expect(mine).to_have_attribute("data-tick", "delivered")
    expect(page.locator("[data-tasks]")).to_contain_text("Who is this?")
    expect(page.locator(".bubble")).to_have_count(1)


def test_what_looks_like_markup_stays_text(page: Page) -> None:
    phone = Handset(page, "Ivan")
    phone.type("<img src=x onerror=alert(1)><b>bold</b>")
    expect(phone.mine.last.locator(".text")).to_have_text("<img src=x onerror=alert(1)><b>bold</b>")
