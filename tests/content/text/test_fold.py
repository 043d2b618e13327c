"""One plain form for texts from any phone."""

import pytest

from content.text.fold import fold, normal, tokens, words

TABLE = [
    ("Can\u2019t feel", "cant feel"),
    ("I can not walk", "i cant walk"),
    ("cannot", "cant"),
    ("¿Qué es, niño?", "que es , nino ?"),
    ("101,2 F!!", "101.2 f ."),
    ("7/10", "7 / 10"),
    ("one\ntwo", "one . two"),
    ("fainted", "fainted"),
    ("👍", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[repr(text) for text, _ in TABLE])
def test_the_plain_form(text: str, expected: str) -> None:
    assert normal(text) == expected


def test_folding_leaves_small_letters_without_accents() -> None:
    assert fold("ÁRBOL Ñandú") == "arbol nandu"


def test_words_leave_the_marks_out() -> None:
    assert (tokens("Yes, no."), words("Yes, no.")) == (["yes", ",", "no", "."], ["yes", "no"])
