import pytest

from content.text import cutting

TEXT = "Not this. One bone is weak. Two are strong.\n\n- rest\n- walk\n\n*Rests on: a page.*"
SECTION = (10, len(TEXT))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        pytest.param(1, 1, "One bone is weak.", id="one"),
        pytest.param(1, 2, "One bone is weak. Two are strong.", id="two"),
        pytest.param(2, 3, "Two are strong.\n\n- rest", id="over a paragraph"),
        pytest.param(4, 4, "- walk", id="an item of a list"),
    ],
)
def test_a_run_of_sentences_is_a_span(first: int, last: int, words: str) -> None:
    span = cutting.chosen(TEXT, SECTION, first=first, last=last)
    assert TEXT[slice(*span)] == words
    assert cutting.numbers(TEXT, SECTION, span) == (first, last)
    assert cutting.whole(TEXT, SECTION, span)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [(0, 1, "from 1 to 4"), (1, 5, "from 1 to 4"), (3, 2, "stands before the first")],
)
def test_what_is_no_run_is_refused(first: int, last: int, says: str) -> None:
    with pytest.raises(cutting.CutError, match=says):
        cutting.chosen(TEXT, SECTION, first=first, last=last)


@pytest.mark.parametrize(
    "span",
    [
        pytest.param((12, 27), id="begins in a word"),
        pytest.param((10, 26), id="ends before the full stop"),
        pytest.param((0, 27), id="begins before the section"),
    ],
)
def test_a_span_within_a_sentence_is_not_whole(span: tuple[int, int]) -> None:
    assert not cutting.whole(TEXT, SECTION, span)


def test_a_span_that_touches_no_sentence_has_no_numbers() -> None:
    assert cutting.numbers(TEXT, SECTION, (0, 5)) == (0, 0)
