"""Wrong numbers and the end of a life, told and not asked."""

import pytest

from messaging.rules.leaving import life_event, wrong_number


@pytest.mark.parametrize(
    "text",
    [
        "wrong number",
        "sorry wrong person",
        "you have the wrong number",
        "this is not Rosas phone",
        "i just got this number",
        "número equivocado",
        "se equivocó de numero",
        "no conozco a esa persona",
    ],
)
def test_a_wrong_number_is_marked(text: str) -> None:
    assert wrong_number(text)


@pytest.mark.parametrize(
    "text", ["what is this number", "who is this", "number for the trial line", "my phone died"]
)
def test_other_numbers_are_not_wrong_ones(text: str) -> None:
    assert not wrong_number(text)


EVENTS = [
    ("he passed away on sunday", "death"),
    ("my mom died yesterday", "death"),
    ("my husband passed this morning", "death"),
    ("we lost her last night", "death"),
    ("mi papá falleció", "death"),
    ("se murió mi esposa", "death"),
    ("im on hospice now", "hospice"),
    ("dad started hospice care", "hospice"),
    ("mi mama ya esta en hospicio", "hospice"),
    ("my dog died", ""),
    ("my phone died", ""),
    ("she passed out in the kitchen", ""),
    ("my mother died of cancer years ago", ""),
    ("what is hospice", ""),
    ("im dying laughing", ""),
    ("did i pass the test", ""),
]


@pytest.mark.parametrize(("text", "expected"), EVENTS, ids=[text for text, _ in EVENTS])
def test_life_events_are_marked(text: str, expected: str) -> None:
    assert life_event(text) == expected
