"""Rules and the trained reader together: either raises an alert, and each knows its place."""

import pytest

from content import catalog
from messaging.rules import red_flag_reader
from messaging.rules.kinds import Asked, Level
from messaging.rules.red_flag_reader import AS_A_WHOLE

SAYS_FLAG = {"flag:clot": 0.9, "none": 0.1}
SAYS_NOTHING = {"flag:clot": 0.01, "none": 0.99}
ASKS = {"flag:jaw": 0.15, "topic:onj": 0.75, "none": 0.05}


def find(text: str, shares: dict[str, float], asked: Asked | None = None) -> str:
    found = red_flag_reader.find(text, shares, asked=asked)
    return f"{found.flag} {found.level}" if found else ""


def test_the_reader_alone_raises_one_and_says_so() -> None:
    found = red_flag_reader.find("one side went like a balloon", SAYS_FLAG)
    assert found
    assert (found.flag, found.level, found.matched) == ("clot", Level.URGENT, AS_A_WHOLE)


def test_the_rules_alone_raise_one() -> None:
    assert find("i cant feel my legs", {"flag:jaw": 0.2, "none": 0.8})


@pytest.mark.parametrize(
    ("text", "shares", "expected"),
    [
        pytest.param("one side", SAYS_FLAG, "", id="two words begin a story"),
        pytest.param("i cant feel my legs", SAYS_NOTHING, "", id="surely harmless"),
        pytest.param("which drugs make the jaw numb", ASKS, "", id="surely a question"),
        pytest.param(
            "no fever no chills all fine", {"flag:clot": 0.7, "none": 0.3}, "", id="denied"
        ),
        pytest.param("i have 102 fever", SAYS_NOTHING, "fever-infection EMERGENCY", id="measured"),
        pytest.param("i want to die", SAYS_NOTHING, "self-harm EMERGENCY", id="a wish to die"),
        pytest.param(
            "stop texting me i have chest pain",
            {"flag:clot": 0.01, "opt_out": 0.98},
            "chest-breathing EMERGENCY",
            id="leaves as well",
        ),
        pytest.param("nobody home", {}, "", id="nothing known"),
    ],
)
def test_each_judge_gives_way_where_the_other_knows_better(
    text: str, shares: dict[str, float], expected: str
) -> None:
    assert find(text, shares) == expected


def test_a_short_answer_to_an_open_question_is_no_red_flag_of_the_reader() -> None:
    assert find("about a six and", SAYS_FLAG, Asked.PAIN) == ""
    assert find("about a six but one side went like a balloon", SAYS_FLAG, Asked.PAIN)


@pytest.mark.parametrize(
    ("text", "level"),
    [("she makes no sense and forgets us", "EMERGENCY"), ("thirsty and dry all day", "URGENT")],
)
def test_high_calcium_is_an_emergency_with_confusion_only(text: str, level: str) -> None:
    assert find(text, {"flag:high-calcium": 1.0}) == f"high-calcium {level}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("my left foot drags when i go to the mailbox since last night", id="foot"),
        pytest.param("grandma talks like her mouth is full of marbles since lunch", id="speech"),
        pytest.param("desde anoche arrastro un pie y se me doblan las rodillas", id="es: foot"),
    ],
)
def test_what_no_rule_foresaw_is_seen_by_the_shipped_reader(text: str) -> None:
    assert red_flag_reader.find(text, catalog.reader().shares(text))
