"""What may name a topic: a table."""

import pytest

from content.text import naming


@pytest.mark.parametrize(
    ("text", "common"),
    [
        pytest.param("zorbaflex", False, id="a rare word"),
        pytest.param("bone shot", False, id="two plain words that mean one thing"),
        pytest.param("rotten gums", False, id="as patients say it"),
        pytest.param("pain", True, id="one common word"),
        pytest.param("Dolor", True, id="one common word of Spanish"),
        pytest.param("is it safe", True, id="one common word among empty ones"),
        pytest.param("what is that", True, id="no telling word"),
        pytest.param("side effects", True, id="an everyday phrase"),
        pytest.param("my doctor", True, id="only empty words"),
    ],
)
def test_too_common_to_be_a_name(text: str, common: bool) -> None:
    assert naming.is_common(text) is common
    assert bool(naming.objection(text, is_name=True)) is common


@pytest.mark.parametrize(
    ("text", "objected"),
    [
        pytest.param("what is that", False, id="a plain question may be an example"),
        pytest.param("is 8 of 10 bad after 100.4", False, id="short numbers"),
        pytest.param("call me at 555-010-0123", True, id="a phone's number"),
        pytest.param("my id is 1234567", True, id="seven digits"),
        pytest.param("in 2026-03 or 2027", False, id="a date"),
        pytest.param("?!", True, id="no word"),
        pytest.param("why " * 100, True, id="too long"),
    ],
)
def test_example_questions(text: str, objected: bool) -> None:
    assert bool(naming.objection(text, is_name=False)) is objected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bone  shot!", "bone shots", True),
        ("cómo", "como", True),
        ("bone shot", "bone", False),
    ],
)
def test_alike(one: str, other: str, same: bool) -> None:
    assert naming.alike(one, other) is same


def test_three_words_are_short_and_four_are_not() -> None:
    assert naming.is_short("the bone shot?")
    assert not naming.is_short("what the bone shot is")


def test_a_long_text_is_cut_at_a_word() -> None:
    cut = naming.cut("jaw bones " * 60)
    assert len(cut) <= naming.MOST_CHARACTERS
    assert cut.endswith(("jaw", "bones"))
