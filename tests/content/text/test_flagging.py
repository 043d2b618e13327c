from typing import Any

import pytest

from content.text.flagging import Handling, fits, flags, marks
from content.text.mapping import MapError
from content.text.outline import Form, read
from tests.content.samples import GUIDE

OUTLINE = read(GUIDE, form=Form.MARKDOWN).sections
ROW: dict[str, Any] = {
    "number": 1,
    "section": "Shots",
    "paragraphs": [2, 2],
    "sentences": [2, 2],
    "reason": "It may last longer",
    "citation": "an invented label",
    "handling": "block",
}


def marked(**changes: Any) -> list[str]:
    found = marks(GUIDE, OUTLINE, flags({"flag": [ROW | changes]}))
    return [GUIDE[slice(*mark.span)] for mark in found]


def test_a_flag_stands_for_its_sentence() -> None:
    assert marked() == ["It lasts a day or two."]


def test_a_bar_that_misses_its_sentence_bars_the_section() -> None:
    (words,) = marked(sentences=[9, 9])
    assert words.startswith("The shot slows")
    assert "It lasts a day or two." in words


def test_a_task_that_misses_its_sentence_is_about_nothing() -> None:
    assert marked(sentences=[9, 9], handling="review") == []


def test_a_document_without_the_section_is_left_alone() -> None:
    assert marked(section="Elsewhere") == []


@pytest.mark.parametrize(("sentences", "fit"), [([2, 2], True), ([9, 9], False)])
def test_flags_fit_a_text_that_has_every_place(sentences: list[int], fit: bool) -> None:
    known = flags({"flag": [ROW | {"sentences": sentences}]})
    assert fits(GUIDE, OUTLINE, known) is fit


def test_a_flag_of_the_whole_document_has_no_place() -> None:
    row = {name: ROW[name] for name in ("number", "reason", "citation")}
    known = flags({"flag": [row | {"handling": "review"}]})
    assert known[0].row is None
    assert (marks(GUIDE, OUTLINE, known), fits(GUIDE, OUTLINE, known)) == ((), False)


def test_a_safety_line_is_named() -> None:
    (flag,) = flags({"flag": [ROW | {"handling": "with_safety_line", "needs": "fever"}]})
    assert (flag.handling, flag.needs, flag.bars) == (Handling.WITH_SAFETY_LINE, "fever", True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Flag 1 needs reason"),
        ({"handling": "burn"}, "handling is one of block, review, with_safety_line"),
        ({"handling": "with_safety_line"}, "needs fever or weakness"),
        ({"needs": "fever"}, "needs fever or weakness"),
        ({"section": ""}, "needs a section"),
        ({"paragraphs": [0, 1]}, "counted from 1"),
    ],
)
def test_a_broken_flag_tells_the_mend(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(MapError, match=sentence):
        flags({"flag": [ROW | changes]})


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(MapError, match="no \\[\\[flag\\]\\] row"):
        flags({})
