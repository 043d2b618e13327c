"""Numbers as people say them."""

import pytest

from messaging.simulator import phone_words


@pytest.mark.parametrize(
    ("number", "words"), [("+15550100123", "+1 555-010-0123"), ("12345", "12345")]
)
def test_a_number_as_people_say_it(number: str, words: str) -> None:
    assert phone_words.spoken(number) == words
