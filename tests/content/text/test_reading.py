"""School grades of texts, checked against an independent tool."""

from collections.abc import Iterator

import pytest
import textstat

from content.text.reading import grade

# The oracle rounds syllables per word to one decimal before it multiplies them by 11.8
# (English) and its syllables per 100 words likewise (Spanish).
ROUNDING = 0.8

ENGLISH = {
    "easy": "The nurse will call you in the morning. Please have your list of pills at hand.",
    "middling": (
        "Your team checks your blood before every visit and tells you what to do about the "
        "numbers. They will also ask about sleep, food and how far you can walk."
    ),
    "hard": (
        "Administrative personnel subsequently evaluated the comprehensive documentation, "
        "notwithstanding considerable organisational difficulties throughout the institution."
    ),
}
SPANISH = {
    "easy": "La enfermera le llama en la tarde. Por favor tenga a la mano la lista de pastillas.",
    "middling": (
        "Su equipo revisa la sangre antes de cada visita y le dice qué hacer con los "
        "resultados. Luego pregunta por su descanso y por las distancias que puede caminar."
    ),
}


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    textstat.set_lang("en_US")


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_english_agrees_with_the_oracle(text: str):
    textstat.set_lang("en_US")
    assert grade(text) == pytest.approx(textstat.flesch_kincaid_grade(text), abs=ROUNDING)


@pytest.mark.parametrize("text", SPANISH.values(), ids=SPANISH)
def test_spanish_agrees_with_the_oracle(text: str):
    textstat.set_lang("es")
    assert grade(text, "es") == pytest.approx(textstat.crawford(text), abs=ROUNDING)


def test_a_harder_text_has_a_higher_grade():
    easy, middling, hard = (grade(text) for text in ENGLISH.values())
    assert easy < middling < hard


@pytest.mark.parametrize(
    ("long", "short"),
    [("bisphosphonates", "doctor"), ("denosumab", "doctor"), ("samarium-153", "doctor")],
)
def test_the_name_of_a_drug_weighs_two_syllables(long: str, short: str):
    said = "Ask your team about {} before the visit."
    assert grade(said.format(long)) == grade(said.format(short))


def test_a_decimal_point_ends_no_sentence():
    assert grade("Call us at 100.4 F or more.") == grade("Call us at 1004 F or more.")


@pytest.mark.parametrize("text", ["", "   ", "...", "?!"])
def test_a_text_without_words_has_no_grade(text: str):
    assert grade(text) == 0.0


def test_an_unknown_language_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="use one of: en, es"):
        grade("Guten Tag.", "de")
