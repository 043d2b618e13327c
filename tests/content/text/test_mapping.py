import pytest

from content.text import mapping
from content.text.mapping import MapError, Row, place
from content.text.outline import Form, read
from tests.content.samples import GUIDE, PAGE


def spans(row: Row, *, text: str = PAGE, form: Form = Form.TEXT, language: str = "en") -> list[str]:
    mapped = place(text, read(text, form=form).sections, [row], language=language)
    return [text[p.start : p.end] for p in mapped.placed] or list(mapped.problems)


def test_a_row_without_paragraphs_takes_the_whole_body() -> None:
    row = Row(topic="dental-care", sections={"": "teeth"})
    assert spans(row, text=GUIDE, form=Form.MARKDOWN) == [
        "See a dentist before the first shot. Brush each day."
    ]


def test_paragraphs_and_sentences_are_counted_from_one() -> None:
    row = Row("onj", {"": "Strengthening shots"}, paragraphs=(2, 2), sentences=(2, 2))
    assert spans(row) == [
        "Dr. Osei says that most people feel them for a day or two.",
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(
            Row("onj", {"": "Gone"}), 'onj: the document has no section "Gone".', id="no section"
        ),
        pytest.param(
            Row("onj", {"": "Jaw trouble"}, paragraphs=(2, 3)),
            'onj: section "Jaw trouble" has no paragraphs (2, 3).',
            id="too few paragraphs",
        ),
        pytest.param(
            Row("onj", {"": "Copyright notice"}),
            'onj: "Copyright notice" is notice, never sent.',
            id="notice",
        ),
        pytest.param(
            Row("onj", {"": "Quill AB, Marsh C"}),
            'onj: "Quill AB, Marsh C" is references, never sent.',
            id="reference",
        ),
        pytest.param(
            Row("onj", {"es": "Mandíbula"}),
            "onj: the map names no section in this language.",
            id="other language",
        ),
    ],
)
def test_what_the_document_does_not_have_is_said(row: Row, problem: str) -> None:
    assert spans(row) == [problem]


def test_a_topics_second_passage_comes_second() -> None:
    rows = [Row("onj", {"": "Jaw trouble"}, (1, 1)), Row("onj", {"": "Jaw trouble"}, (2, 2))]
    mapped = place(PAGE, read(PAGE).sections, rows, language="en")
    assert [p.position for p in mapped.placed] == [0, 1]


def test_a_map_is_read() -> None:
    row = {"topic": "onj", "section": {"en": "Jaw"}, "paragraphs": [1, 2], "flags": [6]}
    assert mapping.read({"passage": [row]}) == (Row("onj", {"en": "Jaw"}, (1, 2), None, ("6",)),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param({}, "no \\[\\[passage\\]\\] row", id="empty"),
        pytest.param({"passage": [{"topic": "onj"}]}, "needs a topic and a section", id="half"),
        pytest.param(
            {"passage": [{"topic": "onj", "section": "x", "paragraphs": [2, 1]}]},
            "Passage 1 of the map: paragraphs must be like",
            id="backwards",
        ),
    ],
)
def test_a_bad_map_says_which_row(data: dict, message: str) -> None:
    with pytest.raises(MapError, match=message):
        mapping.read(data)
