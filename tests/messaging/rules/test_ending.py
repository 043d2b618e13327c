"""The grammar of "no more texts": which orders of words end the texting, and which do not."""

import time

import pytest

from content import catalog
from content.text import fold
from messaging.rules import consent, ending

ENDS = [
    "end all these silly alerts",
    "paren con los avisos",
    "these messages are annoying make them stop",
    "nobody here wants those reminders",
    "my aunt died on sunday. please stop",
    "no quiero que me escriban",
    "dont send anything else",
    "lose my number",
    "enough texts",
    "mute these",
    "you keep texting me stop",
    "id rather not get texts",
]
GOES_ON = [
    "dont stop texting me",
    "why did you stop texting me",
    "stop the pain before you text",
    "please stop the nausea. it wont stop",
    "cancel my appointment",
    "cant quit smoking",
    "no more chemo",
    "i dont want to be a bother",
    "dont send me the bill",
    "take me off the oxycodone",
    "no me mande al dentista",
    "can i stop these",
    "where did you get this info",
    "i opted out of the surgery",
    "take my name off the waiting list for the scan",
]


def leaves(text: str) -> bool:
    return consent.opt_out(text, catalog.reader().shares(text))


@pytest.mark.parametrize("text", ENDS, ids=str)
def test_a_wish_for_no_more_texts_is_an_opt_out(text: str) -> None:
    assert leaves(text)


@pytest.mark.parametrize("text", GOES_ON, ids=str)
def test_another_wish_with_the_same_words_is_not(text: str) -> None:
    assert not leaves(text)


def test_a_symptom_between_the_words_breaks_the_wish() -> None:
    assert ending.wishes_it(fold.normal("stop all of these messages"))
    assert not ending.wishes_it(fold.normal("stop all of the bleeding"))


def test_the_longest_text_is_decided_in_a_moment() -> None:
    text = ("dont stop the pain and these messages " * 50)[:1600]
    before = time.process_time()
    leaves(text)
    assert time.process_time() - before < 0.1
