import pytest

from content.text.barring import overlap, places, whole_sentences

TEXT = "One is good.  Two\nis bad. One is good."


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        pytest.param((0, 5), (4, 9), True, id="by one character"),
        pytest.param((0, 5), (5, 9), False, id="next to each other"),
        pytest.param((0, 9), (3, 4), True, id="one within the other"),
    ],
)
def test_spans_overlap(one: tuple[int, int], other: tuple[int, int], meet: bool) -> None:
    assert (overlap(one, other), overlap(other, one)) == (meet, meet)


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("One is good.", [(0, 12), (26, 38)]),
        ("Two is  bad.", [(14, 25)]),
        ("Three", []),
        (" ", []),
    ],
)
def test_the_same_words_are_found_over_line_breaks(
    words: str, spans: list[tuple[int, int]]
) -> None:
    assert list(places(words, TEXT)) == spans


def test_a_part_of_a_sentence_stands_for_the_whole() -> None:
    assert whole_sentences(TEXT, (18, 20), section=(0, 38)) == ((14, 25),)
