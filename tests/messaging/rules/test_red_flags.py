"""Symptoms reported now are found; denied, settled, general and idle talk is not."""

import pytest

from messaging.rules.kinds import Asked, Flag, Level
from messaging.rules.red_flags import find

FOUND = [
    ("I cant move my legs", "cord-compression", "EMERGENCY", "R-EMERG"),
    ("cnat feel my leggs", "cord-compression", "EMERGENCY", "R-EMERG"),
    ("ya no siento las piernas", "cord-compression", "EMERGENCY", "R-EMERG"),
    ("i soiled myself and never felt it", "cord-compression", "EMERGENCY", "R-EMERG"),
    ("back pain like a tight band when i sneeze", "cord-compression", "URGENT", "R-URGENT"),
    ("felt a snap in my thigh", "fracture", "EMERGENCY", "R-EMERG"),
    ("new ache in my groin, on prolia", "fracture", "URGENT", "R-URGENT"),
    ("temp 101.3", "fever-infection", "EMERGENCY", "R-FEVER"),
    ("38.2 de calentura", "fever-infection", "EMERGENCY", "R-FEVER"),
    ("shivring and chills", "fever-infection", "EMERGENCY", "R-FEVER"),
    ("temp 99.8", "fever-infection", "SAME_DAY", "T-FEVERMID"),
    ("he is confused and doesnt know where he is", "high-calcium", "EMERGENCY", "R-EMERG"),
    ("so thirsty and peeing all day", "high-calcium", "URGENT", "R-URGENT"),
    ("tingling in my lips and fingers", "low-calcium", "URGENT", "R-URGENT"),
    ("chest pain", "chest-breathing", "EMERGENCY", "R-EMERG"),
    ("no puedo respirar", "chest-breathing", "EMERGENCY", "R-EMERG"),
    ("my tongue is swelling", "allergic-reaction", "EMERGENCY", "R-EMERG"),
    ("vomiting blood", "bleeding", "EMERGENCY", "R-EMERG"),
    ("left calf swollen and sore", "clot", "URGENT", "R-URGENT"),
    ("she had a seizure", "stroke-seizure", "EMERGENCY", "R-EMERG"),
    ("pus from my gum", "jaw", "URGENT", "R-SAMEDAY"),
    ("my jaw aches", "jaw", "SAME_DAY", "R-SAMEDAY"),
    ("pills arent touching the pain", "uncontrolled-pain", "URGENT", "R-PAIN9"),
    ("cant keep water down", "vomiting-dehydration", "URGENT", "R-URGENT"),
    ("ya no quiero vivir", "self-harm", "EMERGENCY", "R-CRISIS"),
    ("took too many oxy", "overdose-sedation", "EMERGENCY", "R-EMERG"),
]


@pytest.mark.parametrize(
    ("text", "flag", "level", "reply"), FOUND, ids=[text for text, _, _, _ in FOUND]
)
def test_a_symptom_now_is_found(text: str, flag: str, level: str, reply: str) -> None:
    found = find(text)
    assert found is not None
    assert (found.flag, found.level, found.reply) == (Flag(flag), Level(level), reply)


NOT_FOUND = [
    pytest.param("no fever or chills", id="denied"),
    pytest.param("no chest pain, no trouble breathing", id="denied twice"),
    pytest.param("no tengo fiebre", id="denied in Spanish"),
    pytest.param("i dont want to die", id="the opposite of the wish"),
    pytest.param("had a fever last month but fine now", id="past and settled"),
    pytest.param("my fever went away", id="settled"),
    pytest.param("used to get leg cramps", id="long ago"),
    pytest.param("ya se me quito la fiebre", id="settled in Spanish"),
    pytest.param("does zometa cause fever", id="a general question"),
    pytest.param("what if i get a fever", id="a case that may come"),
    pytest.param("what are the signs of a broken bone", id="signs asked for"),
    pytest.param("el zometa da escalofrios?", id="a general question in Spanish"),
    pytest.param("how do i keep my leg from breaking", id="how to prevent it"),
    pytest.param("im dying laughing", id="dying laughing"),
    pytest.param("my back is killing me lol just kidding", id="a joke"),
    pytest.param("fell asleep early", id="fell asleep"),
    pytest.param("my hair fell out", id="hair"),
    pytest.param("hay fever season", id="hay fever"),
    pytest.param("my dog threw up", id="the dog"),
    pytest.param("temp is 98.6", id="no fever at all"),
    pytest.param("fever check said 98.9", id="a measured temperature beats the word"),
    pytest.param("it is 102 degrees outside", id="the weather"),
    pytest.param("thank you so much", id="thanks"),
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_no_symptom_now_is_no_red_flag(text: str) -> None:
    assert find(text) is None


STILL_FOUND = [
    ("no but my legs gave out", "cord-compression"),
    ("no im not ok i cant breathe", "chest-breathing"),
    ("is it normal that my chest hurts", "chest-breathing"),
    ("had a fever last month and now its 101.5 again", "fever-infection"),
    ("temp 101 should i wait til monday", "fever-infection"),
    ("getting out of the car my leg snapped", "fracture"),
    ("my mom cant breathe ayuda", "chest-breathing"),
]


@pytest.mark.parametrize(("text", "flag"), STILL_FOUND, ids=[text for text, _ in STILL_FOUND])
def test_a_drop_word_does_not_hide_a_symptom_now(text: str, flag: str) -> None:
    found = find(text)
    assert found is not None
    assert found.flag == Flag(flag)


def test_the_most_pressing_comes_first() -> None:
    found = find("jaw is swollen with pus and i cant breathe")
    assert found is not None
    assert found.flag is Flag.CHEST_BREATHING


def test_a_score_alone_is_an_answer_while_the_pain_question_is_open() -> None:
    assert find("pain is 9/10") is not None
    assert find("pain is 9/10", asked=Asked.PAIN) is None


def test_an_open_question_hides_no_symptom() -> None:
    assert find("5 but i cant feel my legs", asked=Asked.PAIN) is not None
