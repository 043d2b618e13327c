"""Answers to the three forms of question, as people write them."""

import pytest

from messaging.rules.answers import parse
from messaging.rules.kinds import Asked

PAIN = [
    ("7", 7),
    ("7/10", 7),
    ("10!!", 10),
    ("about 6 today", 6),
    ("five", 5),
    ("ocho", 8),
    ("5-6", 6),
    ("between 3 and 4", 4),
    ("3.5", 4),
    ("3,5", 4),
    ("two and a half", 3),
    ("6.4", 6),
    ("no pain", 0),
    ("nada de dolor", 0),
    ("cero", 0),
    ("12", 10),
    ("4 out of 10", 4),
    ("como de 7 a 8", 8),
    ("took 2 pills now a 3", 3),
    ("same as before", None),
    ("bad", None),
    ("", None),
    ("👍", None),
]
YES_NO = [
    ("Y", "yes"),
    ("yep", "yes"),
    ("Sí", "yes"),
    ("s", "yes"),
    ("yes a little", "yes"),
    ("i think so", "yes"),
    ("un poco", "yes"),
    ("N", "no"),
    ("nope!", "no"),
    ("nah", "no"),
    ("not at all", "no"),
    ("no thank god", "no"),
    ("nada", "no"),
    ("no, gracias a Dios", "no"),
    ("100.9", 100.9),
    ("38.5", 101.3),
    ("maybe", None),
    ("👍", None),
    ("what", None),
]
SEVERITY = [
    ("A", "none"),
    ("b.", "mild"),
    ("C", "moderate"),
    ("d", "severe"),
    ("E", "very severe"),
    ("mild", "mild"),
    ("moderately bad", "moderate"),
    ("very severe", "very severe"),
    ("leve", "mild"),
    ("muy fuerte", "very severe"),
    ("C or D", "severe"),
    ("not too bad", "mild"),
    ("hm", None),
]
TABLE = [
    (text, asked, value)
    for asked, rows in ((Asked.PAIN, PAIN), (Asked.YES_NO, YES_NO), (Asked.SEVERITY, SEVERITY))
    for text, value in rows
]


@pytest.mark.parametrize(
    ("text", "asked", "value"), TABLE, ids=[f"{asked}:{text}" for text, asked, _ in TABLE]
)
def test_the_answer_is_read(text: str, asked: Asked, value: object) -> None:
    assert parse(text, asked).value == value


def test_two_scores_are_both_kept_and_the_worst_counts() -> None:
    answer = parse("9 this morning, now 4", Asked.PAIN)
    assert (answer.value, answer.others) == (9, (4,))
