"""Misspelt words are mended, right ones and other ones left alone."""

import pytest

from content.text.spelling import Speller

MENDED = [
    ("xjeva", "xgeva"),
    ("bisfosfonate", "bisphosphonate"),
    ("radaition", "radiation"),
    ("keytrudda", "keytruda"),
    ("chemoterapy", "chemotherapy"),
    ("zommeta", "zometa"),
]
LEFT = ["xgeva", "table", "zoo", "1234", "", "endoscopy"]


@pytest.fixture
def speller() -> Speller:
    names = "xgeva zometa bisphosphonate radiation keytruda chemotherapy"
    return Speller.of(names.split(), known={"table"})


@pytest.mark.parametrize(("word", "expected"), MENDED, ids=[word for word, _ in MENDED])
def test_a_slip_is_mended(speller: Speller, word: str, expected: str) -> None:
    assert speller.repair(word) == expected


@pytest.mark.parametrize("word", LEFT)
def test_other_words_are_left_alone(speller: Speller, word: str) -> None:
    assert speller.repair(word) == word


def test_a_strict_speller_bends_no_short_word_into_another() -> None:
    strict = Speller.of(["chills", "fever", "pain"], strict=True)
    assert [strict.repair(word) for word in ("chips", "pine", "fevar", "pian")] == [
        "chips",
        "pine",
        "fever",
        "pain",
    ]


def test_words_that_begin_with_a_known_stem_are_left_alone() -> None:
    assert Speller.of(["touching"], stems=["cough"]).repair("coughing") == "coughing"
