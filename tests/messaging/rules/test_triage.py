"""The thresholds of the check-in table, each row once."""

import pytest

from messaging.rules.kinds import Answer, Level
from messaging.rules.triage import follow_up, form, level, reply

TABLE: list[tuple[str, object, tuple[int, ...], str, str]] = [
    ("Q-PAIN", 0, (), "", "R-OK"),
    ("Q-PAIN", 3, (0,), "", "R-OK"),
    ("Q-PAIN", 5, (5,), "", "R-OK"),
    ("Q-PAIN", 5, (4,), "REVIEW", "R-OK"),
    ("Q-PAIN", 5, (3,), "SAME_DAY", "R-SAMEDAY"),
    ("Q-PAIN", 3, (1,), "", "R-OK"),
    ("Q-PAIN", 7, (), "SAME_DAY", "R-PAIN7"),
    ("Q-PAIN", 8, (8,), "SAME_DAY", "R-PAIN7"),
    ("Q-PAIN", 9, (9,), "URGENT", "R-PAIN9"),
    ("Q-PAIN", 10, (), "URGENT", "R-PAIN9"),
    ("Q-CORD", "yes", (), "EMERGENCY", "R-EMERG"),
    ("Q-CORD", "no", (), "", "R-OK"),
    ("Q-BREAK", "yes", (), "SAME_DAY", "R-SAMEDAY"),
    ("Q-STAND", "no", (), "EMERGENCY", "R-EMERG"),
    ("Q-STAND", "yes", (), "", "R-SAMEDAY"),
    ("Q-TEMP", "yes", (), "EMERGENCY", "R-FEVER"),
    ("Q-TEMP", "no", (), "", "R-OK"),
    ("Q-TEMP", 100.4, (), "EMERGENCY", "R-FEVER"),
    ("Q-TEMP", 100.3, (), "", "T-FEVERMID"),
    ("Q-TEMP", 98.6, (), "", "R-OK"),
    ("Q-CALC", "yes", (), "URGENT", "R-URGENT"),
    ("Q-THIRST", "yes", (), "SAME_DAY", "R-SAMEDAY"),
    ("Q-MOUTH", "yes", (), "SAME_DAY", "R-SAMEDAY"),
    ("Q-DENTAL", "yes", (), "SAME_DAY", "T-TOOTH"),
    ("Q-BLEED", "yes", (), "URGENT", "R-URGENT"),
    ("Q-LOOSE", "yes", (), "URGENT", "R-URGENT"),
    ("Q-WOUND", "yes", (), "SAME_DAY", "R-SAMEDAY"),
    ("Q-SEV", "mild", (), "", "R-OK"),
    ("Q-SEV", "moderate", (), "REVIEW", "R-OK"),
    ("Q-SEV", "moderate", (0,), "SAME_DAY", "R-SAMEDAY"),
    ("Q-SEV", "severe", (), "SAME_DAY", "R-SAMEDAY"),
    ("Q-SEV", "very severe", (0,), "URGENT", "R-URGENT"),
]


@pytest.mark.parametrize(
    ("question", "value", "previous", "expected", "slug"),
    TABLE,
    ids=[f"{question}={value} after {previous}" for question, value, previous, _, _ in TABLE],
)
def test_an_answer_has_its_level_and_reply(
    question: str, value: int | float | str, previous: tuple[int, ...], expected: str, slug: str
) -> None:
    answer = Answer(value=value)
    found = level(question, answer, previous=previous)
    assert (found, reply(question, answer, found)) == (Level(expected) if expected else None, slug)


def test_the_worst_of_two_scores_is_judged() -> None:
    assert level("Q-PAIN", Answer(value=4, others=(9,))) is Level.URGENT


def test_a_possible_break_asks_at_once_whether_she_can_stand() -> None:
    assert follow_up("Q-BREAK", Answer(value="yes")) == "Q-STAND"
    assert follow_up("Q-BREAK", Answer(value="no")) == ""


@pytest.mark.parametrize(
    ("question", "slug"),
    [("Q-PAIN", "R-RETRY-PAIN"), ("Q-SEV", "R-RETRY-SEVERITY"), ("Q-CORD", "R-RETRY-YESNO")],
)
def test_an_answer_without_a_value_is_asked_again(question: str, slug: str) -> None:
    unclear = Answer(value=None)
    assert (level(question, unclear), reply(question, unclear, None)) == (None, slug)
    assert form(question) in ("pain-0-10", "severity", "yes-no")
