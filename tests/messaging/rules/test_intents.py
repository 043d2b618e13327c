"""The order in which a text is taken for one thing, and the marks beside it."""

import pytest

from content import catalog
from content.text.match import Index
from messaging.rules import consent
from messaging.rules.intents import read
from messaging.rules.kinds import Asked, Flag, Kind


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(catalog.shipped(), catalog.reader())


KINDS = [
    ("STOP", None, "opt_out"),
    ("please stop texting me", None, "opt_out"),
    ("START", None, "opt_in"),
    ("sign me up again please", None, "opt_in"),
    ("HELP", None, "help"),
    ("what is this number?", None, "help"),
    ("como funciona esto", None, "help"),
    ("which number is worse", "pain-0-10", "help"),
    ("cant feel my legs", None, "red_flag"),
    ("yes and cant feel my legs", "yes-no", "red_flag"),
    ("7", "pain-0-10", "checkin_answer"),
    ("same as before", "pain-0-10", "checkin_answer"),
    ("7", None, "none"),
    ("what is xjeva", None, "passage"),
    ("que es el cemento oseo", None, "passage"),
    ("does xgeva cause nausea", "yes-no", "passage"),
    ("thank you!", None, "thanks"),
    ("👍", None, "thanks"),
    ("👍", "yes-no", "checkin_answer"),
    ('Liked "Have you had chest pain?"', None, "thanks"),
    ('Le gustó "Mande S o N"', "yes-no", "thanks"),
    ("refill my oxy", None, "none"),
    ("how long do i have to live", None, "none"),
    ("should i stop taking tamoxifen", None, "none"),
    ("what time is my appointment", None, "none"),
    ("asdf ghjk", None, "none"),
    ("", None, "none"),
    ("\x00\ud800", None, "none"),
]


@pytest.mark.parametrize(
    ("text", "asked", "kind"), KINDS, ids=[f"{text!r} ({asked})" for text, asked, _ in KINDS]
)
def test_a_text_has_its_kind(index: Index, text: str, asked: str | None, kind: str) -> None:
    reading = read(text, index=index, asked=Asked(asked) if asked else None)
    assert reading.kind == Kind(kind)


def test_an_opt_out_with_an_emergency_is_both(index: Index) -> None:
    reading = read("stop texting me i cant feel my feet", index=index)
    assert reading.kind is Kind.RED_FLAG
    assert reading.opt_out
    assert reading.red_flag is not None
    assert reading.red_flag.flag is Flag.CORD_COMPRESSION


def test_an_answer_with_a_symptom_keeps_the_answer(index: Index) -> None:
    reading = read("5 but my legs are numb", index=index, asked=Asked.PAIN)
    assert reading.kind is Kind.RED_FLAG
    assert reading.answer is not None
    assert reading.answer.value == 5


def test_yes_joins_only_a_phone_that_has_not_joined(index: Index) -> None:
    assert read("YES", index=index, joined=False).kind is Kind.OPT_IN
    assert read("YES", index=index).kind is Kind.NONE
    assert read("YES", index=index, asked=Asked.YES_NO).kind is Kind.CHECK_IN_ANSWER


@pytest.mark.parametrize(
    ("text", "caregiver"),
    [
        ("my husband cant move his legs", True),
        ("this is his wife, he has a fever", True),
        ("se cayo mi papa y no se puede parar", True),
        ("i cant move my legs", False),
        ("tengo fiebre", False),
    ],
)
def test_a_caregivers_voice_is_heard(index: Index, text: str, caregiver: bool) -> None:
    reading = read(text, index=index)
    assert (reading.kind, reading.caregiver) == (Kind.RED_FLAG, caregiver)


@pytest.mark.parametrize(
    "text",
    [
        "dentist wants to pull a tooth and i get zometa",
        "can i get an implant on xgeva",
        "my tooth hurts",
        "me van a sacar una muela",
        "toothache",
    ],
)
def test_dental_work_is_marked(index: Index, text: str) -> None:
    assert read(text, index=index).dental


def test_cleaning_teeth_is_no_dental_work(index: Index) -> None:
    assert not read("how do i brush my teeth on zometa", index=index).dental


def test_a_wrong_number_and_a_death_go_to_people(index: Index) -> None:
    wrong = read("wrong number", index=index)
    loss = read("my husband passed away last night", index=index)
    assert (wrong.kind, wrong.wrong_number) == (Kind.NONE, True)
    assert (loss.kind, loss.life_event) == (Kind.NONE, "death")


@pytest.mark.parametrize(
    "text", ["STOP", "stop it", "no more texts", "7", "cancel my appointment", "ALTO", "hello"]
)
def test_reading_and_the_webhook_decide_opting_out_alike(index: Index, text: str) -> None:
    assert read(text, index=index).opt_out == consent.opt_out(text, index.reader.shares(text))


def test_the_languages_of_a_text_are_told(index: Index) -> None:
    assert read("que es el cemento", index=index).languages[0] == "es"
    assert read("what is the cement for", index=index).languages[0] == "en"
    assert set(read("que es this thing", index=index).languages) == {"en", "es"}
