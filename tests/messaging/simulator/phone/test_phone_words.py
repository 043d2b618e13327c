"""Plain words for codes and references."""

import pytest

from messaging.simulator import phone_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (30003, "off or out of reach"),
        (30006, "landline"),
        (39999, "code 39999"),
        (None, "Not delivered."),
    ],
)
def test_a_failure(code: int | None, words: str) -> None:
    assert words in phone_words.failure(code)


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("topic:jaw", "About: Jaw problems"),
        ("topic:not-known", "About: not known"),
        ("question:Q-PAIN", "Check-in: pain (0 to 10)"),
        ("question:Q-SEV:nausea", "Check-in: how bad (A to E), nausea"),
        ("template:T-VISIT", "Visit reminder"),
        ("template:X-NEW", "Text X-NEW"),
    ],
)
def test_a_planned_text(ref: str, words: str) -> None:
    assert phone_words.planned(ref, titles={"jaw": "Jaw problems"}) == words


@pytest.mark.parametrize(
    ("kind", "topic", "flag", "words"),
    [
        ("passage", "Jaw problems", "", "a question about Jaw problems"),
        ("none", "", "", "for a person to read"),
        ("none", "", "bleeding", "a warning sign (bleeding)"),
        ("red_flag", "", "cord-compression", "a warning sign (cord compression)"),
    ],
)
def test_how_a_text_was_read(kind: str, topic: str, flag: str, words: str) -> None:
    assert phone_words.read_as(kind, topic=topic, flag=flag) == words


@pytest.mark.parametrize(
    ("number", "words"), [("+15550100123", "+1 555-010-0123"), ("12345", "12345")]
)
def test_a_number_as_people_say_it(number: str, words: str) -> None:
    assert phone_words.spoken(number) == words
