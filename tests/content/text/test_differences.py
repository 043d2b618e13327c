import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.text import differences
from content.text.differences import Change, Mark, Part, marked, sections, shortened

WORDS = st.lists(st.sampled_from("weak bone hurts call your team now".split()), max_size=40)


def told(old: str, new: str) -> str:
    """What stays as it is, what is gone in [], what is new in {}."""
    signs = {Mark.GONE: "[{}]", Mark.NEW: "{{{}}}", Mark.SAME: "{}", Mark.SKIPPED: "{}"}
    return " ".join(signs[p.mark].format(p.text.strip()) for p in marked(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("Brush each day.", "Brush each day.", "Brush each day.", id="nothing"),
        pytest.param("Brush each day.", "Brush each\nday.", "Brush each\nday.", id="a line break"),
        pytest.param(
            "Call your team each day.",
            "Call your team twice a day.",
            "Call your team [each] {twice a} day.",
            id="a word",
        ),
        pytest.param("", "Rest now.", "{Rest now.}", id="all new"),
        pytest.param("Rest now.", "", "[Rest now.]", id="all gone"),
        pytest.param(
            "We see you before the first shot today.",
            "We see you after the second shot today.",
            "We see you [before the first] {after the second} shot today.",
            id="a lone word between two changes",
        ),
    ],
)
def test_words_are_marked_where_they_changed(old: str, new: str, said: str) -> None:
    assert told(old, new) == said


@given(WORDS, WORDS)
def test_both_texts_can_be_read_off_the_marks(old: list[str], new: list[str]) -> None:
    pieces = marked(" ".join(old), " ".join(new))

    def read(*marks: Mark) -> list[str]:
        return "".join(p.text if p.text.endswith(" ") else f"{p.text} "
                       for p in pieces if p.mark in marks).split()  # fmt: skip

    assert read(Mark.SAME, Mark.GONE) == old
    assert read(Mark.SAME, Mark.NEW) == new


def test_long_texts_are_compared_by_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "MOST_WORDS", 4)
    assert told("One is weak. Two is not.", "One is weak. Two is strong.") == (
        "One is weak. [Two is not.] {Two is strong.}"
    )


def test_what_stayed_is_cut_down_around_a_change() -> None:
    long = " ".join(f"word{n}" for n in range(60))
    pieces = shortened(marked(f"{long} old {long}", f"{long} new {long}"), context=2)
    assert [(p.mark.value, p.text.strip()) for p in pieces] == [
        ("skipped", "…"),
        ("same", "word58 word59"),
        ("gone", "old"),
        ("new", "new"),
        ("same", "word0 word1"),
        ("skipped", "…"),
    ]


def part(title: str, text: str) -> Part:
    return Part(title, f"Guide / {title}", text)


def test_sections_are_told_in_the_order_of_the_new_version() -> None:
    old = [part("A", "Rest a lot."), part("B", "Call us soon."), part("C", "Drink water.")]
    new = [part("A", "Rest a lot."), part("D", "Eat well."), part("C", "Drink much water.")]
    found = [(c.change, c.title) for c in sections(old, new)]
    assert found == [
        (Change.REMOVED, "B"),
        (Change.ADDED, "D"),
        (Change.CHANGED, "C"),
    ]


def test_a_section_under_another_heading_is_the_same_one() -> None:
    (change,) = sections(
        [part("Shots", "The shot slows bone loss each month.")],
        [part("Your shot", "The shot slows bone loss every month.")],
    )
    assert (change.change, change.old_title, change.title) == (Change.CHANGED, "Shots", "Your shot")


def test_sections_with_the_same_heading_are_told_apart_by_their_order() -> None:
    old = [part("More", "Rest a lot."), part("More", "Call us soon.")]
    new = [part("More", "Rest a lot."), part("More", "Call us at once.")]
    (change,) = sections(old, new)
    assert "soon." in "".join(p.text for p in change.pieces)


def test_equal_versions_have_no_differences() -> None:
    same = [part("A", "Rest a lot."), part("B", "")]
    assert sections(same, same) == ()
