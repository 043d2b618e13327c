"""Bodies are put together from approved words, or refused with a sentence."""

import pytest

from messaging.rules.kinds import Answer, Asked, Flag, Kind, Level, Reading, RedFlag
from messaging.rules.wording import (
    WordingError,
    answered,
    fill,
    reply_for,
)


def test_placeholders_are_filled() -> None:
    said = fill("Call {phone} or {emergency}.", {"phone": "+15550100199", "emergency": "911"})
    assert said == "Call +15550100199 or 911."


@pytest.mark.parametrize(
    ("body", "values", "sentence"),
    [
        ("Call {phone}.", {}, "no value for {phone}"),
        ("Call {phone}.", {"phone": ""}, "no value for {phone}"),
        ("Dear {surname}", {"surname": "X"}, "{surname} is not a placeholder"),
        ("{0.__class__}", {}, "is not a placeholder"),
    ],
)
def test_a_body_that_cannot_be_filled_says_why(
    body: str, values: dict[str, str], sentence: str
) -> None:
    with pytest.raises(WordingError) as error:
        fill(body, values)
    assert sentence in str(error.value)


def test_values_are_never_read_as_placeholders() -> None:
    assert fill("{what}", {"what": "{phone}"}) == "{phone}"


def _flagged(flag: Flag, level: Level, *, caregiver: bool = False) -> Reading:
    return Reading(Kind.RED_FLAG, red_flag=RedFlag(flag, level, "R-EMERG"), caregiver=caregiver)


REPLIES = [
    (Reading(Kind.OPT_OUT, opt_out=True), None, "R-STOP"),
    (Reading(Kind.OPT_OUT, opt_out=True, life_event="death"), None, "T-LOSS"),
    (Reading(Kind.NONE, life_event="hospice"), None, "T-HOSPICE"),
    (Reading(Kind.NONE, wrong_number=True), None, "R-WRONG"),
    (Reading(Kind.OPT_IN, command="START"), None, "R-START"),
    (Reading(Kind.OPT_IN, command="YES"), None, "T-WELCOME"),
    (Reading(Kind.HELP, command="HELP"), None, "R-HELP"),
    (Reading(Kind.HELP, command="MENU"), None, "MENU"),
    (Reading(Kind.HELP, command="LESS"), None, "R-LESS"),
    (_flagged(Flag.FRACTURE, Level.EMERGENCY), None, "R-EMERG"),
    (_flagged(Flag.FRACTURE, Level.EMERGENCY, caregiver=True), None, "R-CARE"),
    (_flagged(Flag.SELF_HARM, Level.EMERGENCY, caregiver=True), None, "R-EMERG"),
    (Reading(Kind.CHECK_IN_ANSWER, answer=Answer(None)), Asked.PAIN, "R-RETRY-PAIN"),
    (Reading(Kind.CHECK_IN_ANSWER, answer=Answer(8)), Asked.PAIN, "R-PAIN7"),
    (Reading(Kind.THANKS), None, "R-THANKS"),
    (Reading(Kind.NONE), None, "R-NONE"),
    (Reading(Kind.NONE, unsure=True), None, "R-UNSURE"),
    (Reading(Kind.PASSAGE, topic="onj"), None, ""),
]


@pytest.mark.parametrize(
    ("reading", "asked", "slug"), REPLIES, ids=[f"{n} {row[2]}" for n, row in enumerate(REPLIES)]
)
def test_a_reading_has_its_template(reading: Reading, asked: Asked | None, slug: str) -> None:
    assert reply_for(reading, asked=asked) == slug


def test_every_value_of_an_answer_has_a_reply() -> None:
    assert [answered(Answer(n), Asked.PAIN) for n in (0, 6, 7, 10)] == [
        "R-OK",
        "R-OK",
        "R-PAIN7",
        "R-PAIN9",
    ]
